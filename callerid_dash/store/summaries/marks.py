"""The table of watermarks: which calls each summary contains, and which changes of calls it has followed.

`refresher.py` moves the marks; each summary decides how far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.reports.rollups import BUCKET, bucket_of
from callerid_dash.store.engine.protocol import Row, Session

NOTHING = datetime(1970, 1, 1, tzinfo=UTC)
"""The watermark of a summary that contains no calls."""
ALWAYS = Range(NOTHING, datetime.max.replace(tzinfo=UTC))
"""The range of all calls."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A summary contains all calls that began before `until`, as they were after change number `noted`.

    `noted` is None for rollups, which follow every change at once. `zone` is the time zone of a summary by days.
    """

    until: datetime
    noted: int | None = None
    zone: str = ""


def mark(session: Session, name: str) -> Mark:
    """The watermark of a summary."""
    row = session.row("summaries.mark", name=name)
    return _mark(row) if row else Mark(NOTHING)


def latest(session: Session) -> datetime:
    """The latest watermark of any summary."""
    return session.value("summaries.latest_mark") or NOTHING


def advance(session: Session, name: str, to: Mark) -> None:
    """Move the watermark of a summary, and delete the notes that every summary has followed."""
    session.run("summaries.advance", name=name, materialized_until=to.until, noted=to.noted, zone=to.zone)
    session.run("summaries.forget_followed")


def latest_change(session: Session) -> int:
    """The number of the newest note; 0 if there is none."""
    return session.value("summaries.latest") or 0


def mark_and_stale(session: Session, name: str) -> tuple[Mark, datetime | None]:
    """The watermark, and when the oldest call before it began that has changed since, other than by attribution."""
    row = session.row("summaries.mark_and_stale", name=name)
    return (_mark(row), row["stale_since"]) if row else (Mark(NOTHING), None)


def first_call(session: Session, span: Range) -> datetime | None:
    """When the first call in this range began."""
    at: datetime | None = session.value("summaries.first", since=span.since, until=span.until)
    return at


def history(session: Session) -> Range:
    """From the first quarter hour with a call to the end of the last one; an empty range without calls."""
    row = session.row("summaries.span")
    if row is None or row["first"] is None:
        return Range(NOTHING, NOTHING)
    return Range(bucket_of(row["first"]), bucket_of(row["last"]) + BUCKET)


def _mark(row: Row) -> Mark:
    return Mark(row["materialized_until"], row["noted"], row["zone"])
