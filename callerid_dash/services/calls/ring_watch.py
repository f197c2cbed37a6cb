"""Closes calls that only ever rang, within seconds of their ring time (`domain/calls/ringing.py`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from callerid_dash.domain.calls.calls import SIMULATED, Call, CallState
from callerid_dash.domain.calls.ringing import stops_ringing
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.store.calls import ringing as tables

LATE = timedelta(seconds=30)
"""An event that arrives this long after its own time was delayed, or its source's clock differs from ours."""
log = logging.getLogger(__name__)


class _LastEvent(NamedTuple):
    """The last event of a call, and since when the call counts as silent."""

    at: datetime
    since: datetime


@dataclass(slots=True)
class RingWatch:
    """Checks the active calls; costs no query while none is due. `ours` returns the sources that this process runs."""

    core: Core
    ingest: Ingest
    ours: Callable[[], Iterable[str]]
    _stored: frozenset[str] = field(init=False, default=frozenset())
    _last_events: dict[UUID, _LastEvent] | None = field(init=False, default=None)

    def check(self) -> int:
        """Close the calls that are due; returns how many. Raises StoreUnavailable or Busy, having closed nothing."""
        self._store_our_sources()
        calls = [
            row.call
            for row in self.core.feed.active()
            if row.call.state is not CallState.ANSWERED and row.call.source != SIMULATED
        ]
        times, silent = self.core.snapshot.ring_times, self._silent(calls)
        due = [call for call in calls if stops_ringing(call, times, (), silent[call.id])]
        if not due:
            return 0
        with self.core.store.read() as session:  # another process may have received more events of their sources
            telling = tables.telling(session) | set(self.ours())
        events = [event for call in due if (event := stops_ringing(call, times, telling, silent[call.id]))]
        self.ingest.submit(events)
        if events:
            log.info("Closed %d calls as missed of which nothing but their ringing was told", len(events))
        return len(events)

    def _silent(self, calls: Iterable[Call]) -> dict[UUID, timedelta]:
        """How long each call has been silent: by the source's clock, or by ours if the source's times lie far back.

        A source's clock may be slow; its calls must not count as missed when they have only begun to ring.
        """
        at, before = self.core.clock(), self._last_events
        last_events = {}
        for call in calls:
            known = before.get(call.id) if before is not None else _LastEvent(call.last_event_at, call.last_event_at)
            if known is None or known.at != call.last_event_at:
                late = at - call.last_event_at > LATE
                known = _LastEvent(call.last_event_at, at if late else call.last_event_at)
            last_events[call.id] = known
        self._last_events = last_events
        return {call_id: at - known.since for call_id, known in last_events.items()}

    def _store_our_sources(self) -> None:
        """Store the names of our sources, for processes that do not run them."""
        ours = frozenset(self.ours())
        if new := ours - self._stored:
            self.core.store.write(lambda session: tables.add_telling(session, new, self.core.clock()))
            self._stored = ours
