"""Reads times without an offset by the clock of a named zone.

When clocks go forward, some local times do not exist; when they go back, some are ambiguous. Neither is guessed: the
former are refused, the latter need a hint or a setting. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from callerid_dash.domain.errors import InvalidInput

Hint = Callable[[], datetime | None]
"""Finds an instant near the right one; called only when it is needed, as it may be slow."""

_MINUTE_LENGTH = len("2022-09-21 23:30")
_MOST_CACHED = 50_000
"""Minutes whose instant is cached: five weeks of busy phones. Files are in order, so older ones are not needed again.
"""
_SECONDS = {f":{second:02}": timedelta(seconds=second) for second in range(60)} | {"": timedelta()}


class AmbiguousTime(StrEnum):
    """Which instant an ambiguous local time stands for; REFUSE: neither."""

    REFUSE = "refuse"
    EARLIER = "earlier"
    LATER = "later"


class LocalClock:
    """Reads local times of one zone, fast: the instant of each minute is computed once."""

    def __init__(self, zone: str, twice: AmbiguousTime = AmbiguousTime.REFUSE) -> None:
        self._zone = ZoneInfo(zone)
        self._ambiguous = twice
        self._minutes: dict[str, datetime] = {}

    def utc(self, text: str, hint: datetime | Hint | None = None) -> datetime:
        """The instant of an ISO time such as `2022-09-21 23:30:00`; a time with an offset keeps it.

        `hint` is an instant near the right one, or a function that finds one; it resolves ambiguous times. Raises
        InvalidInput.
        """
        try:
            return self._minutes[text[:_MINUTE_LENGTH]] + _SECONDS[text[_MINUTE_LENGTH:]]
        except KeyError:
            return self._compute(text, hint)

    def _compute(self, text: str, hint: datetime | Hint | None) -> datetime:
        try:
            local = datetime.fromisoformat(text)
        except ValueError:
            raise InvalidInput("'%(value)s' is no date and time.", values={"value": text[:40]}) from None
        try:
            if local.tzinfo is not None:
                return local.astimezone(UTC)
            first, second = (self._instant(local.replace(fold=fold)) for fold in (0, 1))
        except OverflowError:  # the year 1 or 9999
            raise InvalidInput("'%(value)s' is no date and time.", values={"value": text[:40]}) from None
        shown = {"value": text[:40], "zone": self._zone.key}
        if first > second:
            raise InvalidInput("%(value)s does not exist in %(zone)s: clocks were put forward.", values=shown)
        if first == second:
            self._remember(text, local, first)
            return first
        near = hint() if callable(hint) else hint
        if near is not None:
            return min(first, second, key=lambda instant: abs(instant - near))
        if self._ambiguous is AmbiguousTime.REFUSE:
            raise InvalidInput("%(value)s exists twice in %(zone)s: clocks were put back.", values=shown)
        return first if self._ambiguous is AmbiguousTime.EARLIER else second

    def _remember(self, text: str, local: datetime, instant: datetime) -> None:
        """Cache the instant of the minute. Clocks change at full minutes, so all its seconds have the same offset."""
        if _SECONDS.get(text[_MINUTE_LENGTH:]) == timedelta(seconds=local.second, microseconds=local.microsecond):
            if len(self._minutes) >= _MOST_CACHED:
                self._minutes.clear()
            self._minutes[text[:_MINUTE_LENGTH]] = instant - timedelta(seconds=local.second)

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)
