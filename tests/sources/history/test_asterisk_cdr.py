"""Asterisk's Master.csv: rows of one call become one call, equal to the live source's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import LeftOut, PastCall, Why
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.sources.history.asterisk import legs
from tests.sources.history.reading import NEVER, calls, entries, last_position, rejected, rows_in, the_call

CDR = "asterisk-cdr"
DAY = "2026-05-04"
UID = "1777885200.10"
ALL = {"uniqueid": UID, "userfield": "", "peeraccount": "", "linkedid": UID, "sequence": "7"}


def row(start: str = "09:00:00", answer: str = "09:00:05", end: str = "09:01:00", **fields: Any) -> str:
    """A line of a file with all columns, except those given as None."""
    at = {name: time and (time if "-" in time else f"{DAY} {time}") for name, time in _times(start, answer, end)}
    lasted = _seconds(at["start"], at["end"])
    values: dict[str, Any] = {
        "accountcode": "",
        "src": "09121234567",
        "dst": "2001",
        "dcontext": "from-trunk",
        "clid": '"Sara" <09121234567>',
        "channel": "PJSIP/trunk-0000000a",
        "dstchannel": "PJSIP/101-0000000b",
        "lastapp": "Dial",
        "lastdata": "PJSIP/101,20,tT",
        **at,
        "duration": lasted,
        "billsec": _seconds(at["answer"], at["end"]) if at["answer"] else 0,
        "disposition": "ANSWERED" if at["answer"] else "NO ANSWER",
        "amaflags": "DOCUMENTATION",
        **ALL,
        **fields,
    }
    return ",".join(_quoted(value) for value in values.values() if value is not None) + "\n"


def _times(start: str, answer: str, end: str) -> tuple[tuple[str, str], ...]:
    return (("start", start), ("answer", answer), ("end", end))


def _seconds(first: str, last: str) -> int:
    try:
        return int((datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds())
    except ValueError:
        return 0


def _quoted(value: Any) -> str:
    return str(value) if isinstance(value, int) or value == "" else '"' + str(value).replace('"', '""') + '"'


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"{DAY} {time}").replace(tzinfo=UTC)


class TestOneRow:
    def test_tells_the_whole_call(self) -> None:
        assert the_call(CDR, row()) == PastCall(
            line_no=1,
            external_id=UID,
            named=True,
            started_at=at("09:00:00"),
            answered_at=at("09:00:05"),
            ended_at=at("09:01:00"),
            caller="09121234567",
            caller_name="Sara",
            line="2001",
            extension="101",
            rang=("101",),
            queue="",
            cause="normal",
            rows=1,
        )

    def test_unanswered_is_missed(self) -> None:
        call = the_call(CDR, row(answer=""))
        assert (call.outcome, call.cause, call.extension, call.rang) == (Outcome.MISSED, "no_answer", "", ("101",))

    @pytest.mark.parametrize("never", NEVER)
    def test_an_answer_at_the_beginning_of_time_is_none(self, never: str) -> None:
        line = row(answer="09:00:09", billsec=0, disposition="NO ANSWER")
        assert the_call(CDR, line.replace(f"{DAY} 09:00:09", never)).answered_at is None

    @pytest.mark.parametrize(
        ("disposition", "cause"), [("BUSY", "busy"), ("FAILED", "unreachable"), ("CANCEL", "caller_hung_up")]
    )
    def test_says_why_it_was_missed(self, disposition: str, cause: str) -> None:
        assert the_call(CDR, row(answer="", disposition=disposition)).cause == cause

    @pytest.mark.parametrize(
        ("app", "cause"),
        [("VoiceMail", "voicemail"), ("Playback", "caller_hung_up"), ("Hangup", "no_answer"), ("Busy", "busy")],
    )
    def test_a_machine_alone_is_no_answer(self, app: str, cause: str) -> None:
        call = the_call(CDR, row(dstchannel="", lastapp=app, lastdata=""))
        assert (call.outcome, call.cause, call.rang) == (Outcome.MISSED, cause, ())

    def test_an_answer_without_its_time_is_reckoned_from_the_seconds_that_it_lasted(self) -> None:
        assert the_call(CDR, row(answer="", disposition="ANSWERED", billsec=40)).answered_at == at("09:00:20")

    def test_times_are_read_by_the_named_clock(self) -> None:
        assert the_call(CDR, row(), zone="Asia/Kathmandu").started_at == at("03:15:00")

    @pytest.mark.parametrize(
        ("clid", "name"),
        [('"علی" <0912>', "علی"), ('"" <0912>', ""), ("<0912>", ""), ("0912", ""), ("Ali <0912>", "Ali")],
    )
    def test_the_callers_name(self, clid: str, name: str) -> None:
        assert the_call(CDR, row(clid=clid)).caller_name == name

    @pytest.mark.parametrize(
        ("fields", "line"),
        [
            ({"dst": "s"}, "PJSIP/trunk"),
            ({"dst": "600", "dcontext": "ext-group"}, "PJSIP/trunk"),
            ({"dst": "s", "channel": "DAHDI/4-1"}, "DAHDI/4"),
            ({"dst": "+982188881111"}, "+982188881111"),
        ],
    )
    def test_the_line_is_the_dialled_number_or_the_port(self, fields: dict[str, str], line: str) -> None:
        assert the_call(CDR, row(**fields)).line == line


class TestColumns:
    @pytest.mark.parametrize(
        ("absent", "named"),
        [
            ((), True),
            (("userfield",), True),
            (("uniqueid",), True),
            (("uniqueid", "userfield"), True),
            (("peeraccount", "linkedid", "sequence"), True),
            (("userfield", "peeraccount", "linkedid", "sequence"), True),
            (("uniqueid", "peeraccount", "linkedid", "sequence"), False),
            (tuple(ALL), False),
        ],
    )
    def test_are_told_apart_by_their_count(self, absent: tuple[str, ...], named: bool) -> None:
        less: dict[str, Any] = dict.fromkeys(absent)
        call = the_call(CDR, row(**less))
        assert (call.named, call.external_id == UID) == (named, named)

    def test_an_id_may_begin_with_the_systems_name(self) -> None:
        less: dict[str, Any] = dict.fromkeys(("userfield", "peeraccount", "linkedid", "sequence"))
        assert the_call(CDR, row(uniqueid=f"pbx-1-{UID}", **less)).external_id == f"pbx-1-{UID}"

    @pytest.mark.parametrize("sequence", ["", ",7"])
    def test_the_sample_of_cdr_custom_has_another_order(self, sequence: str) -> None:
        less: dict[str, Any] = dict.fromkeys(("peeraccount", "linkedid", "sequence"))
        account, *fields = row(**less).strip().split(",")
        src, dst, context, clid, *rest = fields
        values = [clid, src, dst, context, *rest]
        at_end = len(values) - 2
        line = ",".join([*values[:at_end], account, *values[at_end:]]) + sequence
        expected = the_call(CDR, row())
        assert the_call(CDR, line.replace(",60,55,", ',"60.4","55.1",')) == expected

    def test_a_heading_says_where_they_are(self) -> None:
        heading = (
            "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,duration,billsec,disposition,did,uniqueid\n"
        )
        line = f'{DAY} 09:00:00,x,0912,600,ext-group,SIP/t-1,SIP/101-2,Dial,60,50,ANSWERED,2001,"{UID}"\n'
        call = the_call(CDR, heading + line)
        assert (call.line, call.line_no, call.extension) == ("2001", 2, "101")
        assert (call.answered_at, call.ended_at) == (at("09:00:10"), at("09:01:00"))

    def test_a_heading_without_what_is_needed_refuses_the_file(self) -> None:
        with pytest.raises(InvalidInput, match="names no column 'channel'"):
            entries(CDR, "calldate,src,dst,duration,billsec,disposition\n")

    def test_a_file_may_begin_with_a_byte_order_mark(self) -> None:
        told = entries(CDR, b"\xef\xbb\xbf" + row().encode())
        assert (rows_in(told), last_position(told)) == (1, len(row().encode()) + 3)


class TestRowsOfOneCall:
    def test_a_ring_group_is_one_call(self) -> None:
        call = the_call(
            CDR,
            row(answer="", end="09:00:05", dstchannel="PJSIP/110-0000000b")
            + row(answer="", end="09:00:05", dstchannel="PJSIP/102-0000000c")
            + row(dstchannel="PJSIP/9-0000000d"),
        )
        assert (call.outcome, call.extension, call.rang, call.rows) == (Outcome.ANSWERED, "9", ("9", "102", "110"), 3)

    def test_members_behind_the_dialplan_are_the_telephones(self) -> None:
        inner = row(channel="Local/101@from-queue-00000001;2", src="09121234567", uniqueid="1777885200.12", dst="101")
        outer = row(dstchannel="Local/101@from-queue-00000001;1", lastapp="Queue", lastdata="support,t,,,60")
        call = the_call(CDR, inner + outer)
        assert (call.extension, call.rang, call.queue, call.line, call.rows) == ("101", ("101",), "support", "2001", 2)

    def test_a_queue_that_answers_before_a_member_does_has_not_answered(self) -> None:
        waits = row(answer="09:00:00", disposition="NO ANSWER", lastapp="Queue", lastdata="support", end="09:00:20")
        call = the_call(CDR, waits + row("09:00:20", "09:00:25", dstchannel="PJSIP/102-0000000c"))
        assert (call.started_at, call.answered_at, call.queue) == (at("09:00:00"), at("09:00:25"), "support")
        assert the_call(CDR, waits).outcome is Outcome.MISSED

    def test_who_talked_last_has_the_call(self) -> None:
        first = row(end="09:00:30")
        second = row("09:00:30", "09:00:30", "09:05:00", dst="102", dcontext="from-internal", dstchannel="PJSIP/102-2")
        call = the_call(CDR, first + second)
        assert (call.extension, call.answered_at, call.ended_at) == ("102", at("09:00:05"), at("09:05:00"))

    def test_a_member_reached_outside_is_the_number_that_was_dialled(self) -> None:
        call = the_call(CDR, row(dstchannel="PJSIP/trunk-0000000b", lastdata="PJSIP/101&PJSIP/09351112233@trunk,20"))
        assert (call.extension, call.rang) == ("09351112233", ("09351112233",))

    def test_rows_of_several_calls_may_be_mixed(self) -> None:
        other = {"uniqueid": "1777885201.1", "linkedid": "1777885201.1", "channel": "PJSIP/trunk-0000000f"}
        missed, answered = {"answer": "", "end": "09:00:05"}, {"dstchannel": "PJSIP/102-0000000c"}
        file = row(**missed) + row(**missed, **other) + row(**answered) + row(**answered, **other)
        assert [(call.external_id, call.rows) for call in calls(CDR, file)] == [(UID, 2), ("1777885201.1", 2)]

    def test_by_the_channels_own_id_where_there_is_no_other(self) -> None:
        less: dict[str, Any] = dict.fromkeys(("peeraccount", "linkedid", "sequence"))
        call = the_call(CDR, row(answer="", end="09:00:20", **less) + row("09:00:20", "09:00:25", **less))
        assert (call.rows, call.outcome) == (2, Outcome.ANSWERED)

    def test_by_channel_and_time_where_there_are_no_ids(self) -> None:
        less: dict[str, Any] = dict.fromkeys(ALL)
        first = row(answer="", end="09:00:20", **less)
        assert the_call(CDR, first + row("09:00:20", "09:00:25", **less)).rows == 2
        assert len(calls(CDR, first + row("09:00:50", "09:00:55", **less))) == 2

    def test_a_rejected_row_leaves_the_others(self) -> None:
        told = entries(CDR, row(answer="", end="08:00:00") + row())
        assert [type(entry).__name__ for entry in told] == ["Rejected", "Position", "PastCall"]

    def test_what_was_not_told_of_for_long_is_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(legs, "LEGS_AGO", 50)
        monkeypatch.setattr(legs, "_SWEPT_EVERY", 10)
        name = "1777885{:03}.1".format
        told = calls(CDR, row(uniqueid="1.1", linkedid="1.1") + "".join(row(linkedid=name(n // 2)) for n in range(200)))
        assert (told[0].external_id, len(told)) == ("1.1", 101)
        gathering = legs.Gathering()
        for number in range(1000):
            words: list[Any] = [*[""] * 9, f"{number}", ""]
            gathering.add(legs.Leg(number, at("09:00:00"), None, at("09:00:00"), *words))
        assert len(list(gathering.rest())) <= 70


class TestNames:
    def test_unnamed_calls_are_named_by_what_is_told_of_them(self) -> None:
        less: dict[str, Any] = dict.fromkeys(ALL)
        one, again = row(**less), row(**less, clid="")
        other = row("10:00:00", "10:00:05", "10:01:00", **less)
        (first, second) = calls(CDR, one + other)
        assert not first.named
        assert first.external_id == calls(CDR, again)[0].external_id != second.external_id

    def test_two_that_are_told_alike_are_two(self) -> None:
        less: dict[str, Any] = dict.fromkeys(ALL)
        between = row("12:00:00", "12:00:05", "12:01:00", **less)
        first, _, second = sorted(calls(CDR, row(**less) + between + row(**less)), key=lambda call: call.line_no)
        assert second.external_id == first.external_id + "#2"


OTHER = {"uniqueid": "1777885300.1", "linkedid": "1777885300.1"}
"""Another call of the same file."""
ALICE = {"channel": "PJSIP/alice-0000000a", "src": "101", "clid": '"Alice" <101>'}
OUT = {"dst": "09351112233", "dstchannel": "PJSIP/trunk-0000000b", "lastdata": "PJSIP/09351112233@trunk,20"}
TO_ALICE = row(dstchannel="PJSIP/alice-0000000c", lastdata="PJSIP/alice,20", **OTHER)
LED_ON = {"dst": "600", "dcontext": "ext-group", "lastdata": "PJSIP/101&PJSIP/alice,20"}


def left_out(*lines: str) -> list[Why]:
    """The reasons why these lines are not calls from outside."""
    return [entry.why for entry in entries(CDR, "".join(lines)) if isinstance(entry, LeftOut)]


class TestCallsThatDoNotComeIn:
    @pytest.mark.parametrize(
        "fields",
        [
            {"channel": "PJSIP/101-0000000a", "src": "101", "dcontext": "from-internal"},
            {"channel": "PJSIP/101-0000000a", "src": "02188881111", "dcontext": "from-internal"},
            {"channel": "PJSIP/101-0000000a", "src": "101", "dcontext": "from-trunk"},
            {"channel": "Local/101@from-queue-00000001;2"},
            {"channel": "Console/dsp", "src": ""},
            {"channel": "DAHDI/4-1", "src": "101", "dcontext": "from-internal"},
            {**ALICE, **OUT, "dcontext": "from-internal"},
            {**ALICE, **OUT, "dcontext": "from-internal", "src": "02191005000"},
            {**ALICE, "dcontext": "from-internal", "dst": "102", "dstchannel": "PJSIP/bob-0000000b"},
            {**ALICE, "dcontext": "inside", "dst": "102", "dstchannel": "PJSIP/bob-0000000b"},
        ],
    )
    def test_are_left_out(self, fields: dict[str, str]) -> None:
        told = entries(CDR, row(**fields))
        context = fields.get("dcontext", "from-trunk")
        assert [entry for entry in told if isinstance(entry, LeftOut)] == [LeftOut(1, 1, Why.OURS, context)]

    @pytest.mark.parametrize("data", [OUT["lastdata"], "SIP/trunk/09351112233", "congested"])
    def test_so_is_whatever_leads_out_of_a_context_that_is_no_incoming_one(self, data: str) -> None:
        line = row(**{**ALICE, **OUT, "src": "02191005000", "dcontext": "inside", "lastdata": data, "dstchannel": ""})
        assert left_out(line) == [Why.CONTEXT]

    @pytest.mark.parametrize("context", ["from-trunk", "inside"])
    def test_who_is_dialled_by_its_bare_name_is_a_telephone_of_ours(self, context: str) -> None:
        to_line = row(**{**ALICE, "src": "101", "dcontext": context, "dst": "2001"})
        assert left_out(to_line, TO_ALICE) == left_out(TO_ALICE, to_line) == [Why.OURS]

    def test_a_line_that_was_dialled_from_inside_is_none_even_with_our_outside_number(self) -> None:
        inside = row(**{**ALICE, **OTHER, "dcontext": "from-internal", "dst": "102"})
        assert left_out(row(**{**ALICE, "src": "02191005000", "dcontext": "inside", "dst": "102"}), inside) == [
            Why.OURS,
            Why.OURS,
        ]

    def test_a_trunk_is_told_by_other_calls_of_the_file(self) -> None:
        led_on = row(**{**LED_ON, "src": "1559", "dst": "02191005000"})
        assert left_out(led_on) == [Why.OURS]
        entered = row(**OTHER)
        assert len(calls(CDR, led_on + entered)) == len(calls(CDR, entered + led_on)) == 2
        called_by_way_of_it = row(**{**OTHER, **ALICE, **OUT, "dcontext": "from-internal"})
        assert the_call(CDR, led_on + called_by_way_of_it).caller == "1559"

    @pytest.mark.parametrize(
        "fields",
        [
            {"channel": "SIP/2001-0000000a"},
            {"channel": "DAHDI/4-1"},
            {"channel": "DAHDI/4-1", "src": ""},
            {"channel": "DAHDI/4-1", "dcontext": "ext-group", "dst": "600"},
            {**LED_ON},
            {**LED_ON, "src": ""},
            {"channel": "PJSIP/101-0000000a"},
        ],
    )
    def test_a_trunk_may_be_named_like_a_telephone(self, fields: dict[str, str]) -> None:
        assert the_call(CDR, row(**fields))


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
