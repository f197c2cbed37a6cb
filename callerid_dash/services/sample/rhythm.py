"""When the telephone rings in an Iranian office: Saturday to Wednesday, half of Thursday, a dip at lunch."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

_SATURDAY, _THURSDAY, _FRIDAY = 5, 3, 4
_WEEK = {_SATURDAY: 1.2, 6: 1.05, 0: 1.0, 1: 0.98, 2: 0.95, _THURSDAY: 0.45, _FRIDAY: 0.03}
_DAY = (*[0.02] * 6, 0.1, 0.6, 5, 9, 11, 10, 6, 3, 6, 8, 6, 3, 1, 0.6, 0.4, 0.2, 0.1, 0.05)
_THURSDAY_MORNING = (*_DAY[:12], 4, 0.6, 0.2, *[0.1] * 9)
_BUSY_DAY = 0.05
"""Share of days with half as many calls again: a price list has gone out."""


def arrivals(day: date, zone: ZoneInfo, rng: Random, usual: float) -> list[datetime]:
    """UTC instants, in order, at which calls begin on this local day; `usual` is an ordinary day's number."""
    mean = usual * _WEEK[day.weekday()] * (1.5 if rng.random() < _BUSY_DAY else 1.0)
    how_many = max(0, round(rng.gauss(mean, mean**0.5)))
    hours = rng.choices(range(24), _THURSDAY_MORNING if day.weekday() == _THURSDAY else _DAY, k=how_many)
    midnight = datetime.combine(day, time(), zone)
    seconds = [hour * 3600 + rng.randrange(3_600_000) / 1000 for hour in hours]
    return sorted((midnight + timedelta(seconds=s)).astimezone(UTC) for s in seconds)


def staffed(at: datetime, zone: ZoneInfo) -> bool:
    """Is anybody there to answer at this instant?"""
    local = at.astimezone(zone)
    closing = {_THURSDAY: 13, _FRIDAY: 0}.get(local.weekday(), 18)
    return 8 <= local.hour < closing  # noqa: PLR2004 - opens at eight
