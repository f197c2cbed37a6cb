"""Asterisk's Master.csv: rows of one call become one call, equal to the live source's."""

from __future__ import annotations

from typing import Any

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import PastCall
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.asterisk import legs
from tests.sources.history.asterisk_cdr.cdr_rows import ALL, CDR, DAY, UID, at, row
from tests.sources.history.reading import NEVER, calls, entries, last_position, rows_in, the_call


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
