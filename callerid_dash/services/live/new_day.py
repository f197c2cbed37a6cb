"""Refreshes the feed at midnight: rows that were today's show their day from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from callerid_dash.services.live.feed import Feed


class NewDay:
    """Keeps the date for which the rows were shown; `today` returns the office's date."""

    def __init__(self, feed: Feed, today: Callable[[], date]) -> None:
        self._feed = feed
        self._today = today
        self._shown = today()

    def refresh(self) -> None:
        """Refresh all rows if midnight has passed since the last call."""
        if (today := self._today()) != self._shown:
            self._shown = today
            self._feed.touch()
