"""The profiles that the anonymous contacts module has made: which there are, and what came of them. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from callerid_dash.store.engine.instants import from_column
from callerid_dash.store.engine.protocol import Session


@dataclass(frozen=True, slots=True)
class Traffic:
    """How often somebody called, and when last (UTC)."""

    calls: int
    last_at: datetime


def made(session: Session, before_id: int | None, limit: int) -> list[int]:
    """The ids of those made last, newest first, before this one."""
    return [row["id"] for row in session.rows("anonymous.made", before_id=before_id, limit=limit)]


def count(session: Session) -> int:
    """How many there are."""
    row = session.row("anonymous.count")
    return int(row["profiles"]) if row else 0


def untouched(session: Session, limit: int) -> list[int]:
    """The ids of those that nobody has worked on, oldest first."""
    return [row["id"] for row in session.rows("anonymous.untouched", limit=limit)]


def traffic(session: Session, profile_ids: Collection[int]) -> dict[int, Traffic]:
    """The calls of these profiles; one without calls is left out."""
    if not profile_ids:
        return {}
    rows = session.rows("anonymous.calls_of", ids=list(profile_ids))
    return {row["profile_id"]: Traffic(row["calls"], from_column(row["last_at"])) for row in rows}
