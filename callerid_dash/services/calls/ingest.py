"""Stores call events: deduplicates them, builds their calls, matches callers, commits, then publishes.

All waiting events are written as one batch (see `store/engine/writer.py`); each sender is answered after the commit.
The holders of a number are read inside the same transaction.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.calls import END_UNKNOWN, Call, CallEvent, EventKind, call_uuid, fold
from callerid_dash.domain.calls.ringing import tells_more
from callerid_dash.domain.numbers.phones import PhoneNumber, parse_number
from callerid_dash.domain.profiles.profiles import preferred_id
from callerid_dash.services.core import Core
from callerid_dash.services.live.caller_lookup import Holders
from callerid_dash.services.live.feed import MOST_ENDED, FeedRow, place
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.calls import ringing
from callerid_dash.store.calls.calls import EventKey, StoredCall
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries import changes
from callerid_dash.store.summaries.catalogue import SUMMARIES
from callerid_dash.store.summaries.refresher import refresh

OPEN_LIMIT = timedelta(hours=4)
"""A call without an end and without any event for this long is closed as 'end unknown'."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of a request: how many events were new or already known, and the calls that they belong to."""

    accepted: int
    duplicates: int
    calls: tuple[FeedRow, ...]


@dataclass(slots=True)
class Ingest:
    """The only writer of calls; also the `Intake` of all sources.

    `auto_create` is called with the numbers that nobody holds, in the transaction of their calls, and returns whether
    it has created profiles (`services/profiles/auto_contacts.py`).
    """

    core: Core
    auto_create: Callable[[Session, Collection[PhoneNumber]], bool] = lambda _session, _numbers: False
    accepted: int = field(init=False, default=0)
    duplicates: int = field(init=False, default=0)
    _telling: frozenset[str] = field(init=False, default=frozenset())

    def load_feed(self) -> None:
        """Update the feed from the stored calls: at start, and when something other than `submit` has written calls.

        Once writing has begun, call it only in the writer's thread (`Session.after_commit`): what is read must not
        overwrite something newer in the feed.
        """
        with self.core.store.read() as session:
            stored = {c.call.id: c for c in (*tables.newest(session, MOST_ENDED), *tables.unended(session))}
            shown = [*stored.values(), *self.core.matcher.test_calls_in(session)]
            # Other processes may have written older calls, too, which are not read here.
            self.core.feed.publish(self.core.matcher.rows_in(session, shown).values(), moved=True)

    def load_calls(self, ids: Collection[UUID]) -> None:
        """Update the feed from these calls, which another process has written; call it where `load_feed` is called."""
        with self.core.store.read() as session:
            stored = self.core.matcher.calls_in(session, ids)
            rows = self.core.matcher.rows_in(session, list(stored.values())).values()
        self.core.feed.publish(rows, moved=self.core.feed.may_have_moved(rows))

    def submit(self, events: Sequence[CallEvent]) -> Receipt:
        """Store events; returns when they are durable. Raises Busy or StoreUnavailable, having stored nothing."""
        if not events:
            return Receipt(0, 0, ())
        return self.core.store.write_with_others(self._write_batch, events)

    def write(self, session: Session, events: Sequence[CallEvent]) -> None:
        """Store events within the transaction of another write."""
        self._write_batch(session, [events])

    def record(self, events: Sequence[CallEvent]) -> None:
        """`Intake.record`: store what a source saw."""
        self.submit(events)

    def open_calls(self, source: str) -> list[Call]:
        """`Intake.open_calls`: the calls of a source that have not ended, oldest first."""
        with self.core.store.read() as session:
            return [stored.call for stored in tables.unended(session) if stored.call.source == source]

    def close_silent_calls(self, now: datetime | None = None) -> int:
        """Close calls without any event for `OPEN_LIMIT`; returns how many."""
        before = (now or self.core.clock()) - OPEN_LIMIT
        with self.core.store.read() as session:
            silent = [stored.call for stored in tables.unended(session) if stored.call.last_event_at < before]
        self.submit(
            [
                CallEvent(call.source, call.external_id, EventKind.ENDED, call.last_event_at, cause=END_UNKNOWN)
                for call in silent
            ]
        )
        return len(silent)

    def refresh_summary(self, summary: str, now: datetime | None = None) -> bool:
        """Take the next step in refreshing a summary; answers whether another step may follow."""
        before = (now or self.core.clock()) - changes.SETTLED
        zone = ZoneInfo(self.core.snapshot.locality.timezone)
        return refresh(self.core.store, SUMMARIES[summary], before, zone)

    def _write_batch(self, session: Session, requests: Sequence[Sequence[CallEvent]]) -> list[Receipt]:
        with session.only_calls({call_uuid(e.source, e.call_id) for events in requests for e in events}):
            return self._write_calls(session, requests)

    def _write_calls(self, session: Session, requests: Sequence[Sequence[CallEvent]]) -> list[Receipt]:
        keyed = [{_key(event): event for event in reversed(request)} for request in requests]
        distinct = {key: event for events in reversed(keyed) for key, event in events.items()}
        before = tables.by_ids(session, {call_id for call_id, _ in distinct})
        known = _events_before(session, before)
        accepted = {key: event for key, event in distinct.items() if key not in known}
        tables.add_events(session, accepted)
        telling = frozenset(event.source for event in accepted.values() if tells_more(event)) - self._telling
        if telling:
            ringing.add_telling(session, telling, self.core.clock())
        calls = _refolded(accepted, known)
        dialing_at, matcher = self.core.snapshot.dialing_at, self.core.matcher
        numbers = {call.id: parse_number(call.caller, dialing_at(call.started_at)) for call in calls}
        known_numbers = (stored.number for stored in before.values())
        holders: Holders = matcher.holders_in(session, (n.canonical for n in (*numbers.values(), *known_numbers)))
        known_then = holders.keys()
        unknown_numbers = {n.canonical: n for n in numbers.values() if n.canonical and n.canonical not in holders}
        if unknown_numbers and self.auto_create(session, unknown_numbers.values()):
            session.concerns_more()
            holders = {**holders, **matcher.holders_in(session, unknown_numbers)}
        changed = [_attributed(call, numbers[call.id], holders, known_then, before.get(call.id)) for call in calls]
        replaced = [before[stored.call.id] for stored in changed if stored.call.id in before]
        tables.save(session, changed, replaced=[stored.call.id for stored in replaced])
        changes.note(session, [*replaced, *changed])
        now = {**before, **{stored.call.id: stored for stored in changed}}
        rows = matcher.rows_in(session, list(now.values()), holders)
        receipts = _receipts(keyed, [len(request) for request in requests], accepted.keys(), rows)
        moved = any(place(old) != place(now[old.call.id]) for old in replaced)
        published = [rows[stored.call.id] for stored in changed]
        session.after_commit(lambda: self._stored(published, receipts, telling, moved=moved))
        return receipts

    def _stored(
        self, changed: Sequence[FeedRow], receipts: Sequence[Receipt], telling: frozenset[str], *, moved: bool
    ) -> None:
        # Runs in the writer's thread alone, so that the counters need no lock.
        self.accepted += sum(receipt.accepted for receipt in receipts)
        self._telling |= telling
        self.duplicates += sum(receipt.duplicates for receipt in receipts)
        if changed:
            self.core.feed.publish(changed, moved=moved)


