"""Refreshes the summaries of calls in small steps, so that new calls are stored in between.

A summary contains the calls that began before its watermark (`marks.py`). A step adds calls after the watermark, or
recounts calls before it that have changed. The step counts in a reading session, and the writer only stores the result.
It stores nothing if another process has moved the watermark in the meantime. A call that changes while a step counts
gets a note with a higher number, which the next step follows. Until then, queries correct the summary: they add the
calls after the watermark and recount what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries.marks import Mark, advance, mark

Put = Callable[[Session], None]
"""Stores the result of a step, in a transaction of the writer."""


def nothing(_session: Session) -> None:
    """Store only the watermark."""


@dataclass(frozen=True, slots=True)
class Step:
    """The watermark after a step, and what the writer must store. After a `last` step there is nothing more to do."""

    mark: Mark
    put: Put = nothing
    last: bool = False


class Summary(Protocol):
    """One summary. Its module also holds the queries that read it."""

    @property
    def name(self) -> str:
        """Its name in the table of watermarks."""

    def step(self, session: Session, at: Mark, before: datetime, zone: ZoneInfo) -> Step | None:
        """Count the next part of the calls that began before this instant; None if there is nothing to do.

        `zone` is the office's time zone.
        """

    def differences(self, session: Session) -> Iterator[str]:
        """One line for each figure that differs from a recount of the calls."""


def refresh(store: Store, summary: Summary, before: datetime, zone: ZoneInfo) -> bool:
    """Take the next step towards this instant; answers whether another step may follow."""
    with store.read() as session:
        at = mark(session, summary.name)
        step = summary.step(session, at, before, zone)
    if step is None:
        return False

    def put(session: Session) -> bool:
        if mark(session, summary.name) != at:
            return False
        step.put(session)
        advance(session, summary.name, step.mark)
        return True

    return store.write(put) and not step.last
