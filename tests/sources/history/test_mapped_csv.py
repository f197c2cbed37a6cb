"""Any CSV file, with a mapping of its columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import LeftOut
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history import read_mapping
from tests.sources.history.reading import NEVER, calls, entries, rejected, rows_in, the_call

CSV = "csv"
HEADING = "when,rang for,talked,from,to,agent,result\n"
LINE = "2026-05-04 09:00:00,5,55,09121234567,2001,101,OK\n"
MAPPING = {
    "started_at": "when",
    "wait": "rang for",
    "talk": "talked",
    "caller": "from",
    "line": "to",
    "extension": "agent",
    "status": "result",
    "answered": "OK",
}
START = datetime(2026, 5, 4, 9, tzinfo=UTC)


def only(**mapping: str) -> dict[str, Any]:
    """A mapping of these fields alone."""
    return {"mapping": mapping}


class TestColumns:
    def test_are_named_by_the_heading(self) -> None:
        call = the_call(CSV, HEADING + LINE, mapping=MAPPING)
        assert (call.line_no, call.caller, call.line, call.extension) == (2, "09121234567", "2001", "101")
        assert (call.started_at, call.answered_at) == (START, START + timedelta(seconds=5))
        assert (call.ended_at, call.rang, call.named) == (START + timedelta(minutes=1), ("101",), False)

    def test_or_by_their_number(self) -> None:
        call = the_call(CSV, LINE, **only(started_at="1", wait="2", talk="3", caller="4"))
        assert (call.caller, call.outcome) == ("09121234567", Outcome.ANSWERED)

    def test_several_are_read_as_one_and_durations_added_up(self) -> None:
        line = "04/05/2026;09:00:00;0:00:05;10;1:00\n"
        mapping = only(started_at="1\n2", wait="3\n4", talk="5", delimiter=";", time_format="%d/%m/%Y %H:%M:%S")
        call = the_call(CSV, line, **mapping)
        assert (call.started_at, call.answered_at) == (START, START + timedelta(seconds=15))
        assert call.ended_at == START + timedelta(seconds=75)

    def test_what_the_file_lacks_is_said_before_anything_is_read(self) -> None:
        with pytest.raises(InvalidInput, match="no column 'whom', which the mapping names for caller") as refused:
            entries(CSV, HEADING + LINE, mapping={**MAPPING, "caller": "whom"})
        assert refused.value.field == "caller"

    def test_a_line_with_too_few_is_rejected(self) -> None:
        told = entries(CSV, HEADING + "2026-05-04 09:00:00,5\n" + LINE, mapping=MAPPING)
        assert rejected(CSV, HEADING + "x,5\n", mapping=MAPPING)[0].reason == "The line is cut off: 2 of 7 columns."
        assert rows_in(told) == 3


class TestTimes:
    @pytest.mark.parametrize(
        ("written", "how"),
        [
            ("2026-05-04T09:00:00", {}),
            ("2026-05-04T12:30:00+03:30", {}),
            ("2026/5/4 9:00", {}),
            ("۲۰۲۶/۰۵/۰۴ ۰۹:۰۰:۰۰", {}),
            ("1405/02/14 09:00:00", {"calendar": "jalali"}),
            ("۱۴۰۵/۲/۱۴ ۹:۰۰", {"calendar": "jalali"}),
            ("14-02-1405 09:00", {"calendar": "jalali", "time_format": "%d-%m-%Y %H:%M"}),
            ("04.05.2026 09:00", {"time_format": "%d.%m.%Y %H:%M"}),
            ("1777885200", {"time_format": "epoch"}),
            ("1777885200000", {"time_format": "epoch"}),
            ("1777885200000000", {"time_format": "epoch"}),
        ],
    )
    def test_may_be_written_in_many_ways(self, written: str, how: dict[str, str]) -> None:
        assert the_call(CSV, f"{written},1\n", **only(started_at="1", talk="2", **how)).started_at == START

    @pytest.mark.parametrize("how", [{}, {"calendar": "jalali"}, {"time_format": "epoch"}, {"time_format": "%d/%m/%Y"}])
    @pytest.mark.parametrize("written", ["", "soon", "1405/13/40 09:00", "inf", "99999-99-99"])
    def test_that_are_none_are_rejected(self, written: str, how: dict[str, str]) -> None:
        (fault,) = rejected(CSV, f"{written},1\n", **only(started_at="1", talk="2", **how))
        assert fault.reason == f"'{written}' is no date and time."

    def test_are_read_by_the_named_clock(self) -> None:
        call = the_call(
            CSV, "1401/01/15 09:00,1\n", **only(started_at="1", talk="2", calendar="jalali"), zone="Asia/Tehran"
        )
        assert call.started_at == datetime(2022, 4, 4, 4, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("2026-05-04 09:00:00,-3,5", "The call lasts -3 seconds."),
            ("2026-05-04 09:00:00,x,5", "'x' is no duration."),
            ("2030-05-04 09:00:00,1,5", "The call lies in the future."),
            ("1970-01-01 00:00:00,1,5", "The call begins in 1970: its time was never written."),
        ],
    )
    def test_that_cannot_be_are_rejected(self, line: str, reason: str) -> None:
        assert [fault.reason for fault in rejected(CSV, line, **only(started_at="1", wait="2", talk="3"))] == [reason]


class TestCourseOfACall:
    @pytest.mark.parametrize(
        ("line", "mapping", "answered", "lasted"),
        [
            ("09:00:05,09:01:00", {"answered_at": "2", "ended_at": "3"}, 5, 60),
            (",09:01:00", {"answered_at": "2", "ended_at": "3"}, None, 60),
            ("60,55", {"duration": "2", "talk": "3"}, 5, 60),
            ("60,0", {"duration": "2", "talk": "3"}, None, 60),
            ("5,55", {"wait": "2", "talk": "3"}, 5, 60),
            ("60,no", {"duration": "2", "status": "3", "answered": "yes"}, None, 60),
            ("60,yes", {"duration": "2", "status": "3", "answered": "yes"}, 0, 60),
            ("60,no", {"duration": "2", "status": "3", "missed": "no"}, None, 60),
        ],
    )
    def test_is_told_by_what_there_is(
        self, line: str, mapping: dict[str, str], answered: int | None, lasted: int
    ) -> None:
        times = {"time_format": "%Y-%m-%d %H:%M:%S", "started_at": "1"}
        whole = "2026-05-04 09:00:00," + line.replace("09:0", "2026-05-04 09:0")
        call = the_call(CSV, whole, **only(**times, **mapping))
        assert call.answered_at == (None if answered is None else START + timedelta(seconds=answered))
        assert call.ended_at == START + timedelta(seconds=lasted)

    @pytest.mark.parametrize("never", [*NEVER, "۰", "۰۰۰۰-۰۰-۰۰ ۰۰:۰۰:۰۰"])
    @pytest.mark.parametrize("how", [{}, {"calendar": "jalali"}, {"time_format": "epoch"}, {"time_format": "%d.%m.%Y"}])
    def test_a_time_that_was_never_is_none(self, never: str, how: dict[str, str]) -> None:
        start = {"": "2026-05-04", "jalali": "1405-02-14", "epoch": "1777852800", "%d.%m.%Y": "04.05.2026"}
        line = f"{start[next(iter(how.values()), '')]},{never},{never},60\n"
        call = the_call(CSV, line, **only(started_at="1", answered_at="2", ended_at="3", duration="4", **how))
        assert (call.outcome, call.answered_at) == (Outcome.MISSED, None)
        assert call.ended_at == call.started_at + timedelta(seconds=60)

    @pytest.mark.parametrize(
        ("never", "how"),
        [
            ("30.12.1899 00:00", {"time_format": "%d.%m.%Y %H:%M"}),
            ("01/01/1970 02:00", {"time_format": "%d/%m/%Y %H:%M"}),
            ("11/10/1348 03:30", {"time_format": "%d/%m/%Y %H:%M", "calendar": "jalali"}),
            ("-1", {"time_format": "epoch"}),
        ],
    )
    def test_so_is_one_in_the_files_own_format(self, never: str, how: dict[str, str]) -> None:
        starts = {"30.": "04.05.2026 09:00", "01/": "04/05/2026 09:00", "11/": "14/02/1405 09:00", "-1": "1777885200"}
        line = f"{starts[never[:3]]},{never},60\n"
        call = the_call(CSV, line, **only(started_at="1", answered_at="2", duration="3", **how))
        assert (call.outcome, call.started_at) == (Outcome.MISSED, START)

    @pytest.mark.parametrize("nothing", ["", "-", "NULL", "\\N"])
    def test_a_duration_that_was_never_is_none(self, nothing: str) -> None:
        call = the_call(CSV, f"2026-05-04 09:00:00,{nothing},60\n", **only(started_at="1", talk="2", duration="3"))
        assert (call.outcome, call.ended_at) == (Outcome.MISSED, START + timedelta(seconds=60))

    def test_a_missed_call_rang_where_it_was_not_answered(self) -> None:
        call = the_call(CSV, HEADING + LINE.replace("OK", "no"), mapping=MAPPING)
        assert (call.outcome, call.extension, call.rang) == (Outcome.MISSED, "", ("101",))

    def test_a_status_that_the_mapping_does_not_know_is_rejected(self) -> None:
        mapping = {**MAPPING, "missed": "NO"}
        (fault,) = rejected(CSV, HEADING + LINE.replace("OK", "??"), mapping=mapping)
        assert fault.reason == "The mapping does not say what the status '??' means."

    def test_what_does_not_come_in_is_left_out(self) -> None:
        mapping = {**MAPPING, "direction": "to", "incoming": "2001\n2002", "left_out": "TEST"}
        told = entries(CSV, HEADING + LINE + LINE.replace("2001", "0912") + LINE.replace("OK", "TEST"), mapping=mapping)
        assert [entry.line_no for entry in told if isinstance(entry, LeftOut)] == [1, 3, 4]

    def test_values_that_mean_nothing_are_nothing(self) -> None:
        assert the_call(CSV, HEADING + LINE, mapping={**MAPPING, "empty": "101\n0"}).extension == ""

    def test_calls_have_the_id_that_the_file_gives_or_one_of_what_it_tells(self) -> None:
        named = the_call(CSV, HEADING + LINE, mapping={**MAPPING, "id": "from\nto"})
        assert (named.external_id, named.named) == ("09121234567 2001", True)
        first, second = calls(CSV, HEADING + LINE + LINE, mapping=MAPPING)
        assert second.external_id == first.external_id + "#2"


class TestMappingFile:
    def test_is_toml_or_json(self) -> None:
        toml = 'started_at = ["date", "time"]\ntalk = 3\nheading = true'
        json = '{"started_at": ["date", "time"], "talk": 3, "heading": true}'
        assert read_mapping(toml) == read_mapping(json) == {"started_at": "date\ntime", "talk": "3", "heading": "yes"}

    def test_the_documented_one_works(self) -> None:
        documented = (Path(__file__).parents[3] / "docs" / "past-calls.md").read_text()
        mapping = read_mapping(documented.partition("```toml")[2].partition("```")[0])
        heading = "date;time;ring seconds;talk seconds;from;result;kind\n"
        call = the_call(CSV, heading + "14/02/1405;09:00:00;0:05;55;0912;OK;in\n", mapping=mapping)
        assert (call.started_at, call.ended_at) == (START, START + timedelta(seconds=60))

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("x", "neither TOML nor JSON"),
            ('begin = "1"', "names 'begin', which is none of"),
            ('talk = "1"', "when a call begins"),
            ('started_at = "1"', "when a call ends"),
            ('started_at = "1"\nduration = "2"', "which calls were answered"),
            ('started_at = "1"\ntalk = "2"\ndirection = "3"', "which values of the direction"),
            ('started_at = "1"\nduration = "2"\nstatus = "3"', "which values of the status"),
            ('started_at = "1"\ntalk = "2"\ncalendar = "maya"', "gregorian or jalali"),
            ('started_at = "1"\ntalk = "2"\ndelimiter = "::"', "one character"),
            ("started_at = 1.5", "no text and no list of texts"),
        ],
    )
    def test_says_what_is_wrong_with_it(self, text: str, reason: str) -> None:
        with pytest.raises(InvalidInput, match=reason):
            read_mapping(text)