def _attributed(
    call: Call, number: PhoneNumber, holders: Holders, known_then: Set[str], old: StoredCall | None
) -> StoredCall:
    """The stored call with its number and profile; an earlier attribution of the same caller stays."""
    found = holders.get(number.canonical or "", ())
    if old and old.number.canonical == number.canonical:
        return StoredCall(call, number, old.profile_id, old.chosen_id, old.known_then)
    return StoredCall(call, number, preferred_id(found), known_then=number.canonical in known_then)


def _key(event: CallEvent) -> EventKey:
    return (call_uuid(event.source, event.call_id), event.key)


def _events_before(session: Session, before: Mapping[UUID, StoredCall]) -> dict[EventKey, CallEvent]:
    """The stored events of these calls."""
    by_call = tables.events_of(session, (stored.call for stored in before.values()))
    return {(call_id, event.key): event for call_id, events in by_call.items() for event in events}


def _refolded(accepted: Mapping[EventKey, CallEvent], known: Mapping[EventKey, CallEvent]) -> list[Call]:
    """The calls that have new events, built from all their events."""
    events: dict[UUID, list[CallEvent]] = {call_id: [] for call_id, _ in accepted}
    for (call_id, _), event in itertools.chain(known.items(), accepted.items()):
        if call_id in events:
            events[call_id].append(event)
    return [fold(of_call) for of_call in events.values()]


def _receipts(
    requests: Sequence[Mapping[EventKey, CallEvent]],
    sizes: Sequence[int],
    accepted: Set[EventKey],
    rows: Mapping[UUID, FeedRow],
) -> list[Receipt]:
    """One receipt per request; of equal events in the batch only the first one counts as accepted."""
    receipts, left = [], set(accepted)
    for keyed, size in zip(requests, sizes, strict=True):
        new = left.intersection(keyed)
        left -= new
        touched = dict.fromkeys(call_id for call_id, _ in keyed)
        receipts.append(Receipt(len(new), size - len(new), tuple(rows[call_id] for call_id in touched)))
    return receipts
