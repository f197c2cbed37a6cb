"""Times that a file writes without an offset, read by the clock of a named zone.

When clocks are put forward, some local times do not exist; when they are put back, some exist twice. Neither is
guessed: the first is refused, the second needs a hint or a choice. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from callerid_dash.domain.errors import InvalidInput

Hint = Callable[[], datetime | None]
"""Finds an instant near the right one, where that takes time and is seldom needed."""

_TO_THE_MINUTE = len("2022-09-21 23:30")
_REMEMBERED = 50_000
"""Minutes whose instant is kept: five weeks of busy telephones; files are in order, so older ones are not asked for."""
_SECONDS = {f":{second:02}": timedelta(seconds=second) for second in range(60)} | {"": timedelta()}


class AmbiguousTime(StrEnum):
    """Which of the two instants a local time stands for that exists twice; REFUSE: neither."""

    REFUSE = "refuse"
    EARLIER = "earlier"
    LATER = "later"


class LocalClock:
    """Reads local times of one zone, quickly: the instant of a minute is reckoned once."""

    def __init__(self, zone: str, twice: AmbiguousTime = AmbiguousTime.REFUSE) -> None:
        self._zone = ZoneInfo(zone)
        self._ambiguous = twice
        self._minutes: dict[str, datetime] = {}

    def utc(self, text: str, hint: datetime | Hint | None = None) -> datetime:
        """The instant of an ISO time, such as `2022-09-21 23:30:00`; one that has an offset keeps it.

        `hint` is an instant not far from the right one, or finds one; it tells apart what exists twice. Raises
        InvalidInput.
        """
        try:
            return self._minutes[text[:_TO_THE_MINUTE]] + _SECONDS[text[_TO_THE_MINUTE:]]
        except KeyError:
            return self._reckoned(text, hint)

    def _reckoned(self, text: str, hint: datetime | Hint | None) -> datetime:
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
        """Clocks change at full minutes, so all seconds of a minute are as far from UTC."""
        if _SECONDS.get(text[_TO_THE_MINUTE:]) == timedelta(seconds=local.second, microseconds=local.microsecond):
            if len(self._minutes) >= _REMEMBERED:
                self._minutes.clear()
            self._minutes[text[:_TO_THE_MINUTE]] = instant - timedelta(seconds=local.second)

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)
