"""Callers who wait for an answer, worked out once for everybody and kept up with the feed.

Somebody waits who was missed within the last `WAITS`, whose number can be called back (withheld and invalid ones
cannot, so they are never listed), and whom since the last attempt nobody has

- answered: any call of the number that was answered at or after the attempt's beginning, however late it is told;
- called back: a record of a phone call that happened in the attempt's minute or later, with that number or on a
  profile that holds it;
- closed by hand (`services/calls/missed_calls.py`).

Who did not call again for as many days as the office sets (`Snapshot.missed_days`, by its calendar) is due no more:
such callers were never called back. They are listed apart until they leave with `WAITS`; no badge counts them.

A poll that brings nothing new costs a comparison. When calls, records or profiles have changed, only their numbers are
looked up again; all of them are at start, when a setting has changed or too much at once, and now and then, because
what is older than `WAITS` leaves by itself.
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
"""For how long a caller is listed. Nobody is called back about a call of last month, and so much can be read each time.
"""
_MISSED, _PROFILE = "missed:", profile_topic(0).removesuffix("0")
_AGAIN = timedelta(hours=6)
"""After so long everything is looked up, once the feed moves."""
_MANY = 50
"""So many numbers are not looked up one by one."""


def missed_topic(number: str) -> str:
    """The topic of a caller whose missed calls were closed or opened again by hand."""
    return f"{_MISSED}{number}"


@dataclass(frozen=True, slots=True)
class MissedAttempts:
    """Unanswered calls of one caller that rang alike: the last one, how many there are, when the first one began."""

    row: FeedRow
    count: int
    first_at: datetime

    @property
    def owner_ids(self) -> frozenset[int]:
        """Who owns the caller's profiles."""
        holders = () if self.row.unassigned else self.row.holders
        return frozenset(owner.user_id for holder in holders for owner in holder.owners)

    @property
    def rang(self) -> tuple[str, ...]:
        """The extensions at which they rang."""
        return tuple(filter(None, (self.row.call.extension, *self.row.call.rang)))


