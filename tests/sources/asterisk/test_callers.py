"""Callers: channels from outside, whatever their first state, and callers who must not be shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.calls.calls import Call, CallEvent, CallState, Outcome, fold
from callerid_dash.sources.asterisk.callers.presentation import TIMEOUT, is_prohibited
from callerid_dash.sources.asterisk.protocol import Message
from callerid_dash.sources.asterisk.translate import AmiTranslator

NOW = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
CALLER = "02188881111"
PROHIBITED = "33 (Presentation Prohibited, Passed Screen)"
ALLOWED = "0 (Presentation Allowed, Not Screened)"


def about(event: str, uid: str = "1.1", **headers: str) -> Message:
    message = {
        "Event": event,
        "Channel": "SIP/provider-00000001",
        "ChannelState": "4",
        "CallerIDNum": CALLER,
        "CallerIDName": "Sara",
        "Context": "from-trunk",
        "Exten": "2001",
        "Uniqueid": uid,
        "Linkedid": "1.1",
    }
    return message | headers


def dialled(uid: str = "1.1") -> Message:
    """A DialBegin event of a channel that Asterisk creates itself, without a caller."""
    return {"Event": "DialBegin", "DestUniqueid": uid, "DestChannel": "SIP/provider-00000001", "DialString": "0912@p"}


def told(machine: AmiTranslator, *messages: Message) -> list[CallEvent]:
    return [event for message in messages for event in machine.feed(message, NOW)]


def call_of(events: list[CallEvent]) -> Call:
    return fold(events)


class TestWhereAChannelComesFrom:
    """Drivers report a caller's channel in different states; Asterisk's own channels begin as Down, too."""

    @pytest.mark.parametrize("state", ["1", "2", "3", "4", "6"])
    def test_a_state_that_no_leg_of_ours_begins_in_is_a_call_at_once(self, state: str) -> None:
        (event,) = told(AmiTranslator("pbx", ("from-trunk",)), about("Newchannel", ChannelState=state))
        assert (event.caller, event.line) == (CALLER, "2001")

    @pytest.mark.parametrize("state", ["4", "6"])
    def test_a_channel_that_is_down_is_a_call_when_it_rings_us(self, state: str) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",))
        assert not told(machine, about("Newchannel", ChannelState="0"))
        (event,) = told(machine, about("Newstate", ChannelState=state, CallerIDName="Sara N", Exten="s"))
        assert (event.caller, event.caller_name, event.line) == (CALLER, "Sara N", "2001")

    @pytest.mark.parametrize(
        "then",
        [[about("Newstate", ChannelState="5")], [dialled()], [about("Hangup")]],
        ids=["rings at the other end", "was dialled", "is gone"],
    )
    def test_a_leg_that_asterisk_made_is_none(self, then: list[Message]) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",))
        messages = [about("Newchannel", ChannelState="0"), *then, about("Newstate", ChannelState="6")]
        assert not told(machine, *messages)
        told(machine, about("Hangup"))
        assert len(machine) == 0

    @pytest.mark.parametrize(
        "headers",
        [{"Context": "from-internal"}, {"Linkedid": "0.9"}, {"Channel": "Console/dsp"}, {"Channel": "DAHDI/pseudo-12"}],
        ids=["one of our phones", "a leg of another call", "the switchboard's loudspeaker", "a conference"],
    )
    def test_the_state_does_not_make_a_caller_of_others(self, headers: dict[str, str]) -> None:
        announced = about("Newchannel", ChannelState="0", **headers)
        assert not told(AmiTranslator("pbx", ("from-trunk",)), announced, about("Newstate", **headers))


class TestWhoMustNotBeShown:
    """Asterisk reports the number, and separately that it must not be shown."""

    @pytest.mark.parametrize(
        ("said", "prohibited"),
        [
            (PROHIBITED, True),
            ("32", True),
            ("35 (Presentation Prohibited, Network Number)", True),
            ("prohib_passed_screen", True),
            ("prohib", True),
            (ALLOWED, False),
            ("3", False),
            ("67 (Number Unavailable)", False),
            ("allowed_passed_screen", False),
            ("unavailable", False),
            ("", False),
            ("9" * 5000, False),
        ],
    )
    def test_what_asterisk_says_of_it(self, said: str, prohibited: bool) -> None:
        assert is_prohibited(said) is prohibited

    def test_the_caller_is_asked_after_and_nothing_is_told_before_the_answer(self) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        assert not told(machine, about("Newchannel"), about("QueueCallerJoin", Queue="sales"))
        assert machine.is_waiting
        (question,) = machine.questions()
        assert question == ("1.1", "SIP/provider-00000001")
        assert not machine.questions()
        events = machine.answer("1.1", "allowed")
        assert [(event.event, event.caller, event.caller_name) for event in events] == [
            ("ringing", CALLER, "Sara"),
            ("queued", CALLER, "Sara"),
        ]
        assert not machine.is_waiting

    @pytest.mark.parametrize("ended", [False, True], ids=["in progress", "over before the answer"])
    def test_of_a_prohibited_one_neither_number_nor_name_is_told(self, ended: bool) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        told(machine, about("Newchannel"), *([about("Hangup", Cause="16")] if ended else []))
        later = [about("NewConnectedLine"), about("NewCallerid", **{"CID-CallingPres": ALLOWED}), about("Hangup")]
        events = machine.answer("1.1", "prohib_passed_screen") + told(machine, *later)
        assert events
        assert {(event.caller, event.caller_name) for event in events} == {("", "")}
        assert len(machine) == 0

    def test_an_event_that_says_so_counts_like_an_answer(self) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        told(machine, about("Newchannel"), about("NewCallerid", **{"CID-CallingPres": PROHIBITED}))
        assert {event.caller for event in machine.answer("1.1", "")} == {""}

    def test_a_number_that_comes_late_and_is_prohibited_stays_unknown(self) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",))
        late = about("NewCallerid", **{"CID-CallingPres": PROHIBITED})
        events = told(machine, about("Newchannel", CallerIDNum="<unknown>"), late, about("NewConnectedLine"))
        assert call_of(events).caller == ""

    def test_without_an_answer_a_call_is_told_after_a_moment(self) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        told(machine, about("Newchannel"))
        assert not machine.feed({}, NOW + TIMEOUT / 2)
        (event,) = machine.feed({}, NOW + TIMEOUT + timedelta(milliseconds=1))
        assert event.caller == CALLER
        assert not machine.answer("1.1", "prohib"), "what is told stays told"

    def test_when_the_connection_ends_everything_is_told(self) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        told(machine, about("Newchannel"))
        (event,) = machine.disconnected()
        assert (event.caller, machine.questions()) == (CALLER, [])

    def test_a_call_found_in_progress_is_asked_after_too(self) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        assert not machine.resync([about("Status", Seconds="3")], [], NOW)
        assert len(machine.questions()) == 1
        assert {event.caller for event in machine.answer("1.1", "prohib")} == {""}

    def test_after_a_restart_a_withheld_caller_stays_withheld(self) -> None:
        before = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        told(before, about("Newchannel"))
        known = call_of(before.answer("1.1", "prohib"))
        machine = AmiTranslator("pbx", ("from-trunk",), asks_presentation=True)
        machine.resync([about("Status")], [known], NOW)
        events = told(machine, about("NewConnectedLine"), about("Hangup"))
        assert {event.caller for event in events} == {""}


class TestNumbersThatComeLate:
    @pytest.mark.parametrize("first", ["<unknown>", "anonymous", "Anonymous", "O", "restricted", ""])
    @pytest.mark.parametrize("how", ["NewCallerid", "NewConnectedLine"])
    def test_a_number_asserted_later_is_the_callers(self, first: str, how: str) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",))
        began = about("Newchannel", CallerIDNum=first, CallerIDName="Anonymous" if first else "<unknown>")
        events = told(machine, began, about(how, CallerIDNum="09121234567", CallerIDName="Reza"))
        call = call_of(events)
        assert (call.caller, call.caller_name) == ("09121234567", "Reza")

    def test_what_the_dialplan_makes_of_a_known_number_does_not_count(self) -> None:
        machine = AmiTranslator("pbx", ("from-trunk",))
        events = told(machine, about("Newchannel"), about("NewCallerid", CallerIDNum="0032"))
        assert call_of(events).caller == CALLER


class TestCallersWhoLeaveAQueue:
    """Asterisk sends QueueCallerAbandon when a caller hangs up, and when Asterisk itself gives up."""

    def end(self, *messages: Message) -> Call:
        machine = AmiTranslator("pbx", ("from-trunk",))
        joined = [about("Newchannel"), about("QueueCallerJoin", Queue="sales")]
        return call_of(told(machine, *joined, *messages, about("Hangup", Cause="16")))

    def phone(self, event: str, **headers: str) -> Message:
        return about(event, DestUniqueid="1.2", DestChannel="SIP/101-00000002", DialString="101", **headers)

    @pytest.mark.parametrize("after", [[], [about("Newexten", Exten="h")]], ids=["", "with an extension h"])
    def test_a_driver_that_tells_of_no_hang_up(self, after: list[Message]) -> None:
        rang = [self.phone("DialBegin"), self.phone("DialEnd", DialStatus="CANCEL")]
        call = self.end(*rang, about("QueueCallerAbandon"), about("QueueCallerLeave"), *after)
        assert (call.state, call.outcome, call.cause) == (CallState.ENDED, Outcome.MISSED, "caller_hung_up")

    def test_the_queue_gave_up_while_a_phone_rang(self) -> None:
        rang = [self.phone("DialBegin"), self.phone("DialEnd", DialStatus="NOANSWER")]
        assert self.end(*rang, about("QueueCallerAbandon"), about("QueueCallerLeave")).cause == "no_answer"

    def test_the_queue_gave_up_and_the_dialplan_goes_on(self) -> None:
        goes_on = about("Newexten", Application="Playback", Exten="2001")
        assert self.end(about("QueueCallerAbandon"), about("QueueCallerLeave"), goes_on).cause == "no_answer"
