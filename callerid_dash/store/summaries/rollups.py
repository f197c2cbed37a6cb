"""Rollups: the sums of calls by quarter hour, for charts and reports (`store/reports/reports.py`).

A quarter hour is built an hour after its end; for later calls, queries read the calls themselves. When a call changes
in a quarter hour that is built, it is rebuilt in the same transaction, because open pages read rollups all the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.reports.rollups import BUCKET, bucket_of
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries.marks import Mark, first_call, history, mark
from callerid_dash.store.summaries.refresher import Step

_NAME = "rollups"
_AT_ONCE = timedelta(days=10)
"""How many days one transaction builds."""
_COMPARED = timedelta(days=30)
"""How many days one query compares."""


@dataclass(frozen=True, slots=True)
class Rollups:
    """See `refresher.py: Summary`."""

    name: ClassVar[str] = _NAME

    def step(self, session: Session, at: Mark, before: datetime, _zone: ZoneInfo) -> Step | None:
        """Build the quarter hours after the watermark."""
        target = bucket_of(before)
        if target <= at.until:
            return None
        first = first_call(session, Range(at.until, target))
        if first is None:
            return Step(replace(at, until=target), last=True)
        span = Range(bucket_of(first), min(target, bucket_of(first) + _AT_ONCE))
        buckets = [span.since + i * BUCKET for i in range(span.length // BUCKET)]
        return Step(replace(at, until=span.until), lambda there: _build(there, buckets))

    def differences(self, session: Session) -> Iterator[str]:
        """One line for each sum that differs from a recount of the calls."""
        span = history(session)
        since, until = span.since, min(span.until, built_until(session))
        while since < until:
            part = Range(since, min(since + _COMPARED, until))
            rows = session.rows("rollups.differences", since=part.since, until=part.until)
            for row in rows:
                start, dimension = row["bucket"], f"{row['dimension']} {row['value']}".rstrip()
                yield f"figures of {start:%Y-%m-%d %H:%M} UTC for {dimension} differ from the calls"
            since = part.until


def built_until(session: Session) -> datetime:
    """Up to which instant rollups are built."""
    return mark(session, _NAME).until


def rebuild(session: Session, buckets: Collection[datetime]) -> None:
    """Rebuild these quarter hours, as far as they are built already."""
    if buckets:
        until = built_until(session)
        _build(session, sorted(bucket for bucket in buckets if bucket < until))


def _build(session: Session, buckets: Sequence[datetime]) -> None:
    if buckets:
        session.run("rollups.forget", buckets=buckets)
        session.run("rollups.build", buckets=buckets, since=buckets[0], until=buckets[-1] + BUCKET)
