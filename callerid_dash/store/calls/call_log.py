"""The list of calls: filtered, newest first, a page at a time. Reads only; services decide who may see which calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.reports.rollups import BUCKET, bucket_of
from callerid_dash.store.calls.calls import StoredCall, stored_from_row
from callerid_dash.store.calls.filter import Clauses, filtered, hours_between, parameters, within
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries import rollups

FIRST = datetime(1, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, tzinfo=UTC)
_NO_ID = UUID(int=(1 << 128) - 1)
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
    since, before, last_id, behind = span.since, span.until, _NO_ID, FIRST
    if after and oldest_first and after.started_at >= since:
        since = behind = after.started_at
        last_id = after.id
    elif after and not oldest_first and after.started_at < before:
        before, last_id = after.started_at, after.id
    if clauses.impossible or (looked_at := _told(session, Range(since, before), clauses)) is None:
        return []
    query, asked = filtered("call_log.page", clauses), parameters(session, clauses)
    if oldest_first:
        query, asked["after"] = filtered("call_log.page_upwards", clauses), behind
    asked |= {"before": before, "last_id": str(last_id)}
    found: list[StoredCall] = []
    for window in (_windows_upwards if oldest_first else _windows)(session, looked_at):
        rows = session.rows(query, limit=limit - len(found), **_times(session, clauses, window), **asked)
        found += [stored_from_row(row) for row in rows]
        if len(found) == limit:
            break
    return found


def count(session: Session, span: Range, clauses: Clauses, most: int) -> int:
    """How many calls of a range match; counting stops at `most`."""
    if clauses.impossible or (looked_at := _told(session, span, clauses)) is None:
        return 0
    asked = {**parameters(session, clauses), "before": span.until, "last_id": str(_NO_ID)}
    found = 0
    for window in _windows(session, looked_at):
        times = _times(session, clauses, window)
        found += session.value(filtered("call_log.count", clauses), limit=most - found, **times, **asked)
        if found >= most:
            break
    return found


def _times(session: Session, clauses: Clauses, window: Range) -> dict[str, object]:
    return {**within(window), **hours_between(session, clauses, window)}


def _told(session: Session, span: Range, clauses: Clauses) -> Range | None:
    """The range; with the clause `wait_over`, only the part that can contain such calls by the rollups, or None."""
    if (wait_over := clauses.get("wait_over")) is None:
        return span
    asked = {"since": bucket_of(span.since), "until": span.until, "wait_over": wait_over}
    row = session.row("call_log.long_waits", built=rollups.built_until(session), **asked)
    if not row or not row["since"]:
        return None
    return Range(max(span.since, row["since"]), min(span.until, row["until"] + BUCKET))


def _windows(session: Session, looked_at: Range) -> Iterator[Range]:
    """Adjacent ranges of growing length without overlap, newest first, down to the first instant."""
    since, row = looked_at.since, session.row("call_log.newest_until", until=looked_at.until)
    if not row or not row["at"]:
        return
    newest = last = row["at"]
    for span in _SPANS:
        if newest - since <= span:
            break
        yield Range(newest - span, last)
        last = newest - span - timedelta(microseconds=1)
    if since <= last:
        yield Range(since, last)


def _windows_upwards(session: Session, looked_at: Range) -> Iterator[Range]:
    """The same, oldest first."""
    until, row = looked_at.until, session.row("call_log.oldest_since", since=looked_at.since)
    if not row or not row["at"]:
        return
    oldest = first = row["at"]
    for span in _SPANS:
        if until - oldest <= span:
            break
        yield Range(first, oldest + span)
        first = oldest + span + timedelta(microseconds=1)
    if first <= until:
        yield Range(first, until)
