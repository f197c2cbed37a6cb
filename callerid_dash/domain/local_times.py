"""Times that a file writes without an offset, read by the clock of a named zone.

When clocks are put forward, some local times do not exist; when they are put back, some exist twice. Neither is
guessed: the first is refused, the second needs a hint or a choice. Pure.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from callerid_dash.domain.errors import InvalidInput

_REMEMBERED = 200_000
"""Minutes whose offset is kept; four and a half months of busy telephones."""


class Twice(StrEnum):
    """Which of the two instants a local time stands for that exists twice; REFUSE: neither."""

    REFUSE = "refuse"
    EARLIER = "earlier"
    LATER = "later"


class LocalClock:
    """Reads local times of one zone, quickly: the offset of a minute is reckoned once."""

    def __init__(self, zone: str, twice: Twice = Twice.REFUSE) -> None:
        self._zone = ZoneInfo(zone)
        self._twice = twice
        self._offsets: dict[str, timedelta] = {}

    def utc(self, text: str, hint: datetime | None = None) -> datetime:
        """The instant of an ISO time, such as `2022-09-21 23:30:00`; one that has an offset keeps it.

        `hint` is an instant not far from the right one, which tells apart what exists twice. Raises InvalidInput.
        """
        try:
            local = datetime.fromisoformat(text)
        except ValueError:
            raise InvalidInput("'%(value)s' is no date and time.", values={"value": text[:40]}) from None
        if local.tzinfo is not None:
            return local.astimezone(UTC)
        offset = self._offsets.get(text[:16])
        if offset is None:
            return self._ambiguous_or_kept(text, local, hint)
        return (local - offset).replace(tzinfo=UTC)

    def _ambiguous_or_kept(self, text: str, local: datetime, hint: datetime | None) -> datetime:
        try:
            first, second = (self._instant(local.replace(fold=fold)) for fold in (0, 1))
        except OverflowError:  # the year 1 or 9999
            raise InvalidInput("'%(value)s' is no date and time.", values={"value": text[:40]}) from None
        shown = {"value": text[:40], "zone": self._zone.key}
        if first > second:
            raise InvalidInput("%(value)s does not exist in %(zone)s: clocks were put forward.", values=shown)
        if first == second:
            if len(self._offsets) >= _REMEMBERED:
                self._offsets.clear()
            self._offsets[text[:16]] = local.replace(tzinfo=UTC) - first
            return first
        if hint is not None:
            return min(first, second, key=lambda instant: abs(instant - hint))
        if self._twice is Twice.REFUSE:
            raise InvalidInput("%(value)s exists twice in %(zone)s: clocks were put back.", values=shown)
        return first if self._twice is Twice.EARLIER else second

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self._zone).astimezone(UTC)
