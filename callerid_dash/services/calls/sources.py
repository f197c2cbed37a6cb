"""Starts and stops all sources of this installation together, and reports their health."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.background import Background, TaskHealth
from callerid_dash.domain.calls.sources import Source, SourceHealth
from callerid_dash.services.calls.outages import Outages


class Sources:
    """All configured sources of calls. A thread checks every `interval` seconds whether they are connected."""

    def __init__(self, outages: Outages, background: Background | None = None, interval: float = 2.0) -> None:
        self._outages = outages
        self._sources: tuple[Source, ...] = ()
        self._background = background or Background()
        self._watch = self._background.worker("source-watch", self._check, every=interval)

    def start(self, sources: Sequence[Source]) -> None:
        """Start them; each runs on its own threads."""
        self._sources = tuple(sources)
        for source in self._sources:
            source.start()
        if self._sources:
            self._watch.start()

    def stop(self) -> None:
        """Stop all and wait. May be called twice."""
        watched = self._watch.is_alive()
        self._watch.stop()
        if watched:
            self._watch.task.attempt(lambda: self._outages.end(self.health()))
        for source in self._sources:
            source.stop()

    def names(self) -> list[str]:
        """Their names; each of them reports how calls go on."""
        return [source.name for source in self._sources]

    def health(self) -> tuple[SourceHealth, ...]:
        """A snapshot of each source's health."""
        return tuple(source.health() for source in self._sources)

    def unwell(self) -> tuple[TaskHealth, ...]:
        """Background tasks of the sources that fail now."""
        return self._background.unwell()

    def _check(self) -> None:
        self._outages.check(self.health())
