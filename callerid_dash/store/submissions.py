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
    done = session.row("submissions.result", key=key)
    if done:
        return int(done["result"])
    result = work()
    session.run("submissions.add", key=key, made_at=to_column(datetime.now(UTC)), result=result)
    return result


def forget_old(session: Session, now: datetime) -> None:
    """Forget the forms that nobody can be sending any more."""
    session.run("submissions.forget", before=to_column(now - KEPT))
