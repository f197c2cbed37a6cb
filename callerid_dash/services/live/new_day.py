"""Midnight: the rows that were today's carry their day from now on, so all are shown again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from callerid_dash.services.live.feed import Feed


class NewDay:
    """Remembers the date for which the rows of the feed were shown; `today` answers the office's."""

    def __init__(self, feed: Feed, today: Callable[[], date]) -> None:
        self._feed = feed
        self._today = today
        self._shown = today()

    def refresh(self) -> None:
        """Have all rows shown again, if midnight has passed since."""
        if (today := self._today()) != self._shown:
            self._shown = today
            self._feed.touch()
