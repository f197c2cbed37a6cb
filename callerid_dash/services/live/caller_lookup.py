"""Caches the holders of numbers, as calls of the same caller come in bunches; and joins calls with their holders.

Profiles, colors and users change rarely; whoever changes them says which numbers to forget. Which holder a call is
shown under is decided elsewhere (`domain/profiles/profiles.py: preferred_holder`).
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from callerid_dash.domain.calls.calls import SIMULATED, CallEvent, EventKind, fold
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.profiles.profiles import Holder
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.calls import test_calls
from callerid_dash.store.calls.calls import StoredCall
from callerid_dash.store.calls.test_calls import SimulatedCall
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import holders as tables

MOST_CACHED = 20_000
"""Numbers in the cache; one with holders takes about 1 kB."""

TEST_CALL_LIFETIME = timedelta(days=1)
"""How long feeds show a test call."""
_LEFT_OVER = timedelta(minutes=2)
"""A test call without a new event for so long was left by a process that has ended."""

Holders = Mapping[str, tuple[Holder, ...]]
"""Holders by canonical number, lowest id first."""


class Matcher:
    """Holders by canonical number. Thread-safe."""

    def __init__(self, store: Store, directory: Directory, most: int = MOST_CACHED) -> None:
        self._store = store
        self._directory = directory
        self._most = most
        self._lock = threading.Lock()
        self._changes = 0
        self._known: dict[str, tuple[Holder, ...]] = {}

    def holders(self, numbers: Iterable[str | None]) -> dict[str, tuple[Holder, ...]]:
        """The holders of each number, lowest id first; numbers without holders are left out."""
        wanted = list(filter(None, numbers))
        with self._lock:
            changes = self._changes
            found = {number: self._known[number] for number in wanted if number in self._known}
        if missing := [number for number in wanted if number not in found]:
            with self._store.read(consistent=False) as session:
                fresh = self.holders_in(session, missing)
            found |= {number: fresh.get(number, ()) for number in missing}
            self._remember(changes, {number: found[number] for number in missing})
        return {number: held for number, held in found.items() if held}

    def holders_in(self, session: Session, numbers: Iterable[str | None]) -> dict[str, tuple[Holder, ...]]:
        """The same as this session sees it, including its own writes."""
        snapshot = self._directory.snapshot
        return tables.holders(session, set(filter(None, numbers)), snapshot.users, snapshot.colors)

    def rows(self, stored: Collection[StoredCall]) -> dict[UUID, FeedRow]:
        """The feed rows of these calls, with the holders of their numbers."""
        holders = self.holders(s.number.canonical for s in stored)
        with self._store.read(consistent=False) as session:
            return self.rows_in(session, stored, holders)

    def rows_in(
        self, session: Session, stored: Collection[StoredCall], holders: Holders | None = None
    ) -> dict[UUID, FeedRow]:
        """The same as this session sees it; `holders` are given if they are already known."""
        if holders is None:
            holders = self.holders_in(session, (s.number.canonical for s in stored))
        held = {s.call.id: holders.get(s.number.canonical or "", ()) for s in stored}
        given_away = {
            s.profile_id for s in stored if s.profile_id and all(h.id != s.profile_id for h in held[s.call.id])
        }
        snapshot = self._directory.snapshot
        former = tables.by_profile(session, given_away, snapshot.users, snapshot.colors) if given_away else {}
        return {s.call.id: _row(s, held[s.call.id], former) for s in stored}

    def rows_by_id(self, call_ids: Collection[UUID]) -> list[FeedRow]:
        """The feed rows of the calls with these ids, as they are stored now."""
        if not call_ids:
            return []
        with self._store.read() as session:
            return list(self.rows_in(session, list(self.calls_in(session, call_ids).values())).values())

    def calls_in(self, session: Session, call_ids: Collection[UUID]) -> dict[UUID, StoredCall]:
        """The existing calls among these ids, including test calls (`store/calls/test_calls.py`)."""
        found = call_tables.by_ids(session, call_ids)
        missing = [call_id for call_id in call_ids if call_id not in found]
        return {**found, **self._as_stored(test_calls.by_ids(session, missing))} if missing else found

    def test_calls_in(self, session: Session) -> list[StoredCall]:
        """The test calls that feeds show."""
        return list(self._as_stored(test_calls.since(session, datetime.now(UTC) - TEST_CALL_LIFETIME)).values())

    def _as_stored(self, told: Mapping[UUID, SimulatedCall]) -> dict[UUID, StoredCall]:
        dialing = self._directory.snapshot.locality.dialing
        calls = {call_id: fold(_with_end(each.events)) for call_id, each in told.items()}
        return {
            call_id: StoredCall(call, parse_number(call.caller, dialing), chosen_id=told[call_id].chosen_id)
            for call_id, call in calls.items()
        }

    def forget(self, numbers: Collection[str]) -> None:
        """Forget the holders of these numbers; call it after the commit of a change."""
        with self._lock:
            self._changes += 1
            for number in numbers:
                self._known.pop(number, None)

    def forget_all(self) -> None:
        """Forget everything, after a change of users or colors or of too much to name; reload the directory first."""
        with self._lock:
            self._changes += 1
            self._known.clear()

    def _remember(self, changes: int, fresh: dict[str, tuple[Holder, ...]]) -> None:
        with self._lock:
            if changes != self._changes:  # read before a change that was forgotten in the meantime
                return
            self._known |= fresh
            for oldest in list(itertools.islice(self._known, max(len(self._known) - self._most, 0))):
                del self._known[oldest]


def _with_end(events: tuple[CallEvent, ...]) -> tuple[CallEvent, ...]:
    """The events of a test call, with an end if the process that started it did not add one."""
    last = events[-1]
    if last.event is EventKind.ENDED or last.at > datetime.now(UTC) - _LEFT_OVER:
        return events
    return (*events, replace(last, event=EventKind.ENDED, extension="", cause="normal", event_id="left"))


def _row(stored: StoredCall, held: tuple[Holder, ...], former: Mapping[int, Holder]) -> FeedRow:
    if stored.call.source == SIMULATED:  # it belongs to whoever holds the number now
        return FeedRow(stored.call, stored.number, held, stored.chosen_id)
    if stored.profile_id is None:
        return FeedRow(stored.call, stored.number, held, unassigned=bool(held))
    if any(holder.id == stored.profile_id for holder in held) or stored.profile_id not in former:
        return FeedRow(stored.call, stored.number, held, stored.chosen_id)
    with_former = (*held, former[stored.profile_id])
    return FeedRow(stored.call, stored.number, with_former, stored.chosen_id, former_id=stored.profile_id)
