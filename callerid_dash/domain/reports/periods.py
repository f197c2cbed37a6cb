"""Periods of local time: quarters of an hour, hours, days, weeks and months of a time zone.

A local day may have 23, 24 or 25 hours; an hour that the clock shows twice is two hours; when the clock skips midnight,
the day begins when the clock goes on. Pure: `zoneinfo` knows the zones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import cycle, islice, pairwise

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.reports.rollups import BUCKET, bucket_of

MOST_STARTS = 10_000
"""The most periods in one answer."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a Monday of any clock
_DECEMBER = 12


class Unit(StrEnum):
    """The length of a period."""

    QUARTER = "15min"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def exact(self) -> bool:
        """Do all periods of this unit have the same length? Then the same local time may begin two of them."""
        return self in (Unit.QUARTER, Unit.HOUR)


class Extent(StrEnum):
    """How much of a period its figures cover: `CUT` by the ends of a range, `RUNNING` now, `AHEAD`: not begun yet."""

    WHOLE = "whole"
    CUT = "cut"
    RUNNING = "running"
    AHEAD = "ahead"


_COARSER = (
    (timedelta(days=2), Unit.QUARTER),
    (timedelta(days=14), Unit.HOUR),
    (timedelta(days=190), Unit.DAY),
    (timedelta(days=1200), Unit.WEEK),
)


