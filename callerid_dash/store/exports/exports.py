"""Calls for export files: newest first, one range of time after the other, so that memory use stays flat.

Sorting all calls at once would need memory for all of them. DuckDB has no index on time; it skips data outside the
range by itself. Each range lies within one UTC offset of the office's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Offset, Range, offsets
from callerid_dash.store.calls.filter import Clauses, Parameters, filtered, hours_between, parameters, within
from callerid_dash.store.engine.protocol import Session

AT_ONCE = 50_000
"""About how many calls are sorted at a time."""
_PIECE = 2_000
_DAY = timedelta(days=1)
CALL_COLUMNS = (
    "started_at",
    "answered_at",
    "ended_at",
    "state",
    "outcome",
    "wait_seconds",
    "talk_seconds",
    "caller",
    "number",
    "caller_kind",
    "caller_name",
    "profile_id",
    "profile",
    "organization",
    "line",
    "queue",
    "extension",
    "rang",
    "cause",
    "source",
    "call_id",
    "id",
)
"""The columns of a file, in this order. Programs rely on the order: new columns are added only at the end."""
_WAITED = 7
"""The position in a row of `exports.calls` of the flag whether its `wait` counts. The flag is no column of a file."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many of the calls began on one day (UTC)."""

    begins: datetime
    calls: int


def days(session: Session, span: Range, clauses: Clauses) -> list[DayCount]:
    """The days of a range that have any of these calls, newest first."""
    rows = session.rows(filtered("exports.days", clauses), **_asked(session, span, clauses))
    return [DayCount(row["day"], row["calls"]) for row in rows]


def call_lines(
    session: Session,
    whole: Range,
    clauses: Clauses,
    counted: Sequence[DayCount],
    zone: ZoneInfo,
    unsafe: str,
    at_once: int = AT_ONCE,
) -> Iterator[list[str]]:
    """The calls of these days as lines of CSV.

    Instants are in the zone's local time. Text that begins with one of the `unsafe` characters gets an apostrophe.
    """
    for span, now, then in _stretches(whole, counted, zone, at_once):
        clock = {
            "unsafe": unsafe,
            "shift_at": now.range.until,
            "ahead": round(now.ahead.total_seconds()),
            "ahead_then": round(then.ahead.total_seconds()),
            "offset_now": _written(now),
            "offset_then": _written(then),
        }
        given = _asked(session, span, clauses)
        for rows in session.stream(filtered("exports.call_lines", clauses), _PIECE, **clock, **given):
            yield [line for (line,) in rows]


def call_rows(
    session: Session,
    whole: Range,
    clauses: Clauses,
    counted: Sequence[DayCount],
    zone: ZoneInfo,
    at_once: int = AT_ONCE,
) -> Iterator[list[tuple[Any, ...]]]:
    """The calls of these days as values of `CALL_COLUMNS`; instants are naive UTC."""
    for span, _, _ in _stretches(whole, counted, zone, at_once):
        given = _asked(session, span, clauses)
        for rows in session.stream(filtered("exports.calls", clauses), _PIECE, **given):
            yield [_values(row) for row in rows]


def _asked(session: Session, span: Range, clauses: Clauses) -> Parameters:
    return {**within(span), **hours_between(session, clauses, span), **parameters(session, clauses)}


def _values(row: tuple[Any, ...]) -> tuple[Any, ...]:
    wait, talk = (float(value) if value is not None else None for value in row[5:_WAITED])
    return (*row[:5], wait if row[_WAITED] else None, talk, *row[_WAITED + 1 : -1], str(row[-1]))


def _stretches(
    whole: Range, counted: Sequence[DayCount], zone: ZoneInfo, at_once: int
) -> Iterator[tuple[Range, Offset, Offset]]:
    """Adjacent ranges without overlap, newest first, each with its offset and the next offset in time."""
    if not counted:
        return
    known = offsets(zone, Range(counted[-1].begins - _DAY, counted[0].begins + 3 * _DAY))
    for span in _spans(counted, at_once):
        for number, offset in reversed(list(enumerate(known))):
            first = max(span.since, offset.range.since, whole.since)
            last = min(span.until, offset.range.until, whole.until)
            if first < last:
                yield Range(first, last), offset, known[min(number + 1, len(known) - 1)]


def _spans(counted: Sequence[DayCount], at_once: int) -> Iterator[Range]:
    """Ranges of whole days with about `at_once` calls each, newest first; a day with far more is split equally."""
    until, calls = counted[0].begins + _DAY, 0
    for day in counted:
        calls += day.calls
        if calls < at_once and day is not counted[-1]:
            continue
        parts = max(1, calls // (2 * at_once))
        length = until - day.begins
        for part in range(parts):
            yield Range(until - length * (part + 1) / parts, until - length * part / parts)
        until, calls = day.begins, 0


def _written(offset: Offset) -> str:
    return datetime(2000, 1, 1, tzinfo=timezone(offset.ahead)).isoformat()[19:]
