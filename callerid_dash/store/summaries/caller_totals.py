"""Totals of each number over all of history: how often it called, since when, and who answered it. Queries about all
calls use them instead of reading millions of calls (`store/reports/callers.py`).

Calls are added in the order of time. A number is stale after a change of a call before the watermark, until the number
is recounted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import made
from callerid_dash.store.summaries.local_time import midnight
from callerid_dash.store.summaries.marks import NOTHING, Mark, first_call, latest_change, mark, mark_and_stale
from callerid_dash.store.summaries.refresher import Put, Step

PREFIX = 10
"""How many characters of a number determine its origin in any country; the same as in `fragments/prefix.sql`."""
MOST_STALE = 100_000
"""If more numbers are stale, everything is recounted."""
CALLS_AT_ONCE = 50_000
"""How many calls one step adds, about."""
_NAME = "caller_totals"
_ENDINGS = 11
"""`differences` compares the numbers in groups by their last digit, to limit memory; one group ends in no digit."""
_TOTALS = ("number", "calls", "answered", "missed", "again", "first_at", "last_at")
_ANSWERED = ("number", "profile_id", "extension", "answered")


@dataclass(frozen=True, slots=True)
class CallerTotal:
    """The total of one number; `again`: calls within a day after its previous call."""

    calls: int
    answered: int
    missed: int
    again: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class LaterCall:
    """A call of a number after the watermark."""

    id: UUID
    number: str
    started_at: datetime
    standing: str


@dataclass(frozen=True, slots=True)
class CallerTotals:
    """See `refresher.py: Summary`."""

    name: ClassVar[str] = _NAME

    def step(self, session: Session, at: Mark, before: datetime, zone: ZoneInfo) -> Step | None:
        """Recount the stale numbers; if there are none, add calls of the zone's days that are over."""
        latest = latest_change(session)
        noted = replace(at, noted=max(latest, at.noted or 0))
        stale = session.rows("caller_totals.stale", limit=MOST_STALE + 1)
        if len(stale) > MOST_STALE:
            return Step(replace(noted, until=NOTHING), _forget_all, last=True)
        if stale:
            return Step(noted, _recounted(session, at.until, stale))
        target = midnight(before, zone)  # as for the callers by day, with which queries combine the totals
        if target > at.until and first_call(session, Range(at.until, target)):
            until = _some_later(session, Range(at.until, target))
            return Step(replace(noted, until=until), _added(session, Range(at.until, until)))
        after = replace(noted, until=max(target, at.until))
        return Step(after, last=True) if after != at else None

    def differences(self, session: Session) -> Iterator[str]:
        """One line for each number or prefix that differs from a recount of the calls."""
        until = mark(session, _NAME).until
        for kind, words in (
            ("differences", "the totals of %s are not what the calls say"),
            ("answered_differences", "who answered %s is not what the calls say"),
        ):
            for ending in range(_ENDINGS):
                rows = session.rows(f"caller_totals.{kind}", until=until, ending=ending)
                yield from (words % number for number in dict.fromkeys(row["number"] for row in rows))
        for row in session.rows("caller_totals.prefix_differences"):
            yield f"the totals of numbers with '{row['prefix']}' are not those of the numbers"


def materialized(session: Session) -> datetime:
    """Up to which instant the totals contain all calls; `NOTHING` while a number is stale."""
    at, stale = mark_and_stale(session, _NAME)
    return NOTHING if stale else at.until


def materialized_of_all(session: Session, span: Range, *, stale: bool = False) -> datetime | None:
    """The same for a range that must contain all calls; None if the totals cannot answer for it.

    `stale`: the caller recounts stale numbers itself.
    """
    until = mark(session, _NAME).until if stale else materialized(session)
    row = session.row("caller_totals.span")
    if row is None or row["first_at"] is None or until == NOTHING:
        return None
    first, last = row["first_at"], row["last_at"]
    return until if span.since <= first and (until <= span.until or last < span.until) else None


def later_calls(session: Session, since: datetime, limit: int) -> list[LaterCall]:
    """The calls of numbers since the watermark, at most so many."""
    return [LaterCall(**row) for row in session.rows("caller_totals.later", materialized=since, limit=limit)]


def totals_of(session: Session, numbers: Collection[str]) -> dict[str, CallerTotal]:
    """The totals of these numbers, by number."""
    rows = session.rows("caller_totals.totals_of", numbers=[*numbers]) if numbers else []
    return {row["number"]: made(CallerTotal, row) for row in rows}


def _recounted(session: Session, until: datetime, stale: Sequence[Row]) -> Put:
    numbers = [row["number"] for row in stale]
    changed = [row["number"] for row in stale if not row["reassigned"]]
    everything = Range(NOTHING, until)
    totals = _counted(session, "count", everything, changed) if changed else []
    answered = _counted(session, "count_answered", everything, numbers)
    return lambda there: _put(there, changed, totals, numbers, answered)


def _added(session: Session, span: Range) -> Put:
    totals = _counted(session, "count", span, None)
    answered = _counted(session, "count_answered", span, None)
    numbers = [str(row["number"]) for row in totals]
    return lambda there: _put(there, numbers, totals, numbers, answered)


def _counted(session: Session, query: str, span: Range, numbers: Sequence[str] | None) -> list[dict[str, object]]:
    since, until = span.since, span.until
    return session.rows(f"caller_totals.{query}", since=since, until=until, numbers=numbers)


def _put(
    session: Session, numbers: Sequence[str], totals: Sequence[Row], answering: Sequence[str], answered: Sequence[Row]
) -> None:
    """Replace the totals of `numbers`, and who answered the numbers of `answering`."""
    if numbers:
        session.run("caller_totals.forget", numbers=numbers)
        _load(session, "caller_totals", _TOTALS, totals)
        session.run("caller_totals.forget_prefixes", numbers=numbers)
        session.run("caller_totals.add_prefixes", numbers=numbers)
    session.run("caller_totals.forget_answered", numbers=answering)
    _load(session, "answered_totals", _ANSWERED, answered)


def _load(session: Session, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    if rows:
        session.load(table, {name: [row[name] for row in rows] for name in columns})


def _forget_all(session: Session) -> None:
    for table in ("caller_totals", "prefix_totals", "answered_totals"):
        session.run(f"tables.remove_all {table}")


def _some_later(session: Session, span: Range) -> datetime:
    """When call number `CALLS_AT_ONCE` of a range began, or the end of the range."""
    given = {"since": span.since, "until": span.until, "place": CALLS_AT_ONCE}
    at: datetime | None = session.value("caller_totals.after_calls", **given)
    return at if at and at > span.since else span.until
