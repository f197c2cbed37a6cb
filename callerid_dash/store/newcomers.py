"""How many numbers called, and how many of them for the first time ever.

Out of the days that are kept (`store/visits.py`) where all calls are asked for, by whole days of the office's zone;
the stretch that goes on, and everything else, out of the calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from callerid_dash.domain.periods import Range, Unit, offsets, starts
from callerid_dash.domain.tallies import BUCKET
from callerid_dash.store import first_calls, visits
from callerid_dash.store.engine import Session
from callerid_dash.store.instants import to_column
from callerid_dash.store.reports import Among, asked, stretches
from callerid_dash.store.visits import Kept, midnight


@dataclass(frozen=True, slots=True)
class NewcomerSum:
    """How many numbers called in a stretch of time, and how many for the first time ever. `start` is as in `Sum`."""

    start: datetime | None
    callers: int
    newcomers: int


def newcomers(
    session: Session, span: Range, zone: ZoneInfo, among: Among, unit: Unit, first_weekday: int, *, ever: bool
) -> list[NewcomerSum]:
    """By stretch of local time, and with `start` None over the whole range. `ever`: no call is older than the range."""
    of = visits.kept(session, zone) if among == Among() and not unit.exact else None
    rest = _rest(span, of, unit, first_weekday, ever=ever) if of else span
    if of is None or rest == span:
        return _out_of_calls(session, span, zone, among, unit, first_weekday)
    rows = visits.newcomers(session, Range(span.since, rest.since), of, unit, first_weekday)
    found = [NewcomerSum(row["start"], row["callers"], row["newcomers"]) for row in rows]
    if rest.since < rest.until:
        late = _out_of_calls(session, rest, zone, among, unit, first_weekday)
        found += [each for each in late if each.start is not None]
    new = sum(each.newcomers for each in found)
    return [*found, NewcomerSum(None, new if ever else visits.callers(session, span, of), new)]


def _rest(span: Range, of: Kept, unit: Unit, first_weekday: int, *, ever: bool) -> Range:
    """What of the range must be looked for among the calls: all of it, or whole stretches at its end, or nothing."""
    if not ever and midnight(span.since, of.zone) != span.since:
        return span
    if span.until <= of.until:
        return Range(span.until, span.until) if midnight(span.until, of.zone) == span.until else span
    since = starts(unit, of.zone, Range(of.until, of.until + BUCKET), first_weekday)[0].astimezone(UTC)
    return Range(max(span.since, since), span.until)


def _out_of_calls(
    session: Session, span: Range, zone: ZoneInfo, among: Among, unit: Unit, first_weekday: int
) -> list[NewcomerSum]:
    settled = first_calls.until(session)
    late = None if among.simulated else first_calls.lately(session, settled, span)
    rows = session.rows(
        "callers.newcomers",
        raw=late is None,
        settled=to_column(settled),
        late_numbers=list(late or {}),
        late_firsts=list((late or {}).values()),
        **stretches(offsets(zone, span), unit, first_weekday),
        **asked(session, span, among),
    )
    return [NewcomerSum(row["start"], row["callers"], row["newcomers"]) for row in rows]
