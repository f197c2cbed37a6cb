"""Call events (an append-only log) and the calls derived from them. Neither matches numbers nor folds events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from callerid_dash.domain.calls.calls import Call, CallEvent, CallState, EventKind, Outcome
from callerid_dash.domain.numbers.phones import MatchRule, NumberKind, PhoneNumber
from callerid_dash.store.engine.protocol import Row, Session

EventKey = tuple[UUID, str]
"""A call's id and the key of one of its events."""


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call as it is stored: folded, with its parsed number and its profile."""

    call: Call
    number: PhoneNumber
    profile_id: int | None = None
    chosen_id: int | None = None
    known_then: bool = False


def add_events(session: Session, events: Mapping[EventKey, CallEvent]) -> None:
    """Append the events that are not stored yet."""
    if not events:
        return
    listed = events.values()
    session.run(
        "calls.add_events",
        call_ids=[str(call_id) for call_id, _ in events],
        keys=[key for _, key in events],
        sources=[e.source for e in listed],
        external_ids=[e.call_id for e in listed],
        events=[e.event.value for e in listed],
        instants=[e.at for e in listed],
        callers=[e.caller for e in listed],
        caller_names=[e.caller_name for e in listed],
        lines=[e.line for e in listed],
        extensions=[e.extension for e in listed],
        queues=[e.queue for e in listed],
        causes=[e.cause for e in listed],
    )


def events_of(session: Session, calls: Iterable[Call]) -> dict[UUID, list[CallEvent]]:
    """The events of these stored calls; calls without events are left out."""
    by_id = {call.id: call for call in calls}
    if not by_id:
        return {}
    rows = session.rows(
        "calls.events_of",
        ids=[str(i) for i in by_id],
        since=min(call.started_at for call in by_id.values()),
        until=max(call.last_event_at for call in by_id.values()),
    )
    return _by_call(rows)


def events_between(session: Session, first: UUID, last: UUID) -> dict[UUID, list[CallEvent]]:
    """All events of the calls whose ids lie in this closed range."""
    return _by_call(session.rows("calls.events_between", first=str(first), last=str(last)))


def calls_between(session: Session, first: UUID, last: UUID) -> dict[UUID, StoredCall]:
    """The stored calls whose ids lie in this closed range."""
    return _by_id(session.rows("calls.calls_between", first=str(first), last=str(last)))


def count(session: Session) -> int:
    """How many calls are stored."""
    row = session.row("calls.count")
    return int(row["calls"]) if row else 0


def by_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, StoredCall]:
    """The calls that exist among these ids."""
    return _by_id(session.rows("calls.by_ids", ids=[str(i) for i in ids])) if ids else {}


def unended(session: Session) -> list[StoredCall]:
    """All calls that have not ended, oldest first."""
    return [stored_from_row(row) for row in session.rows("calls.unended")]


def newest(session: Session, how_many: int) -> list[StoredCall]:
    """The calls that began last, newest first."""
    return [stored_from_row(row) for row in session.rows("calls.newest", count=how_many)]


def save(session: Session, calls: Sequence[StoredCall], replaced: Collection[UUID] = ()) -> None:
    """Store these calls, each given once; `replaced` are the ids of the calls that are stored already."""
    if replaced:
        session.run("calls.remove", ids=[str(call_id) for call_id in replaced])
    if not calls:
        return
    session.run(
        "calls.add",
        ids=[str(c.call.id) for c in calls],
        sources=[c.call.source for c in calls],
        external_ids=[c.call.external_id for c in calls],
        states=[c.call.state.value for c in calls],
        outcomes=[c.call.outcome.value if c.call.outcome else None for c in calls],
        started=[c.call.started_at for c in calls],
        answered=[c.call.answered_at for c in calls],
        ended=[c.call.ended_at for c in calls],
        last_events=[c.call.last_event_at for c in calls],
        callers=[c.call.caller for c in calls],
        caller_names=[c.call.caller_name for c in calls],
        caller_kinds=[c.number.kind.value for c in calls],
        numbers=[c.number.canonical for c in calls],
        match_rules=[c.number.rule.value for c in calls],
        lines=[c.call.line for c in calls],
        queues=[c.call.queue for c in calls],
        extensions=[c.call.extension for c in calls],
        rang=[",".join(c.call.rang) for c in calls],
        causes=[c.call.cause for c in calls],
        profile_ids=[c.profile_id for c in calls],
        chosen_ids=[c.chosen_id for c in calls],
        known=[c.known_then for c in calls],
    )


def stored_from_row(row: Row) -> StoredCall:
    """A row of `calls` with all its columns."""
    return StoredCall(
        call_from_row(row), number_from_row(row), row["profile_id"], row["chosen_profile_id"], row["known_then"]
    )


def call_from_row(row: Row) -> Call:
    """The folded call in a row of `calls`."""
    return Call(
        id=row["id"],
        source=row["source"],
        external_id=row["external_id"],
        state=CallState(row["state"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        started_at=row["started_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        last_event_at=row["last_event_at"],
        caller=row["caller"],
        caller_name=row["caller_name"],
        line=row["line"],
        queue=row["queue"],
        extension=row["extension"],
        rang=tuple(row["rang"].split(",")) if row["rang"] else (),
        cause=row["cause"],
    )


def number_from_row(row: Row) -> PhoneNumber:
    """The caller's number in a row of `calls`."""
    return PhoneNumber(row["caller"], NumberKind(row["caller_kind"]), row["number"], rule=MatchRule(row["match_rule"]))


def _by_id(rows: Sequence[Row]) -> dict[UUID, StoredCall]:
    return {row["id"]: stored_from_row(row) for row in rows}


def _by_call(rows: Sequence[Row]) -> dict[UUID, list[CallEvent]]:
    events: dict[UUID, list[CallEvent]] = {}
    for row in rows:
        events.setdefault(row["call_id"], []).append(_event(row))
    return events


def _event(row: Row) -> CallEvent:
    return CallEvent(
        source=row["source"],
        call_id=row["external_id"],
        event=EventKind(row["event"]),
        at=row["happened_at"],
        caller=row["caller"],
        caller_name=row["caller_name"],
        line=row["line"],
        extension=row["extension"],
        queue=row["queue"],
        cause=row["cause"],
        event_id=row["key"][1:] if row["key"].startswith("=") else "",
    )
