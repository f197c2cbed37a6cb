"""Records when sources were down, so that a gap in the figures is not taken for silence.

The process that runs the sources checks them every few seconds (`services/calls/sources.py`). While nothing checks
them, the product does not run and receives nothing: that counts as an outage, from the last check until the source is
connected again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from callerid_dash.domain.calls.sources import Outage, SourceHealth
from callerid_dash.domain.reports.periods import Range
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.store.calls import outages as tables
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session

SHORTEST = 10
"""Seconds; anything shorter, such as the moment in which a source connects, is no outage."""
_NOTE_EVERY = timedelta(minutes=1)


class Outages:
    """Reads and records outages; call `begin`, `check` and `end` from one thread."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock
        self._down: set[str] | None = None
        self._noted: datetime | None = None

    def between(self, span: Range) -> tuple[Outage, ...]:
        """The outages within a range, clipped to it; one that lasts ends now."""
        with self._store.read() as session:
            found = tables.between(session, span)
        ends = min(span.until, self._clock())
        clipped = (
            Outage(each.source, max(each.since, span.since), min(each.until or ends, span.until)) for each in found
        )
        return tuple(each for each in clipped if each.until and each.since < each.until)

    def begin(self, sources: Collection[str]) -> None:
        """Note that the product has started with these sources; outages of sources that no longer exist end."""

        def work(session: Session) -> set[str]:
            looks, down = tables.looks(session), tables.going_on(session)
            for gone in down.keys() - set(sources):
                tables.finish(session, gone, looks.get(gone, down[gone]), SHORTEST)
            for source in looks.keys() & set(sources) - down.keys():
                tables.begin(session, source, looks[source])
            return (looks.keys() | down.keys()) & set(sources)

        self._down = self._store.write(work)

    def check(self, health: Sequence[SourceHealth]) -> None:
        """Record the sources whose state has changed."""
        if self._down is None:
            self.begin([each.name for each in health])
        down, at = self._down or set(), self._clock()
        now_down = {each.name for each in health if not each.connected}
        changed = [each for each in health if (each.name in down) != (each.name in now_down)]
        if not changed and self._noted and at - self._noted < _NOTE_EVERY:
            return

        def work(session: Session) -> None:
            for each in changed:
                if each.connected:
                    tables.finish(session, each.name, each.since, SHORTEST)
                else:
                    tables.begin(session, each.name, each.since)
            tables.looked(session, [each.name for each in health], at)

        self._store.write(work)
        self._down, self._noted = now_down, at

    def end(self, health: Sequence[SourceHealth]) -> None:
        """Note that nothing checks the sources from now on."""
        self._noted = None
        self.check(health)
