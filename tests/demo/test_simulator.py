from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.demo.numbers import WITHHELD, as_network_says, old_spelling
from callerid_dash.demo.office import SampleCaller, imagine
from callerid_dash.demo.rhythm import arrivals, pace, staffed
from callerid_dash.demo.simulator import AT_ONCE, SOURCE, Play, Simulator, steady
from callerid_dash.demo.switchboard import UNKNOWN_SHARE, WITHHELD_SHARE, Switchboard
from callerid_dash.domain.calls.calls import Call, CallEvent, CallState, EventKind, Outcome, fold
from callerid_dash.domain.calls.scripts import CallScript, events
from callerid_dash.domain.errors import Busy, StoreUnavailable
from callerid_dash.domain.numbers.phones import Dialing, MatchRule, NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import describe

NOON = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
TEHRAN = ZoneInfo("Asia/Tehran")
OFFICE = imagine(1, persons=60, organizations=20)
WHOLE = imagine()
DIALING = Dialing("IR", "21")
KNOWN = {caller.number for caller in OFFICE.known}
seeds = st.integers(0, 10_000)


def scripts(seed: int, how_many: int, gap: float = 40, staffed: bool = True) -> list[tuple[datetime, CallScript]]:
    rng = Random(seed)
    board = Switchboard(OFFICE, rng)
    at, told = NOON, []
    for _ in range(how_many):
        told.append((at, board.call(at, staffed)))
        at += timedelta(seconds=rng.expovariate(1 / gap))
    return told


# Scripts


@given(seeds, st.sampled_from([5, 40, 300]), st.booleans())
def test_every_script_folds_to_what_it_says(seed: int, gap: float, staffed: bool) -> None:
    for at, script in scripts(seed, 20, gap, staffed):
        call = fold(events(script, "test", "1", at))
        assert call.state is CallState.ENDED
        assert call.outcome is script.outcome
        assert call.extension == script.extension
        assert (call.caller, call.line, call.started_at) == (script.caller, script.line, at)
        assert call.wait is not None
        assert call.wait.total_seconds() == pytest.approx(script.wait, abs=0.002)
        talk = call.talk.total_seconds() if call.talk is not None else None
        assert talk == (None if script.talk is None else pytest.approx(script.talk, abs=0.002))


@given(seeds)
def test_nobody_talks_to_two_callers_at_once(seed: int) -> None:
    talks: dict[str, list[tuple[datetime, datetime]]] = {}
    for at, script in scripts(seed, 120, gap=8):
        spoken = [s for s in script.steps if s.event in (EventKind.ANSWERED, EventKind.TRANSFERRED)]
        for step, until in itertools.zip_longest(spoken, spoken[1:], fillvalue=script.steps[-1]):
            period = (at + timedelta(seconds=step.after), at + timedelta(seconds=until.after))
            talks.setdefault(step.extension, []).append(period)
    for periods in talks.values():
        for (_, end), (start, _) in itertools.pairwise(sorted(periods)):
            assert end <= start


def test_at_night_one_of_each_team_answers() -> None:
    told = [script for _, script in scripts(3, 200, gap=600, staffed=False)]
    assert {script.extension for script in told} - {""} == {team[0] for team in OFFICE.teams.values()}
    assert sum(script.outcome is Outcome.ANSWERED for script in told) > 0.6 * len(told)


def test_the_shares_of_outcomes_and_callers_are_an_offices() -> None:
    told = [script for _, script in scripts(5, 4_000, gap=100)]
    outcomes = Counter(script.outcome for script in told)
    numbers = [parse_number(script.caller, DIALING) for script in told]
    withheld = sum(number.kind is NumberKind.WITHHELD for number in numbers)
    unknown = sum(number.kind is NumberKind.EXTERNAL and number.canonical not in KNOWN for number in numbers)
    moved = sum(any(step.event is EventKind.TRANSFERRED for step in script.steps) for script in told)
    queued = sum(script.steps[0].event is EventKind.QUEUED for script in told)
    assert 0.75 < outcomes[Outcome.ANSWERED] / len(told) < 0.92
    assert withheld / len(told) == pytest.approx(WITHHELD_SHARE, abs=0.015)
    assert unknown / len(told) == pytest.approx(UNKNOWN_SHARE, abs=0.04)
    assert 0.04 < moved / len(told) < 0.12
    assert 0.3 < queued / len(told) < 0.8
    assert {"busy", "caller_hung_up", "no_answer", "normal"} == {script.steps[-1].cause for script in told}


def test_some_callers_who_were_missed_try_again() -> None:
    told = scripts(8, 400)
    missed = [(at, parse_number(s.caller, DIALING).canonical) for at, s in told if s.outcome is Outcome.MISSED]
    later = [(at, parse_number(s.caller, DIALING).canonical) for at, s in told]
    again = [n for at, n in missed if n and any(n == m and at < when < at + timedelta(hours=1) for when, m in later)]
    assert len(again) > 5


