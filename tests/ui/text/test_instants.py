"""Typed instants, in both calendars."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.instants import Soon, instant_text, parse_instant, soon

TEHRAN, BERLIN = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Berlin")
ENGLISH, PERSIAN = Formats("en", TEHRAN), Formats("fa", TEHRAN)
FIRST_OF_AZAR = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
minutes = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def test_an_instant_is_written_in_the_calendar_and_digits_of_the_language() -> None:
    assert instant_text(FIRST_OF_AZAR, ENGLISH) == "2026-11-22 14:30"
    assert instant_text(FIRST_OF_AZAR, PERSIAN) == "۱۴۰۵/۰۹/۰۱ ۱۴:۳۰"


@given(minutes, st.sampled_from(["en", "fa"]), st.sampled_from([TEHRAN, BERLIN]))
def test_what_is_written_is_read_again(instant: datetime, language: str, zone: ZoneInfo) -> None:
    formats = Formats(language, zone)
    local = instant.astimezone(zone)
    read = parse_instant(instant_text(instant, formats), "at", formats)
    assert read is not None
    # Zones of long ago were off by seconds; of an hour that clocks show twice, the first is meant.
    expected = local.replace(fold=0).astimezone(UTC)
    assert abs((read - expected).total_seconds()) < 60
    assert instant_text(read, formats) == instant_text(instant, formats)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-22 14:30",
        "  2026/11/22   14:30 ",
        "14:30 2026.11.22",
        "1405/9/1 14:30",
        "۱۴۰۵/۰۹/۰۱ ۱۴:۳۰",
        "١٤٠٥/٠٩/٠١، ١٤:٣٠",
        "\u200f۱۴۰۵/۰۹/۰۱\u200f ۱۴:۳۰",
    ],
)
def test_either_calendar_is_read_in_any_digits_and_order(typed: str) -> None:
    assert parse_instant(typed, "at", ENGLISH) == FIRST_OF_AZAR == parse_instant(typed, "at", PERSIAN)


def test_nothing_typed_is_no_instant() -> None:
    assert parse_instant("", "at", ENGLISH) is None
    assert parse_instant(" \u200f ", "at", ENGLISH) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1405/13/01 10:00", "no date"),
        ("1404/12/30 10:00", "no date"),  # no leap year
        ("2026-02-29 10:00", "no date"),
        ("0001-01-01 00:00", "no date"),  # calendars end where no office has records
        ("9999-12-31 23:59", "no date"),
        ("soon 10:00", "no date"),
        ("soon", "no date"),
        ("2026-11-22", "a date and a time"),
        ("2026-11-22 14:30 15:00", "a date and a time"),
        ("2026-11-22 at 14:30", "a date and a time"),
        ("14:30", "the date, too"),
        ("2026-11-22 24:30", "no such time of day"),
        ("2026-11-22 14:60", "no such time of day"),
    ],
)
def test_what_cannot_be_is_said_by_its_field(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        parse_instant(typed, "at", ENGLISH)
    assert caught.value.field == "at"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        read = parse_instant(typed, "at", PERSIAN)
    except InvalidInput:
        return
    assert read is None or read.tzinfo is UTC


def test_a_time_that_clocks_skip_does_not_exist() -> None:
    formats = Formats("en", BERLIN)
    with pytest.raises(InvalidInput, match="set forward"):
        parse_instant("2026-03-29 02:30", "at", formats)
    assert parse_instant("2026-03-29 03:30", "at", formats) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_an_hour_that_clocks_show_twice_the_first_is_meant() -> None:
    read = parse_instant("2026-10-25 02:30", "at", Formats("en", BERLIN))
    assert read == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("which", "now", "expected"),
    [
        (Soon.TODAY, "2026-11-22 10:15", "2026-11-22 17:00"),
        (Soon.TODAY, "2026-11-22 18:15", "2026-11-22 19:15"),
        (Soon.TOMORROW, "2026-11-22 10:15", "2026-11-23 09:00"),
        (Soon.WEEK, "2026-11-30 23:59", "2026-12-07 09:00"),
    ],
)
def test_soon_is_within_office_hours(which: Soon, now: str, expected: str) -> None:
    instant = parse_instant(now, "at", ENGLISH)
    assert instant
    assert instant_text(soon(which, instant, ENGLISH), ENGLISH) == expected
