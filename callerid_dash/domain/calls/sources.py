"""The interface between the product and a source of calls, and the health that every source reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from callerid_dash.domain.calls.calls import Call, CallEvent


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is doing. Instants are UTC; `detail` is one line for the IT person, free of secrets.

    `lost` counts the events that the source saw but could not hand over, `lost_at` is the instant of the last one.
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
    """A time in which a source reported nothing or nobody listened; `until` is None while it lasts. In UTC."""

    source: str
    since: datetime
    until: datetime | None


def down(outages: Iterable[Outage], since: datetime, until: datetime) -> timedelta:
    """How long at least one source was down between the two instants; an outage that still lasts counts to the end."""
    total, reached = timedelta(0), since
    for outage in sorted(outages, key=lambda each: each.since):
        begin, end = max(outage.since, reached), min(outage.until or until, until)
        if end > begin:
            total, reached = total + (end - begin), end
    return total


class Intake(Protocol):
    """Takes events from sources (implemented by `services/calls/ingest.py`)."""

    def record(self, events: Sequence[CallEvent]) -> None:
        """Store the events and return when they are durable. Raises Busy if the queue is full, or StoreUnavailable."""

    def open_calls(self, source: str) -> list[Call]:
        """The calls of this source that have not ended; a source catches up with them after a lost connection."""


class Source(Protocol):
    """A place where calls come from. `start` returns at once; `stop` waits for the source's own threads."""

    name: str

    def start(self) -> None:
        """Begin to hand events to the intake; never raises because the far end is absent."""

    def stop(self) -> None:
        """Stop, and leave nothing running."""

    def health(self) -> SourceHealth:
        """A snapshot, from any thread."""
