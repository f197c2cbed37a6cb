"""A profile's timeline: records and calls in one list, newest first, in pages. Reads only.

Both lists show the viewer what they show elsewhere; this module decides no permissions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.records import Record, RecordFilter
from callerid_dash.domain.users import Action, User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.records.records import Records
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.paging import Page, checked_limit, from_cursor, to_cursor

T = TypeVar("T")
MOST_PER_PAGE = 100
Entry = Record | FeedRow
_FROM_THE_TOP = ""
_EXHAUSTED = "."


@dataclass(frozen=True, slots=True)
class TimelineFilter(RecordFilter):
    """Conditions on entries. Calls have no kind, author or text, so any of these conditions leaves only records."""

    calls: bool = True
    records: bool = True

    @property
    def only_records(self) -> bool:
        """Is there a condition that no call can meet?"""
        return bool(self.kind or self.open_tasks or self.author is not None or search_key(self.text or ""))


EVERYTHING = TimelineFilter()


@dataclass(frozen=True, slots=True)
class Stream(Generic[T]):
    """A list, newest first. `read(cursor, limit)` returns a page; `cursor(item)` is the position after an item."""

    read: Callable[[str | None, int], Page[T]]
    instant: Callable[[T], datetime]
    cursor: Callable[[T], str]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Pages of the timeline. Thread-safe."""

    core: Core

    def page(
        self,
        viewer: User,
        profile_id: int,
        wanted: TimelineFilter = EVERYTHING,
        cursor: str | None = None,
        limit: int = 30,
    ) -> Page[Entry]:
        """The entries of this profile that the viewer may see. Raises Forbidden or InvalidInput."""
        authorize(viewer, Action.SEE_PROFILES)
        return merged(self._streams(viewer, profile_id, wanted), cursor, checked_limit(limit, MOST_PER_PAGE))

    def _streams(self, viewer: User, profile_id: int, wanted: TimelineFilter) -> list[Stream[Entry]]:
        reads: list[Callable[[str | None, int], Page[Entry]]] = []
        if wanted.records:
            reads.append(partial(Records(self.core).of_profile, viewer, profile_id, wanted))
        if wanted.calls and not wanted.only_records:
            conditions = CallFilter(from_=wanted.since, to=wanted.before, profile=profile_id)
            reads.append(partial(CallLog(self.core).page, viewer, conditions))
        return [Stream(read, instant, _cursor) for read in reads]


def instant(entry: Entry) -> datetime:
    """The time of an entry: when a call began, or a record's time."""
    return entry.happened_at if isinstance(entry, Record) else entry.call.started_at


def _cursor(entry: Entry) -> str:
    return to_cursor((instant(entry), entry.id if isinstance(entry, Record) else entry.call.id))


def merged(streams: Sequence[Stream[T]], cursor: str | None, limit: int) -> Page[T]:
    """One page of several lists merged, newest first; at the same instant, the earlier list comes first.

    The cursor holds the position in each list, so that entries added on top meanwhile shift nothing.
    """
    given = from_cursor(cursor, (str,) * len(streams))
    places = [_FROM_THE_TOP] * len(streams) if given is None else list(given)
    waiting: list[deque[T]] = []
    more: list[bool] = []
    for stream, place in zip(streams, places, strict=True):
        page: Page[T] = Page((), None) if place == _EXHAUSTED else stream.read(place or None, limit)
        waiting.append(deque(page.items))
        more.append(page.next_cursor is not None)
    items: list[T] = []
    while (
        len(items) < limit
        and not _must_read_more(waiting, more)
        and (left := [index for index, queue in enumerate(waiting) if queue])
    ):
        index = max(left, key=lambda i: (streams[i].instant(waiting[i][0]), -i))
        item = waiting[index].popleft()
        items.append(item)
        places[index] = streams[index].cursor(item)
    unread = [bool(queue) or more[index] for index, queue in enumerate(waiting)]
    after = [place if unread[index] else _EXHAUSTED for index, place in enumerate(places)]
    return Page(tuple(items), to_cursor(after) if any(unread) else None)


def _must_read_more(waiting: Sequence[deque[T]], more: Sequence[bool]) -> bool:
    """Is a list's queue empty although there is more of it? Then it must be read before merging on."""
    return any(has_more and not queue for queue, has_more in zip(waiting, more, strict=True))
