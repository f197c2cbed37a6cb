"""A connected source on a switchboard without calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from callerid_dash.domain.calls.calls import Call
from callerid_dash.sources.asterisk import AsteriskSource, Timing
from tests.asterisk.rig.drivers import PJSIP_22, SIP_16
from tests.asterisk.rig.recording import RecordingIntake
from tests.asterisk.rig.rig import AsteriskRig

old_and_new = pytest.mark.parametrize("asterisk", [PJSIP_22, SIP_16], indirect=True, ids=str)
"""What Asterisk does by itself, and did otherwise when it was older. The rest is tried on the newest one."""


CALLER = "02188881111"


QUICK = Timing(first_retry=0.1, longest_retry=0.3)


@pytest.fixture
def intake() -> RecordingIntake:
    return RecordingIntake()


@pytest.fixture(autouse=True)
def idle_switchboard(asterisk: AsteriskRig) -> Iterator[None]:
    yield
    asterisk.hush()


@pytest.fixture
def source(asterisk: AsteriskRig, intake: RecordingIntake) -> Iterator[AsteriskSource]:
    """The product's source, connected."""
    source = AsteriskSource(asterisk.ami_settings, intake, timing=QUICK)
    source.start()
    try:
        intake.wait_for(lambda: source.health().connected)
        yield source
    finally:
        source.stop()


def the_only_call(intake: RecordingIntake) -> Call:
    (call,) = intake.wait_for_ended()
    return call
