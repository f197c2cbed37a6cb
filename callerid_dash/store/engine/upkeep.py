"""Looks after the database while it is open: whether anything can be stored, and what is due now and then."""

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
"""Seconds between two looks; while storing fails, each of them tries."""
_PROBE_EVERY = 30.0
_TIMEOUT = 20.0


class Upkeep:
    """A thread of a store."""

    def __init__(self, engine: Engine, probe: Callable[[], Future[None]], background: Background) -> None:
        self._engine = engine
        self._probe = probe
        self._stored = background.task(STORE)
        self._probed = time.monotonic()
        self._worker = background.worker("upkeep", self.check, every=EVERY)
        self._worker.start()

    def stop(self) -> None:
        """End, waiting for what is being done."""
        self._worker.stop()

    def check(self) -> None:
        """Find out whether anything can be stored, if that is not known; then do what is due."""
        if not self._stored.health().well or time.monotonic() - self._probed >= _PROBE_EVERY:
            self._probed = time.monotonic()
            self._try()
        self._engine.look_after()

    def _try(self) -> None:
        with suppress(CallerIdError):  # the writer has told how storing goes
            try:
                self._probe().result(_TIMEOUT)
            except TimeoutError:
                self._stored.failed(StoreUnavailable("The database does not answer."))
