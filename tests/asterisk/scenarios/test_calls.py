"""Calls through a real Asterisk with real SIP phones, as the product's source reports them."""

from __future__ import annotations

import pytest

from callerid_dash.domain.calls.calls import Outcome
from tests.asterisk.rig.drivers import EVERY
from tests.asterisk.rig.recording import RecordingIntake
from tests.asterisk.rig.rig import AsteriskRig, Line
from tests.asterisk.scenarios.conftest import CALLER, old_and_new, the_only_call

pytestmark = pytest.mark.asterisk


every_driver = pytest.mark.parametrize("asterisk", EVERY, indirect=True, ids=str)
"""What drivers do differently."""


@pytest.mark.usefixtures("source")
class TestOnePhone:
    @every_driver
    def test_answered(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.ANSWERED, name="Sara").wait()
        call = the_only_call(intake)
        assert (call.outcome, call.cause) == (Outcome.ANSWERED, "normal")
        assert (call.caller, call.caller_name, call.line) == (CALLER, "Sara", Line.ANSWERED)
        assert (call.extension, call.rang) == ("101", ("101",))
        assert call.wait is not None
        assert call.talk is not None
        assert call.talk.total_seconds() >= 0.9

    @every_driver
    def test_the_caller_hangs_up_while_it_rings(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call_and_give_up(CALLER, Line.LONG_RING).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.cause) == (Outcome.MISSED, "caller_hung_up")
        assert (call.extension, call.rang) == ("", ("103",))

    def test_nobody_answers(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.NOBODY).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.cause, call.rang) == (Outcome.MISSED, "no_answer", ("103",))

    @every_driver
    def test_busy(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.BUSY).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.cause) == (Outcome.MISSED, "busy")

    def test_declined_on_the_phone(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.DECLINED).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.cause) == (Outcome.MISSED, "rejected")


@pytest.mark.usefixtures("source")
class TestSeveralPhones:
    @every_driver
    def test_a_ring_group_is_one_call(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.GROUP).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension) == (Outcome.ANSWERED, "101")
        assert set(call.rang) == {"101", "103", "104"}

    def test_a_ring_group_that_nobody_picks_up_is_one_missed_call(
        self, asterisk: AsteriskRig, intake: RecordingIntake
    ) -> None:
        asterisk.call(CALLER, Line.GROUP_NOBODY).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.cause, set(call.rang)) == (Outcome.MISSED, "no_answer", {"103", "104"})

    @every_driver
    def test_picked_up_from_another_phone(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        caller = asterisk.call(CALLER, Line.LONG_RING, talk=1)
        intake.wait_for(lambda: [call.rang for call in intake.calls()] == [("103",)])
        colleague = asterisk.call_from_phone("104", "*8103", talk=10)
        caller.wait()
        colleague.wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension, call.rang) == (Outcome.ANSWERED, "104", ("103",))

    @old_and_new
    def test_a_group_that_is_dialled_through_the_dialplan(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.MOVED_ON).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension, call.line) == (Outcome.ANSWERED, "101", Line.MOVED_ON)
        assert set(call.rang) == {"101", "103"}


@pytest.mark.usefixtures("source")
class TestQueues:
    @old_and_new
    def test_the_second_member_answers(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.QUEUE, talk=4).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.queue, call.extension) == (Outcome.ANSWERED, "support", "101")
        assert call.rang == ("103", "101")
        assert call.wait is not None
        assert call.wait.total_seconds() >= 0.9, "the queue's own Answer() is no answer by a person"

    @old_and_new
    def test_a_member_behind_the_dialplan_answers(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.QUEUE_LOCAL).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.queue, call.extension, call.rang) == (Outcome.ANSWERED, "sales", "102", ("102",))

    @old_and_new
    def test_the_caller_gives_up_in_the_queue(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.QUEUE_AWAY, talk=0.5).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.queue, call.cause) == (Outcome.MISSED, "away", "caller_hung_up")

    @old_and_new
    def test_the_queue_gives_up(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.QUEUE_TIMEOUT, talk=10).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.queue, call.cause) == (Outcome.MISSED, "away", "no_answer")


@pytest.mark.usefixtures("source")
class TestMachinesAreNobody:
    @old_and_new
    def test_voicemail(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.VOICEMAIL).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.cause, call.rang) == (Outcome.MISSED, "voicemail", ("103",))

    def test_an_announcement(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.ANNOUNCEMENT, talk=0.4).wait()
        assert the_only_call(intake).outcome is Outcome.MISSED

    def test_a_menu_before_a_person_is_waiting(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.IVR, talk=4).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension) == (Outcome.ANSWERED, "101")
        assert call.wait is not None
        assert call.wait.total_seconds() >= 0.9


