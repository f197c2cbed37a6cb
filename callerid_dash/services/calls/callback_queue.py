"""The callers who wait to be called back, computed once for everybody and updated with the feed.

A caller waits who was missed within the last `WAITS` and whose number can be called back (withheld and invalid ones
cannot, so they are never listed), unless since the last attempt the caller was

- answered: any call of the number that was answered at or after the attempt's beginning, however late it is reported;
- called back: a record of a phone call in the attempt's minute or later, with that number or on a profile that holds
  it;
- closed by hand (`services/calls/missed_calls.py`).

A caller who has not called again for as many days as the office sets (`Snapshot.missed_days`, by its calendar) is no
longer due and counts as never called back. Such callers are listed separately until `WAITS` has passed; no badge counts
them.

A poll without changes costs a comparison. When calls, records or profiles change, only their numbers are looked up
again. All numbers are looked up at start, when a setting or too much at once has changed, and now and then, because
callers older than `WAITS` leave without an event.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from callerid_dash.domain.calls.calls import CallState
from callerid_dash.domain.users import Action, User, Visibility, can, sees_every_call
from callerid_dash.services.core import Core
from callerid_dash.services.live.change_notifications import PROFILES, profile_topic
from callerid_dash.services.live.feed import FeedDelta, FeedRow
from callerid_dash.services.shared.directory import MOST_MISSED_DAYS
from callerid_dash.store.calls import missed as tables
from callerid_dash.store.calls.missed import Unanswered
from callerid_dash.store.engine.protocol import Session

WAITS = timedelta(days=MOST_MISSED_DAYS)
"""How long a caller is listed: nobody is called back about a call of last month, and this much can be read
each time.
"""
_MISSED, _PROFILE = "missed:", profile_topic(0).removesuffix("0")
_AGAIN = timedelta(hours=6)
"""After this time everything is looked up again when the feed moves."""
_MANY = 50
"""From this many numbers on, everything is looked up instead."""


def missed_topic(number: str) -> str:
    """The topic of a caller whose missed calls were closed or reopened by hand."""
    return f"{_MISSED}{number}"


@dataclass(frozen=True, slots=True)
class WaitingCaller:
    """Missed calls of one caller: the last one, how many, and when the first one began.

    On the board they are those at the same phones and of the same holder, in a list those that its viewer sees.
    """

    row: FeedRow
    attempts: int
    first_at: datetime

    @property
    def number(self) -> str:
        """The canonical number."""
        return self.row.number.canonical or ""

    @property
    def last_at(self) -> datetime:
        """When the last attempt began."""
        return self.row.call.started_at

    @property
    def owner_ids(self) -> frozenset[int]:
        """The ids of the users who own the caller's profiles."""
        holders = () if self.row.unassigned else self.row.holders
        return frozenset(owner.user_id for holder in holders for owner in holder.owners)

    @property
    def rang(self) -> tuple[str, ...]:
        """The extensions that rang."""
        return tuple(filter(None, (self.row.call.extension, *self.row.call.rang)))


