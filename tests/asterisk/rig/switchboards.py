"""Switchboards that tests share: starts them on demand and connects some by a trunk."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from tests.asterisk.rig.chroot import Missing
from tests.asterisk.rig.drivers import PJSIP_22, SIP_16, Driver
from tests.asterisk.rig.rig import AsteriskRig, IaxTrunk
from tests.parts.real_parts import missing


class Switchboards:
    """Each switchboard starts when it is first needed. The newest and the oldest call each other by IAX2."""

    def __init__(self) -> None:
        trunk = IaxTrunk()
        self._trunks = {PJSIP_22: trunk, SIP_16: trunk.turned()}
        self._running: dict[Driver, AsteriskRig] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop(*self._running)

    def only(self, driver: Driver) -> AsteriskRig:
        """The switchboard of this driver, after stopping all others."""
        self._stop(*(self._running.keys() - {driver}))
        return self.also(driver)

    def also(self, driver: Driver) -> AsteriskRig:
        """The switchboard of this driver, beside those that already run."""
        if driver not in self._running:
            try:
                rig = AsteriskRig(driver, self._trunks.get(driver))
            except Missing as absent:
                missing(str(absent))
            self._running[driver] = rig.__enter__()
        return self._running[driver]

    def _stop(self, *drivers: Driver) -> None:
        for driver in drivers:
            self._running.pop(driver).close()
