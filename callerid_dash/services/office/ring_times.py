"""Ring times: how long calls of a source ring until they count as missed. Admins can set one for each source."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.calls.ringing import LONGEST, NEVER, SHORTEST, ring_time_of
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import Action, Actor, User
from callerid_dash.services.office.settings_change import SettingsChange, unchanged
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import RING_TIMES, Snapshot
from callerid_dash.store.calls import ringing as tables
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables

SEEN_WITHIN = timedelta(days=90)
_LONGEST_NAME = 200
FOUND_OUT = "found_out"
"""The choice of no set ring time: the product decides."""


@dataclass(frozen=True, slots=True)
class SourceRings:
    """A source: whether it is known to report how calls go on, and the ring time that is set (None: none).

    `holds` is the resulting ring time (None: its calls never count as missed for ringing long).
    """

    name: str
    tells_more: bool
    ring_time: timedelta | None
    holds: timedelta | None


@dataclass(frozen=True, slots=True)
class RingTimes:
    """Reads and sets ring times. `ours` returns the names of the sources that the product itself runs."""

    settings: SettingsChange
    ours: Callable[[], Iterable[str]]

    def listed(self, actor: User) -> list[SourceRings]:
        """The sources with recent calls or a set ring time, and the product's own, by name. Raises Forbidden."""
        authorize(actor, Action.CHANGE_SETTINGS)
        with self.settings.core.store.read(consistent=False) as session:
            telling = tables.telling(session) | set(self.ours())
            seen = tables.sources_seen(session, datetime.now(UTC) - SEEN_WITHIN)
        times = self.settings.core.snapshot.ring_times
        return [
            SourceRings(name, name in telling, times.get(name), ring_time_of(name, times, telling))
            for name in sorted({*seen, *times, *self.ours()})
        ]

    def set(self, source: str, ring_time: timedelta | None, actor: Actor, seen: str | None = None) -> None:
        """Set the ring time of a source (`NEVER`: its calls never count as missed for ringing long; None: unset it).

        `seen` is the `stamp` of the value that the actor saw. Raises Forbidden, InvalidInput or Stale.
        """

        def work(session: Session, now: Snapshot) -> None:
            name, times = source.strip(), dict(now.ring_times)
            if not 0 < len(name) <= _LONGEST_NAME:
                raise InvalidInput("There is no such source.", "source")
            before = times.pop(name, None)
            unchanged(seen, stamp(before))
            if ring_time is not None:
                if ring_time != NEVER and not SHORTEST <= ring_time <= LONGEST:
                    raise InvalidInput("A ring time lies between 10 seconds and 2 hours.", "seconds")
                times[name] = ring_time
            kept = {each: round(time.total_seconds()) for each, time in sorted(times.items())}
            small_tables.set_setting(session, RING_TIMES, json.dumps(kept))
            facts = [{"title": name, "ring_time": stamp(each)} for each in (before, ring_time)]
            self.settings.note(session, actor, SubjectKind.SETTING, name, *facts)

        self.settings.change(actor, work)


def stamp(ring_time: timedelta | None) -> str:
    """The set ring time as text: a word or the seconds."""
    if ring_time is None:
        return FOUND_OUT
    return "never" if ring_time == NEVER else f"{ring_time.total_seconds():.0f}"
