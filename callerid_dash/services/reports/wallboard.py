"""The wallboard: the office as a visitor in the hall may see it. No names, no complete numbers.

It is computed once for all walls, and only after something has changed. The caller decides who may see it: a wall link,
or a signed-in user with the permission.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from callerid_dash.domain.calls.calls import CallState
from callerid_dash.domain.calls.sources import SourceHealth
from callerid_dash.domain.numbers.phones import NumberKind
from callerid_dash.domain.profiles.numbering import masked
from callerid_dash.services.calls.missed_calls import Missed
from callerid_dash.services.calls.sources import Sources
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import CallCounts, instants, records
from callerid_dash.services.reports.reports import Reports
from callerid_dash.services.reports.today import PER_HOUR, Today, TodayFigures, active_hours

MOST_CALLS = 4
LOST = timedelta(minutes=15)
"""No phone rings this long: the phone system may not have reported the end. Such calls come last in the list, but not
calls in a queue, where a caller may wait this long.
"""
MOST_LINES = 4
MOST_QUEUES = 4
WITHIN = 20
"""Seconds within which a call should be answered; one of the bounds of waiting times."""
QUARTER = ("start", "answered", "missed", "calls", "usual")
"""The columns of today's quarters of an hour that the wall shows."""
_QUARTER = timedelta(hours=1) / PER_HOUR


@dataclass(frozen=True, slots=True)
class WallCall:
    """A call that waits for an answer. `number` is masked; '' if there is none to show, and `kind` says why."""

    key: str
    number: str
    kind: NumberKind
    line: str
    queued: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class WallQueue:
    """A queue with recent calls: how many callers wait in it, and since when the longest."""

    name: str
    waiting: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class WallLine:
    """One of our lines today."""

    name: str
    total: int
    missed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class WallSource:
    """A source of calls; its problems are shown only to signed-in users."""

    name: str
    connected: bool


@dataclass(frozen=True, slots=True)
class Wall:
    """The whole wall. `within`: the share of answered and missed calls answered in time. Instants are aware."""

    calls: tuple[WallCall, ...]
    queues: tuple[WallQueue, ...]
    waiting: int
    talking: int
    missed: int
    missed_since: datetime | None
    counts: CallCounts
    within: float | None
    quarters: tuple[Any, ...]
    lines: tuple[WallLine, ...]
    sources: tuple[WallSource, ...]
    last_event_at: datetime | None
    zone: str

    @property
    def stamp(self) -> str:
        """Changes when anything else is shown; the same in every process."""
        return hashlib.blake2b(repr(self).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class _CachedWall:
    state: tuple[object, ...]
    behind: bool
    wall: Wall
    stamp: str


@dataclass(slots=True)
class Wallboard:
    """The current wall. Thread-safe."""

    core: Core
    today: Today
    reports: Reports
    missed: Missed
    sources: Sources
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _cached: _CachedWall | None = field(init=False, default=None)
    _by_line: tuple[CallCounts, Sequence[tuple[str, CallCounts]]] | None = field(init=False, default=None)

    def current(self) -> tuple[str, Wall]:
        """The wall with its stamp; no query while the feed and the sources stand still."""
        health = self.sources.health()
        states = tuple((source.name, source.connected) for source in health)
        state = (self.core.feed.cursor, self.core.snapshot.locality, states)
        cached = self._cached
        if cached and cached.state == state and not cached.behind:
            return cached.stamp, cached.wall
        with self._lock:
            day = self.today.figures(None)
            wall = self._build(day, health)
            self._cached = cached = _CachedWall(state, day.behind, wall, wall.stamp)
        return cached.stamp, cached.wall

    def _build(self, day: TodayFigures, health: Sequence[SourceHealth]) -> Wall:
        rows, lost = self.core.feed.active(), self.core.clock() - LOST
        waiting = [row for row in rows if row.call.state is not CallState.ANSWERED]
        waiting.sort(key=lambda row: (not row.call.queue and row.call.started_at < lost, row.call.started_at))
        missed, since = self.missed.overall()
        return Wall(
            calls=tuple(self._call(row) for row in waiting[:MOST_CALLS]),
            queues=self._queues(waiting),
            waiting=len(waiting),
            talking=len(rows) - len(waiting),
            missed=missed,
            missed_since=since,
            counts=day.counts,
            within=day.counts.within(WITHIN),
            quarters=tuple(records(active_hours(day.quarters)[list(QUARTER)])),
            lines=self._lines(day, waiting),
            sources=tuple(WallSource(source.name, source.connected) for source in health),
            last_event_at=self.core.feed.last_event_at,
            zone=self.core.snapshot.locality.timezone,
        )

    def _call(self, row: FeedRow) -> WallCall:
        snapshot, canonical = self.core.snapshot, row.number.canonical
        return WallCall(
            key=row.call.id.hex[:12],
            number=masked(canonical, snapshot.locality.dialing) if canonical else "",
            kind=row.number.kind,
            line=snapshot.lines.get(row.call.line) or row.call.line or row.call.queue,
            queued=row.call.state is CallState.QUEUED,
            since=row.call.started_at,
        )

    def _queues(self, waiting: Sequence[FeedRow]) -> tuple[WallQueue, ...]:
        """Queues by name, so that each keeps its place; if they are too many, those with waiting callers, then the
        busiest.
        """
        lately = Counter(row.call.queue for row in self.core.feed.newest() if row.call.queue)
        since = {queue: [row.call.started_at for row in waiting if row.call.queue == queue] for queue in lately}
        first = sorted(lately, key=lambda queue: (not since[queue], -lately[queue], queue))[:MOST_QUEUES]
        return tuple(WallQueue(queue, len(since[queue]), min(since[queue], default=None)) for queue in sorted(first))

    def _lines(self, day: TodayFigures, waiting: Sequence[FeedRow]) -> tuple[WallLine, ...]:
        titles, ringing = self.core.snapshot.lines, [row.call.line for row in waiting]
        return tuple(
            WallLine(titles.get(line) or line, counts.total, counts.missed.calls, ringing.count(line))
            for line, counts in self._counted(day)
        )

    def _counted(self, day: TodayFigures) -> Sequence[tuple[str, CallCounts]]:
        """The lines in today's figures; queried once for each new set of figures."""
        known = self._by_line
        if known is None or known[0] is not day.counts:
            starts = instants(day.quarters["start"])
            today = ReportFilter(from_=starts[0], to=starts[-1] + _QUARTER)
            known = self._by_line = day.counts, self.reports.lines(today)[:MOST_LINES]
        return known[1]
