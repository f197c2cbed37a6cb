"""The outages of sources, and when each source was last checked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from callerid_dash.domain.calls.sources import Outage
from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.engine.protocol import Session


def between(session: Session, span: Range) -> list[Outage]:
    """The outages that overlap this range, oldest first."""
    rows = session.rows("outages.between", since=span.since, until=span.until)
    return [Outage(**row) for row in rows]


def going_on(session: Session) -> dict[str, datetime]:
    """Since when each source that is down has been down."""
    return {row["source"]: row["began_at"] for row in session.rows("outages.going_on")}


def begin(session: Session, source: str, at: datetime) -> None:
    """Store that a source is down from now on."""
    session.run("outages.begin", source=source, began_at=at)


def finish(session: Session, source: str, at: datetime, shortest: int) -> None:
    """Store that an outage has ended, or delete it if it lasted fewer than `shortest` seconds."""
    session.run("outages.finish", source=source, ended_at=at)
    session.run("outages.drop_short", source=source, seconds=shortest)


def looks(session: Session) -> dict[str, datetime]:
    """When each source was last checked."""
    return {row["source"]: row["looked_at"] for row in session.rows("outages.looks")}


def looked(session: Session, sources: Collection[str], at: datetime) -> None:
    """Store that these sources were checked."""
    if sources:
        session.run("outages.looked", source=list(sources), looked_at=at)
