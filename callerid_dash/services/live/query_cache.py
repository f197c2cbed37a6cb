"""Caches answers to queries, computed once for all who ask the same until something changes.

Every change of calls, or of whom they belong to, moves the feed; while it stands still, no query is repeated. An answer
about a range stays when only calls that began outside the range have changed. A second caller waits while the first
one computes the answer.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from callerid_dash.domain.reports.periods import Range
from callerid_dash.services.live.feed import Feed, FeedRow

T = TypeVar("T")
MOST_CACHED = 256
LIFETIME = 60.0
"""Seconds, in case this process missed a change."""


@dataclass(slots=True)
class _CachedAnswer:
    cursor: str = ""
    at: float = 0.0
    value: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Answers:
    """The newest answers. Thread-safe."""

    def __init__(self, feed: Feed, monotonic: Callable[[], float] = time.monotonic, most: int = MOST_CACHED) -> None:
        self._feed = feed
        self._most = most
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._cached: OrderedDict[Hashable, _CachedAnswer] = OrderedDict()

    def get(
        self,
        question: Hashable,
        compute: Callable[[], T],
        span: Range | None = None,
        update: Callable[[T, Sequence[FeedRow]], T | None] | None = None,
    ) -> T:
        """The answer to a question, which must name everything that it depends on except calls, profiles and users.

        `span`: the answer depends only on calls that began in this range. `update` makes a new answer of the last one
        and the calls that have changed; None if it cannot.
        """
        with self._lock:
            cached = self._cached.setdefault(question, _CachedAnswer())
            self._cached.move_to_end(question)
            if len(self._cached) > self._most:
                self._cached.popitem(last=False)
        with cached.lock:
            # Read before computing: a change in the meantime must make the answer old.
            cursor, at = self._feed.cursor, self._monotonic()
            changed = None if at - cached.at > LIFETIME else self._changed(cached.cursor, span)
            value: T | None = cached.value
            if changed:
                value = update(cached.value, changed) if update else None
            if changed is None or (changed and value is None):
                value, cached.at = compute(), at
            cached.value, cached.cursor = value, cursor
            return value  # type: ignore[return-value] # None only if it was computed

    def _changed(self, cursor: str, span: Range | None) -> Sequence[FeedRow] | None:
        """The calls that have changed since the cursor, and on which an answer about this range depends.

        None: something else has changed, or it is unknown what.
        """
        if cursor == self._feed.cursor:
            return ()
        changes = self._feed.changed(cursor) if span else None
        if span is None or changes is None or changes.topics:
            return None
        return [row for row in changes.changed if span.since <= row.call.started_at < span.until]
