"""The list of calls: filtered, newest first, a page at a time. Reads only; services decide who may see which calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.calls.calls import StoredCall, by_ids
from callerid_dash.store.calls.filter import Clauses, Parameters, filtered, hours_between, parameters, within
from callerid_dash.store.engine.protocol import Session

FIRST = datetime(1, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)
_SPANS = tuple(timedelta(days=days) for days in (1, 8, 64, 512))
"""How far back calls are searched, step by step. Most pages are full after the last days, and an engine without an
index on time (on purpose) would read all calls to sort them."""


@dataclass(frozen=True, slots=True)
class CallPosition:
    """The last call of the previous page."""

    started_at: datetime
    id: UUID


def page(
    session: Session,
    span: Range,
    clauses: Clauses,
    limit: int,
    after: CallPosition | None = None,
    *,
    oldest_first: bool = False,
) -> list[StoredCall]:
    """The first `limit` matching calls of a range that follow `after`, newest or oldest first."""
    since, until = span.since, span.until - _INSTANT
    if after and oldest_first:
        since = max(since, after.started_at)
    elif after:
        until = min(until, after.started_at)
    if clauses.impossible:
        return []
    query = filtered("call_log.page_upwards" if oldest_first else "call_log.page", clauses)
    asked = {**parameters(session, clauses), **_behind(after)}
    found: list[UUID] = []
    for window in _windows(session, Range(since, until), oldest_first=oldest_first):
        rows = session.rows(query, limit=limit - len(found), **_times(session, clauses, window), **asked)
        found += [row["id"] for row in rows]
        if len(found) == limit:
            break
    stored = by_ids(session, found)
    return [stored[call_id] for call_id in found]


def count(session: Session, span: Range, clauses: Clauses, most: int) -> int:
    """How many calls of a range match; counting stops at `most`."""
    if clauses.impossible:
        return 0
    asked = {**parameters(session, clauses), **_behind(None)}
    found = 0
    for window in _windows(session, Range(span.since, span.until - _INSTANT)):
        times = _times(session, clauses, window)
        found += session.value(filtered("call_log.count", clauses), limit=most - found, **times, **asked)
        if found >= most:
            break
    return found


def _behind(after: CallPosition | None) -> Parameters:
    """The parameters of `fragments/listed_time.sql` that leave out the calls of the previous page."""
    return {"edge": after.started_at if after else FIRST, "last_id": after.id if after else None}


def _times(session: Session, clauses: Clauses, window: Range) -> dict[str, object]:
    return {**within(window), **hours_between(session, clauses, window)}


def _windows(session: Session, looked_at: Range, *, oldest_first: bool = False) -> Iterator[Range]:
    """Adjacent ranges of growing length without overlap, newest or oldest first, as far as there are calls."""
    if oldest_first:
        nearest, last, way = session.value("call_log.oldest_since", since=looked_at.since), looked_at.until, 1
    else:
        nearest, last, way = session.value("call_log.newest_until", until=looked_at.until), looked_at.since, -1
    if nearest is None:
        return
    begin = nearest
    for span in _SPANS:
        if way * (last - nearest) <= span:
            break
        end = nearest + way * span
        yield Range(min(begin, end), max(begin, end))
        begin = end + way * _INSTANT
    if way * (last - begin) >= timedelta(0):
        yield Range(min(begin, last), max(begin, last))
