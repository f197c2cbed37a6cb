"""The pause that grows with each failure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.services.shared.throttle import Limit, Throttle
from tests.clock import Clock


def test_free_failures_cost_nothing_and_later_ones_double_the_pause() -> None:
    clock = Clock()
    throttle = Throttle(Limit(free=3, longest=10), clock)
    assert [throttle.attempt("k") for _ in range(4)] == [0, 0, 0, 0]
    pauses = []
    for _ in range(6):
        pauses.append(throttle.pause("k"))
        clock.now += throttle.pause("k")
        assert throttle.attempt("k") == 0
    assert pauses == [1, 2, 4, 8, 10, 10]


def test_an_attempt_during_the_pause_is_refused_and_does_not_lengthen_it() -> None:
    clock = Clock()
    throttle = Throttle(Limit(free=0, longest=60), clock)
    throttle.attempt("k")
    clock.now += 0.25
    assert [throttle.attempt("k") for _ in range(5)] == [0.75] * 5


def test_keys_do_not_know_each_other() -> None:
    throttle = Throttle(Limit(free=0, longest=60), Clock())
    throttle.attempt("k")
    assert throttle.pause("other") == 0


def test_a_good_attempt_is_taken_back_and_no_more() -> None:
    throttle = Throttle(Limit(free=1, longest=60), Clock())
    throttle.attempt("k")
    for _ in range(10):
        assert throttle.attempt("k") == 0
        throttle.forgive("k")
    throttle.attempt("k")
    assert throttle.pause("k") == 1


def test_peace_forgets() -> None:
    clock = Clock()
    throttle = Throttle(Limit(free=1, longest=60, memory=100), clock)
    for _ in range(2):
        throttle.attempt("k")
    clock.now += 102
    throttle.attempt("k")
    assert throttle.pause("k") == 0


@given(st.lists(st.text(max_size=3)))
def test_memory_is_bounded(keys: list[str]) -> None:
    throttle = Throttle(Limit(free=0, longest=60), Clock(), capacity=3)
    for key in keys:
        throttle.attempt(key)
    assert len(throttle._states) <= 3
