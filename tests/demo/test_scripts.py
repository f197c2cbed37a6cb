"""Scripts of simulated calls: outcomes, callers, phones, and the same calls for the same seed."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.demo.switchboard import UNKNOWN_SHARE, WITHHELD_SHARE, Switchboard
from callerid_dash.domain.calls.calls import CallState, EventKind, Outcome, fold
from callerid_dash.domain.calls.scripts import CallScript, events
from callerid_dash.domain.numbers.phones import NumberKind, parse_number
from tests.demo.simulated import DIALING, NOON, OFFICE

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
