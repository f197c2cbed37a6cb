"""Steps that can be taken back for a day: what each kind needs for it as JSON, and the calls it gave away.

What a step's `before` means is known to the service that wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from callerid_dash.store.engine.instants import from_column, to_column
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries import changes


@dataclass(frozen=True, slots=True)
class UndoStep:
    """Something that was done. `made_by` is None for a program; `before` is JSON in the words of its kind."""

    id: int
    kind: str
    made_at: datetime
    made_by: int | None
    title: str
    before: dict[str, Any]
    undone: bool = False


def add(session: Session, kind: str, at: datetime, by: int | None, title: str, before: Mapping[str, object]) -> int:
    """Keep a step; its id."""
    row = session.row("undos.add", kind=kind, made_at=to_column(at), made_by=by, title=title, before=json.dumps(before))
    if row is None:
        raise AssertionError("INSERT … RETURNING answers with a row")
    return int(row["id"])


def by_id(session: Session, step_id: int) -> UndoStep | None:
    """The step; None when there is none, or not any more."""
    row = session.row("undos.by_id", id=step_id)
    return _step(row) if row else None


def recent(session: Session, since: datetime, made_by: int | None, limit: int) -> list[UndoStep]:
    """Steps since then that nobody has taken back, newest first; of everybody when `made_by` is None."""
    rows = session.rows("undos.recent", since=to_column(since), made_by=made_by, limit=limit)
    return [_step(row) for row in rows]


def undone(session: Session, step_id: int, at: datetime) -> None:
    """It has been taken back."""
    session.run("undos.undone", id=step_id, undone_at=to_column(at))


def keep_adopted(session: Session, step_id: int, call_ids: Collection[UUID], given_to: int) -> None:
    """These calls belonged to nobody and were given to this profile."""
    session.run("undos.keep_adopted", undo_id=step_id, ids=[str(each) for each in call_ids], given_to=given_to)


def keep_calls(session: Session, step_id: int, profile_ids: Collection[int]) -> None:
    """Remember the calls of these profiles before they are given away; `note_given` must follow."""
    session.run("undos.keep_calls", undo_id=step_id, profile_ids=list(profile_ids))


def note_given(session: Session, step_id: int) -> None:
    """Remember to whom the step has given its calls."""
    session.run("undos.note_given", undo_id=step_id)


def restore_calls(session: Session, step_id: int) -> list[UUID]:
    """Give the step's calls back, save those that were given to somebody else since; the ids of those given back."""
    rows = session.rows("undos.restore_calls", undo_id=step_id)
    changes.note_reassigned(session, rows)
    return [row["id"] for row in rows]


def any_old(session: Session, before: datetime) -> bool:
    """Are there steps from before that instant?"""
    row = session.row("undos.old", before=to_column(before))
    return bool(row and row["undos"])


def forget(session: Session, before: datetime) -> None:
    """Forget the steps from before that instant."""
    session.run("undos.forget_calls", before=to_column(before))
    session.run("undos.forget", before=to_column(before))


def _step(row: Row) -> UndoStep:
    return UndoStep(
        row["id"],
        row["kind"],
        from_column(row["made_at"]),
        row["made_by"],
        row["title"],
        json.loads(row["before"]),
        undone=row["undone_at"] is not None,
    )
