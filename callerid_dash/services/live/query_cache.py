"""Answers that are reckoned once for all who ask the same while nothing changes.

Whatever changes calls, or whom they belong to, moves the feed; while it stands still, nothing is asked of the store
twice. Who asks while somebody else does waits for that answer.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from callerid_dash.services.live.feed import Feed

T = TypeVar("T")
MOST_KEPT = 256
LASTS = 60.0
"""Seconds, in case that something changed of which this process did not hear."""


@dataclass(slots=True)
class _KeptAnswer:
    cursor: str = ""
    at: float = 0.0
    value: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Answers:
    """Keeps the newest answers. Thread-safe."""

    def __init__(self, feed: Feed, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._feed = feed
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _KeptAnswer] = OrderedDict()

    def get(self, question: Hashable, reckon: Callable[[], T]) -> T:
        """The answer to a question, which must name everything that it depends on save calls, profiles and users."""
        with self._lock:
            kept = self._kept.setdefault(question, _KeptAnswer())
            self._kept.move_to_end(question)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        with kept.lock:
            cursor, at = self._feed.cursor, self._monotonic()  # before reckoning: what comes meanwhile makes it old
            if kept.cursor != cursor or at - kept.at > LASTS:
                kept.value = reckon()
                kept.cursor, kept.at = cursor, at
            value: T = kept.value
            return value
