"""Regular upkeep of an open database: tests whether storing works, and runs the engine's maintenance."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from callerid_dash.background import Background
from callerid_dash.domain.errors import CallerIdError, StoreUnavailable
from callerid_dash.store.engine.protocol import Engine
from callerid_dash.store.engine.writer import STORE

EVERY = 5.0
"""Seconds between two checks; while storing fails, each check tests it."""
_PROBE_EVERY = 30.0
_TIMEOUT = 20.0


class Upkeep:
    """The upkeep thread of a store."""

    def __init__(self, engine: Engine, probe: Callable[[], Future[None]], background: Background) -> None:
        self._engine = engine
        self._probe = probe
        self._stored = background.task(STORE)
        self._probed = time.monotonic()
        self._worker = background.worker("upkeep", self.check, every=EVERY)
        self._worker.start()

    def stop(self) -> None:
        """Stop, waiting for the current check."""
        self._worker.stop()

    def check(self) -> None:
        """Test whether storing works, if that is not known; then run the engine's maintenance."""
        if not self._stored.health().well or time.monotonic() - self._probed >= _PROBE_EVERY:
            self._probed = time.monotonic()
            self._try()
        self._engine.maintain()

    def _try(self) -> None:
        with suppress(CallerIdError):  # the writer has recorded the failure
            try:
                self._probe().result(_TIMEOUT)
            except TimeoutError:
                self._stored.failed(StoreUnavailable("The database does not answer."))
