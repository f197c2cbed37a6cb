"""Calls during which the connection to Asterisk is lost."""

from __future__ import annotations

import time

import pytest

from callerid_dash.domain.calls.calls import END_UNKNOWN, CallState, Outcome
from callerid_dash.sources.asterisk import AsteriskSource
from tests.asterisk.rig.recording import RecordingIntake
from tests.asterisk.rig.rig import AsteriskRig, Line
from tests.asterisk.scenarios.conftest import CALLER, QUICK, old_and_new, the_only_call

pytestmark = pytest.mark.asterisk


class TestLostConnections:
    @old_and_new
    def test_calls_that_began_before_we_came_are_found(self, asterisk: AsteriskRig, intake: RecordingIntake) -> None:
        callers = [asterisk.call(CALLER, line, talk=3) for line in (Line.QUEUE_AWAY, Line.MOVED_ON)]
        ringing = asterisk.call_and_give_up(CALLER, Line.LONG_RING, after=3)
        asterisk.channel_of("101")
        source = AsteriskSource(asterisk.ami_settings, intake, timing=QUICK)
        source.start()
        try:
            intake.wait_for(lambda: len(intake.calls()) == 3)
            for call in (*callers, ringing):
                call.wait()
            calls = {call.line: call for call in intake.wait_for_ended(3)}
        finally:
            source.stop()
        assert (calls[Line.MOVED_ON].outcome, calls[Line.MOVED_ON].extension) == (Outcome.ANSWERED, "101")
        assert (calls[Line.QUEUE_AWAY].outcome, calls[Line.QUEUE_AWAY].queue) == (Outcome.MISSED, "away")
        assert (calls[Line.LONG_RING].outcome, calls[Line.LONG_RING].rang) == (Outcome.MISSED, ("103",))

    def test_a_restart_of_the_dashboard_neither_ends_nor_doubles_a_call(
        self, asterisk: AsteriskRig, intake: RecordingIntake
    ) -> None:
        first = AsteriskSource(asterisk.ami_settings, intake, timing=QUICK)
        first.start()
        intake.wait_for(lambda: first.health().connected)
        caller = asterisk.call(CALLER, Line.ANSWERED, talk=2.5)
        intake.wait_for(lambda: [call.state for call in intake.calls()] == [CallState.ANSWERED])
        first.stop()
        second = AsteriskSource(asterisk.ami_settings, intake, timing=QUICK)
        second.start()
        try:
            caller.wait()
            call = the_only_call(intake)
        finally:
            second.stop()
        assert (call.outcome, call.cause, call.extension) == (Outcome.ANSWERED, "normal", "101")

    def test_after_a_crash_of_asterisk_its_calls_end_unknown_and_new_ones_are_seen(
        self, asterisk: AsteriskRig, intake: RecordingIntake, source: AsteriskSource
    ) -> None:
        caller = asterisk.call(CALLER, Line.ANSWERED, talk=1)
        intake.wait_for(lambda: [call.state for call in intake.calls()] == [CallState.ANSWERED])
        asterisk.kill()
        intake.wait_for(lambda: not source.health().connected)
        caller.stop()
        time.sleep(0.5)  # a few tries in vain
        asterisk.start()
        call = the_only_call(intake)
        assert (call.outcome, call.cause, call.talk) == (Outcome.UNKNOWN, END_UNKNOWN, None)
        asterisk.call(CALLER, Line.BUSY).wait()
        assert [call.cause for call in intake.wait_for_ended(2)] == [END_UNKNOWN, "busy"]
        assert source.health().connected
