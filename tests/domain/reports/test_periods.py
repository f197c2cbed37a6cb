"""The quarters of an hour in the hours of a week, also across clock changes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callerid_dash.domain.reports.periods import Range, Unit, WeekHours, extents, hours_within, starts, whole_hours
from callerid_dash.domain.reports.rollups import BUCKET, bucket_of

TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.mark.parametrize("zone", ["Asia/Tehran", "Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize(("weekday", "hour"), [(3, 23), (1, None), (None, 0), (7, 9)])
def test_each_quarter_is_told_by_what_the_clock_shows(zone: str, weekday: int | None, hour: int | None) -> None:
    clock = ZoneInfo(zone)
    for since in (datetime(2022, 9, 18, 11, 7, tzinfo=UTC), datetime(2022, 10, 28, tzinfo=UTC)):
        span = Range(since, since + timedelta(days=16, minutes=20))
        starts = [bucket_of(since) + i * BUCKET for i in range(16 * 96 + 2)]
        local = [at.astimezone(clock) for at in starts]
        expected = [weekday in (None, at.isoweekday()) and hour in (None, at.hour) for at in local]
        assert WeekHours(clock, weekday, hour).among(span) == expected[: len(expected)]


def test_an_hour_that_the_clock_shows_twice_counts_twice_and_one_that_it_skips_never() -> None:
    autumn = Range(datetime(2022, 9, 21, tzinfo=UTC), datetime(2022, 9, 22, tzinfo=UTC))
    spring = Range(datetime(2022, 3, 21, tzinfo=UTC), datetime(2022, 3, 22, tzinfo=UTC))
    assert sum(WeekHours(TEHRAN, 3, 23).among(autumn)) == 8
    assert sum(WeekHours(TEHRAN, 2, 0).among(spring)) == 0


@pytest.mark.parametrize("zone", ["Asia/Tehran", "Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe", "UTC"])
def test_a_range_has_each_hour_of_the_week_as_often_as_the_clock_shows_it(zone: str) -> None:
    clock = ZoneInfo(zone)
    for since, quarters in (
        (datetime(2022, 9, 18, 11, 15, tzinfo=UTC), 16 * 96 + 3),
        (datetime(2022, 3, 1, tzinfo=UTC), 45 * 96),
        (datetime(2022, 10, 28, tzinfo=UTC), 7),
    ):
        shown = [(since + i * BUCKET).astimezone(clock) for i in range(quarters)]
        expected = {hour: n / 4 for hour, n in Counter((at.isoweekday(), at.hour) for at in shown).items()}
        assert hours_within(clock, Range(since, since + quarters * BUCKET)) == expected
    assert hours_within(clock, Range(since, since)) == {}


def test_hours_that_a_range_cuts_or_that_are_not_over_are_no_whole_ones() -> None:
    def whole(since: str, until: str, now: str) -> tuple[str, str]:
        at = [datetime.fromisoformat(f"2026-11-{each}+03:30").astimezone(UTC) for each in (since, until, now)]
        found = whole_hours(TEHRAN, Range(at[0], at[1]), at[2])
        return tuple(each.astimezone(TEHRAN).strftime("%dT%H:%M") for each in (found.since, found.until))  # type: ignore[return-value]

    assert whole("24T09:00", "25T09:00", "30T00:00") == ("24T09:00", "25T09:00")
    assert whole("24T09:01", "25T09:59", "30T00:00") == ("24T10:00", "25T09:00")
    assert whole("24T00:00", "25T00:00", "24T10:47") == ("24T00:00", "24T10:00")
    assert whole("24T09:10", "24T09:50", "30T00:00") == ("24T10:00", "24T10:00")
    assert whole("24T00:00", "25T00:00", "23T10:47") == ("24T00:00", "24T00:00")


def test_a_stretch_is_cut_runs_or_is_ahead_of_us() -> None:
    def told(unit: Unit, since: str, until: str, now: str) -> str:
        at = [datetime.fromisoformat(f"2026-{each}+03:30").astimezone(UTC) for each in (since, until, now)]
        span = Range(at[0], at[1])
        found = extents(starts(unit, TEHRAN, span, 6), unit, TEHRAN, span, at[2])
        return " ".join(each.value for each in found)

    day = ("11-24T00:00", "11-26T00:00")
    assert told(Unit.DAY, *day, "11-26T00:00") == "whole whole"
    assert told(Unit.DAY, *day, "11-25T23:59") == "whole running"
    assert told(Unit.DAY, *day, "11-24T00:00") == "running ahead"
    assert told(Unit.HOUR, "11-24T09:30", "11-24T12:30", "11-24T12:00") == "cut whole whole running"
    assert told(Unit.HOUR, "11-24T09:30", "11-24T12:30", "11-24T12:45") == "cut whole whole cut"
    assert told(Unit.QUARTER, "11-24T09:00", "11-24T09:45", "11-24T09:20") == "whole running ahead"
    assert told(Unit.WEEK, "11-10T00:00", "11-25T00:00", "11-25T00:00") == "cut whole cut"  # Saturday to Saturday
    assert told(Unit.WEEK, "11-10T00:00", "11-25T00:00", "11-24T12:00") == "cut whole running"
    assert told(Unit.MONTH, "10-01T00:00", "12-01T00:00", "11-24T12:00") == "whole running"
    assert told(Unit.DAY, "11-24T00:00", "11-24T00:00", "11-24T12:00") == ""


def test_the_last_stretch_of_a_range_may_be_one_whose_midnight_the_clock_skipped() -> None:
    span = Range(datetime(2022, 3, 20, 20, 30, tzinfo=UTC), datetime(2022, 3, 22, 19, 30, tzinfo=UTC))
    found = extents(starts(Unit.DAY, TEHRAN, span), Unit.DAY, TEHRAN, span, datetime(2022, 4, 1, tzinfo=UTC))
    assert [each.value for each in found] == ["whole", "whole"]  # the 22nd began at one o'clock
