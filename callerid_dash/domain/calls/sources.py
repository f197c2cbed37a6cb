"""What every source of calls tells about itself, and the seam between a source and the product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from callerid_dash.domain.calls.calls import Call, CallEvent


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is doing. Instants are UTC; `detail` is one line for the IT person, free of secrets.

    `lost` counts events that the source saw but could not hand over, `lost_at` is when that happened last.
    """

    name: str
    connected: bool
    since: datetime
    last_event_at: datetime | None = None
    lost: int = 0
    detail: str = ""
    lost_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """From `since` until `until` (None: it goes on) a source told nothing, or nobody listened. Instants are UTC."""

    source: str
    since: datetime
    until: datetime | None


def down(outages: Iterable[Outage], since: datetime, until: datetime) -> timedelta:
    """How long of this stretch of time at least one source was down; what goes on lasts to its end."""
    total, reached = timedelta(0), since
    for outage in sorted(outages, key=lambda each: each.since):
        begin, end = max(outage.since, reached), min(outage.until or until, until)
        if end > begin:
            total, reached = total + (end - begin), end
    return total


class Intake(Protocol):
    """Where a source hands over what it saw (implemented by `services/calls/ingest.py`)."""

    def record(self, events: Sequence[CallEvent]) -> None:
        """Return when the events are durable. Raises Busy when the queue is full, StoreUnavailable when it fails."""

    def open_calls(self, source: str) -> list[Call]:
        """The calls of this source that have not ended, for catching up after a lost connection."""


class Source(Protocol):
    """A place where calls come from. `start` returns at once; `stop` waits for the source's own threads."""

    name: str

    def start(self) -> None:
        """Begin to hand events to the intake; never raises because the far end is absent."""

    def stop(self) -> None:
        """End, leaving nothing running."""

    def health(self) -> SourceHealth:
        """A snapshot, from any thread."""