def test_one_certain_caller_rings_one_certain_phone() -> None:
    script = Switchboard(OFFICE, Random(1)).call(NOON, number="+98 932 000 0001", extension="202")
    assert script.caller == "+98 932 000 0001"
    assert {step.extension for step in script.steps if step.event is EventKind.RINGING} == {"202"}


def test_the_same_seed_tells_the_same_calls() -> None:
    assert scripts(4, 50) == scripts(4, 50) != scripts(5, 50)


# Numbers


@pytest.mark.parametrize("callers", [WHOLE.known, WHOLE.unknown], ids=["known", "unknown"])
def test_every_spelling_of_a_number_is_read_as_that_number(callers: tuple[SampleCaller, ...]) -> None:
    rng = Random(1)
    for number in (caller.number for caller in callers):
        assert phonenumbers.is_valid_number(phonenumbers.parse(number))
        assert parse_number(as_network_says(number, rng), DIALING).canonical == number


def test_nobody_in_the_book_is_an_unknown_caller() -> None:
    unknown = {caller.number for caller in WHOLE.unknown}
    assert len(unknown) == len(WHOLE.unknown)
    assert not unknown & {caller.number for caller in WHOLE.known}


def test_every_number_in_the_book_is_a_valid_one_by_which_its_owner_is_recognized() -> None:
    for profile in WHOLE.book.profiles:
        written = {parse_number(phone.number, DIALING).canonical for phone in profile.phones}
        assert written >= set(profile.calls_from)
        assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in profile.calls_from)


def test_numbers_show_where_they_are_from_and_whose_range_they_are_in() -> None:
    described = [describe(parse_number(caller.number, DIALING), DIALING, "fa") for caller in WHOLE.unknown]
    assert all(each.operator or each.place for each in described)
    assert any(each.operator for each in described)


def test_landlines_cannot_be_taken_for_service_codes() -> None:
    local = {caller.number.removeprefix("+9821") for caller in WHOLE.unknown if caller.number.startswith("+9821")}
    assert len(local) > 50
    for number in local:
        assert number.startswith("10")
        for digits in range(3, 7):
            code = phonenumbers.PhoneNumber(country_code=98, national_number=int(number[:digits]))
            assert not phonenumbers.is_valid_short_number_for_region(code, "IR")


def test_every_spelling_without_a_number_is_withheld() -> None:
    assert {parse_number(spelling, DIALING).kind for spelling in WITHHELD} == {NumberKind.WITHHELD}


def test_an_old_spelling_is_known_as_one() -> None:
    assert parse_number(old_spelling("+983139000012"), DIALING).rule is MatchRule.OLD_NUMBERING_PLAN


# The week


def test_the_week_is_an_iranian_one() -> None:
    rng = Random(1)
    saturday = date(2026, 5, 2)
    calls = [len(arrivals(saturday + timedelta(days=day), TEHRAN, rng, 300)) for day in range(7 * 20)]
    by_weekday = [sum(calls[day::7]) for day in range(7)]
    thursday, friday = by_weekday[5], by_weekday[6]
    assert min(by_weekday[:5]) > 1.2 * thursday > 2 * friday
    assert max(by_weekday) == by_weekday[0]


def test_the_day_has_two_peaks_and_a_lunch() -> None:
    rng = Random(1)
    monday = date(2026, 5, 4)
    days = (monday + timedelta(weeks=week) for week in range(20))
    at = [instant.astimezone(TEHRAN) for day in days for instant in arrivals(day, TEHRAN, rng, 300)]
    by_hour = Counter(instant.hour for instant in at)
    assert by_hour[10] > 1.5 * by_hour[13] < by_hour[15]
    assert sum(staffed(instant, TEHRAN) for instant in at) > 0.8 * len(at)
    assert all(by_hour[hour] for hour in range(24))


@pytest.mark.parametrize("weekday", range(7))
def test_the_pace_is_that_of_the_past_at_every_hour_of_the_week(weekday: int) -> None:
    rng, usual, weeks = Random(1), 6_000, 40
    days = [date(2026, 5, 4) + timedelta(days=weekday, weeks=week) for week in range(weeks)]
    by_hour = Counter(at.astimezone(TEHRAN).hour for day in days for at in arrivals(day, TEHRAN, rng, usual))
    for hour in range(24):
        an_hour = 60 * pace(datetime.combine(days[0], time(hour, 30), TEHRAN), TEHRAN, usual)
        assert by_hour[hour] / weeks == pytest.approx(an_hour, rel=0.15)


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
