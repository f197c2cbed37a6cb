from __future__ import annotations

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.ui.text.dates import day_text, end_of, parse_day, start_of
from callerid_dash.ui.text.formats import Formats

TEHRAN = ZoneInfo("Asia/Tehran")
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(day=DAYS, written=st.sampled_from(["en", "fa"]), read=st.sampled_from(["en", "fa"]))
def test_a_day_is_read_as_it_was_written_on_whichever_page(day: date, written: str, read: str) -> None:
    assert parse_day(day_text(day, Formats(written, TEHRAN)), "day", Formats(read, TEHRAN)) == day


def test_no_day_is_none() -> None:
    assert parse_day("  ", "day", Formats("en", TEHRAN)) is None


@pytest.mark.parametrize("typed", ["yesterday", "2026-02-30", "1405/12/30", "22/11/2026", "2026-11", "1899-12-31"])
def test_what_is_no_day_is_said_with_an_example_in_the_page_s_calendar(typed: str) -> None:
    with pytest.raises(InvalidInput, match="۱۴۰۵/۰۱/۰۱") as caught:
        parse_day(typed, "day", Formats("fa", TEHRAN))
    assert caught.value.field == "day"


@given(day=DAYS, zone=st.sampled_from(["Asia/Tehran", "Europe/Berlin", "UTC"]))
def test_days_follow_each_other_without_a_gap(day: date, zone: str) -> None:
    clock = ZoneInfo(zone)
    assert start_of(day, clock).date() == day
    assert end_of(day, clock).astimezone(UTC) == start_of(day + timedelta(days=1), clock).astimezone(UTC)
