from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.ui.text.formats import Formats, country_name, formats

TEHRAN = ZoneInfo("Asia/Tehran")
ENGLISH, PERSIAN = Formats("en", TEHRAN), Formats("fa", TEHRAN)
NEAR_MIDNIGHT = datetime(2026, 3, 20, 20, 45, 7, tzinfo=UTC)
"""In Tehran already the next day: Nowruz, the first day of 1405."""


def test_a_day_is_the_office_s_own_and_jalali_in_persian() -> None:
    assert ENGLISH.full_day(NEAR_MIDNIGHT) == "21 Mar 2026"
    assert PERSIAN.full_day(NEAR_MIDNIGHT) == "۱ فروردین ۱۴۰۵"
    assert (ENGLISH.day(NEAR_MIDNIGHT), PERSIAN.day(NEAR_MIDNIGHT)) == ("21 Mar", "۱ فروردین")


def test_a_clock_shows_the_office_s_time_in_the_language_s_digits() -> None:
    assert ENGLISH.clock(NEAR_MIDNIGHT) == "00:15"
    assert PERSIAN.clock(NEAR_MIDNIGHT) == "۰۰:۱۵"
    assert ENGLISH.moment(NEAR_MIDNIGHT) == "21 Mar 2026 00:15:07"
    assert PERSIAN.moment(NEAR_MIDNIGHT) == "۱ فروردین ۱۴۰۵ ۰۰:۱۵:۰۷"


def test_the_same_instant_is_another_hour_in_another_zone() -> None:
    assert Formats("en", ZoneInfo("Europe/Berlin")).clock(NEAR_MIDNIGHT) == "21:45"


@pytest.mark.parametrize(
    ("seconds", "english", "persian"),
    [
        (0, "00:00", "۰۰:۰۰"),
        (9, "00:09", "۰۰:۰۹"),
        (125, "02:05", "۰۲:۰۵"),
        (3599, "59:59", "۵۹:۵۹"),
        (3725, "1:02:05", "۱:۰۲:۰۵"),
        (90_000, "25:00:00", "۲۵:۰۰:۰۰"),
        (-3, "00:00", "۰۰:۰۰"),
    ],
)
def test_a_duration_has_hours_only_when_it_lasts_that_long(seconds: int, english: str, persian: str) -> None:
    span = timedelta(seconds=seconds)
    assert (ENGLISH.duration(span), PERSIAN.duration(span)) == (english, persian)


def test_thousands_are_set_apart_in_each_language_s_way() -> None:
    assert (ENGLISH.number(1234567), PERSIAN.number(1234567)) == ("1,234,567", "۱٬۲۳۴٬۵۶۷")


def test_countries_have_names_in_the_page_s_language() -> None:
    assert (country_name("DE", "en"), country_name("DE", "fa"), country_name("??", "en")) == ("Germany", "آلمان", "")


@given(st.integers(min_value=-(10**9), max_value=10**12))
def test_a_number_can_be_read_back(value: int) -> None:
    assert int(ENGLISH.number(value).replace(",", "")) == value
    assert int(PERSIAN.number(value).replace("٬", "")) == value  # int() reads Persian digits too


@given(st.text())
def test_only_digits_change(text: str) -> None:
    assert ENGLISH.digits(text) == text
    shown = PERSIAN.digits(text)
    assert len(shown) == len(text)
    assert all(a == b or a in "0123456789" for a, b in zip(text, shown, strict=True))


def test_formats_are_shared_by_all_requests() -> None:
    assert formats("fa", TEHRAN) is formats("fa", TEHRAN)
