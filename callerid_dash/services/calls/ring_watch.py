"""Closes calls of which nothing but their ringing was told, within seconds of their ring time
(`domain/calls/ringing.py`)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from callerid_dash.domain.calls.calls import Call, CallState
from callerid_dash.domain.calls.ringing import stops_ringing
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.store.calls import ringing as tables

LATE = timedelta(seconds=30)
"""What comes so long after its own time was late, or told by another clock."""
log = logging.getLogger(__name__)


class _Heard(NamedTuple):
    """What was last told of a call, and since when it counts as silent."""

    told_at: datetime
    since: datetime


@dataclass(slots=True)
class RingWatch:
    """Looks at the calls that go on; costs no query while none is due. `ours` names the sources that we run."""

    core: Core
    ingest: Ingest
    ours: Callable[[], Iterable[str]]
    _told: frozenset[str] = field(init=False, default=frozenset())
    _heard: dict[UUID, _Heard] | None = field(init=False, default=None)

    def check(self) -> int:
        """Close what is due; answers how many. Raises StoreUnavailable or Busy, having closed nothing."""
        self._tell_of_ours()
        calls = [row.call for row in self.core.feed.going_on() if row.call.state is not CallState.ANSWERED]
        times, silent = self.core.directory.snapshot.ring_times, self._silent(calls)
        due = [call for call in calls if stops_ringing(call, times, (), silent[call.id])]
        if not due:
            return 0
        with self.core.store.read() as session:  # another process may have heard more of their sources
            telling = tables.telling(session) | set(self.ours())
        events = [event for call in due if (event := stops_ringing(call, times, telling, silent[call.id]))]
        self.ingest.submit(events)
        if events:
            log.info("Closed %d calls as missed of which nothing but their ringing was told", len(events))
        return len(events)

    def _silent(self, calls: Iterable[Call]) -> dict[UUID, timedelta]:
        """For how long nothing was told of each call: by its own times, or by ours where those lie far back.

        The clock of a source may be late; its calls must not be missed when they have only begun to ring.
        """
        at, before = self.core.clock(), self._heard
        heard = {}
        for call in calls:
            known = before.get(call.id) if before is not None else _Heard(call.last_event_at, call.last_event_at)
            if known is None or known.told_at != call.last_event_at:
                late = at - call.last_event_at > LATE
                known = _Heard(call.last_event_at, at if late else call.last_event_at)
            heard[call.id] = known
        self._heard = heard
        return {call_id: at - known.since for call_id, known in heard.items()}

    def _tell_of_ours(self) -> None:
        """Processes that do not run our sources must know them, too."""
        ours = frozenset(self.ours())
        if new := ours - self._told:
            self.core.store.write(lambda session: tables.add_telling(session, new, self.core.clock()))
            self._told = ours
