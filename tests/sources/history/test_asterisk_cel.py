"""Asterisk's channel event log, read by the rules of the live source. tests/asterisk/ compares both on real calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.history import LeftOut, PastCall, Why
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.asterisk import cel as asterisk_cel
from tests.sources.history.reading import calls, entries, rejected, rows_in, the_call

CEL = "asterisk-cel"
START = datetime(2026, 5, 4, 9, tzinfo=UTC)
CALL, PHONE, OTHER = "1777885200.1", "1777885200.2", "1777885200.3"
CHANNELS = {CALL: "PJSIP/trunk-00000001", PHONE: "PJSIP/101-00000002", OTHER: "PJSIP/103-00000003"}


def row(kind: str, seconds: float, uid: str = CALL, **fields: Any) -> str:
    values: dict[str, Any] = {
        "eventtype": kind,
        "eventtime": f"{START.timestamp() + seconds:.6f}",
        "cid_name": "Sara" if uid == CALL else "",
        "cid_num": "09121234567" if uid == CALL else "",
        "ani": "",
        "rdnis": "",
        "dnid": "",
        "exten": "2001" if uid == CALL else "s",
        "context": "from-trunk" if uid == CALL else "from-internal",
        "channame": CHANNELS.get(uid, "PJSIP/104-00000004"),
        "appname": "",
        "appdata": "",
        "amaflags": "3",
        "accountcode": "",
        "uniqueid": uid,
        "linkedid": CALL,
        "peer": "",
        "userfield": "",
        "userdeftype": "",
        "extra": "",
        **fields,
    }
    return ",".join('"' + str(value).replace('"', '""') + '"' for value in values.values()) + "\n"


def bridged(seconds: float, *uids: str) -> str:
    extra = '{"bridge_id":"b","bridge_technology":"simple_bridge"}'
    return "".join(row("BRIDGE_ENTER", seconds, uid, extra=extra) for uid in uids)


def hung_up(seconds: float, uid: str = CALL, cause: int = 16, source: str = "", status: str = "") -> str:
    extra = f'{{"hangupcause":{cause},"hangupsource":"{source}","dialstatus":"{status}"}}'
    return row("HANGUP", seconds, uid, extra=extra)


BEGIN = row("CHAN_START", 0) + row("CHAN_START", 0.5, PHONE)
END = row("LINKEDID_END", 60)
ANSWERED = BEGIN + bridged(5.25, PHONE, CALL) + hung_up(60, source=CHANNELS[CALL]) + hung_up(60, PHONE) + END


def test_an_answered_call() -> None:
    assert the_call(CEL, ANSWERED) == PastCall(
        line_no=1,
        external_id=CALL,
        named=True,
        started_at=START,
        answered_at=START + timedelta(seconds=5.25),
        ended_at=START + timedelta(seconds=60),
        caller="09121234567",
        caller_name="Sara",
        line="2001",
        extension="101",
        rang=("101",),
        cause="normal",
        rows=7,
    )


@pytest.mark.parametrize(
    ("course", "cause"),
    [
        (hung_up(9, source=CHANNELS[CALL], status="CANCEL") + hung_up(9, PHONE), "caller_hung_up"),
        (hung_up(9, PHONE, cause=0) + hung_up(9, source="dialplan/builtin", status="NOANSWER"), "no_answer"),
        (hung_up(9, PHONE, cause=0) + hung_up(9, source=CHANNELS[CALL], status="CANCEL"), "caller_hung_up"),
        (hung_up(9, PHONE, cause=17) + hung_up(9, source=CHANNELS[CALL], status="BUSY"), "busy"),
        (hung_up(9, source=CHANNELS[CALL], status="BUSY") + hung_up(9, PHONE, cause=17), "busy"),
        (hung_up(9, source="dialplan/builtin", status="NOANSWER") + hung_up(9, PHONE, cause=21), "rejected"),
        (hung_up(9, PHONE, cause=21) + hung_up(9, source="dialplan/builtin", status="NOANSWER"), "rejected"),
        (row("ANSWER", 3, appname="VoiceMail") + hung_up(9, source=CHANNELS[CALL]), "voicemail"),
    ],
)
def test_a_missed_call_says_why(course: str, cause: str) -> None:
    call = the_call(CEL, BEGIN + course + END)
    assert (call.outcome, call.cause, call.rang) == (Outcome.MISSED, cause, ("101",))


def test_a_machine_that_answers_is_no_answer() -> None:
    call = the_call(CEL, row("CHAN_START", 0) + row("ANSWER", 1, appname="Playback") + hung_up(9) + END)
    assert (call.outcome, call.rang) == (Outcome.MISSED, ())


def test_the_queue_is_known_where_applications_are_logged() -> None:
    queue = row("APP_START", 1, appname="Queue", appdata="support,t,,,60")
    assert the_call(CEL, row("CHAN_START", 0) + queue + hung_up(9, source=CHANNELS[CALL]) + END).queue == "support"


def test_a_colleague_picks_up_from_another_telephone() -> None:
    enters = bridged(5, "1777885200.9") + row("BRIDGE_ENTER", 5, peer="PJSIP/104-00000004", extra='{"bridge_id":"b"}')
    elsewhere = enters.replace(f'"{CALL}"', '"1777885200.9"', 1)
    call = the_call(CEL, BEGIN + hung_up(5, PHONE, cause=26) + elsewhere + hung_up(60) + END)
    assert (call.extension, call.rang) == ("104", ("101",))


def test_before_bridges_had_ids_their_two_ends_were_named() -> None:
    start = row("BRIDGE_START", 5, peer=CHANNELS[PHONE])
    call = the_call(CEL, BEGIN + start + row("BRIDGE_END", 60, peer=CHANNELS[PHONE]) + hung_up(60) + END)
    assert (call.extension, call.answered_at) == ("101", START + timedelta(seconds=5))


def test_a_member_outside_is_the_number_that_was_dialled() -> None:
    dial = row("APP_START", 0.2, appname="Dial", appdata="PJSIP/0935@trunk,20")
    leg = {"channame": "PJSIP/trunk-00000009"}
    phone = row("CHAN_START", 0.5, OTHER, **leg) + row("BRIDGE_ENTER", 5, OTHER, extra='{"bridge_id":"b"}', **leg)
    call = the_call(CEL, row("CHAN_START", 0) + dial + phone + bridged(5, CALL) + hung_up(60) + END)
    assert (call.extension, call.rang) == ("0935", ("0935",))


def test_where_neither_ids_nor_ends_were_kept_whoever_answered_is_the_other_end() -> None:
    answers = row("ANSWER", 4, PHONE) + row("ANSWER", 4.5) + row("BRIDGE_START", 5) + row("BRIDGE_END", 60)
    call = the_call(CEL, BEGIN + answers + hung_up(60, PHONE) + hung_up(60) + END)
    assert (call.outcome, call.extension, call.answered_at) == (Outcome.ANSWERED, "101", START + timedelta(seconds=5))


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"channame": "PJSIP/101-00000001", "cid_num": "101", "context": "from-internal"}, Why.CONTEXT),
        ({"channame": "PJSIP/alice-00000001", "cid_num": "101", "context": "from-internal"}, Why.CONTEXT),
        ({"channame": "SIP/as2mkq-00000001", "cid_num": "02191005000", "context": "inside"}, Why.CONTEXT),
        ({"channame": "Console/dsp", "cid_num": "", "context": "from-trunk"}, Why.OURS),
        ({"channame": "Local/101@from-trunk-00000001;1", "cid_num": "0912", "context": "from-trunk"}, Why.OURS),
    ],
)
def test_what_begins_elsewhere_is_left_out_whatever_it_is_called(own: dict[str, str], why: Why) -> None:
    told = entries(CEL, row("CHAN_START", 0, **own) + bridged(5, PHONE, CALL) + hung_up(9) + END)
    assert [entry for entry in told if isinstance(entry, LeftOut)] == [LeftOut(1, 5, why, own["context"])]


@pytest.mark.parametrize("channel", ["PJSIP/101-00000001", "PJSIP/2001-00000001", "DAHDI/4-1", "IAX2/branch-11"])
def test_what_begins_in_an_incoming_context_comes_in_whatever_it_is_called(channel: str) -> None:
    begin = row("CHAN_START", 0, channame=channel, cid_num="101") + hung_up(9) + END
    assert the_call(CEL, begin).caller == "101"


def test_a_trunk_that_asterisk_itself_has_called_is_none_that_comes_in() -> None:
    called = row("CHAN_START", 0) + row("ANSWER", 4, appname="AppDial2", appdata="(Outgoing Line)")
    told = entries(CEL, called + bridged(5, CALL, PHONE) + hung_up(60) + END)
    assert [entry.why for entry in told if isinstance(entry, LeftOut)] == [Why.OURS]


def test_a_call_whose_beginning_is_missing_is_left_out_for_that() -> None:
    told = entries(CEL, bridged(5, PHONE, CALL) + hung_up(60) + END)
    assert [entry.why for entry in told if isinstance(entry, LeftOut)] == [Why.NO_BEGINNING]


def test_local_times_and_a_heading_are_understood() -> None:
    heading = "eventtype,eventtime,cid_name,cid_num,exten,context,channame,uniqueid,linkedid\n"
    line = '{},2026-05-04 {},"Sara",0912,2001,from-trunk,PJSIP/trunk-1,{},{}\n'
    file = heading + line.format("CHAN_START", "12:30:00", CALL, CALL) + line.format("HANGUP", "12:30:09.5", CALL, CALL)
    call = the_call(CEL, file, zone="Asia/Tehran")
    assert (call.started_at, call.ended_at) == (START, START + timedelta(seconds=9.5))
    with pytest.raises(InvalidInput, match="names no column 'linkedid'"):
        entries(CEL, heading.replace(",linkedid", ""))


def test_a_call_without_its_end_is_reported_once() -> None:
    told = entries(CEL, BEGIN)
    assert [fault.reason for fault in rejected(CEL, BEGIN)] == ["The call has no end: it was never written."]
    assert rows_in(told) == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("CHAN_START,1\n", "The line is cut off: 2 of 17 columns."),
        (row("CHAN_START", 0, eventtime="soon"), "'soon' is no date and time."),
        (row("CHAN_START", 0, eventtime="0.0"), "The call begins in 1970: its time was never written."),
        (row("CHAN_START", 0, linkedid=""), "The event belongs to no channel: its ids are missing."),
    ],
)
def test_bad_rows_are_rejected_alone(line: str, reason: str) -> None:
    assert [fault.reason for fault in rejected(CEL, line + ANSWERED)] == [reason]
    assert rows_in(entries(CEL, line + ANSWERED)) == 8


def test_a_call_that_is_not_told_of_any_more_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asterisk_cel, "ROWS_AGO", 50)
    monkeypatch.setattr(asterisk_cel, "_SWEPT_EVERY", 10)
    cut_off = row("CHAN_START", 0, uniqueid="9", linkedid="9") + hung_up(9).replace(CALL, "9")
    file = "".join(ANSWERED.replace("1777885200", f"17778{number:05}") for number in range(20))
    told = calls(CEL, cut_off + file)
    assert len(told) == 21
    assert told[-1].external_id != "9"