@pytest.mark.usefixtures("source")
class TestTransfers:
    @every_driver
    def test_blind_by_the_phone(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.TRANSFER, talk=2).wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension, call.rang) == (Outcome.ANSWERED, "102", ("107", "102"))
        assert call.talk is not None
        assert call.talk.total_seconds() >= 1.5, "the call goes on until the caller hangs up"

    @old_and_new
    def test_attended_by_feature_code(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        caller = asterisk.call(CALLER, Line.ANSWERED, talk=4)
        first = asterisk.channel_of("101")
        asterisk.action("Atxfer", Channel=first, Exten="102", Context="from-internal")
        asterisk.channel_of("102")
        asterisk.action("Hangup", Channel=first)
        caller.wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension) == (Outcome.ANSWERED, "102")
        assert call.talk is not None
        assert call.talk.total_seconds() >= 3.5

    def test_by_the_operator(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        caller = asterisk.call(CALLER, Line.ANSWERED, talk=2)
        asterisk.channel_of("101")
        trunk = asterisk.channel_of("trunk")
        asterisk.action("Redirect", Channel=trunk, Exten="102", Context="from-internal", Priority="1")
        caller.wait()
        assert the_only_call(intake).extension == "102"

    def test_attended_between_two_calls_of_the_phone(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        caller = asterisk.call(CALLER, Line.ANSWERED, talk=2)
        asterisk.channel_of("101")
        question = asterisk.call_from_phone("104", "102", talk=10)
        asterisk.action("Bridge", Channel1=asterisk.channel_of("trunk"), Channel2=asterisk.channel_of("102"))
        caller.wait()
        question.wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension) == (Outcome.ANSWERED, "102")

    def test_picked_up_after_parking(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        caller = asterisk.call(CALLER, Line.ANSWERED, talk=3)
        asterisk.channel_of("101")
        asterisk.action("Park", Channel=asterisk.channel_of("trunk"))
        asterisk.wait_until_gone("101")
        asterisk.call_from_phone("104", "701").wait()
        caller.wait()
        call = the_only_call(intake)
        assert (call.outcome, call.extension) == (Outcome.ANSWERED, "104")


@pytest.mark.usefixtures("source")
class TestCallers:
    @every_driver
    def test_a_withheld_number_stays_what_the_network_said(
        self, asterisk: AsteriskRig, intake: RecordingIntake
    ) -> None:
        asterisk.call("", Line.ANSWERED, talk=0.3).wait()
        assert the_only_call(intake).caller == "anonymous"

    @every_driver
    @pytest.mark.parametrize("number", [CALLER, ""], ids=["said all the same", "anonymous"])
    def test_a_caller_who_wishes_to_be_private(
        self, asterisk: AsteriskRig, intake: RecordingIntake, number: str
    ) -> None:
        asterisk.call(number, Line.ANSWERED, name="Sara", talk=0.3, asserted=CALLER, private=True).wait()
        call = the_only_call(intake)
        assert (call.caller, call.caller_name, call.outcome) == ("", "", Outcome.ANSWERED)
        assert {(event.caller, event.caller_name) for event in intake.events()} == {("", "")}

    @every_driver
    def test_a_number_that_the_network_vouches_for(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call("", Line.ANSWERED, name="Sara", talk=0.3, asserted=CALLER).wait()
        call = the_only_call(intake)
        assert (call.caller, call.caller_name) == (CALLER, "Sara")

    def test_the_number_is_the_networks_not_the_dialplans(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        asterisk.call(CALLER, Line.REWRITTEN, talk=0.3).wait()
        assert the_only_call(intake).caller == CALLER

    def test_two_calls_at_once_from_one_number(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        first = asterisk.call(CALLER, Line.ANSWERED)
        second = asterisk.call(CALLER, Line.NOBODY)
        first.wait()
        second.wait()
        calls = intake.wait_for_ended(2)
        assert {(call.line, call.outcome) for call in calls} == {
            (Line.ANSWERED, Outcome.ANSWERED),
            (Line.NOBODY, Outcome.MISSED),
        }

    @every_driver
    def test_calls_of_our_own_phones_are_none_of_our_business(
        self, asterisk: AsteriskRig, intake: RecordingIntake
    ) -> None:
        ours = [asterisk.call_from_phone("104", number) for number in ("102", "02144443333", Line.ANSWERED)]
        for call in ours:
            call.wait()
        asterisk.call(CALLER, Line.NOBODY).wait()
        assert the_only_call(intake).line == Line.NOBODY
