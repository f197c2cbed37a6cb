"""Calls that only ever ring: missed after the ring time, unless another event arrives."""

from __future__ import annotations

import contextlib
import csv
import io
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callerid_dash.domain.calls.calls import STOPPED_RINGING, Call, CallState, Outcome, call_uuid
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.calls.history import PastCall
from callerid_dash.domain.calls.ringing import NEVER, RING_TIME
from callerid_dash.domain.errors import Forbidden, InvalidInput, Stale
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.users import Role, User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.calls.ring_watch import RingWatch
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.office.ring_times import RingTimes, SourceRings, stamp
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Directory
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.engine.database import Store
from tests.scenes import AGENT, NOON, answered_call, event

TEHRAN = Dialing("IR", "21")
ADMIN = User(1, "admin", "Admin", Role.ADMIN)
JUST, SOON = RING_TIME, RING_TIME - timedelta(seconds=1)


@dataclass
class Clock:
    """A clock that a test sets."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Scene:
    """A product with the source `box`, which reports only ringing, and the source `pbx`."""

    store: Store
    ingest: Ingest
    feed: Feed
    times: RingTimes
    clock: Clock = field(default_factory=Clock)
    ours: list[str] = field(default_factory=list)
    watch: RingWatch = field(init=False)

    def look(self, after: timedelta) -> int:
        """Check the calls again, this long after noon."""
        self.clock.at = NOON + after
        return self.watch.check()

    def call(self, source: str = "box", call_id: str = "c1") -> Call:
        """The stored call; the figures must agree with it."""
        assert verify(self.store, TEHRAN).differences == ()
        with self.store.read() as session:
            return tables.by_ids(session, {call_uuid(source, call_id)})[call_uuid(source, call_id)].call


@pytest.fixture
def directory(services: Services) -> Directory:
    """The small tables in memory."""
    return services.directory


@pytest.fixture
def scene(services: Services, directory: Directory) -> Scene:
    ours: list[str] = []
    times = RingTimes(services.office.settings, lambda: ours)
    made = Scene(services.store, services.calls.ingest, services.feed, times, ours=ours)
    made.watch = RingWatch(replace(services.core, clock=made.clock), services.calls.ingest, lambda: ours)
    return made


def test_a_call_that_only_rang_is_missed_after_the_ring_time_and_nobody_knows_how_long_it_waited(scene: Scene) -> None:
    scene.ingest.submit([event("ringing", source="box")])
    assert scene.look(SOON) == 0
    assert scene.call().state is CallState.RINGING
    assert scene.look(JUST) == 1
    call = scene.call()
    assert (call.state, call.outcome, call.cause) == (CallState.ENDED, Outcome.MISSED, STOPPED_RINGING)
    assert (call.ended_at, call.wait, call.talk) == (NOON + RING_TIME, None, None)
    assert [row.call.state for row in scene.feed.newest()] == [CallState.ENDED]
    assert scene.feed.last_event_at == NOON  # nothing was heard of the source since
    assert scene.look(JUST * 2) == 0


def test_no_figure_counts_a_wait_that_nobody_knows(services: Services, scene: Scene) -> None:
    scene.ingest.submit([event("ringing", source="box"), *answered_call("c2", 30)])
    scene.look(JUST)
    counts = services.reports.summary(ReportFilter())
    assert (counts.missed.calls, counts.answered.calls, counts.both.waits.measured) == (1, 1, 1)
    assert services.calls.log.page(ADMIN, CallFilter(wait_over=60)).items == ()
    assert [row.call.external_id for row in services.calls.log.page(ADMIN, CallFilter(wait_up_to=600)).items] == ["c2"]
    with contextlib.closing(services.exports.files.calls(ADMIN, CallFilter(), Format.CSV)) as lines:
        exported = list(csv.DictReader(io.StringIO(b"".join(lines).decode("utf-8-sig"))))
    assert [line["wait_seconds"] for line in exported] == ["5.000", ""]


def test_the_ring_time_begins_anew_with_every_ring_that_is_told(scene: Scene) -> None:
    scene.ingest.submit([event("ringing", source="box"), event("ringing", 60, source="box", event_id="r2")])
    assert scene.look(JUST) == 0
    assert scene.look(JUST + timedelta(seconds=60)) == 1


@pytest.mark.parametrize(
    ("late", "outcome", "ended"),
    [
        ([event("ended", 9, source="box", cause="busy")], Outcome.MISSED, 9),
        ([event("answered", 20, source="box")], None, None),
        ([event("answered", 200, source="box")], None, None),
        ([event("answered", 20, source="box"), event("ended", 80, source="box")], Outcome.ANSWERED, 80),
        ([event("ended", 300, source="box", cause="normal")], Outcome.MISSED, 300),
        ([event("ringing", 30, source="box", event_id="r2")], Outcome.MISSED, 120),
        ([event("ringing", 150, source="box", event_id="r2")], None, None),
    ],
)
def test_what_is_told_later_takes_its_place(
    scene: Scene, late: list[object], outcome: Outcome | None, ended: int | None
) -> None:
    scene.ingest.submit([event("ringing", source="box")])
    scene.look(JUST)
    scene.ingest.submit(late)  # type: ignore[arg-type]
    call = scene.call()
    assert call.outcome is outcome
    assert call.ended_at == (NOON + timedelta(seconds=ended) if ended else None)
    assert (call.cause == STOPPED_RINGING) == (ended == 120)


def test_a_call_whose_source_has_a_late_clock_is_not_missed_when_it_begins_to_ring(scene: Scene) -> None:
    scene.look(timedelta(0))
    scene.ingest.submit([event("ringing", -300, source="box")])
    assert scene.look(timedelta(0)) == 0
    assert scene.look(SOON) == 0
    assert scene.look(JUST) == 1
    assert scene.call().ended_at == NOON - timedelta(seconds=180)


def test_a_call_that_rings_again_is_missed_once_more(scene: Scene) -> None:
    scene.ingest.submit([event("ringing", source="box")])
    scene.look(JUST)
    scene.ingest.submit([event("ringing", 150, source="box", event_id="r2")])
    assert scene.call().state is CallState.RINGING
    assert scene.look(timedelta(seconds=152)) == 0
    assert scene.look(timedelta(seconds=270)) == 1
    assert scene.call().ended_at == NOON + timedelta(seconds=270)


@pytest.mark.parametrize("told", ["answered", "transferred", "ended"])
def test_a_source_that_has_told_more_of_any_call_is_waited_for(scene: Scene, told: str) -> None:
    scene.ingest.submit([event("ringing", call_id="before"), event(told, 5, "before"), event("ringing")])
    assert scene.look(timedelta(minutes=3)) == 0
    assert scene.look(timedelta(hours=3)) == 0
    assert scene.call("pbx").state is CallState.RINGING


def test_so_is_one_that_we_run_from_its_first_call_on_also_by_other_processes(
    scene: Scene, directory: Directory
) -> None:
    scene.ingest.submit([event("ringing")])
    scene.ours.append("pbx")
    assert scene.look(timedelta(minutes=3)) == 0
    elsewhere = RingWatch(scene.watch.core, scene.ingest, lambda: ())
    assert elsewhere.check() == 0


def test_what_we_say_ourselves_of_a_silent_call_is_nothing_that_its_source_told(scene: Scene) -> None:
    scene.ingest.submit([event("queued", source="box", queue="support")])
    scene.ingest.close_silent_calls(NOON + timedelta(hours=5))
    assert scene.times.listed(ADMIN) == []  # long ago
    scene.ingest.submit([event("ringing", call_id="c2", source="box")])
    assert scene.look(JUST) == 1


def test_callers_in_a_queue_wait_longer_unless_a_time_is_set(scene: Scene) -> None:
    scene.ingest.submit([event("ringing", source="box"), event("queued", 5, source="box", queue="support")])
    assert scene.look(timedelta(minutes=30)) == 0
    scene.times.set("box", timedelta(minutes=10), ADMIN)
    assert scene.look(timedelta(minutes=30)) == 1


@pytest.mark.parametrize(
    ("ring_time", "due"),
    [(timedelta(seconds=30), timedelta(seconds=30)), (timedelta(hours=1), timedelta(hours=1)), (NEVER, None)],
)
def test_what_an_admin_sets_holds_whatever_the_source_has_told(
    scene: Scene, ring_time: timedelta, due: timedelta | None
) -> None:
    scene.ingest.submit([event("ringing", call_id="before"), event("ended", 5, "before"), event("ringing")])
    scene.times.set("pbx", ring_time, ADMIN)
    if due is None:
        assert scene.look(timedelta(hours=3)) == 0
    else:
        assert scene.look(due - timedelta(seconds=1)) == 0
        assert scene.look(due) == 1


def test_an_answered_call_is_never_closed_so(scene: Scene) -> None:
    scene.times.set("box", timedelta(seconds=30), ADMIN)
    scene.ingest.submit([event("ringing", source="box"), event("answered", 5, source="box")])
    assert scene.look(timedelta(hours=3)) == 0


def test_records_of_the_past_tell_how_the_call_went_on(services: Services, scene: Scene, tmp_path: Path) -> None:
    scene.ingest.submit([event("ringing", source="box")])
    scene.look(JUST)
    talked = PastCall(1, "c1", True, NOON, NOON + timedelta(seconds=9), NOON + timedelta(seconds=50), extension="101")
    counts = services.imports.calls.importing.take(OPERATOR, [talked], "box", "box.csv", tmp_path / "rejected.csv")
    assert (counts.completed, counts.added) == (1, 0)
    call = scene.call()
    assert (call.outcome, call.extension, call.talk) == (Outcome.ANSWERED, "101", timedelta(seconds=41))


def test_two_processes_close_a_call_once(scene: Scene, directory: Directory) -> None:
    other = RingWatch(scene.watch.core, scene.ingest, lambda: ())
    scene.ingest.submit([event("ringing", source="box")])
    before = scene.feed.active()
    scene.look(JUST)
    scene.feed.publish(before)  # the other has not read yet what was written
    assert other.check() == 1
    call = scene.call()
    with scene.store.read() as session:
        assert len(tables.events_of(session, [call])[call.id]) == 2


def test_sources_are_listed_with_what_is_known_of_them(scene: Scene) -> None:
    at = (datetime.now(UTC) - NOON).total_seconds() - 60
    scene.ingest.submit([event("ringing", at, source="box"), event("ringing", at), event("ended", at + 5)])
    scene.times.set("door", NEVER, ADMIN)
    scene.ours.append("asterisk")
    assert scene.times.listed(ADMIN) == [
        SourceRings("asterisk", True, None, None),
        SourceRings("box", False, None, RING_TIME),
        SourceRings("door", False, NEVER, None),
        SourceRings("pbx", True, None, None),
    ]


def test_a_setting_is_authorized_checked_and_taken_back(scene: Scene) -> None:
    for refused in (lambda: scene.times.set("box", NEVER, AGENT), lambda: scene.times.listed(AGENT)):
        with pytest.raises(Forbidden):
            refused()
    for wrong in (timedelta(seconds=5), timedelta(hours=3), timedelta(seconds=-1)):
        with pytest.raises(InvalidInput):
            scene.times.set("box", wrong, ADMIN)
    with pytest.raises(InvalidInput):
        scene.times.set("  ", NEVER, ADMIN)
    scene.times.set("box", timedelta(seconds=30), ADMIN, seen=stamp(None))
    with pytest.raises(Stale):
        scene.times.set("box", NEVER, ADMIN, seen=stamp(None))
    scene.times.set("box", None, ADMIN, seen="30")
    assert scene.times.listed(ADMIN) == []
