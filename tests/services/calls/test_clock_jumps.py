"""A clock that jumps while calls come in: nothing is lost or counted twice, and the feed goes on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.summaries.catalogue import SUMMARIES
from tests.scenes import answered_call

TRUE_NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass
class Office:
    """An office whose clock, and that of its switchboard, is wrong by `off`."""

    core: Core
    off: timedelta = timedelta()
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.core = replace(self.core, clock=lambda: TRUE_NOW + self.off)
        self.ingest = Ingest(self.core)

    def call(self, ago: timedelta, parts: slice = slice(None), call_id: str = "") -> str:
        """The events of a call that begins so long ago, by the wrong clock; twice, as from a sender that is unsure."""
        self.sent.append(call_id or f"c{len(self.sent)}")
        events = answered_call(self.sent[-1])[parts]
        shift = TRUE_NOW + self.off - ago - answered_call()[0].at
        moved = [replace(event, at=event.at + shift) for event in events]
        cursor = self.core.feed.cursor
        assert self.ingest.submit(moved).accepted == len(moved)
        assert self.core.feed.cursor != cursor
        assert self.ingest.submit(moved).duplicates == len(moved)
        return self.sent[-1]

    def refresh(self) -> None:
        """What the background does."""
        self.ingest.close_silent_calls()
        for name in SUMMARIES:
            while self.ingest.refresh_summary(name):
                pass


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(hours=-1)], ids=["a day ahead", "an hour back"])
def test_a_clock_that_jumps_and_is_set_right_loses_no_call_and_counts_none_twice(core: Core, jump: timedelta) -> None:
    office = Office(core)
    for off in (timedelta(), jump, timedelta()):
        office.off = off
        for hours in (5, 2, 0):
            office.call(timedelta(hours=hours, minutes=2))
            office.refresh()
    assert verify(core.store, Dialing("IR", "21")).differences == ()
    assert len(core.feed.newest()) == len(office.sent) == 9


def test_a_call_that_a_jump_has_closed_goes_on_when_its_events_come(core: Core) -> None:
    office = Office(core)
    ringing = office.call(timedelta(minutes=1), slice(1))
    office.off = timedelta(days=1)
    office.refresh()
    office.off = timedelta()
    [closed] = core.feed.newest()
    assert (closed.call.state, closed.call.outcome) == (CallState.ENDED, Outcome.UNKNOWN)
    office.call(timedelta(minutes=1), slice(1, None), ringing)
    [row] = core.feed.newest()
    assert (row.call.state, row.call.outcome) == (CallState.ENDED, Outcome.ANSWERED)
    assert verify(core.store, Dialing("IR", "21")).differences == ()
