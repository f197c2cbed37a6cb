"""The sources that this installation has, started and stopped together, and how they are doing."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.background import Background, TaskHealth
from callerid_dash.domain.calls.sources import Source, SourceHealth
from callerid_dash.services.calls.outages import Outages


class Sources:
    """All configured sources of calls. A thread looks every `interval` seconds whether they are up."""

    def __init__(self, outages: Outages, background: Background | None = None, interval: float = 2.0) -> None:
        self._outages = outages
        self._sources: tuple[Source, ...] = ()
        self._background = background or Background()
        self._watch = self._background.worker("source-watch", self._look, every=interval)

    def start(self, sources: Sequence[Source]) -> None:
        """Start them; each runs on threads of its own."""
        self._sources = tuple(sources)
        for source in self._sources:
            source.start()
        if self._sources:
            self._watch.start()

    def stop(self) -> None:
        """Stop them all and wait. May be called twice."""
        watched = self._watch.is_alive()
        self._watch.stop()
        if watched:
            self._watch.task.attempt(lambda: self._outages.end(self.health()))
        for source in self._sources:
            source.stop()

    def names(self) -> list[str]:
        """What they are called; each of them tells how calls go on."""
        return [source.name for source in self._sources]

    def health(self) -> tuple[SourceHealth, ...]:
        """A snapshot of each."""
        return tuple(source.health() for source in self._sources)

    def unwell(self) -> tuple[TaskHealth, ...]:
        """What else, in the background, does not work now."""
        return self._background.unwell()

    def _look(self) -> None:
        self._outages.check(self.health())
