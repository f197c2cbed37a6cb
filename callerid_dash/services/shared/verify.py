"""`db verify`: rebuilds every call from its events and the figures from the calls, compares, and finds dangling
references.

Reads only. Memory is bounded: calls are taken in slices of their (uniformly distributed) ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from callerid_dash.domain.calls.calls import Call, CallEvent, fold
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing, NumberKind, parse_number
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.calls.calls import StoredCall
from callerid_dash.store.engine.database import Store
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.summaries.catalogue import SUMMARIES

_SLICE = 100_000
_IDS = 1 << 128
_ABOUT = timedelta(minutes=1)
"""Several web processes learn of a new area code one after the other."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The number of compared calls, and one line per difference (at most `MOST_SHOWN`; `total` counts all)."""

    calls: int
    differences: tuple[str, ...]
    total: int


MOST_SHOWN = 50


def verify(store: Store, dialing: Dialing) -> Verdict:
    """Compare everything derived with its source. A clean store has no differences.

    `dialing` is the environment's; a stored setting overrides it, and so does the setting at the time of a call.
    """
    with store.read(consistent=False) as session:
        office = Snapshot(settings=small_tables.settings(session), configured=Locality(dialing))
    differences: list[str] = []
    total = calls = 0
    for found, line in _differences(store, office):
        calls += found
        total += bool(line)
        if line and len(differences) < MOST_SHOWN:
            differences.append(line)
    return Verdict(calls, tuple(differences), total)


def _differences(store: Store, office: Snapshot) -> Iterator[tuple[int, str]]:
    with store.read() as session:
        slices = tables.count(session) // _SLICE + 1
    for i in range(slices):
        first, last = UUID(int=_IDS * i // slices), UUID(int=_IDS * (i + 1) // slices - 1)
        with store.read() as session:
            events = tables.events_between(session, first, last)
            stored = tables.calls_between(session, first, last)
        yield len(stored), ""
        for call_id in sorted(events.keys() | stored.keys()):
            yield 0, _compare(call_id, events.get(call_id), stored.get(call_id), office)
    with store.read() as session:
        for row in session.rows("verify.dangling"):
            yield 0, f"{row['what']} {row['id']} refers to {row['to_what']} {row['to_id']}, which does not exist"
        for row in session.rows("verify.attribution"):
            yield 0, row["words"]
    for summary in SUMMARIES.values():
        with store.read() as session:
            yield from ((0, line) for line in summary.differences(session))


def _compare(call_id: UUID, events: list[CallEvent] | None, stored: StoredCall | None, office: Snapshot) -> str:
    if not stored:
        return f"call {call_id} has events but is missing"
    if not events:
        return f"call {call_id} has no events"
    if len({event.key for event in events}) < len(events):  # not every engine has a key that forbids it
        return f"call {call_id} has an event twice"
    rebuilt = fold(events)
    if rebuilt != stored.call:
        return f"call {call_id} differs from its events"
    if (stored.number.kind, stored.number.canonical) not in _readings(rebuilt, office):
        return f"call {call_id} has another caller number than its events say"
    return ""


def _readings(call: Call, office: Snapshot) -> set[tuple[NumberKind, str | None]]:
    """The possible readings of the caller's number when the call began."""
    dialings = {office.dialing_at(call.started_at + about) for about in (-_ABOUT, _ABOUT)}
    numbers = (parse_number(call.caller, dialing) for dialing in dialings)
    return {(number.kind, number.canonical) for number in numbers}
