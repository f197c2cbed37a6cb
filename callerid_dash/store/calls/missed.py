"""Missed calls that still wait for an answer, and those closed by hand. Services decide who sees which calls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from callerid_dash.store.calls.calls import StoredCall, stored_from_row
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.engine.rows import by_column, made, of_fields


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Missed calls of one number on the same phones and of the same profile: the last, how many, since when."""

    last: StoredCall
    attempts: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """Calls of a number closed by hand. `through` is when the last of them began; `closed_by` is None for a program."""

    number: str
    call_id: UUID
    through: datetime
    attempts: int
    reason: str
    closed_at: datetime
    closed_by: int | None
    closer: str
    undo_id: int


def unanswered(
    session: Session, since: datetime, phone_calls: Collection[int], numbers: Collection[str] | None = None
) -> list[Unanswered]:
    """The missed calls that wait for an answer, of these canonical numbers or of all (None).

    `phone_calls` are the ids of the record kinds that count as a call back.
    """
    rows = session.rows(
        "missed.waiting",
        since=since,
        numbers=None if numbers is None else list(numbers),
        phone_calls=list(phone_calls),
    )
    return [Unanswered(stored_from_row(row), row["attempts"], row["first_at"]) for row in rows]


def numbers_of(session: Session, profile_ids: Collection[int], since: datetime) -> set[str]:
    """The canonical numbers of these profiles, and the numbers in their records since then."""
    rows = session.rows("missed.numbers_of", profile_ids=list(profile_ids), since=since)
    return {row["number"] for row in rows}


def close(session: Session, closings: Sequence[Closing]) -> None:
    """Store closings; all of them belong to one step."""
    step = of_fields(closings[0], "reason", "closed_at", "closed_by", "closer", "undo_id")
    session.run("missed.close", **by_column(closings, "number", "call_id", "through", "attempts"), **step)


def reopen(session: Session, undo_id: int, at: datetime) -> None:
    """Undo the closings of this step: their calls wait again."""
    session.run("missed.reopen", undo_id=undo_id, reopened_at=at)


def closed_since(session: Session, since: datetime, limit: int) -> list[Closing]:
    """The closings since then that were not undone, newest first."""
    return [made(Closing, row) for row in session.rows("missed.closed_since", since=since, limit=limit)]
