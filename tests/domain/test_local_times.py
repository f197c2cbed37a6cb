"""Times without an offset: read in a time zone, and never guessed where its clock was changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.local_times import AmbiguousTime, LocalClock

TEHRAN = LocalClock("Asia/Tehran")
ZONES = ["Asia/Tehran", "Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]


@given(st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.sampled_from(ZONES))
def test_an_instant_that_was_written_down_is_read_again(instant: datetime, zone: str) -> None:
    instant = instant.replace(microsecond=0)
    written = instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    assert LocalClock(zone).utc(written, hint=instant) == instant


def test_minutes_that_were_read_before_are_read_the_same_way() -> None:
    first = TEHRAN.utc("2024-01-05 10:11:12")
    assert first == datetime(2024, 1, 5, 6, 41, 12, tzinfo=UTC)
    assert TEHRAN.utc("2024-01-05 10:11:13.5") - first == timedelta(seconds=1.5)


def test_an_offset_that_is_written_is_believed() -> None:
    assert TEHRAN.utc("2024-01-05T10:11:12+01:00") == datetime(2024, 1, 5, 9, 11, 12, tzinfo=UTC)
    assert TEHRAN.utc("2024-01-05T10:11:12Z").tzinfo in (UTC, UTC)


def test_a_time_that_was_skipped_is_refused() -> None:
    with pytest.raises(InvalidInput, match="does not exist in Asia/Tehran"):
        TEHRAN.utc("2022-03-22 00:30:00")


def test_a_time_that_came_twice_is_refused_unless_somebody_chooses() -> None:
    text = "2022-09-21 23:30:00"
    with pytest.raises(InvalidInput, match="exists twice in Asia/Tehran"):
        TEHRAN.utc(text)
    earlier = LocalClock("Asia/Tehran", AmbiguousTime.EARLIER).utc(text)
    later = LocalClock("Asia/Tehran", AmbiguousTime.LATER).utc(text)
    assert earlier == datetime(2022, 9, 21, 19, 0, tzinfo=UTC)
    assert later - earlier == timedelta(hours=1)
    assert TEHRAN.utc(text, hint=later + timedelta(minutes=7)) == later


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13-01 00:00:00", "0000-00-00 00:00:00", "0001-01-01 00:00:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="is no date and time"):
        TEHRAN.utc(text)
