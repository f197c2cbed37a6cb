"""How many numbers called, and how many of them for the first time ever.

Counts of all calls by whole days of the office's zone come from the summary of past days
(`store/summaries/caller_days.py`); later days and all other counts come from the calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Range, Unit, offsets, starts
from callerid_dash.store.calls.filter import EVERY_CALL, Clauses, filtered
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.reports.reports import asked
from callerid_dash.store.summaries import caller_days, caller_totals
from callerid_dash.store.summaries.caller_days import MaterializedDays
from callerid_dash.store.summaries.local_time import intervals, midnight


@dataclass(frozen=True, slots=True)
class NewcomerSum:
    """How many numbers called in an interval, and how many of them for the first time ever. `start` is as in `Sum`."""

    start: datetime | None
    callers: int
    newcomers: int


def newcomers(
    session: Session, span: Range, zone: ZoneInfo, clauses: Clauses, unit: Unit, first_weekday: int, *, ever: bool
) -> list[NewcomerSum]:
    """Sums by interval of local time, and with `start` None over the range. `ever`: no call is older than the range."""
    of = caller_days.materialized(session, zone) if clauses == EVERY_CALL and not unit.exact else None
    if of is None or not _tells(of, span, ever=ever):
        return _out_of_calls(session, span, zone, clauses, unit, first_weekday)
    until = min(span.until, of.until)
    rows = caller_days.newcomers(session, Range(span.since, until), of, unit, first_weekday)
    found: dict[datetime | None, NewcomerSum] = {each.start: each for each in map(_sum, rows)}
    if until < span.until:
        late = _out_of_calls(session, Range(until, span.until), zone, clauses, unit, first_weekday)
        of_late: dict[datetime | None, NewcomerSum] = {each.start: each for each in late if each.start}
        begins = [start.astimezone(UTC) for start in starts(unit, zone, Range(until, span.until), first_weekday)]
        # The current interval: a number that called in its materialized days and again since is one caller.
        current = Range(max(span.since, begins[0]), begins[1] if len(begins) > 1 else span.until)
        for start in found.keys() & of_late.keys():
            new = found[start].newcomers + of_late[start].newcomers
            of_late[start] = NewcomerSum(start, caller_days.callers(session, current, of), new)
        found |= of_late
    new = sum(each.newcomers for each in found.values())
    return [*found.values(), NewcomerSum(None, new if ever else caller_days.callers(session, span, of), new)]


def _tells(of: MaterializedDays, span: Range, *, ever: bool) -> bool:
    """Do the materialized days cover this range? It must begin at midnight; it must end at midnight or after them."""
    begins = ever or midnight(span.since, of.zone) == span.since
    ends = span.until > of.until or midnight(span.until, of.zone) == span.until
    return begins and ends and span.since < of.until


def _out_of_calls(
    session: Session, span: Range, zone: ZoneInfo, clauses: Clauses, unit: Unit, first_weekday: int
) -> list[NewcomerSum]:
    materialized = caller_totals.materialized(session)
    rows = session.rows(
        filtered("callers.newcomers", clauses),
        materialized=materialized,
        **intervals(offsets(zone, span), unit, first_weekday),
        **asked(session, span, clauses),
    )
    return [_sum(row) for row in rows]


def _sum(row: Row) -> NewcomerSum:
    return NewcomerSum(row["start"] and row["start"].replace(tzinfo=None), row["callers"], row["newcomers"])
