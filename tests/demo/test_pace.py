"""The pace of simulated calls over the week and the day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from callerid_dash.demo.rhythm import arrivals, pace, staffed
from tests.demo.simulated import TEHRAN

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
