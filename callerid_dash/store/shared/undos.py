"""Steps that can be undone for a day: what each kind of step needs for that, as JSON, and the calls that it reassigned.

The service that wrote a step knows what its `before` means.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import made
from callerid_dash.store.summaries import changes


@dataclass(frozen=True, slots=True)
class UndoStep:
    """A step that was done. `made_by` is None for a program; the form of `before` (JSON) depends on `kind`."""

    id: int
    kind: str
    made_at: datetime
    made_by: int | None
    title: str
    before: dict[str, Any]
    undone: bool = False


def add(session: Session, kind: str, at: datetime, by: int | None, title: str, before: Mapping[str, object]) -> int:
    """Store a step and return its id."""
    step = {"kind": kind, "made_at": at, "made_by": by, "title": title, "before": json.dumps(before)}
    return int(session.value("undos.add", **step))


def by_id(session: Session, step_id: int) -> UndoStep | None:
    """The step; None if it never existed or has been deleted."""
    row = session.row("undos.by_id", id=step_id)
    return _step(row) if row else None


def recent(session: Session, since: datetime, made_by: int | None, limit: int) -> list[UndoStep]:
    """The steps since then that nobody has undone, newest first; of all users if `made_by` is None."""
    rows = session.rows("undos.recent", since=since, made_by=made_by, limit=limit)
    return [_step(row) for row in rows]


def undone(session: Session, step_id: int, at: datetime) -> None:
    """Mark a step as undone."""
    session.run("undos.undone", id=step_id, undone_at=at)


def keep_adopted(session: Session, step_id: int, call_ids: Collection[UUID], given_to: int) -> None:
    """Store that these calls belonged to nobody and were given to this profile."""
    session.run("undos.keep_adopted", undo_id=step_id, call_id=list(call_ids), given_to=given_to)


def keep_calls(session: Session, step_id: int, profile_ids: Collection[int]) -> None:
    """Store the attribution of these profiles' calls before they are reassigned; `note_given` must follow."""
    session.run("undos.keep_calls", undo_id=step_id, profile_ids=list(profile_ids))


def note_given(session: Session, step_id: int) -> None:
    """Store which profiles the step has given its calls to."""
    session.run("undos.note_given", undo_id=step_id)


def restore_calls(session: Session, step_id: int) -> list[UUID]:
    """Give the step's calls back, except calls that were reassigned since; returns the ids of the calls given back."""
    rows = session.rows("undos.restore_calls", undo_id=step_id)
    changes.note_reassigned(session, rows)
    return [row["id"] for row in rows]


def any_old(session: Session, before: datetime) -> bool:
    """Are there steps from before that instant?"""
    return bool(session.value("tables.any_before undos made_at", before=before))


def forget(session: Session, before: datetime) -> None:
    """Delete the steps from before that instant."""
    session.run("undos.forget_calls", before=before)
    session.run("tables.remove_before undos made_at", before=before)


def _step(row: Row) -> UndoStep:
    return made(UndoStep, row, before=json.loads(row["before"]), undone=row["undone_at"] is not None)
