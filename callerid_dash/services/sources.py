"""The sources that this installation has, started and stopped together, and how they are doing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from callerid_dash.domain.errors import CallerIdError
from callerid_dash.domain.sources import Source, SourceHealth
from callerid_dash.services.outages import Outages

log = logging.getLogger(__name__)


class Sources:
    """All configured sources of calls. A thread looks every `interval` seconds whether they are up."""

    def __init__(self, outages: Outages, interval: float = 2.0) -> None:
        self._outages = outages
        self._interval = interval
        self._sources: tuple[Source, ...] = ()
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._look_on, name="source-watch", daemon=True)

    def start(self, sources: Sequence[Source]) -> None:
        """Start them; each runs on threads of its own."""
        self._sources = tuple(sources)
        for source in self._sources:
            source.start()
        if self._sources:
            self._watch.start()

    def stop(self) -> None:
        """Stop them all and wait. May be called twice."""
        self._stopping.set()
        if self._watch.is_alive():
            self._watch.join()
            self._keep(self._outages.end)
        for source in self._sources:
            source.stop()

    def health(self) -> tuple[SourceHealth, ...]:
        """A snapshot of each."""
        return tuple(source.health() for source in self._sources)

    def _look_on(self) -> None:
        while not self._stopping.wait(self._interval):
            self._keep(self._outages.look)

    def _keep(self, what: Callable[[Sequence[SourceHealth]], None]) -> None:
        try:
            what(self.health())
        except CallerIdError as error:
            log.warning("Whether sources are up could not be kept, will try again: %s", error)
