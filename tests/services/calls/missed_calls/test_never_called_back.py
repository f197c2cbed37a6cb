"""Callers who were not called back in time: the list after the limit, and its setting."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import InvalidInput, Stale
from callerid_dash.domain.users import Visibility
from callerid_dash.store.shared.audit import AuditFilter
from tests.services.calls.missed_calls.conftest import (
    CANONICAL,
    DAY,
    MOBILE,
    OTHER,
    START,
    THIRD,
    Office,
    build_missed,
)


def test_who_does_not_call_again_for_a_week_was_never_called_back_and_no_badge_counts_them(office: Office) -> None:
    office.misses("old", MOBILE, -8.5 * DAY)
    office.misses("new", OTHER, -6 * DAY)
    assert (office.numbers(), office.late()) == (["+982188881111"], [CANONICAL])
    assert office.services.calls.missed.overall() == (1, START - timedelta(days=6))
    office.misses("again", MOBILE, 1)
    assert office.late() == []
    assert office.caller_of(CANONICAL).first_at == START - timedelta(days=8.5)


def test_a_day_that_begins_makes_callers_late_though_nothing_happens(office: Office) -> None:
    later = [START + timedelta(minutes=1)]  # on the day of the call, at any hour of the day
    missed = build_missed(office.services, lambda: later[0])
    office.misses("a")
    assert missed.waiting_count(office.reza) == 1
    stamp = missed.stamp
    later[0] += timedelta(days=7)
    assert missed.waiting_count(office.reza) == 1  # seven whole days, whatever the hour
    later[0] += timedelta(days=1, hours=3)
    assert (missed.waiting_count(office.reza), missed.waiting_count(office.reza, late=True)) == (0, 1)
    assert missed.stamp != stamp


def test_an_admin_says_when_and_open_pages_follow(office: Office) -> None:
    office.misses("old", MOBILE, -8.5 * DAY)
    office.misses("new", OTHER, -2.5 * DAY)
    rules = office.services.office.rules
    rules.set_missed_days("۳۰", office.boss, seen="7")
    assert office.numbers() == [CANONICAL, "+982188881111"]
    rules.set_missed_days("1", office.boss)
    assert office.late() == [CANONICAL, "+982188881111"]
    line = office.services.audit.page(office.boss, AuditFilter(action=AuditAction.CHANGED)).items[0]
    assert [(c.field, c.before, c.after) for c in line.changes] == [("missed_days", "30", "1")]
    for wrong in ("0", "31", "a week", "", "-1", "1.5", "9" * 5000):
        with pytest.raises(InvalidInput) as error:
            rules.set_missed_days(wrong, office.boss)
        assert error.value.field == "days"
    with pytest.raises(Stale):
        rules.set_missed_days("5", office.boss, seen="7")


def test_an_agent_from_whom_newer_attempts_are_hidden_goes_by_those_they_see(office: Office) -> None:
    office.misses("old", MOBILE, -9 * DAY, "101")
    office.misses("new", MOBILE, 0, "102")
    office.rule(Visibility.OWN_EXTENSION)
    assert (office.numbers(office.sara), office.late(office.sara)) == ([], [CANONICAL])
    assert (office.numbers(office.omid), office.late(office.omid)) == ([CANONICAL], [])
    assert (office.numbers(), office.late()) == ([CANONICAL], [])


def test_those_of_today_come_first_however_long_others_wait(office: Office) -> None:
    zone = office.services.directory.snapshot.locality.zone
    noon = datetime.now(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    missed = build_missed(office.services, lambda: noon)
    noon_minute = (noon - START).total_seconds() / 60
    for call_id, caller, days, minute in (("a", MOBILE, 2, 0), ("b", OTHER, 0, -30), ("c", THIRD, 0, -60)):
        office.misses(call_id, caller, noon_minute - days * DAY + minute)
    office.misses("again", "02177770000", noon_minute - 3 * DAY)
    office.misses("and again", "02177770000", noon_minute - 10)
    longest, newest = (missed.waiting(office.reza, newest_first=order) for order in (False, True))
    numbers = [[caller.number for caller in each.callers] for each in (longest, newest)]
    assert numbers[0] == ["+982177770000", "+989351112233", "+982188881111", CANONICAL]
    assert numbers[1] == ["+982177770000", "+982188881111", "+989351112233", CANONICAL]
    assert longest.today == newest.today == 3
