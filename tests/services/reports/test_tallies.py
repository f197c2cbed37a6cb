"""The figures kept with the calls: whatever comes in whatever order, they are what the calls add up to."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import CallEvent
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.engine.database import Store
from callerid_dash.store.summaries import tallies
from tests.scenes import NOON, answered_call, event

TEHRAN = Dialing("IR", "21")
KINDS = ["ringing", "queued", "answered", "transferred", "ended"]


def some_event(randomness: random.Random, run: str) -> CallEvent:
    """An event of one of a few calls, somewhere in an hour, with and without everything."""
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
    assert verify(store, TEHRAN).differences == ()
    store.write(lambda session: tallies.put_together(session, NOON + timedelta(days=1), 1000))
    assert verify(store, TEHRAN).differences == ()


def test_figures_that_were_tampered_with_are_found(store: Store, ingest: Ingest) -> None:
    ingest.submit(answered_call())
    store.write(lambda session: session.script("UPDATE tallies SET talk = talk + 1 WHERE dimension = 'all'"))
    assert verify(store, TEHRAN).differences == ("figures of 2026-05-04 08:30 UTC for all differ from the calls",)
