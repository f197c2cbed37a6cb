"""Figures by quarters of an hour equal the sums of the calls, for any events in any order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import CallEvent
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.reports.periods import Range, Unit, offsets
from callerid_dash.domain.reports.rollups import CallResult, Dimension
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.calls.filter import EVERY_CALL, Clauses
from callerid_dash.store.engine.database import Store
from callerid_dash.store.reports import reports
from callerid_dash.store.reports.reports import Grouping
from callerid_dash.store.summaries import marks, rollups
from callerid_dash.store.summaries.catalogue import SUMMARIES
from tests.scenes import NOON, answered_call, event
from tests.services import raw_calls
from tests.services.raw_calls import FIRST, TEHRAN

DIALING = Dialing("IR", "21")
KINDS = ["ringing", "queued", "answered", "transferred", "ended"]


def some_event(randomness: random.Random, run: str) -> CallEvent:
    """A random event of one of a few calls within an hour, with and without each field."""
    return event(
        randomness.choice(KINDS),
        randomness.uniform(-60, 3600),
        f"{run}-{randomness.randrange(6)}",
        caller=randomness.choice(["09121234567", "02188881111", "", "anonymous", "!", "101"]),
        extension=randomness.choice(["", "101", "102"]),
        line=randomness.choice(["", "2001"]),
        queue=randomness.choice(["", "sales"]),
    )


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_in_the_figures_are_what_the_calls_add_up_to(
    store: Store, ingest: Ingest, randomness: random.Random
) -> None:
    run = f"{randomness.getrandbits(60):x}"
    for _ in range(5):
        ingest.submit([some_event(randomness, run) for _ in range(randomness.randint(1, 8))])
    assert verify(store, DIALING).differences == ()


def test_figures_that_were_tampered_with_are_found(store: Store, ingest: Ingest) -> None:
    ingest.submit(answered_call())
    store.write(lambda session: session.script("UPDATE rollups SET talk = talk + 1 WHERE dimension = 'all'"))
    assert verify(store, DIALING).differences == ("figures of 2026-05-04 08:30 UTC for all differ from the calls",)


GROUPINGS = (
    Grouping(unit=Unit.HOUR),
    Grouping(hours=True, timed=False),
    Grouping(extensions=True),
    Grouping(lines=True),
)
CLAUSES = (
    EVERY_CALL,
    EVERY_CALL.also(line="2001"),
    EVERY_CALL.also(extensions=("101",), standings=(CallResult.ANSWERED, CallResult.ELSEWHERE)),
)


def told(store: Store, clauses: Clauses, grouping: Grouping) -> list[str]:
    """The figures of the five days, sorted."""
    span = Range(FIRST, FIRST + timedelta(days=6))
    with store.read() as session:
        return sorted(map(repr, reports.sums(session, span, offsets(ZoneInfo(TEHRAN), span), clauses, grouping)))


def test_what_is_not_built_yet_is_added_out_of_the_calls(store: Store, ingest: Ingest) -> None:
    ingest.submit(raw_calls.some_calls(random.Random(5), 300))
    asked = list(product(CLAUSES, GROUPINGS))
    expected = [told(store, *each) for each in asked]
    with store.read() as session:
        lines = reports.values(session, marks.ALWAYS)
    assert {value for of, value in lines if of is Dimension.LINE} == {"2001", "2002"}
    for days in (2.5, 0):
        raw_calls.built_until(store, FIRST + timedelta(days=days))
        assert [told(store, *each) for each in asked] == expected
        with store.read() as session:
            assert reports.values(session, marks.ALWAYS) == lines
        assert verify(store, DIALING).differences == ()
    while ingest.refresh_summary("rollups", FIRST + timedelta(days=4, hours=1, minutes=7)):
        assert [told(store, *each) for each in asked] == expected
    with store.read() as session:
        assert rollups.built_until(session) == FIRST + timedelta(days=4)
    assert [told(store, *each) for each in asked] == expected
    assert verify(store, DIALING).differences == ()


def test_a_call_of_just_now_costs_no_summary_anything(store: Store, ingest: Ingest) -> None:
    began = datetime.now(UTC) - timedelta(minutes=20)
    ingest.submit([replace(each, at=each.at - NOON + began) for each in answered_call()])
    with store.read() as session:
        assert marks.latest_change(session) == 0


def test_changes_are_forgotten_that_all_have_followed(store: Store, ingest: Ingest) -> None:
    ingest.submit(answered_call())
    for summary in SUMMARIES:
        with store.read() as session:
            assert marks.latest_change(session) > 0
        while ingest.refresh_summary(summary):
            pass
    with store.read() as session:
        assert marks.latest_change(session) == 0
