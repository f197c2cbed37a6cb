"""Which quarters of an hour lie in which hours of the week, over a change of clocks too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callerid_dash.domain.periods import Range, WeekHours
from callerid_dash.domain.tallies import BUCKET, bucket_of

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
