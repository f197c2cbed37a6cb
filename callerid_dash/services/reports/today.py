"""Today so far, beside what is usual on this weekday: reckoned once for all who see the same calls.

While the feed stands still nothing is asked of the store, however many pages look; while calls pour in, no more often
than every few seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from callerid_dash.domain.reports.periods import Extent, Unit, instant_of
from callerid_dash.domain.users import User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.core import Core
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import CallCounts
from callerid_dash.services.reports.reports import Reports
from callerid_dash.store.calls.filter import CallVisibility

REST = 3.0
"""Seconds that figures last even though there is news."""
WEEKS = 4
"""How many of the same weekdays say what is usual."""
PER_HOUR = 4
_FIRST_HOUR, _LAST_HOUR = 8, 17
"""What is shown of a day even if nothing happens then."""
_SOME = 0.5
"""Usual calls of a quarter of an hour that are worth their place."""
_USUAL_LASTS = 900.0
_MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of an hour of today; `usual` is how many calls it has on average, None when nobody can say.

    `extent` says whether it is over, runs, or has not begun.
    """

    start: datetime
    counts: CallCounts
    usual: float | None
    extent: Extent = Extent.WHOLE


@dataclass(frozen=True, slots=True)
class TodayFigures:
    """Today's figures. `behind`: there is news that they do not show yet; ask again in a moment."""

    counts: CallCounts
    quarters: tuple[Quarter, ...]
    now: datetime
    behind: bool = False


@dataclass(frozen=True, slots=True)
class _KeptDay:
    cursor: str
    at: float
    date: date
    day: TodayFigures


@dataclass(frozen=True, slots=True)
class _Usual:
    at: float
    date: date
    zone: str
    by_clock: dict[clock_time, float]


def waking(quarters: Sequence[Quarter]) -> Sequence[Quarter]:
    """The whole hours in which something happens or usually does, and those of an office in any case."""

    def busy(quarter: Quarter) -> bool:
        at_work = _FIRST_HOUR <= quarter.start.hour <= _LAST_HOUR
        return at_work or quarter.counts.total > 0 or (quarter.usual or 0) >= _SOME

    at = [i for i, quarter in enumerate(quarters) if busy(quarter)]
    if not at:
        return quarters
    first, last = at[0] - at[0] % PER_HOUR, at[-1] - at[-1] % PER_HOUR + PER_HOUR
    return quarters[first:last]


@dataclass(frozen=True, slots=True)
class Today:
    """Today's figures for each viewer. Thread-safe."""

    core: Core
    reports: Reports
    monotonic: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _kept: dict[CallVisibility | None, _KeptDay] = field(init=False, default_factory=dict)
    _usual: dict[CallVisibility | None, _Usual] = field(init=False, default_factory=dict)

    def figures(self, viewer: User | None) -> TodayFigures:
        """Today among the calls that this viewer sees; None stands for all of them."""
        visibility = CallLog(self.core).visibility(viewer)
        with self._lock:  # whoever comes second finds what the first has asked for
            kept, cursor, at = self._kept.get(visibility), self.core.feed.cursor, self.monotonic()
            today = self.core.clock().astimezone(self.core.directory.snapshot.locality.zone).date()
            if kept and kept.date == today:
                if kept.cursor == cursor:
                    return kept.day
                if at - kept.at < REST:
                    return replace(kept.day, behind=True)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
                self._usual.clear()
            day = self._reckoned(visibility, viewer, today)
            self._kept[visibility] = _KeptDay(cursor, at, today, day)
            return day

    def _reckoned(self, visibility: CallVisibility | None, viewer: User | None, today: date) -> TodayFigures:
        wanted = self._day(today)
        volume = self.reports.volume(wanted, viewer)
        usual = self._usually(visibility, viewer, today)
        quarters = tuple(
            Quarter(point.start, point.counts, usual.get(_on_clock(point.start), 0.0) if usual else None, point.extent)
            for point in volume.points
        )
        return TodayFigures(self.reports.summary(wanted, viewer), quarters, self.core.clock())

    def _usually(self, visibility: CallVisibility | None, viewer: User | None, today: date) -> dict[clock_time, float]:
        """Calls by the time of day, on average of the last such weekdays that had any: holidays say nothing."""
        at, zone = self.monotonic(), self.core.directory.snapshot.locality.timezone
        known = self._usual.get(visibility)
        if known and known.date == today and known.zone == zone and at - known.at < _USUAL_LASTS:
            return known.by_clock
        totals: dict[clock_time, int] = {}
        days = 0
        for week in range(1, WEEKS + 1):
            points = self.reports.volume(self._day(today - timedelta(weeks=week)), viewer).points
            days += any(point.counts.total for point in points)
            for point in points:
                clock = _on_clock(point.start)
                totals[clock] = totals.get(clock, 0) + point.counts.total
        found = {clock: total / days for clock, total in totals.items()} if days else {}
        self._usual[visibility] = _Usual(at, today, zone, found)
        return found

    def _day(self, day: date) -> ReportFilter:
        zone = self.core.directory.snapshot.locality.zone
        since, until = (
            instant_of(datetime.combine(each, clock_time.min), zone) for each in (day, day + timedelta(days=1))
        )
        return ReportFilter(from_=since, to=until, unit=Unit.QUARTER)


def _on_clock(at: datetime) -> clock_time:
    return at.time().replace(tzinfo=None)
