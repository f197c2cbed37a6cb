"""How many numbers called on each of the office's days, grouped by the day of their previous call. From these counts
follows how many numbers called in any range of days, and how many of them for the first time.

A day depends on all earlier days. After a change of a call, its day and all later days are recounted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Range, Unit, offsets
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries.local_time import day_of, intervals, midnight
from callerid_dash.store.summaries.marks import ALWAYS, NOTHING, Mark, first_call, latest_change, mark, mark_and_stale
from callerid_dash.store.summaries.refresher import Step

_NAME = "caller_days"
_AT_ONCE = timedelta(days=366)
"""How much one step counts, to limit memory."""


@dataclass(frozen=True, slots=True)
class MaterializedDays:
    """The days before `until`, which is a midnight in this zone."""

    zone: ZoneInfo
    until: datetime


@dataclass(frozen=True, slots=True)
class CallerDays:
    """See `refresher.py: Summary`."""

    name: ClassVar[str] = _NAME

    def step(self, session: Session, at: Mark, before: datetime, zone: ZoneInfo) -> Step | None:
        """Recount the first days that are stale or missing."""
        latest = max(latest_change(session), at.noted or 0)
        so_far, end = materialized(session, zone), midnight(before, zone)
        first = _first(session, zone)
        since = max(so_far.until, first) if so_far and first else first
        if since is None or since >= end:
            after = Mark(so_far.until if so_far else NOTHING, latest, zone.key)
            return Step(after, last=True) if after != at else None
        part = Range(since, min(end, midnight(since + _AT_ONCE, zone)))
        rows = _counted(session, part, zone)
        forgotten = date.min if since == first else day_of(since, zone)
        return Step(Mark(part.until, latest, zone.key), lambda there: _put(there, forgotten, rows))

    def differences(self, session: Session) -> Iterator[str]:
        """One line for each day that differs from a recount of the calls."""
        zone_name = mark(session, _NAME).zone
        days = materialized(session, ZoneInfo(zone_name)) if zone_name else None
        if days is None:
            return
        since = _first(session, days.zone) or days.until
        while since < days.until:
            part = Range(since, min(days.until, midnight(since + _AT_ONCE, days.zone)))
            between = {"since_day": day_of(part.since, days.zone), "until_day": day_of(part.until, days.zone)}
            there = {tuple(each.values()) for each in session.rows("caller_days.between", **between)}
            counted = {tuple(each.values()) for each in _counted(session, part, days.zone)}
            for day in sorted({each[0] for each in there ^ counted}):
                yield f"when the callers of {day} had called last is not what the calls say"
            since = part.until


def materialized(session: Session, zone: ZoneInfo) -> MaterializedDays | None:
    """The days that are counted and not stale; None if another zone's days are counted."""
    at, stale = mark_and_stale(session, _NAME)
    if at.zone != zone.key:
        return None
    return MaterializedDays(zone, midnight(min(at.until, stale or at.until), zone))


def newcomers(session: Session, span: Range, of: MaterializedDays, unit: Unit, first_weekday: int) -> list[Row]:
    """For each interval of whole days: how many numbers called, and how many of them for the first time."""
    given = intervals((), unit, first_weekday)
    return list(
        session.rows(
            "caller_days.newcomers",
            since_day=day_of(span.since, of.zone),
            until_day=day_of(span.until, of.zone),
            unit=given["unit"],
            shift=given["shift"],
        )
    )


def callers(session: Session, span: Range, of: MaterializedDays) -> int:
    """How many numbers called in a range that begins at midnight."""
    found: int = session.value(
        "caller_days.callers",
        since_day=day_of(span.since, of.zone),
        until_day=day_of(min(span.until, of.until), of.zone),
    )
    if span.until > of.until:
        found += session.value("caller_days.later", since=span.since, materialized=of.until, until=span.until)
    return found


def _put(session: Session, since: date, rows: Sequence[Row]) -> None:
    session.run("caller_days.forget", day=since)
    session.run("caller_days.add", **{name: [row[name] for row in rows] for name in ("day", "last_day", "callers")})


def _counted(session: Session, part: Range, zone: ZoneInfo) -> list[Row]:
    given = intervals(offsets(zone, Range(_first(session, zone) or part.since, part.until)), Unit.DAY, 1)
    return list(
        session.rows(
            "caller_days.count",
            since=part.since,
            until=part.until,
            **{name: given[name] for name in ("starts", "ends", "aheads")},
        )
    )


def _first(session: Session, zone: ZoneInfo) -> datetime | None:
    """When the day of the first call begins."""
    at = first_call(session, ALWAYS)
    return midnight(at, zone) if at else None
