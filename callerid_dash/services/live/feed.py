"""The live feed: the calls that go on and the newest ended ones in memory, and what changed since a cursor.

Calls that wait for an answer stand on top, whoever waits longest first; then those that are being talked; then the
ended ones. The last two begin with the newest. No bound, of the memory or of a list, cuts a call that has not ended.

A poll whose cursor is current costs a comparison. `since` is the only thing that the page knows of it, so that
polling can become streaming later. It stores nothing; `services/calls/ingest.py` publishes into it after each commit.
"""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from callerid_dash.domain.calls.calls import STOPPED_RINGING, Call, CallState
from callerid_dash.domain.numbers.phones import PhoneNumber
from callerid_dash.domain.profiles.profiles import Holder, preferred_holder
from callerid_dash.domain.users import User, Visibility, may_see_call

TOPICS = 500
"""Topics in memory; a page that has missed more looks at everything again."""
ANY_TOPIC = "*"
KEPT = 1_000
"""Ended calls in memory: more than any page shows, so that an agent who may see few of them still sees enough. Calls
that go on come on top of them, however many they are.
"""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One call with everybody who holds its number, lowest id first.

    Whom the call was attributed to when they had the number is among `holders` even when they have given it away
    since: then they are the last, and `former_id` is theirs. `unassigned`: the call belongs to nobody although
    somebody holds its number by now (see `services/calls/attribution.py`).
    """

    call: Call
    number: PhoneNumber
    holders: tuple[Holder, ...] = ()
    chosen_id: int | None = None
    version: int = 0
    former_id: int | None = None
    unassigned: bool = False

    def shown_to(self, viewer: User | None) -> Holder | None:
        """Under which holder this viewer (None: a program) sees the call; None when it belongs to nobody."""
        if self.unassigned:
            return None
        present = [holder for holder in self.holders if holder.id != self.former_id]
        candidates = self.holders if not present or self.chosen_id == self.former_id else present
        return preferred_holder(candidates, self.chosen_id, viewer.id if viewer else None)

    def visible_to(self, viewer: User, rule: Visibility) -> bool:
        """Does the visibility rule show this viewer the call?"""
        holders = () if self.unassigned else self.holders
        owner_ids = [owner.user_id for holder in holders for owner in holder.owners]
        return may_see_call(viewer, rule, (self.call.extension, *self.call.rang), owner_ids)


@dataclass(frozen=True, slots=True)
class FeedDelta:
    """What a poller must know: the rows that changed, and which rows are there, top first.

    `topics` are what else open pages may show and has changed (see `services/live/change_notifications.py`); ANY_TOPIC
    stands for all.
    """

    cursor: str
    changed: tuple[FeedRow, ...]
    order: tuple[UUID, ...]
    topics: tuple[str, ...] = ()


class Feed:
    """The newest calls. Thread-safe: readers take the immutable list, publishers replace it."""

    def __init__(self, visibility: Callable[[], Visibility], kept: int = KEPT) -> None:
        self._visibility = visibility
        self._kept = kept
        self._boot = secrets.token_hex(4)
        self._lock = threading.Lock()
        self._version = 0
        self._rows: dict[UUID, FeedRow] = {}
        self._ordered: tuple[FeedRow, ...] | None = ()
        self._last_event_at: datetime | None = None
        self._topics: dict[str, int] = {}
        self._topics_since = 0
        self._dropped = 0
        self._arrange_at = 2 * kept

    @property
    def cursor(self) -> str:
        """Where the feed stands; equal cursors mean that nothing has changed."""
        return f"{self._boot}:{self._version}"

    @property
    def last_event_at(self) -> datetime | None:
        """The newest instant that any event of a row speaks of."""
        return self._last_event_at

    def since(self, cursor: str | None, viewer: User, limit: int) -> FeedDelta | None:
        """What this viewer's list of `limit` rows needs to be current; None when it is already.

        It is longer than that when more calls go on. An unknown cursor (None, or of an earlier run of the server)
        yields every row.
        """
        if cursor == self.cursor:
            return None
        with self._lock:
            current, ordered = self.cursor, self._arranged()
        rule = self._visibility()
        shown = _cut((row for row in ordered if row.visible_to(viewer, rule)), limit)
        seen = self._version_of(cursor)
        return FeedDelta(
            cursor=current,
            changed=tuple(row for row in shown if row.version > seen),
            order=tuple(row.call.id for row in shown),
            topics=self._topics_after(seen),
        )

    def came_since(self, instant: datetime, viewer: User) -> int:
        """How many of the calls in memory began after this instant, of those that this viewer may see."""
        rule = self._visibility()
        return sum(row.call.started_at > instant and row.visible_to(viewer, rule) for row in self.newest())

    def newest(self) -> tuple[FeedRow, ...]:
        """The calls in memory in their order, whoever may see them."""
        with self._lock:
            return self._arranged()

    def going_on(self) -> tuple[FeedRow, ...]:
        """The calls that have not ended in their order, whoever may see them."""
        return tuple(itertools.takewhile(_goes_on, self.newest()))

    def changed(self, cursor: str | None) -> FeedDelta | None:
        """All that has changed since the cursor, whoever may see it, in no order; None when that may be anything.

        For what is worked out of the calls and shared by all viewers.
        """
        with self._lock:
            current, seen = self.cursor, self._version_of(cursor)
            if seen < max(self._dropped, self._topics_since):
                return None
            rows = tuple(row for row in self._rows.values() if row.version > seen)
            topics = tuple(topic for topic, version in self._topics.items() if version > seen)
        return FeedDelta(current, rows, (), topics)

    def notify(self, topics: Collection[str]) -> None:
        """Something that open pages may show, other than calls, has changed."""
        if not topics:
            return
        with self._lock:
            self._version += 1
            for topic in topics:
                self._topics.pop(topic, None)
                self._topics[topic] = self._version
            for oldest in list(itertools.islice(self._topics, max(len(self._topics) - TOPICS, 0))):
                self._topics_since = self._topics.pop(oldest)

    def publish(self, rows: Iterable[FeedRow]) -> None:
        """Take over rows that have just become durable, in the order of their commits; equal ones are no news."""
        with self._lock:
            news = [row for row in rows if not self._knows(row)]
            self._version += bool(news)
            for row in news:
                self._rows[row.call.id] = replace(row, version=self._version)
                self._last_event_at = max(filter(None, (self._last_event_at, _told_at(row.call))))
            self._ordered = None
            if len(self._rows) > self._arrange_at:
                self._arranged()

    def calls_of(self, numbers: Collection[str], profile_ids: Collection[int]) -> list[UUID]:
        """The calls in memory with one of these canonical numbers, or with one of these profiles among the holders."""
        with self._lock:
            return [
                row.call.id
                for row in self._rows.values()
                if row.number.canonical in numbers or any(holder.id in profile_ids for holder in row.holders)
            ]

    def known(self, call_ids: Collection[UUID]) -> list[UUID]:
        """Those of these calls that are in memory."""
        with self._lock:
            return [call_id for call_id in call_ids if call_id in self._rows]

    def touch(self) -> None:
        """Make every poller fetch everything again, after a change that touches all rows (a color, the rule)."""
        with self._lock:
            self._version += 1
            self._dropped = self._version
            self._rows = {key: replace(row, version=self._version) for key, row in self._rows.items()}
            self._ordered = None

    def _knows(self, row: FeedRow) -> bool:
        known = self._rows.get(row.call.id)
        return known is not None and replace(row, version=known.version) == known

    def _topics_after(self, seen: int) -> tuple[str, ...]:
        if seen < self._topics_since:
            return (ANY_TOPIC,)
        with self._lock:
            return tuple(topic for topic, version in self._topics.items() if version > seen)

    def _version_of(self, cursor: str | None) -> int:
        boot, _, version = (cursor or "").partition(":")
        return int(version) if boot == self._boot and version.isdigit() else -1

    def _arranged(self) -> tuple[FeedRow, ...]:
        """The rows in their order, sorted when somebody asks: many events may come between two polls."""
        if self._ordered is None:
            self._ordered = tuple(_cut(sorted(self._rows.values(), key=_position), self._kept, beside_live=True))
            if len(self._rows) > len(self._ordered):
                kept = {row.call.id: row for row in self._ordered}
                gone = (row.version for row in self._rows.values() if row.call.id not in kept)
                self._dropped = max(self._dropped, *gone)
                self._rows = kept
            self._arrange_at = len(self._rows) + self._kept
        return self._ordered


def _told_at(call: Call) -> datetime:
    """An instant at which something was told of the call: that it stopped ringing, nobody tells but ourselves."""
    return call.started_at if call.cause == STOPPED_RINGING else call.last_event_at


def _goes_on(row: FeedRow) -> bool:
    return row.call.state is not CallState.ENDED


def _cut(ordered: Iterable[FeedRow], limit: int, *, beside_live: bool = False) -> list[FeedRow]:
    """The first `limit` rows, but every call that goes on; `beside_live`: so many ended ones however many those are."""
    shown: list[FeedRow] = []
    for row in ordered:
        if not _goes_on(row) and len(shown) >= limit:
            break
        if beside_live and _goes_on(row):
            limit += 1
        shown.append(row)
    return shown


_RANK = {CallState.RINGING: 0, CallState.QUEUED: 0, CallState.ANSWERED: 1, CallState.ENDED: 2}


def _position(row: FeedRow) -> tuple[int, float, UUID]:
    rank, began = _RANK[row.call.state], row.call.started_at.timestamp()
    return (rank, began if rank == 0 else -began, row.call.id)