@dataclass(frozen=True)
class Board:
    """All waiting callers by canonical number. `stamp` is unique among the boards of this process.

    Callers are due who have called since `due_from`.
    """

    stamp: str
    callers: Mapping[str, tuple[WaitingCaller, ...]]
    due_from: datetime
    _late: set[str] = field(init=False, repr=False)
    _due: set[str] = field(init=False, repr=False)
    _owned: Mapping[int, set[str]] = field(init=False, repr=False)
    _rang: Mapping[str, set[str]] = field(init=False, repr=False)
    _unowned: set[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        owned: defaultdict[int, set[str]] = defaultdict(set)
        rang: defaultdict[str, set[str]] = defaultdict(set)
        unowned: set[str] = set()
        for number, groups in self.callers.items():
            for group in groups:
                owner_ids = group.owner_ids
                for owner_id in owner_ids:
                    owned[owner_id].add(number)
                for extension in group.rang:
                    rang[extension].add(number)
                if not owner_ids:
                    unowned.add(number)
        late = {number for number, groups in self.callers.items() if not self.is_due(groups)}
        sets = {"_owned": owned, "_rang": rang, "_unowned": unowned, "_late": late, "_due": self.callers.keys() - late}
        for name, value in sets.items():
            object.__setattr__(self, name, value)

    def is_due(self, attempts: Iterable[WaitingCaller]) -> bool:
        """Did the last of these attempts come after `due_from`?"""
        return max(group.last_at for group in attempts) >= self.due_from

    def listed(self, viewer: User, rule: Visibility, *, mine: bool = False, late: bool = False) -> Collection[str]:
        """The numbers of the callers in this viewer's list who are due, or (`late`) who were never called back.

        For an agent, only the attempts that the visibility rule shows count.
        """
        if can(viewer.role, Action.SEE_ALL_CALLS) and not mine:
            return self._late if late else self._due
        numbers = self.of(viewer, rule, mine=mine)
        if sees_every_call(viewer, rule):
            return [number for number in numbers if (number in self._late) is late]
        seen = ((number, self.seen(number, viewer, rule)) for number in numbers)
        return [number for number, groups in seen if groups and self.is_due(groups) is not late]

    def of(self, viewer: User, rule: Visibility, *, mine: bool = False) -> Collection[str]:
        """The numbers of all callers in this viewer's list; `services/calls/missed_calls.py` says who they are."""
        every = can(viewer.role, Action.SEE_ALL_CALLS)
        if every and not mine:
            return self.callers.keys()
        owned = self._owned.get(viewer.id, set())
        rang = set().union(*(self._rang.get(extension, set()) for extension in viewer.extensions))
        if every:
            return owned | rang
        if rule is Visibility.ALL:
            return owned | rang | self._unowned
        return (rang if rule.by_extension else set()) | (owned if rule.by_profile else set())

    def seen(self, number: str, viewer: User, rule: Visibility) -> list[WaitingCaller]:
        """The attempts of a caller that the visibility rule shows this viewer, newest first."""
        groups = self.callers.get(number, ())
        if not sees_every_call(viewer, rule):
            groups = tuple(group for group in groups if group.row.visible_to(viewer, rule))
        return sorted(groups, key=lambda group: group.last_at, reverse=True)


class WaitingBoard:
    """Keeps the board current with the feed. Thread-safe: the first reader after a change updates it for all."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = threading.Lock()
        self._cursor: str | None = None
        self._looked_at = core.clock()
        self._board = Board("", {}, self._due_from())

    def current(self) -> Board:
        """The current board; costs two comparisons if the feed has not moved and no day has begun."""
        if self._cursor == self._core.feed.cursor and self._board.due_from == self._due_from():
            return self._board
        with self._lock:
            if self._cursor != self._core.feed.cursor:
                self._follow()
            if self._board.due_from != (due_from := self._due_from()):
                self._board = Board(f"{self._cursor} {due_from:%Y%m%d}", self._board.callers, due_from)
            return self._board

    def _due_from(self) -> datetime:
        """The midnight after which a caller must have called to be due."""
        snapshot = self._core.snapshot
        zone = snapshot.locality.zone
        day = self._core.clock().astimezone(zone).date() - timedelta(days=snapshot.missed_days)
        return datetime.combine(day, time(), zone).astimezone(UTC)

    def _follow(self) -> None:
        cursor, changes, at = self._core.feed.cursor, self._core.feed.changed(self._cursor), self._core.clock()
        touched = self._touched(changes) if changes and at - self._looked_at < _AGAIN else None
        if touched is None or len(touched) > _MANY:
            self._board, self._looked_at = Board(cursor, self._read(None), self._due_from()), at
        elif touched:
            others = {number: held for number, held in self._board.callers.items() if number not in touched}
            callers = others | self._read(touched)
            if callers != self._board.callers:
                self._board = Board(cursor, callers, self._due_from())
        self._cursor = cursor  # later changes are looked up the next time

    def _touched(self, changes: FeedDelta) -> set[str] | None:
        """The numbers that may be affected by these changes; None for possibly all. Ringing alone affects nothing."""
        numbers: set[str] = set()
        profile_ids: set[int] = set()
        for topic in changes.topics:
            if topic.startswith(_MISSED):
                numbers.add(topic.removeprefix(_MISSED))
            elif topic.startswith(_PROFILE):
                profile_ids.add(int(topic.removeprefix(_PROFILE)))
            elif topic != PROFILES:
                return None
        numbers |= {row.number.canonical for row in changes.changed if row.number.canonical and _affects(row)}
        return numbers | self._numbers_of(profile_ids) if profile_ids else numbers

    def _numbers_of(self, profile_ids: Collection[int]) -> set[str]:
        """The numbers that these profiles hold or held, and those of their records."""
        with self._core.store.read() as session:
            numbers = tables.numbers_of(session, profile_ids, self._core.clock() - WAITS)
        for number, groups in self._board.callers.items():
            if any(holder.id in profile_ids for group in groups for holder in group.row.holders):
                numbers.add(number)
        return numbers

    def as_seen(self, session: Session, numbers: Collection[str]) -> Board:
        """The board of these numbers as this session sees it."""
        return Board("", self.read(session, numbers), self._due_from())

    def read(self, session: Session, numbers: Collection[str] | None) -> dict[str, tuple[WaitingCaller, ...]]:
        """The waiting callers among these numbers (None: all), as this session sees them."""
        kinds = [kind.id for kind in self._core.snapshot.record_kinds.values() if kind.is_phone_call]
        rows_found = tables.unanswered(session, self._core.clock() - WAITS, kinds, numbers)
        return _by_number(rows_found, self._core.matcher.rows_in(session, [each.last for each in rows_found]))

    def _read(self, numbers: Collection[str] | None) -> dict[str, tuple[WaitingCaller, ...]]:
        with self._core.store.read() as session:
            return self.read(session, numbers)


def _by_number(
    rows_found: Collection[Unanswered], rows: Mapping[UUID, FeedRow]
) -> dict[str, tuple[WaitingCaller, ...]]:
    callers: defaultdict[str, list[WaitingCaller]] = defaultdict(list)
    for each in rows_found:
        callers[each.last.number.canonical or ""].append(
            WaitingCaller(rows[each.last.call.id], each.attempts, each.first_at)
        )
    return {
        number: tuple(sorted(groups, key=lambda group: (group.last_at, group.row.call.id)))
        for number, groups in callers.items()
    }


def _affects(row: FeedRow) -> bool:
    return row.call.state is CallState.ENDED or row.call.answered_at is not None
