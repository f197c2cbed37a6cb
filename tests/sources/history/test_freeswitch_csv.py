"""FreeSWITCH's Master.csv, as its own templates write it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import LeftOut, PastCall, Why
from callerid_dash.sources.history.freeswitch import csv_files as freeswitch_csv
from tests.sources.history.reading import NEVER, calls, entries, rejected, rows_in, the_call

CSV = "freeswitch-csv"
A, B = "a5c9f6c0-4797-11f1-8bfb-65b6c3cdac7d", "0b29ff0a-1111-4222-8333-65b6c3cdac7d"
START = datetime(2026, 5, 4, 9, tzinfo=UTC)
HOW = {"incoming_contexts": ("public",)}


def row(
    *,
    caller: str = "09121234567",
    to: str = "2001",
    context: str = "public",
    start: int = 0,
    answer: int | None = 5,
    end: int = 60,
    cause: str = "NORMAL_CLEARING",
    uuid: str = A,
    other: str = B,
    rest: str = ',"acc","PCMU","PCMU"',
) -> str:
    stamps = [START + timedelta(seconds=at) if at is not None else "" for at in (start, answer, end)]
    times = ",".join(f'"{str(stamp)[:19]}"' for stamp in stamps)
    lasted = f'"{end - start}","{0 if answer is None else end - answer}"'
    return f'"Sara","{caller}","{to}","{context}",{times},{lasted},"{cause}","{uuid}","{other}"{rest}\n'


def test_a_row_tells_the_call() -> None:
    call = the_call(CSV, row(), **HOW)
    assert (call.external_id, call.named, call.caller, call.caller_name) == (A, True, "09121234567", "Sara")
    assert (call.started_at, call.answered_at) == (START, START + timedelta(seconds=5))
    assert (call.ended_at, call.line, call.cause) == (START + timedelta(seconds=60), "2001", "normal")


@pytest.mark.parametrize("rest", ["", ', "acc"', ',"acc","PCMU","PCMU"', ',"a","b","c","agent","","","x"'])
def test_what_follows_the_columns_that_are_read_does_not_matter(rest: str) -> None:
    assert the_call(CSV, row(rest=rest), **HOW).external_id == A


def test_the_template_that_is_like_asterisks_names_the_telephone() -> None:
    times = '"2026-05-04 09:00:00","2026-05-04 09:00:05","2026-05-04 09:01:00"'
    channels = '"sofia/external/0912@192.0.2.1","sofia/internal/101@192.0.2.7:5060"'
    line = f'"","0912","2001","public","""Sara"" <0912>",{channels},"bridge","user/101",{times},60,55,'
    call = the_call(CSV, line + f'"NORMAL_CLEARING","","{A}",""\n', **HOW)
    assert (call.external_id, call.extension, call.rang, call.caller_name) == (A, "101", ("101",), "Sara")


@pytest.mark.parametrize(
    ("cause", "word"),
    [
        ("ORIGINATOR_CANCEL", "caller_hung_up"),
        ("NO_ANSWER", "no_answer"),
        ("USER_BUSY", "busy"),
        ("CALL_REJECTED", "rejected"),
        ("USER_NOT_REGISTERED", "unreachable"),
        ("NORMAL_CLEARING", "caller_hung_up"),
    ],
)
def test_an_unanswered_call_says_why(cause: str, word: str) -> None:
    call = the_call(CSV, row(answer=None, cause=cause, other="", to="101"), **HOW)
    assert (call.outcome, call.cause, call.extension, call.rang) == (Outcome.MISSED, word, "", ("101",))


@pytest.mark.parametrize("never", NEVER)
def test_an_answer_that_was_never_is_none(never: str) -> None:
    line = row(answer=5, other="").replace(f'"{str(START + timedelta(seconds=5))[:19]}"', f'"{never}"')
    assert the_call(CSV, line.replace('"60","55"', '"60","0"'), **HOW).answered_at is None


def test_a_machine_alone_is_no_answer() -> None:
    assert the_call(CSV, row(other=""), **HOW).outcome is Outcome.MISSED


@pytest.mark.parametrize("leg_first", [True, False])
def test_the_other_leg_is_no_call_of_its_own_and_tells_who_answered(leg_first: bool) -> None:
    leg = row(uuid=B, other="", to="101", context="default", start=1, answer=7)
    file = leg + row() if leg_first else row() + leg
    call = the_call(CSV, file, **HOW)
    assert (call.external_id, call.extension, call.rang, call.rows) == (A, "101", ("101",), 2)
    assert call.answered_at == START + timedelta(seconds=7)


@pytest.mark.parametrize("other", ["", A])
def test_telephones_that_rang_in_vain_are_none_either(other: str) -> None:
    file = (
        row(uuid="x", other="", to="102", context="default", start=1, answer=None, end=7, cause="LOSE_RACE")
        + row(uuid=B, other=other, to="101", context="default", start=1, answer=7)
        + row()
    )
    call = the_call(CSV, file, **HOW)
    assert (call.external_id, call.extension, call.rang, call.rows) == (A, "101", ("101", "102"), 3)


def test_rows_that_stand_there_twice_are_counted_twice() -> None:
    leg = row(uuid=B, other="", to="101", context="default", start=1)
    assert rows_in(entries(CSV, (row() + leg) * 3 + leg, **HOW)) == 7


def test_two_calls_of_one_number_at_once_are_two() -> None:
    assert len(calls(CSV, row(other="") + row(uuid=B, other="", start=5, answer=None, end=30), **HOW)) == 2


def test_calls_of_our_own_telephones_are_left_out() -> None:
    told = entries(CSV, row(caller="101", context="default", to="09121234567"), **HOW)
    assert [entry for entry in told if isinstance(entry, LeftOut)] == [LeftOut(1, 1, Why.OURS, "default")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('"a","b","c"\n', "The line is cut off: 3 of 12 columns."),
        (row(end=-5), "The call ends before it begins."),
        (row().replace('"60","55"', '"60","x"'), "The durations '60' and 'x' are no numbers of seconds."),
        (row().replace("2026-05-04 09:01:00", ""), "'' is no date and time."),
    ],
)
def test_bad_rows_are_rejected_alone(line: str, reason: str) -> None:
    assert [fault.reason for fault in rejected(CSV, line + row(), **HOW)] == [reason]
    assert rows_in(entries(CSV, line + row(), **HOW)) == 2


def test_an_id_that_was_made_of_the_time_tells_which_of_two_hours_it_was() -> None:
    # Made 21 September 2022, 20:00 UTC: the second 23:30 of that night in Tehran.
    made = "f93b6000-39e7-11ed-8bfb-65b6c3cdac7d"
    line = row(uuid=made).replace("2026-05-04 09:0", "2022-09-21 23:3")
    assert the_call(CSV, line, zone="Asia/Tehran", **HOW).started_at == datetime(2022, 9, 21, 20, tzinfo=UTC)


def test_a_long_file_is_decided_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freeswitch_csv, "KEPT", 10)
    file = "".join(row(uuid=f"a{n}", other=f"b{n}") + row(uuid=f"b{n}", other="", to="101") for n in range(50))
    told = entries(CSV, file, **HOW)
    assert sum(isinstance(entry, PastCall) for entry in told) == 50
    assert rows_in(told) == 100
