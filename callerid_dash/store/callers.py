"""Who calls, most often first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from callerid_dash.domain.periods import Range
from callerid_dash.store.engine import Session
from callerid_dash.store.instants import from_column
from callerid_dash.store.reports import Among, asked


@dataclass(frozen=True, slots=True)
class CallerSum:
    """The calls of one canonical number; `again`: within a day after its last one."""

    number: str
    calls: int
    answered: int
    missed: int
    again: int
    last_at: datetime


def top(session: Session, span: Range, among: Among, by: str, limit: int) -> list[CallerSum]:
    """The numbers with the most calls, missed calls (`by` 'missed') or calls within a day after the last ('again')."""
    rows = session.rows(
        "callers.top",
        by=by,
        limit=limit,
        **asked(session, span, among),
    )
    return [CallerSum(**(row | {"last_at": from_column(row["last_at"])})) for row in rows]
