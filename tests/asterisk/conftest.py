"""The switchboards that these tests share; each test places calls of its own and waits for them to be over."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from tests.asterisk.chroot import Missing
from tests.asterisk.drivers import PJSIP_22, SIP_16, Driver
from tests.asterisk.rig import AsteriskRig, IaxTrunk
from tests.real_parts import missing

Rigs = Callable[[Driver], AsteriskRig]


@pytest.fixture(scope="session")
def rigs() -> Iterator[Rigs]:
    """Running switchboards, each started when it is first asked for. The first and the last call each other by IAX2."""
    trunk = IaxTrunk()
    trunks = {PJSIP_22: trunk, SIP_16: trunk.turned()}
    with contextlib.ExitStack() as stack:
        running: dict[Driver, AsteriskRig] = {}

        def rig(driver: Driver) -> AsteriskRig:
            if driver not in running:
                try:
                    running[driver] = stack.enter_context(AsteriskRig(driver, trunks.get(driver)))
                except Missing as absent:
                    missing(str(absent))
            return running[driver]

        yield rig


@pytest.fixture(scope="session")
def asterisk(request: pytest.FixtureRequest, rigs: Rigs) -> AsteriskRig:
    """A running switchboard: the newest one, or that of the driver that a test is run for."""
    return rigs(getattr(request, "param", PJSIP_22))
