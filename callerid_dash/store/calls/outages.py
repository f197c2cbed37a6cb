"""When sources told nothing, and when somebody last looked how they do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from callerid_dash.domain.calls.sources import Outage
from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.engine.instants import from_column, to_column
from callerid_dash.store.engine.protocol import Session


def between(session: Session, span: Range) -> list[Outage]:
    """Those that have a part of this range, the oldest first."""
    rows = session.rows("outages.between", since=to_column(span.since), until=to_column(span.until))
    return [
        Outage(r["source"], from_column(r["began_at"]), from_column(r["ended_at"]) if r["ended_at"] else None)
        for r in rows
    ]


def going_on(session: Session) -> dict[str, datetime]:
    """Since when each source tells nothing."""
    return {row["source"]: from_column(row["began_at"]) for row in session.rows("outages.going_on")}


def begin(session: Session, source: str, at: datetime) -> None:
    """It tells nothing from now on."""
    session.run("outages.begin", source=source, began_at=to_column(at))


def finish(session: Session, source: str, at: datetime, shortest: int) -> None:
    """It tells again; what took fewer than so many seconds is forgotten."""
    session.run("outages.finish", source=source, ended_at=to_column(at))
    session.run("outages.drop_short", source=source, seconds=shortest)


def looks(session: Session) -> dict[str, datetime]:
    """When somebody last looked at each source."""
    return {row["source"]: from_column(row["looked_at"]) for row in session.rows("outages.looks")}


def looked(session: Session, sources: Collection[str], at: datetime) -> None:
    """Somebody has looked at these."""
    if sources:
        session.run("outages.looked", sources=list(sources), looked_at=to_column(at))
