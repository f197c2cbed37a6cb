"""Stores test calls for a day, so that the feeds of all processes on a database show them.

They are not in `calls`, so that no list and no figure includes them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.store.engine.protocol import Row, Session


@dataclass(frozen=True, slots=True)
class SimulatedCall:
    """The events of a test call in order, and the holder that a user chose for it."""

    events: tuple[CallEvent, ...]
    chosen_id: int | None = None


def add(session: Session, call_id: UUID, event: CallEvent) -> None:
    """Store a test call that begins with this event."""
    session.run("test_calls.add", id=str(call_id), rang_at=event.at, events=_json([event]))


def go_on(session: Session, call_id: UUID, event: CallEvent) -> None:
    """Add an event to a test call; nothing happens if it is not stored any more."""
    if told := by_ids(session, [call_id]).get(call_id):
        session.run("test_calls.go_on", id=str(call_id), events=_json([*told.events, event]))


def choose(session: Session, call_id: UUID, profile_id: int | None) -> None:
    """Set the holder that a user chose; None: nobody chose one."""
    session.run("test_calls.choose", id=str(call_id), chosen_id=profile_id)


def forget(session: Session, before: datetime) -> None:
    """Delete the test calls that rang before this instant."""
    session.run("tables.remove_before test_calls rang_at", before=before)


def by_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, SimulatedCall]:
    """The test calls among these ids."""
    return _by_id(session.rows("test_calls.by_ids", ids=[str(each) for each in ids])) if ids else {}


def since(session: Session, instant: datetime) -> dict[UUID, SimulatedCall]:
    """The test calls since this instant, oldest first."""
    return _by_id(session.rows("test_calls.since", since=instant))


def _by_id(rows: Sequence[Row]) -> dict[UUID, SimulatedCall]:
    return {row["id"]: SimulatedCall(_events(row["events"]), row["chosen_id"]) for row in rows}


def _json(events: Sequence[CallEvent]) -> str:
    return json.dumps([{**asdict(event), "at": event.at.isoformat()} for event in events])


def _events(kept: str) -> tuple[CallEvent, ...]:
    return tuple(
        CallEvent(**{**told, "event": EventKind(told["event"]), "at": datetime.fromisoformat(told["at"])})
        for told in json.loads(kept)
    )
