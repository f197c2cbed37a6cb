"""Which sources report how calls go on, and from which sources calls came lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from callerid_dash.store.engine.protocol import Session


def telling(session: Session) -> set[str]:
    """The sources that have reported an answer, a transfer or an end, or that are known to report them."""
    return {row["source"] for row in session.rows("ringing.telling")}


def add_telling(session: Session, sources: Iterable[str], since: datetime) -> None:
    """Store that these sources report how calls go on; sources that are stored already stay as they are."""
    session.run("ringing.add_telling", source=sorted(sources), since=since)


def sources_seen(session: Session, since: datetime) -> list[str]:
    """The sources of the calls that began since then."""
    return [row["source"] for row in session.rows("ringing.sources_seen", since=since)]
