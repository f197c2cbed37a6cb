"""Today's figures so far, and what is usual on this weekday: computed once for all who see the same calls.

While the feed stands still, the store is not queried, however many pages ask; while calls keep coming, only every few
seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING

from callerid_dash.domain.reports.periods import Unit, instant_of
from callerid_dash.domain.users import User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.core import Core
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import CallCounts
from callerid_dash.services.reports.reports import Reports
from callerid_dash.store.calls.filter import CallVisibility

if TYPE_CHECKING:
    from pandas import DataFrame, Series

REST = 3.0
"""Seconds for which figures are used although something has changed."""
WEEKS = 4
"""The usual figures are averages over this many earlier days of the same weekday."""
PER_HOUR = 4
_FIRST_HOUR, _LAST_HOUR = 8, 17
"""The hours of a day that are shown even without calls."""
_SOME = 0.5
"""From this many usual calls on, a quarter of an hour is shown."""
_USUAL_LIFETIME = 900.0
_MOST_CACHED = 500


@dataclass(frozen=True, slots=True, eq=False)
class TodayFigures:
    """Today's figures. `behind`: they lack the latest changes; ask again in a moment.

    `quarters` is the frame of today's volume by quarters of an hour; `usual` is the average number of calls in such a
    one, missing if unknown.
    """

    counts: CallCounts
    quarters: DataFrame
    now: datetime
    behind: bool = False


@dataclass(frozen=True, slots=True)
class _CachedDay:
    cursor: str
    at: float
    date: date
    day: TodayFigures


@dataclass(frozen=True, slots=True)
class _Usual:
    at: float
    date: date
    zone: str
    by_clock: Series[float]


def active_hours(quarters: DataFrame) -> DataFrame:
    """The whole hours with actual or usual calls, and office hours in any case."""
    at_work = quarters["start"].dt.hour.between(_FIRST_HOUR, _LAST_HOUR)
    busy = (at_work | (quarters["calls"] > 0) | (quarters["usual"] >= _SOME)).to_numpy().nonzero()[0]
    if not len(busy):
        return quarters
    first, last = busy[0] - busy[0] % PER_HOUR, busy[-1] - busy[-1] % PER_HOUR + PER_HOUR
    return quarters[first:last]


@dataclass(frozen=True, slots=True)
class Today:
    """Today's figures for each viewer. Thread-safe."""

    core: Core
    reports: Reports
    monotonic: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _cached: dict[CallVisibility | None, _CachedDay] = field(init=False, default_factory=dict)
    _usual: dict[CallVisibility | None, _Usual] = field(init=False, default_factory=dict)

    def figures(self, viewer: User | None) -> TodayFigures:
        """Today's figures of the calls that this viewer (None: all) sees."""
        visibility = CallLog(self.core).visibility(viewer)
        with self._lock:  # the second caller finds what the first has read
            cached, cursor, at = self._cached.get(visibility), self.core.feed.cursor, self.monotonic()
            today = self.core.clock().astimezone(self.core.snapshot.locality.zone).date()
            if cached and cached.date == today:
                if cached.cursor == cursor:
                    return cached.day
                if at - cached.at < REST:
                    return replace(cached.day, behind=True)
            if len(self._cached) >= _MOST_CACHED:
                self._cached.clear()
                self._usual.clear()
            day = self._computed(visibility, viewer, today)
            self._cached[visibility] = _CachedDay(cursor, at, today, day)
            return day

    def _computed(self, visibility: CallVisibility | None, viewer: User | None, today: date) -> TodayFigures:
        wanted = self._day(today)
        quarters = self.reports.volume(wanted, viewer).frame
        usual = self._usual_day(visibility, viewer, today)
        found = quarters["start"].dt.time.map(usual)
        quarters = quarters.assign(usual=found if usual.empty else found.fillna(0.0))
        return TodayFigures(self.reports.summary(wanted, viewer), quarters, self.core.clock())

    def _usual_day(self, visibility: CallVisibility | None, viewer: User | None, today: date) -> Series[float]:
        """Calls by time of day, averaged over the last such weekdays with any calls, so that holidays do not count."""
        from pandas import Series, concat

        at, zone = self.monotonic(), self.core.snapshot.locality.timezone
        known = self._usual.get(visibility)
        if known and known.date == today and known.zone == zone and at - known.at < _USUAL_LIFETIME:
            return known.by_clock
        days = []
        for week in range(1, WEEKS + 1):
            frame = self.reports.volume(self._day(today - timedelta(weeks=week)), viewer).frame
            if frame["calls"].any():
                days.append(frame.groupby(frame["start"].dt.time)["calls"].sum())
        found = concat(days, axis=1).sum(axis=1) / len(days) if days else Series(dtype=float)
        self._usual[visibility] = _Usual(at, today, zone, found)
        return found

    def _day(self, day: date) -> ReportFilter:
        zone = self.core.snapshot.locality.zone
        since, until = (
            instant_of(datetime.combine(each, clock_time.min), zone) for each in (day, day + timedelta(days=1))
        )
        return ReportFilter(from_=since, to=until, unit=Unit.QUARTER)
