"""Saved views of the call log. Services decide who owns a view and who may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import made, of_fields


@dataclass(frozen=True, slots=True)
class CallView:
    """A saved view. `query` is the query of the call log's address; `hidden` are the columns that it does not show."""

    id: int
    user_id: int
    username: str
    name: str
    query: str
    hidden: tuple[str, ...]
    shared: bool


def seen_by(session: Session, user_id: int) -> list[CallView]:
    """The user's own views and all shared ones, in no order."""
    return [_view(row) for row in session.rows("call_views.seen_by", user_id=user_id)]


def by_id(session: Session, view_id: int) -> CallView | None:
    """One view."""
    row = session.row("call_views.by_id", id=view_id)
    return _view(row) if row else None


def add(
    session: Session, user_id: int, name: str, query: str, hidden: Collection[str], shared: bool, at: datetime
) -> int:
    """Store a new view and return its id."""
    view_id: int = session.value(
        "call_views.add",
        user_id=user_id,
        name=name,
        query=query,
        hidden=" ".join(hidden),
        shared=shared,
        changed_at=at,
    )
    return view_id


def put_back(session: Session, view: CallView, at: datetime) -> None:
    """Store a removed view again, under its old id."""
    session.run(
        "call_views.put_back",
        **of_fields(view, "id", "user_id", "name", "query", "shared"),
        hidden=" ".join(view.hidden),
        changed_at=at,
    )


def set_name(session: Session, view_id: int, name: str, shared: bool, at: datetime) -> None:
    """Rename a view, and share it or not."""
    session.run("call_views.set_name", id=view_id, name=name, shared=shared, changed_at=at)


def set_content(session: Session, view_id: int, query: str, hidden: Collection[str], at: datetime) -> None:
    """Replace the query and the hidden columns of a view."""
    session.run("call_views.set_content", id=view_id, query=query, hidden=" ".join(hidden), changed_at=at)


def remove(session: Session, view_id: int) -> None:
    """Delete a view."""
    session.run("tables.remove call_views", id=view_id)


def _view(row: Row) -> CallView:
    return made(CallView, row, hidden=tuple(row["hidden"].split()))
