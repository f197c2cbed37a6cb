"""Two switchboards with an IAX2 trunk: calls over the trunk, and phones that are reached through it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.sources.asterisk import AsteriskSource, Timing
from tests.asterisk.rig.drivers import SIP_16
from tests.asterisk.rig.recording import RecordingIntake
from tests.asterisk.rig.rig import AsteriskRig, Line
from tests.asterisk.rig.switchboards import Switchboards

pytestmark = pytest.mark.asterisk

CALLER = "02188881111"


@pytest.fixture
def branch(asterisk: AsteriskRig, switchboards: Switchboards) -> Iterator[AsteriskRig]:
    """The other switchboard, an older one, beside that of the office."""
    branch = switchboards.also(SIP_16)
    yield branch
    branch.hush()


@pytest.fixture
def intake(asterisk: AsteriskRig) -> Iterator[RecordingIntake]:
    """The events from the office's switchboard."""
    intake = RecordingIntake()
    source = AsteriskSource(asterisk.ami_settings, intake, timing=Timing(first_retry=0.1, longest_retry=0.3))
    source.start()
    try:
        intake.wait_for(lambda: source.health().connected)
        yield intake
    finally:
        source.stop()
        asterisk.hush()


@pytest.mark.parametrize(
    ("line", "outcome", "rang"),
    [
        (Line.ANSWERED, Outcome.ANSWERED, {"101"}),
        (Line.BUSY, Outcome.MISSED, {"105"}),
        (Line.QUEUE_LOCAL, Outcome.ANSWERED, {"102"}),
    ],
)
def test_a_call_that_the_branch_sends_on(
    branch: AsteriskRig, intake: RecordingIntake, line: Line, outcome: Outcome, rang: set[str]
) -> None:
    branch.call(CALLER, f"7{line}", name="Sara").wait()
    (call,) = intake.wait_for_ended()
    assert (call.caller, call.caller_name, call.line) == (CALLER, "Sara", line)
    assert (call.outcome, set(call.rang)) == (outcome, rang)


def test_a_caller_who_gives_up_at_the_branch(branch: AsteriskRig, intake: RecordingIntake) -> None:
    branch.call_and_give_up(CALLER, f"7{Line.LONG_RING}").wait()
    (call,) = intake.wait_for_ended()
    assert (call.outcome, call.cause, call.rang) == (Outcome.MISSED, "caller_hung_up", ("103",))


@pytest.mark.usefixtures("branch")
def test_a_phone_of_the_branch_is_named_and_the_trunks_password_is_not(
    asterisk: AsteriskRig, intake: RecordingIntake
) -> None:
    asterisk.call(CALLER, Line.BRANCH).wait()
    (call,) = intake.wait_for_ended()
    assert (call.outcome, call.extension, call.rang) == (Outcome.ANSWERED, "101", ("101",))
    assert asterisk.iax_secret not in repr(intake.events())
