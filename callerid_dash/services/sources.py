"""The sources that this installation has, started and stopped together, and how they are doing."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.domain.sources import Source, SourceHealth


class Sources:
    """All configured sources of calls."""

    def __init__(self) -> None:
        self._sources: tuple[Source, ...] = ()

    def start(self, sources: Sequence[Source]) -> None:
        """Start them; each runs on threads of its own."""
        self._sources = tuple(sources)
        for source in self._sources:
            source.start()

    def stop(self) -> None:
        """Stop them all and wait."""
        for source in self._sources:
            source.stop()

    def health(self) -> tuple[SourceHealth, ...]:
        """A snapshot of each."""
        return tuple(source.health() for source in self._sources)
