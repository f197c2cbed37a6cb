"""Stretches of time as people count them: quarters of an hour, hours, days, weeks and months of a zone.

A local day may have 23, 24 or 25 hours; an hour that the clock shows twice is two hours; a midnight that the clock
skips begins when the clock goes on. Pure: `zoneinfo` knows the zones.
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
"""Stretches in one answer."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - of any clock
_DECEMBER = 12


class Unit(StrEnum):
    """How long a stretch is."""

    QUARTER = "15min"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def exact(self) -> bool:
        """Is it always equally long? Then the same local time may begin two of them."""
        return self in (Unit.QUARTER, Unit.HOUR)


class Extent(StrEnum):
    """How much of a stretch of time its figures tell of: `CUT` by the ends of a range; `AHEAD` of us, not begun yet."""

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
    """From `since`, included, to `until`, not included; both aware, in UTC."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.until - self.since

    @property
    def whole(self) -> bool:
        """Is it made of whole quarters of an hour?"""
        return bucket_of(self.since) == self.since and bucket_of(self.until) == self.until


@dataclass(frozen=True, slots=True)
class Offset:
    """In this range the zone is this far ahead of UTC."""

    range: Range
    ahead: timedelta


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Hours of the week by the clock of a zone: of every day (`weekday` None), or every one (`hour` None) of a day.

    `weekday` is 1 for Monday to 7 for Sunday, `hour` 0 to 23.
    """

    zone: tzinfo
    weekday: int | None
    hour: int | None

    def among(self, span: Range) -> list[bool]:
        """Of each quarter of an hour of the range, from that in which it begins: is it one of these hours?"""
        starts_of_week = (_MONDAY + i * BUCKET for i in range(_WEEK // BUCKET))
        week = [self.has(at.isoweekday(), at.hour) for at in starts_of_week]
        found: list[bool] = []
        for offset in offsets(self.zone, span):
            first = (_naive(offset.range.since) + offset.ahead - _MONDAY) % _WEEK // BUCKET
            quarters = -(-offset.range.length // BUCKET)
            found += islice(cycle(week), first, first + quarters)
        return found

    def has(self, weekday: int, hour: int) -> bool:
        """Is this one of them?"""
        return self.weekday in (None, weekday) and self.hour in (None, hour)


def hours_within(zone: tzinfo, span: Range) -> dict[tuple[int, int], float]:
    """How often each hour of the week, as (weekday, hour), lies in this range by the clock of a zone.

    An hour that the clock shows twice counts twice, half an hour half.
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
    """The part of a range that is made of whole hours of a zone's clock which are over; it may be empty."""
    since, until = bucket_of(span.since), bucket_of(max(min(span.until, now), span.since))
    if since < span.since:
        since += BUCKET
    while since.astimezone(zone).minute:
        since += BUCKET
    return Range(since, max(since, hour_of(until, zone)))


def hour_of(at: datetime, zone: tzinfo) -> datetime:
    """When the hour of a zone's clock began in which this instant lies, in UTC."""
    began = bucket_of(at)
    while began.astimezone(zone).minute:
        began -= BUCKET
    return began


def extents(begins: Sequence[datetime], unit: Unit, zone: tzinfo, span: Range, now: datetime) -> list[Extent]:
    """How much each of these stretches, which `starts` has given for this range, tells by now."""
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
    """The unit in which a range of this length is best drawn."""
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
    """When each stretch begins that has a part of this range, as instants of the zone. Raises InvalidInput.

    `first_weekday` is 1 for Monday to 7 for Sunday.
    """
    found: list[datetime] = []
    for start in _starts(unit, zone, span, first_weekday):
        if len(found) == MOST_STARTS:
            raise InvalidInput("This range has too many parts: choose a shorter one or longer parts.", "bucket")
        found.append(start)
    return found


def instant_of(local: datetime, zone: tzinfo) -> datetime:
    """When a naive local time begins; the first time when there are two, the end of the gap when there is none."""
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def range_before(span: Range, zone: tzinfo) -> Range:
    """The range of the same length before this one by the local clock: yesterday's for today's, however long either."""
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
    """The start of the stretch in which a naive local time lies."""
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
    """When the offset changes for the first time after `since`, or `until`."""
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
