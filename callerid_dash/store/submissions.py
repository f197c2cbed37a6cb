"""Forms that are sent twice are stored once: a form carries a key, and its first result is the answer to all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from callerid_dash.store.engine import Session
from callerid_dash.store.instants import to_column

KEPT = timedelta(days=2)


def once(session: Session, key: str | None, work: Callable[[], int]) -> int:
    """Do `work` and answer its result (an id), unless a form with this key has done so: then answer that one's."""
    if key is None:
        return work()
    done = result_of(session, key)
    if done is not None:
        return done
    result = work()
    session.run("submissions.add", key=key, made_at=to_column(datetime.now(UTC)), result=result)
    return result


def any_old(session: Session, now: datetime) -> bool:
    """Are there forms that nobody can be sending any more?"""
    row = session.row("submissions.old", before=to_column(now - KEPT))
    return bool(row and row["forms"])


def result_of(session: Session, key: str) -> int | None:
    """What the form with this key has made; None while it has made nothing."""
    done = session.row("submissions.result", key=key)
    return int(done["result"]) if done else None


def forget_old(session: Session, now: datetime) -> None:
    """Forget the forms that nobody can be sending any more."""
    session.run("submissions.forget", before=to_column(now - KEPT))
