"""Playing simulated calls in time, and handing them over to an intake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from callerid_dash.demo.rhythm import pace, staffed
from callerid_dash.demo.simulator import AT_ONCE, SOURCE, Play, Simulator, steady
from callerid_dash.demo.switchboard import Switchboard
from callerid_dash.domain.calls.calls import Call, CallEvent, CallState, EventKind, fold
from callerid_dash.domain.errors import Busy, StoreUnavailable
from tests.demo.simulated import NOON, OFFICE, TEHRAN

# Playing


def test_a_play_hands_out_every_event_once_when_it_is_due() -> None:
    play = Play(Switchboard(OFFICE, Random(2)), Random(2), NOON, pace=steady(30), calls=20)
    happened: list[CallEvent] = []
    while at := play.next_at():
        due = play.due(at)
        assert [event.at for event in due] == sorted(event.at for event in due)
        assert all(event.at <= at for event in due)
        happened += due
    by_call: dict[str, list[CallEvent]] = {}
    for event in happened:
        by_call.setdefault(event.call_id, []).append(event)
    assert len(by_call) == 20
    assert all(fold(of_call).state is CallState.ENDED for of_call in by_call.values())
    assert len({(event.call_id, event.key) for event in happened}) == len(happened)


def test_a_play_rings_as_often_as_it_was_told() -> None:
    play = Play(Switchboard(OFFICE, Random(2)), Random(2), NOON, pace=steady(30), calls=600)
    begun: dict[str, datetime] = {}
    while at := play.next_at():
        for event in play.due(at):
            begun.setdefault(event.call_id, event.at)
    assert max(begun.values()) - NOON == pytest.approx(timedelta(minutes=20), abs=timedelta(minutes=2.5))


def begun(play: Play, until: datetime) -> list[datetime]:
    """The times at which the calls of a simulation begin."""
    first: dict[str, datetime] = {}
    while (at := play.next_at()) and at < until:
        for event in play.due(at):
            first.setdefault(event.call_id, event.at)
    return list(first.values())


def test_a_play_follows_the_pace_from_hour_to_hour() -> None:
    midnight = datetime(2026, 5, 4, tzinfo=TEHRAN).astimezone(UTC)
    counted: Counter[int] = Counter()
    for seed in range(8):
        board, rng = Switchboard(OFFICE, Random(seed)), Random(seed)
        play = Play(board, rng, midnight, pace=lambda at: pace(at, TEHRAN), staffed=lambda at: staffed(at, TEHRAN))
        counted.update(at.astimezone(TEHRAN).hour for at in begun(play, midnight + timedelta(days=1)))
    for hours in ((0, 6), (8, 10), (10, 12), (12, 15), (15, 18), (18, 24)):
        expected = 8 * sum(60 * pace(midnight + timedelta(hours=h), TEHRAN) for h in range(*hours))
        assert sum(counted[h] for h in range(*hours)) == pytest.approx(expected, rel=0.3)


@pytest.mark.parametrize("hour", [0, 4, 11, 20])
@pytest.mark.parametrize("weekday", range(7))
def test_a_newcomer_sees_calls_at_once_at_any_hour_and_no_bar_sticks_out(weekday: int, hour: int) -> None:
    start = datetime(2026, 5, 4 + weekday, hour, tzinfo=TEHRAN)
    board, rng = Switchboard(OFFICE, Random(3)), Random(3)
    play = Play(board, rng, start.astimezone(UTC), pace=lambda at: pace(at, TEHRAN), opening=AT_ONCE)
    calls = begun(play, start + timedelta(minutes=15))
    assert calls[0] - start < timedelta(seconds=5)
    assert sum(at - start < timedelta(minutes=2) for at in calls) >= len(AT_ONCE)
    a_usual_peak = 15 * pace(datetime(2026, 5, 4, 10, tzinfo=TEHRAN), TEHRAN)
    assert len(calls) < 2 * a_usual_peak


def test_after_a_sleep_of_the_machine_no_backlog_rings() -> None:
    play = Play(Switchboard(OFFICE, Random(2)), Random(2), NOON, pace=steady(10))
    play.due(NOON)
    morning = NOON + timedelta(hours=12)
    assert len({event.call_id for event in play.due(morning)}) <= 2


class Clock:
    """A clock that moves only while somebody sleeps, for a limited number of sleeps."""

    def __init__(self, naps: int) -> None:
        self.now = NOON
        self.naps = naps

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> bool:
        self.now += timedelta(seconds=seconds)
        self.naps -= 1
        return self.naps < 0


class Desk:
    """An intake that keeps events; it raises the errors in `trouble` first, one for each hand-over."""

    def __init__(self, trouble: Sequence[Exception] = (), left_open: Sequence[Call] = ()) -> None:
        self.trouble = list(trouble)
        self.left_open = list(left_open)
        self.happened: list[CallEvent] = []

    def record(self, events: Sequence[CallEvent]) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.happened += events

    def open_calls(self, source: str) -> list[Call]:
        return [call for call in self.left_open if call.source == source]


def simulate(desk: Desk, naps: int = 200, seed: int = 1) -> Simulator:
    clock = Clock(naps)
    board = Switchboard(OFFICE, Random(seed), talk=20)
    simulator = Simulator(desk, board, pace=steady(20), rng=Random(seed), clock=clock, sleep=clock.sleep)
    simulator.start()
    simulator._worker.join()
    simulator.stop()
    return simulator


def test_the_simulator_hands_over_the_same_calls_for_the_same_seed() -> None:
    first, second = Desk(), Desk()
    simulate(first)
    simulate(second)
    assert first.happened == second.happened
    assert {event.event for event in first.happened} >= {EventKind.RINGING, EventKind.ANSWERED, EventKind.ENDED}


def test_the_simulator_is_connected_while_what_it_hands_over_is_taken() -> None:
    desk = Desk()
    health = simulate(desk).health()
    assert (health.name, health.connected, health.lost) == (SOURCE, True, 0)
    assert health.last_event_at == desk.happened[-1].at


def test_a_busy_intake_is_asked_again() -> None:
    desk = Desk([Busy("full", 3)])
    assert simulate(desk).health().lost == 0
    assert desk.happened


def test_what_cannot_be_stored_is_counted_as_lost_and_the_simulator_goes_on() -> None:
    desk = Desk([StoreUnavailable("the disk is full")])
    health = simulate(desk).health()
    assert health.lost >= 1
    assert health.connected
    assert desk.happened


def test_calls_that_an_earlier_run_left_open_are_ended_without_a_night_of_talk() -> None:
    yesterday = NOON - timedelta(days=1)
    ringing = CallEvent(SOURCE, "old", EventKind.ANSWERED, yesterday, extension="201")
    desk = Desk(left_open=[fold([ringing])])
    simulate(desk, naps=1)
    call = fold([ringing, *(event for event in desk.happened if event.call_id == "old")])
    assert call.state is CallState.ENDED
    assert call.talk == timedelta(seconds=30)


def test_stopping_a_simulator_that_sleeps_does_not_wait_for_the_next_call() -> None:
    desk = Desk()
    simulator = Simulator(desk, Switchboard(OFFICE, Random(1)), pace=steady(0.001), rng=Random(1))
    simulator.start()
    simulator.stop()
    assert not simulator._worker.is_alive()
