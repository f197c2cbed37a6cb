"""The profiles that the anonymous contacts module has created, and their calls. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from callerid_dash.store.engine.protocol import Session


@dataclass(frozen=True, slots=True)
class Traffic:
    """The number of calls of a profile, and when the last one began (UTC)."""

    calls: int
    last_at: datetime


def made(session: Session, before_id: int | None, limit: int) -> list[int]:
    """The ids of the `limit` newest of these profiles, newest first; only ids below `before_id`, if it is given."""
    return [row["id"] for row in session.rows("anonymous.made", before_id=before_id, limit=limit)]


def count(session: Session) -> int:
    """How many of these profiles there are."""
    return int(session.value("anonymous.count"))


def untouched(session: Session, limit: int) -> list[int]:
    """The ids of the profiles that nobody has edited and that have no records, oldest first."""
    return [row["id"] for row in session.rows("anonymous.untouched", limit=limit)]


def traffic(session: Session, profile_ids: Collection[int]) -> dict[int, Traffic]:
    """The calls of these profiles; profiles without calls are left out."""
    if not profile_ids:
        return {}
    rows = session.rows("anonymous.calls_of", ids=list(profile_ids))
    return {row["profile_id"]: Traffic(row["calls"], row["last_at"]) for row in rows}
