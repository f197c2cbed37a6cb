"""Call detail records with bad rows, and over changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.local_times import AmbiguousTime
from tests.sources.history.asterisk_cdr.cdr_rows import CDR, DAY, row
from tests.sources.history.reading import entries, rejected, rows_in, the_call


class TestBadRows:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (row()[:70] + "\n", "The quotation marks of the line do not match: it is damaged or cut off."),
            (",".join(row().split(",")[:7]) + "\n", "The line is cut off: 7 of 16 columns."),
            (row().strip() + ",1,2\n", "The line has 23 columns, more than the 21 there can be."),
            (row(end="08:59:00", duration=0), "The call ends before it begins."),
            (row(end="1970-01-01 00:00:00"), "The call ends in 1970: its end was never written."),
            (row(end="09:00:59").replace(f"{DAY} 09:00:59", "0"), "The call has no end: it was never written."),
            (row(end=""), "The call has no end: it was never written."),
            (row(start="1970-01-01 00:00:00"), "The call begins in 1970: its time was never written."),
            (row(start="2026-02-30 09:00:00"), "'2026-02-30 09:00:00' is no date and time."),
            (row(duration=-5), "The call lasts -5 seconds."),
            (row(duration="x"), "The durations 'x' and '55' are no numbers of seconds."),
            (row(duration=600), "The call lasts 600 seconds, but 60 lie between its beginning and its end."),
            (row(billsec=30), "The call is answered for 30 seconds, but 55 lie between its answer and its end."),
            (row(answer="09:02:00", billsec=0), "The call is answered before it begins or after it ends."),
            (row("2030-01-01 09:00:00", "", "2030-01-01 09:00:30"), "The call lies in the future."),
        ],
    )
    def test_are_rejected_with_a_reason_and_nothing_else_is(self, line: str, reason: str) -> None:
        told = entries(CDR, line + row())
        assert [fault.reason for fault in rejected(CDR, line + row())] == [reason]
        assert rows_in(told) == 2
        assert rejected(CDR, line)[0].row == line.strip("\n")

    def test_an_open_quote_does_not_swallow_what_follows(self) -> None:
        told = entries(CDR, '"a","b\n' * 3 + row())
        assert [type(entry).__name__ for entry in told] == ["Rejected"] * 3 + ["Position", "PastCall"]


class TestClockChanges:
    """Tehran's clocks were put back at the end of 21 September 2022 and, for the last time, put forward that March."""

    def night(self, uniqueid: str | None, start: str = "2022-09-21 23:30:00", end: str = "2022-09-21 23:31:00") -> str:
        ids = {"uniqueid": uniqueid, "userfield": None, "peeraccount": None, "linkedid": None, "sequence": None}
        return row(start, start, end, **ids)

    @pytest.mark.parametrize("instant", [datetime(2022, 9, 21, 19, tzinfo=UTC), datetime(2022, 9, 21, 20, tzinfo=UTC)])
    def test_the_channels_id_tells_which_of_two_hours_it_was(self, instant: datetime) -> None:
        call = the_call(CDR, self.night(f"{instant.timestamp():.0f}.7"), zone="Asia/Tehran")
        assert (call.started_at, call.ended_at) == (instant, instant + timedelta(minutes=1))

    def test_without_an_id_it_is_refused_or_as_one_chooses(self) -> None:
        line = self.night(None)
        (fault,) = rejected(CDR, line, zone="Asia/Tehran")
        assert fault.reason == "2022-09-21 23:30:00 exists twice in Asia/Tehran: clocks were put back."
        chosen = [
            the_call(CDR, line, zone="Asia/Tehran", twice=twice)
            for twice in (AmbiguousTime.EARLIER, AmbiguousTime.LATER)
        ]
        assert chosen[1].started_at - chosen[0].started_at == timedelta(hours=1)

    def test_a_call_across_the_change_ends_after_it_began(self) -> None:
        line = self.night(None, "2022-09-21 22:59:50", "2022-09-21 23:00:10")
        call = the_call(CDR, line, zone="Asia/Tehran")
        assert call.ended_at - call.started_at == timedelta(seconds=20)

    def test_a_time_that_never_was_is_refused(self) -> None:
        (fault,) = rejected(CDR, row("2022-03-22 00:30:00", "", "2022-03-22 00:31:00"), zone="Asia/Tehran")
        assert fault.reason == "2022-03-22 00:30:00 does not exist in Asia/Tehran: clocks were put forward."
