"""The category, color and owners of many profiles, read and written together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.engine.rows import by_column
from callerid_dash.store.profiles import holders

FIELDS = ("category_id", "color_id", "sales_id", "support_id", "other_id")


@dataclass(frozen=True, slots=True)
class State:
    """The fields of a profile that can be changed in bulk, and its name."""

    id: int
    name: str
    category_id: int | None
    color_id: int | None
    sales_id: int | None
    support_id: int | None
    other_id: int | None


def states(session: Session, ids: Collection[int]) -> list[State]:
    """The profiles that exist among these ids, lowest id first."""
    return [State(**row) for row in session.rows("bulk.states", ids=list(ids))] if ids else []


def write(session: Session, new: Sequence[State], at: datetime) -> set[str]:
    """Store these states; returns the canonical numbers of the profiles."""
    ids = [state.id for state in new]
    session.run("bulk.write", **by_column(new, "id", *FIELDS), changed_at=at)
    holders.refresh(session, ids)
    return {row["number"] for row in session.rows("bulk.numbers", ids=ids)}