@dataclass(frozen=True, slots=True)
class Range:
    """From `since` (inclusive) to `until` (exclusive); both aware, in UTC."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """Its duration."""
        return self.until - self.since

    def holds(self, other: Range) -> bool:
        """Does it contain the other range?"""
        return self.since <= other.since and other.until <= self.until

    @property
    def whole(self) -> bool:
        """Does it consist of whole quarters of an hour?"""
        return bucket_of(self.since) == self.since and bucket_of(self.until) == self.until


@dataclass(frozen=True, slots=True)
class Offset:
    """The zone is `ahead` of UTC in this range."""

    range: Range
    ahead: timedelta


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Hours of the week by a zone's clock: one hour of every day (`weekday` None), or every hour of a day (`hour`
    None).

    `weekday` is 1 for Monday to 7 for Sunday, `hour` 0 to 23.
    """

    zone: tzinfo
    weekday: int | None
    hour: int | None

    def among(self, span: Range) -> list[bool]:
        """For each quarter of an hour of the range, from the one in which it begins: does it belong to these hours?"""
        starts_of_week = (_MONDAY + i * BUCKET for i in range(_WEEK // BUCKET))
        week = [self.has(at.isoweekday(), at.hour) for at in starts_of_week]
        found: list[bool] = []
        for offset in offsets(self.zone, span):
            first = (_naive(offset.range.since) + offset.ahead - _MONDAY) % _WEEK // BUCKET
            quarters = -(-offset.range.length // BUCKET)
            found += islice(cycle(week), first, first + quarters)
        return found

    def has(self, weekday: int, hour: int) -> bool:
        """Is it one of these hours?"""
        return self.weekday in (None, weekday) and self.hour in (None, hour)


def hours_within(zone: tzinfo, span: Range) -> dict[tuple[int, int], float]:
    """How often each hour of the week, as (weekday, hour), occurs in this range by the zone's clock.

    An hour that the clock shows twice counts twice, half an hour counts half.
    """
    quarters: Counter[tuple[int, int]] = Counter()
    week, an_hour = _WEEK // BUCKET, timedelta(hours=1) // BUCKET
    for offset in offsets(zone, span):
        first = (_naive(offset.range.since) + offset.ahead - _MONDAY) % _WEEK // BUCKET
        weeks, rest = divmod(-(-offset.range.length // BUCKET), week)
        for i in range(week if weeks else rest):
            hour = (first + i) % week // an_hour
            quarters[hour // 24 + 1, hour % 24] += weeks + (i < rest)
    return {hour: count / an_hour for hour, count in quarters.items()}


def whole_hours(zone: tzinfo, span: Range, now: datetime) -> Range:
    """The part of the range that consists of whole past hours of the zone's clock; it may be empty."""
    since, until = bucket_of(span.since), bucket_of(max(min(span.until, now), span.since))
    if since < span.since:
        since += BUCKET
    while since.astimezone(zone).minute:
        since += BUCKET
    return Range(since, max(since, hour_of(until, zone)))


def hour_of(at: datetime, zone: tzinfo) -> datetime:
    """The beginning, in UTC, of the zone's clock hour that contains this instant."""
    began = bucket_of(at)
    while began.astimezone(zone).minute:
        began -= BUCKET
    return began


def extents(begins: Sequence[datetime], unit: Unit, zone: tzinfo, span: Range, now: datetime) -> list[Extent]:
    """How much of each period is covered by now; `begins` is what `starts` returned for this range."""
    if not begins:
        return []
    last = begins[-1].astimezone(UTC)
    if unit.exact:
        end = last + (BUCKET if unit is Unit.QUARTER else timedelta(hours=1))
    else:
        day = begins[-1].astimezone(zone).replace(tzinfo=None, hour=0, minute=0)
        end = instant_of(_next(unit, day), zone).astimezone(UTC)
    edges = [*(each.astimezone(UTC) for each in begins), end]

    def extent(since: datetime, until: datetime) -> Extent:
        if since > now:
            return Extent.AHEAD
        if now < min(until, span.until):
            return Extent.RUNNING
        return Extent.CUT if since < span.since or until > span.until else Extent.WHOLE

    return [extent(since, until) for since, until in pairwise(edges)]


def unit_for(length: timedelta) -> Unit:
    """The best unit to draw a range of this length."""
    return next((unit for longest, unit in _COARSER if length <= longest), Unit.MONTH)


def offsets(zone: tzinfo, span: Range) -> list[Offset]:
    """The zone's offsets in this range, from the quarter of an hour in which it begins."""
    found: list[Offset] = []
    since = bucket_of(span.since)
    while since < span.until:
        until = _next_change(zone, since, span.until)
        found.append(Offset(Range(since, until), _ahead(zone, since)))
        since = until
    return found


def starts(unit: Unit, zone: tzinfo, span: Range, first_weekday: int = 1) -> list[datetime]:
    """The beginning of each period that overlaps the range, as instants of the zone. Raises InvalidInput.

    `first_weekday` is 1 for Monday to 7 for Sunday.
    """
    found: list[datetime] = []
    for start in _starts(unit, zone, span, first_weekday):
        if len(found) == MOST_STARTS:
            raise InvalidInput("This range has too many parts: choose a shorter one or longer parts.", "bucket")
        found.append(start)
    return found


def instant_of(local: datetime, zone: tzinfo) -> datetime:
    """The instant of a naive local time: the first one if it is ambiguous, the end of the gap if it does not exist."""
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def range_before(span: Range, zone: tzinfo) -> Range:
    """The preceding range of the same length by the local clock: yesterday for today, however long each is."""
    since, until = (at.astimezone(zone).replace(tzinfo=None) for at in (span.since, span.until))
    return Range(instant_of(since - (until - since), zone).astimezone(UTC), span.since)


def _starts(unit: Unit, zone: tzinfo, span: Range, first_weekday: int) -> Iterator[datetime]:
    if unit.exact:
        step = BUCKET if unit is Unit.QUARTER else timedelta(hours=1)
        for offset in offsets(zone, span):
            at = _begin(unit, _naive(offset.range.since) + offset.ahead, first_weekday) - offset.ahead
            while at < _naive(offset.range.until):
                yield at.replace(tzinfo=UTC).astimezone(zone)
                at += step
        return
    local = _begin(unit, span.since.astimezone(zone).replace(tzinfo=None), first_weekday)
    while (start := instant_of(local, zone)) < span.until:
        yield start
        local = _next(unit, local)


def _begin(unit: Unit, local: datetime, first_weekday: int) -> datetime:
    """The beginning of the period that contains a naive local time."""
    if unit is Unit.QUARTER:
        return bucket_of(local)
    hour = local.replace(minute=0, second=0, microsecond=0)
    if unit is Unit.HOUR:
        return hour
    day = hour.replace(hour=0)
    if unit is Unit.WEEK:
        return day - _DAY * ((day.isoweekday() - first_weekday) % 7)
    return day.replace(day=1) if unit is Unit.MONTH else day


def _next(unit: Unit, local: datetime) -> datetime:
    if unit is Unit.MONTH:
        year, month = (local.year + 1, 1) if local.month == _DECEMBER else (local.year, local.month + 1)
        return local.replace(year=year, month=month)
    return local + _DAY * (7 if unit is Unit.WEEK else 1)


def _next_change(zone: tzinfo, since: datetime, until: datetime) -> datetime:
    """The first change of the offset after `since`, or `until`."""
    ahead, at = _ahead(zone, since), since
    while at < until:
        step = min(at + _DAY, until)
        if _ahead(zone, step) != ahead:
            while at < step and _ahead(zone, at + BUCKET) == ahead:
                at += BUCKET
            return min(at + BUCKET, until)
        at = step
    return until


def _ahead(zone: tzinfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None)