@dataclass(frozen=True)
class Board:
    """All callers who wait, by canonical number. `stamp` differs from that of every other board of this process.

    Those are due who have called since `due_from`.
    """

    stamp: str
    callers: Mapping[str, tuple[MissedAttempts, ...]]
    due_from: datetime
    _late: set[str] = field(init=False, repr=False)
    _due: set[str] = field(init=False, repr=False)
    _owned: Mapping[int, set[str]] = field(init=False, repr=False)
    _rang: Mapping[str, set[str]] = field(init=False, repr=False)
    _nobodys: set[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        owned: defaultdict[int, set[str]] = defaultdict(set)
        rang: defaultdict[str, set[str]] = defaultdict(set)
        nobodys: set[str] = set()
        for number, groups in self.callers.items():
            for group in groups:
                owner_ids = group.owner_ids
                for owner_id in owner_ids:
                    owned[owner_id].add(number)
                for extension in group.rang:
                    rang[extension].add(number)
                if not owner_ids:
                    nobodys.add(number)
        late = {number for number, groups in self.callers.items() if not self.is_due(groups)}
        sets = {"_owned": owned, "_rang": rang, "_nobodys": nobodys, "_late": late, "_due": self.callers.keys() - late}
        for name, value in sets.items():
            object.__setattr__(self, name, value)

    def is_due(self, attempts: Iterable[MissedAttempts]) -> bool:
        """Did the last of these attempts come lately enough?"""
        return max(group.row.call.started_at for group in attempts) >= self.due_from

    def listed(self, viewer: User, rule: Visibility, *, mine: bool = False, late: bool = False) -> Collection[str]:
        """The numbers of the callers who are due in this viewer's list, or of those who were never called back.

        An agent whose attempts the rule hides is told by the others alone.
        """
        if can(viewer.role, Action.SEE_ALL_CALLS) and not mine:
            return self._late if late else self._due
        numbers = self.of(viewer, rule, mine=mine)
        if sees_every_call(viewer, rule):
            return [number for number in numbers if (number in self._late) is late]
        seen = ((number, self.seen(number, viewer, rule)) for number in numbers)
        return [number for number, groups in seen if groups and self.is_due(groups) is not late]

    def of(self, viewer: User, rule: Visibility, *, mine: bool = False) -> Collection[str]:
        """The numbers of all callers of this viewer. See `services/calls/missed_calls.py` for whose they are."""
        every = can(viewer.role, Action.SEE_ALL_CALLS)
        if every and not mine:
            return self.callers.keys()
        owned = self._owned.get(viewer.id, set())
        rang = set().union(*(self._rang.get(extension, set()) for extension in viewer.extensions))
        if every:
            return owned | rang
        if rule is Visibility.ALL:
            return owned | rang | self._nobodys
        return {
            Visibility.OWN_EXTENSION: rang,
            Visibility.OWN_PROFILES: owned,
            Visibility.OWN_EXTENSION_OR_PROFILES: owned | rang,
        }[rule]

    def seen(self, number: str, viewer: User, rule: Visibility) -> list[MissedAttempts]:
        """Those attempts of a caller that the visibility rule shows this viewer, the last one first."""
        groups = self.callers.get(number, ())
        if not sees_every_call(viewer, rule):
            groups = tuple(group for group in groups if group.row.visible_to(viewer, rule))
        return sorted(groups, key=lambda group: group.row.call.started_at, reverse=True)


class WaitingBoard:
    """Keeps the board up with the feed. Thread-safe: whoever asks first after a change works it out for all."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = threading.Lock()
        self._cursor: str | None = None
        self._looked_at = core.clock()
        self._board = Board("", {}, self._due_from())

    def current(self) -> Board:
        """The board as of now; costs two comparisons when the feed has not moved and no day has begun."""
        if self._cursor == self._core.feed.cursor and self._board.due_from == self._due_from():
            return self._board
        with self._lock:
            if self._cursor != self._core.feed.cursor:
                self._follow()
            if self._board.due_from != (due_from := self._due_from()):
                self._board = Board(f"{self._cursor} {due_from:%Y%m%d}", self._board.callers, due_from)
            return self._board

    def _due_from(self) -> datetime:
        """The midnight since when a caller must have called to be due."""
        snapshot = self._core.directory.snapshot
        zone = snapshot.locality.zone
        day = self._core.clock().astimezone(zone).date() - timedelta(days=snapshot.missed_days)
        return datetime.combine(day, time(), zone).astimezone(UTC)

    def _follow(self) -> None:
        cursor, news, at = self._core.feed.cursor, self._core.feed.changed(self._cursor), self._core.clock()
        touched = self._touched(news) if news and at - self._looked_at < _AGAIN else None
        if touched is None or len(touched) > _MANY:
            self._board, self._looked_at = Board(cursor, self._read(None), self._due_from()), at
        elif touched:
            others = {number: held for number, held in self._board.callers.items() if number not in touched}
            callers = others | self._read(touched)
            if callers != self._board.callers:
                self._board = Board(cursor, callers, self._due_from())
        self._cursor = cursor  # what has come since then is looked at the next time

    def _touched(self, news: FeedDelta) -> set[str] | None:
        """The numbers of which something may have changed; None when that may be all. Ringing settles nothing."""
        numbers: set[str] = set()
        profile_ids: set[int] = set()
        for topic in news.topics:
            if topic.startswith(_MISSED):
                numbers.add(topic.removeprefix(_MISSED))
            elif topic.startswith(_PROFILE):
                profile_ids.add(int(topic.removeprefix(_PROFILE)))
            elif topic != PROFILES:
                return None
        numbers |= {row.number.canonical for row in news.changed if row.number.canonical and _settles(row)}
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

    def read(self, session: Session, numbers: Collection[str] | None) -> dict[str, tuple[MissedAttempts, ...]]:
        """Who waits of these numbers (None: of all), as this session sees it."""
        kinds = [kind.id for kind in self._core.directory.snapshot.record_kinds.values() if kind.is_phone_call]
        found = tables.unanswered(session, self._core.clock() - WAITS, kinds, numbers)
        return _by_number(found, self._core.matcher.rows_in(session, [each.last for each in found]))

    def _read(self, numbers: Collection[str] | None) -> dict[str, tuple[MissedAttempts, ...]]:
        with self._core.store.read() as session:
            return self.read(session, numbers)


def _by_number(found: Collection[Unanswered], rows: Mapping[UUID, FeedRow]) -> dict[str, tuple[MissedAttempts, ...]]:
    callers: defaultdict[str, list[MissedAttempts]] = defaultdict(list)
    for each in found:
        callers[each.last.number.canonical or ""].append(
            MissedAttempts(rows[each.last.call.id], each.attempts, each.first_at)
        )
    return {
        number: tuple(sorted(groups, key=lambda group: (group.row.call.started_at, group.row.call.id)))
        for number, groups in callers.items()
    }


def _settles(row: FeedRow) -> bool:
    return row.call.state is CallState.ENDED or row.call.answered_at is not None
