"""The live feed: the active calls and the newest ended ones in memory, and what changed since a cursor.

Calls waiting for an answer come first, the longest wait on top; then answered calls, then ended ones, both newest
first. No bound of the memory or of a list cuts a call that has not ended.

A poll with a current cursor costs a comparison. The page knows only `since`, so that polling can become streaming
later. The feed stores nothing; `services/calls/ingest.py` publishes into it after each commit.
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
from callerid_dash.store.calls.calls import StoredCall

TOPICS = 500
"""Topics in memory; a page that has missed more refreshes everything."""
ANY_TOPIC = "*"
MOST_ENDED = 1_000
"""Ended calls in memory: more than any page shows, so that an agent who may see few of them still sees enough. Active
calls come on top, however many they are.
"""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One call with all holders of its number, lowest id first.

    The profile that the call is attributed to is among `holders` even if it no longer has the number: then it is the
    last one, and its id is `former_id`. `unassigned`: the call belongs to nobody although somebody holds its number now
    (see `services/calls/attribution.py`).
    """

    call: Call
    number: PhoneNumber
    holders: tuple[Holder, ...] = ()
    chosen_id: int | None = None
    version: int = 0
    former_id: int | None = None
    unassigned: bool = False

    def shown_to(self, viewer: User | None) -> Holder | None:
        """The holder under which this viewer (None: a program) sees the call; None if it belongs to nobody."""
        if self.unassigned:
            return None
        present = [holder for holder in self.holders if holder.id != self.former_id]
        candidates = self.holders if not present or self.chosen_id == self.former_id else present
        return preferred_holder(candidates, self.chosen_id, viewer.id if viewer else None)

    @property
    def shown(self) -> Holder | None:
        """The holder under which programs see the call."""
        return self.shown_to(None)

    def visible_to(self, viewer: User, rule: Visibility) -> bool:
        """Does the visibility rule show this viewer the call?"""
        holders = () if self.unassigned else self.holders
        owner_ids = [owner.user_id for holder in holders for owner in holder.owners]
        return may_see_call(viewer, rule, (self.call.extension, *self.call.rang), owner_ids)


@dataclass(frozen=True, slots=True)
class FeedDelta:
    """What a poller needs: the changed rows, and the ids of all rows in order.

    `topics` name what else has changed that pages may show (see `services/live/change_notifications.py`); ANY_TOPIC
    stands for all.
    """

    cursor: str
    changed: tuple[FeedRow, ...]
    order: tuple[UUID, ...]
    topics: tuple[str, ...] = ()


