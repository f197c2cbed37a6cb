"""Notes which calls have changed. Every writer of calls calls one of these functions, in the same transaction.

Rollups of the changed calls are rebuilt at once; the other summaries are refreshed later, from the notes
(`refresher.py`). A call that began a short while ago needs neither, because no summary contains it yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from callerid_dash.domain.calls.calls import Call
from callerid_dash.domain.numbers.phones import PhoneNumber
from callerid_dash.domain.reports.rollups import bucket_of
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries import rollups
from callerid_dash.store.summaries.marks import latest

SETTLED = timedelta(hours=1)
"""Summaries contain only calls that began at least so long ago: nearly all of these have ended."""
NOTED = timedelta(minutes=30)
"""Changes of calls that began at least so long ago are noted. It is shorter than `SETTLED`, because a transaction may
take long and the clocks of two web processes may differ. After a clock has been far ahead, summaries contain calls that
began later: then their changes are noted, too."""


class ChangedCall(Protocol):
    """The part of a stored call that notes need."""

    @property
    def call(self) -> Call:
        """The call that was folded from its events."""

    @property
    def number(self) -> PhoneNumber:
        """The caller's number."""


def note(session: Session, calls: Iterable[ChangedCall]) -> None:
    """Note new and changed calls: as they are now, and as they were before."""
    _note(session, ((c.number.canonical, c.call.started_at) for c in calls))


def note_reassigned(session: Session, calls: Iterable[Row]) -> None:
    """Note calls that were attributed to another profile or to none, as rows of `number` and `started_at`."""
    _note(session, ((row["number"], row["started_at"]) for row in calls), reassigned=True)


def note_past(session: Session) -> None:
    """Note the batch of imported calls that is being stored (`store/calls/history.py`)."""
    rollups.rebuild(session, {row["bucket"] for row in session.rows("summaries.past_buckets")})
    session.run("summaries.note_past")


def _note(session: Session, calls: Iterable[tuple[str | None, datetime]], *, reassigned: bool = False) -> None:
    old = max(datetime.now(UTC) - NOTED, latest(session))
    changed = [(number, at) for number, at in calls if at < old]
    rollups.rebuild(session, {bucket_of(at) for _, at in changed})
    first: dict[str, datetime] = {}
    for number, at in changed:
        if number:
            first[number] = min(at, first.get(number, at))
    if first:
        session.run("summaries.note", number=list(first), started_at=list(first.values()), reassigned=reassigned)
