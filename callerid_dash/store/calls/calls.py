"""Call events (an append-only log) and the calls derived from them. Neither matches numbers nor folds events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from callerid_dash.domain.calls.calls import Call, CallEvent
from callerid_dash.domain.numbers.phones import MatchRule, NumberKind, PhoneNumber
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import by_column, made

EventKey = tuple[UUID, str]
"""A call's id and the key of one of its events."""
_COLUMNS = tuple(each.name for each in fields(Call) if each.name != "rang")


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
        call_id=[call_id for call_id, _ in events],
        key=[key for _, key in events],
        external_id=[event.call_id for event in listed],
        happened_at=[event.at for event in listed],
        **by_column(listed, "source", "event", "caller", "caller_name", "line", "extension", "queue", "cause"),
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
    return int(session.value("calls.count"))


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
    folded, numbers = [each.call for each in calls], [each.number for each in calls]
    session.run(
        "calls.add",
        **by_column(folded, *_COLUMNS),
        rang=[",".join(call.rang) for call in folded],
        caller_kind=[number.kind for number in numbers],
        number=[number.canonical for number in numbers],
        match_rule=[number.rule for number in numbers],
        profile_id=[each.profile_id for each in calls],
        chosen_profile_id=[each.chosen_id for each in calls],
        known_then=[each.known_then for each in calls],
    )


def stored_from_row(row: Row) -> StoredCall:
    """A row of `calls` with all its columns."""
    call = made(Call, row, rang=tuple(row["rang"].split(",")) if row["rang"] else ())
    number = PhoneNumber(
        row["caller"], NumberKind(row["caller_kind"]), row["number"], rule=MatchRule(row["match_rule"])
    )
    return StoredCall(call, number, row["profile_id"], row["chosen_profile_id"], row["known_then"])


def _by_id(rows: Sequence[Row]) -> dict[UUID, StoredCall]:
    return {row["id"]: stored_from_row(row) for row in rows}


def _by_call(rows: Sequence[Row]) -> dict[UUID, list[CallEvent]]:
    events: dict[UUID, list[CallEvent]] = {}
    for row in rows:
        event_id = row["key"][1:] if row["key"].startswith("=") else ""
        events.setdefault(row["id"], []).append(made(CallEvent, row, event_id=event_id))
    return events
