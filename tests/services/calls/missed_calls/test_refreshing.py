"""When the callback queue is queried again and open lists are drawn again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callerid_dash.domain.users import Visibility
from tests.services.calls.missed_calls.conftest import MOBILE, OTHER, START, Office, build_missed


def test_nothing_is_asked_of_the_database_while_the_feed_stands_still_or_a_telephone_only_rings(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.misses("a")
    assert office.services.calls.missed.waiting_count(office.sara) == 1
    stamp = office.services.calls.missed.stamp

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a query")

    monkeypatch.setattr(office.services.store, "read", refuse)
    assert office.services.calls.missed.waiting_count(office.reza) == 1
    monkeypatch.undo()
    office.tell("b", OTHER, ("ringing", 5))
    monkeypatch.setattr(office.services.store, "read", refuse)
    assert office.services.calls.missed.waiting_count(office.reza) == 1
    assert office.services.calls.missed.stamp == stamp


def test_who_has_waited_too_long_leaves_when_time_has_passed_and_anything_moves(office: Office) -> None:
    later = [START + timedelta(minutes=1)]  # on the day of the call, at any hour of the day
    missed = build_missed(office.services, lambda: later[0])
    office.misses("old", MOBILE, -60 * 24 * 28)
    assert missed.waiting_count(office.reza, late=True) == 1
    later[0] += timedelta(days=4)
    office.misses("new", OTHER, 3)
    assert missed.waiting(office.reza, late=True).callers == ()
    assert [caller.number for caller in missed.waiting(office.reza).callers] == ["+982188881111"]


def test_open_lists_are_drawn_again_when_a_setting_has_changed(office: Office) -> None:
    office.misses("a")
    stamp = office.services.calls.missed.stamp
    office.rule(Visibility.OWN_PROFILES)
    assert office.services.calls.missed.stamp != stamp
