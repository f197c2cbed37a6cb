"""The rate of calls in the sample office: Saturday to Wednesday, half of Thursday, a dip at lunch, and a hotline that
is never quite silent. Past calls and live calls follow the same rate.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

USUAL = 600
"""Calls of an ordinary working day."""
_SATURDAY, _THURSDAY, _FRIDAY = 5, 3, 4
_WEEK = {_SATURDAY: 1.2, 6: 1.05, 0: 1.0, 1: 0.98, 2: 0.95, _THURSDAY: 1.0, _FRIDAY: 1.0}
_NIGHT = 0.8
_DAY = (*[_NIGHT] * 6, 1, 1.5, 5, 9, 11, 10, 6, 3.5, 6, 8, 6, 3, 1.8, 1.4, 1.2, 1, _NIGHT, _NIGHT)
_HOURS = {
    _THURSDAY: (*_DAY[:12], 4, 1.5, *[1.0] * 8, _NIGHT, _NIGHT),
    _FRIDAY: (*[_NIGHT] * 8, *[1.0] * 14, _NIGHT, _NIGHT),
}
"""About the percentage of an ordinary day's calls in each hour."""
_BUSY_DAY = 0.05
"""Share of days with half as many calls again: a price list has gone out."""


def arrivals(day: date, zone: ZoneInfo, rng: Random, usual: float) -> list[datetime]:
    """UTC instants, in order, at which calls begin on this local day; `usual` is the number of an ordinary day."""
    hourly = _hourly(day, usual)
    mean = sum(hourly) * (1.5 if rng.random() < _BUSY_DAY else 1.0)
    how_many = max(0, round(rng.gauss(mean, mean**0.5)))
    hours = rng.choices(range(24), hourly, k=how_many)
    midnight = datetime.combine(day, time(), zone)
    seconds = [hour * 3600 + rng.randrange(3_600_000) / 1000 for hour in hours]
    return sorted((midnight + timedelta(seconds=s)).astimezone(UTC) for s in seconds)


def pace(at: datetime, zone: ZoneInfo, usual: float = USUAL) -> float:
    """Calls a minute at this instant of an ordinary week."""
    local = at.astimezone(zone)
    return _hourly(local.date(), usual)[local.hour] / 60


def staffed(at: datetime, zone: ZoneInfo) -> bool:
    """Is the whole staff there at this instant? Otherwise only the night shift answers."""
    local = at.astimezone(zone)
    closing = {_THURSDAY: 13, _FRIDAY: 0}.get(local.weekday(), 18)
    return 8 <= local.hour < closing  # noqa: PLR2004 - opens at eight


def _hourly(day: date, usual: float) -> list[float]:
    scale = usual * _WEEK[day.weekday()] / sum(_DAY)
    return [share * scale for share in _HOURS.get(day.weekday(), _DAY)]
