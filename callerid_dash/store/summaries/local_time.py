"""Local days, and the parameters by which queries find out in which interval of local time a quarter hour lies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Offset, Unit, instant_of


def intervals(zone: Sequence[Offset], unit: Unit, first_weekday: int) -> dict[str, object]:
    """What a zone is ahead of UTC in each range (`starts`, `ends`, `aheads` in seconds), and how intervals begin.

    `date_trunc` by `unit`, `shift` days off; `exact`: in UTC.
    """
    return {
        "starts": [offset.range.since for offset in zone],
        "ends": [offset.range.until for offset in zone],
        "aheads": [int(offset.ahead.total_seconds()) for offset in zone],
        "unit": "minute" if unit is Unit.QUARTER else unit.value,
        "exact": unit.exact,
        "shift": (1 - first_weekday) % 7 if unit is Unit.WEEK else 0,
    }


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The zone's day in which this instant lies."""
    return at.astimezone(zone).date()


def midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """When the zone's day begins in which this instant lies."""
    return instant_of(datetime.combine(day_of(at, zone), time()), zone).astimezone(UTC)
