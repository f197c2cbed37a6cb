"""When each number called for the first time ever, kept for all calls that began before an instant (`until`).

Later calls are few, and looked at when somebody asks. That instant moves on now and then; a call that appears or
changes before it moves it back, so that what follows is worked out anew.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.engine.instants import from_column, to_column
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries import visits

SETTLED = timedelta(minutes=2)
"""Only what is older than this is ever kept."""
LATELY = timedelta(days=1)
"""How far back the calls themselves are looked at; after more than that has moved, all of them are."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def until(session: Session) -> datetime:
    """Up to which instant first calls are kept."""
    row = session.row("first_calls.until")
    return from_column(row["until_at"]) if row else _EPOCH


def rewind(session: Session, at: datetime) -> None:
    """A call that began then has appeared or changed; to be told in the transaction that does it."""
    if at < datetime.now(UTC) - SETTLED:  # nothing younger is kept
        session.run("first_calls.rewind", before=to_column(at))
        visits.rewind(session, at)


def settle(session: Session, before: datetime) -> bool:
    """Keep the first calls up to this instant; answers whether there was anything to do."""
    since = until(session)
    if before <= since:
        return False
    session.run("first_calls.settle", until=to_column(before))
    session.run("first_calls.forget", since=to_column(since))
    if (session.row("first_calls.any", since=to_column(since), until=to_column(before)) or {}).get("calls"):
        session.run("first_calls.add", since=to_column(since), until=to_column(before))
    return True


def lately(session: Session, settled: datetime, span: Range) -> dict[str, datetime] | None:
    """The numbers that called for the first time since what is kept; None when that is too long ago to look."""
    if span.until <= settled:
        return {}
    if span.until - settled > LATELY:
        row = session.row("first_calls.any", since=to_column(settled + LATELY), until=to_column(span.until))
        if row and row["calls"]:
            return None
    rows = session.rows("first_calls.lately", since=to_column(settled), until=to_column(span.until))
    found = {row["number"]: row["first_at"] for row in rows}
    if found:
        known = session.rows("first_calls.known", numbers=list(found), settled=to_column(settled))
        for row in known:
            found.pop(row["number"], None)
    return found


def differences(session: Session) -> list[str]:
    """Where what is kept is not what the calls say, in words."""
    rows = session.rows("first_calls.differences", settled=to_column(until(session)))
    numbers = dict.fromkeys(row["number"] for row in rows)
    return [f"the first call of {number} is not kept as the calls say" for number in numbers]