class Feed:
    """The newest calls. Thread-safe: readers take the immutable list, publishers replace it."""

    def __init__(self, visibility: Callable[[], Visibility], most_ended: int = MOST_ENDED) -> None:
        self._visibility = visibility
        self._most_ended = most_ended
        self._boot = secrets.token_hex(4)
        self._lock = threading.Lock()
        self._version = 0
        self._rows: dict[UUID, FeedRow] = {}
        self._ordered: tuple[FeedRow, ...] | None = ()
        self.last_event_at: datetime | None = None
        """The instant of the newest event of any row."""
        self._topics: dict[str, int] = {}
        self._topics_since = 0
        self._dropped = 0
        self._arrange_at = 2 * most_ended

    @property
    def cursor(self) -> str:
        """The feed's position; equal cursors mean that nothing has changed."""
        return f"{self._boot}:{self._version}"

    def since(self, cursor: str | None, viewer: User, limit: int) -> FeedDelta | None:
        """What this viewer's list of `limit` rows needs to become current; None if it is.

        The list is longer if more calls are active. An unknown cursor (None, or of an earlier run of the server) yields
        every row.
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
        """How many calls in memory, of those that this viewer may see, began after this instant."""
        rule = self._visibility()
        return sum(row.call.started_at > instant and row.visible_to(viewer, rule) for row in self.newest())

    def newest(self) -> tuple[FeedRow, ...]:
        """The calls in memory in order, regardless of visibility."""
        with self._lock:
            return self._arranged()

    def active(self) -> tuple[FeedRow, ...]:
        """The active calls in order, regardless of visibility."""
        return tuple(itertools.takewhile(_is_active, self.newest()))

    def changed(self, cursor: str | None) -> FeedDelta | None:
        """Everything that changed since the cursor, regardless of visibility and in no order; None if that is unknown.

        For data that is derived from calls and shared by all viewers.
        """
        with self._lock:
            current, seen = self.cursor, self._version_of(cursor)
            if seen < max(self._dropped, self._topics_since):
                return None
            rows = tuple(row for row in self._rows.values() if row.version > seen)
            topics = tuple(topic for topic, version in self._topics.items() if version > seen)
        return FeedDelta(current, rows, (), topics)

    def notify(self, topics: Collection[str]) -> None:
        """Record that these topics have changed: things other than calls that open pages may show."""
        if not topics:
            return
        with self._lock:
            self._version += 1
            for topic in topics:
                self._topics.pop(topic, None)
                self._topics[topic] = self._version
            for oldest in list(itertools.islice(self._topics, max(len(self._topics) - TOPICS, 0))):
                self._topics_since = self._topics.pop(oldest)

    def publish(self, rows: Iterable[FeedRow], *, moved: bool = False) -> None:
        """Take in rows that have just become durable, in the order of their commits; unchanged rows are ignored.

        `moved`: the beginning or number of a call may have changed, so `changed` cannot tell what is concerned.
        """
        with self._lock:
            new = [row for row in rows if not self._knows(row)]
            self._version += bool(new)
            self._dropped = self._version if moved else self._dropped
            for row in new:
                self._rows[row.call.id] = replace(row, version=self._version)
                self.last_event_at = max(filter(None, (self.last_event_at, _reported_at(row.call))))
            self._ordered = None
            if len(self._rows) > self._arrange_at:
                self._arranged()

    def may_have_moved(self, rows: Collection[FeedRow]) -> bool:
        """May one of these calls, which were written elsewhere, have had another beginning or number before?

        A call that is not in memory is new, unless it began before those that are.
        """
        with self._lock:
            ended = [row.call.started_at for row in self._rows.values() if not _is_active(row)]
            oldest = min(ended) if len(ended) >= self._most_ended else None
            known = {row.call.id: self._rows.get(row.call.id) for row in rows}
        return any(
            place(row) != place(before)
            if (before := known[row.call.id])
            else oldest is not None and row.call.started_at < oldest
            for row in rows
        )

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
        """Make every poller fetch everything again, after a change that affects all rows (a color, the rule)."""
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
        """The rows in order, sorted on demand: many events may come between two polls."""
        if self._ordered is None:
            self._ordered = tuple(_cut(sorted(self._rows.values(), key=_position), self._most_ended, beside_live=True))
            if len(self._rows) > len(self._ordered):
                remaining = {row.call.id: row for row in self._ordered}
                gone = (row.version for row in self._rows.values() if row.call.id not in remaining)
                self._dropped = max(self._dropped, *gone)
                self._rows = remaining
            self._arrange_at = len(self._rows) + self._most_ended
        return self._ordered


def place(row: FeedRow | StoredCall) -> tuple[datetime, str | None]:
    """What decides which figures a call counts in, besides its state."""
    return row.call.started_at, row.number.canonical


def _reported_at(call: Call) -> datetime:
    """The last instant that a source reported of the call; `STOPPED_RINGING` is our own event and no report."""
    return call.started_at if call.cause == STOPPED_RINGING else call.last_event_at


def _is_active(row: FeedRow) -> bool:
    return row.call.state is not CallState.ENDED


def _cut(ordered: Iterable[FeedRow], limit: int, *, beside_live: bool = False) -> list[FeedRow]:
    """The first `limit` rows and every active call; `beside_live`: active calls do not count towards the limit."""
    shown: list[FeedRow] = []
    for row in ordered:
        if not _is_active(row) and len(shown) >= limit:
            break
        if beside_live and _is_active(row):
            limit += 1
        shown.append(row)
    return shown


_RANK = {CallState.RINGING: 0, CallState.QUEUED: 0, CallState.ANSWERED: 1, CallState.ENDED: 2}


def _position(row: FeedRow) -> tuple[int, float, UUID]:
    rank, began = _RANK[row.call.state], row.call.started_at.timestamp()
    return (rank, began if rank == 0 else -began, row.call.id)
