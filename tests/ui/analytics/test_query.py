from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.filter import written
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.ui.analytics.query import AnalyticsQuery, Preset, days_of, filter_of, read_query
from callerid_dash.ui.text.formats import formats

TEHRAN = ZoneInfo("Asia/Tehran")
ENGLISH, PERSIAN = formats("en", TEHRAN), formats("fa", TEHRAN)
NOW = datetime(2026, 11, 25, 8, 7, tzinfo=UTC)
"""A Wednesday, 11:37 in Tehran; the fourth of Azar."""


@pytest.mark.parametrize(
    ("search", "first", "last"),
    [
        ("", date(2026, 11, 19), date(2026, 11, 25)),
        ("?range=today", date(2026, 11, 25), date(2026, 11, 25)),
        ("?range=yesterday", date(2026, 11, 24), date(2026, 11, 24)),
        ("?range=30days", date(2026, 10, 27), date(2026, 11, 25)),
        ("?range=month", date(2026, 11, 1), date(2026, 11, 25)),
        ("?range=nonsense", date(2026, 11, 19), date(2026, 11, 25)),
        ("?from=2026-11-01&to=2026-11-03", date(2026, 11, 1), date(2026, 11, 3)),
        ("?from=۱۴۰۵/۰۸/۱۰&to=۱۴۰۵/۰۸/۱۲", date(2026, 11, 1), date(2026, 11, 3)),
        ("?to=2026-11-10", date(2026, 11, 4), date(2026, 11, 10)),
        ("?from=2026-11-20", date(2026, 11, 20), date(2026, 11, 25)),
    ],
)
def test_an_address_says_which_days(search: str, first: date, last: date) -> None:
    days = days_of(read_query(search), NOW, ENGLISH)
    assert (days.first, days.last) == (first, last)


def test_a_month_is_one_of_the_calendar_of_the_page() -> None:
    assert days_of(read_query("?range=month"), NOW, PERSIAN).first == date(2026, 11, 22)


def test_what_goes_on_is_compared_with_as_much_of_the_time_before() -> None:
    days = days_of(read_query("?range=today"), NOW, ENGLISH)
    day = timedelta(days=1)
    assert days.so_far.until == NOW.replace(minute=0)
    assert (days.before.since, days.before.until) == (days.span.since - day, days.so_far.until - day)
    whole = days_of(read_query("?range=yesterday"), NOW, ENGLISH)
    assert (whole.before.since, whole.before.until) == (whole.span.since - day, whole.span.since)


@pytest.mark.parametrize(
    ("search", "field"),
    [
        ("?from=2026-11-10&to=2026-11-01", "to"),
        ("?from=soon", "from"),
        ("?to=2026-13-01", "to"),
        ("?from=1950-1-1", "from"),
    ],
)
def test_days_that_make_no_sense_are_told(search: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        days_of(read_query(search), NOW, ENGLISH)
    assert caught.value.field == field


def test_the_filters_of_an_address_become_those_of_the_reports() -> None:
    query = read_query("?range=today&line=2001&user=7&known=0&outcome=missed&category=x&color=-1&queue=")
    wanted = filter_of(query, days_of(query, NOW, ENGLISH).span, PERSIAN)
    assert (wanted.line, wanted.user, wanted.known, wanted.outcome) == ("2001", 7, False, Outcome.MISSED)
    assert (wanted.category, wanted.color, wanted.queue, wanted.first_weekday) == (None, None, None, 6)


def test_another_range_keeps_the_filters() -> None:
    query = read_query("?range=today&line=2001")
    assert query.changed({"range": "30days"}) == "/analytics?range=30days&line=2001"
    assert query.changed({"line": ""}) == "/analytics?range=today"
    assert (
        read_query(AnalyticsQuery(Preset.CUSTOM).changed({"from": "۱۴۰۵/۰۹/۰۱"}).partition("?")[2]).first
        == "۱۴۰۵/۰۹/۰۱"
    )


@pytest.mark.parametrize(
    ("search", "hours", "waits"),
    [
        ("weekday=7&hour=0", (7, 0), (None, None)),
        ("weekday=0&hour=24", (None, None), (None, None)),
        ("wait=0-5", (None, None), (None, 5)),
        ("wait=20-25&hour=9", (None, 9), (20, 25)),
        ("wait=600-", (None, None), (600, None)),
        ("wait=7-8&weekday=x", (None, None), (None, None)),
        ("wait_up_to=5", (None, None), (None, 5)),
        ("wait_over=7&wait_up_to=8", (None, None), (7, 8)),
        ("wait_over=600", (None, None), (600, None)),
    ],
)
def test_hours_of_the_week_and_waits(
    search: str, hours: tuple[int | None, int | None], waits: tuple[int | None, int | None]
) -> None:
    query = read_query(f"?{search}")
    wanted = filter_of(query, days_of(query, NOW, ENGLISH).span, ENGLISH)
    assert (wanted.weekday, wanted.hour) == hours
    assert (wanted.wait_over, wanted.wait_up_to) == waits


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("then=1", "known_then=true"),
        ("then=0&known=1", "known=true&known_then=false"),
        ("known=0", "known=false"),
        ("wait=0-5", "wait_up_to=5"),
        ("wait=20-25", "wait_over=20&wait_up_to=25"),
        ("wait=600-", "wait_over=600"),
        ("line=2001&queue=sales&user=7&extension=201&category=4&color=5&outcome=missed&weekday=6&hour=9&origin=other",)
        * 2,
    ],
)
def test_an_address_of_once_leads_where_it_led_and_on_in_the_words_of_the_api(before: str, now: str) -> None:
    query = read_query(f"?range=today&{before}")
    assert query == read_query(f"?range=today&{now}")
    assert query.changed({}) == f"/analytics?range=today&{now}"
    span = days_of(query, NOW, ENGLISH).span
    assert written(filter_of(query, span, ENGLISH)).items() >= dict(parse_qsl(now)).items()


def test_what_is_chosen_now_counts_and_not_what_an_address_of_once_says() -> None:
    assert read_query("?then=1&known_then=false&wait=0-5&wait_up_to=10").filters == {
        "known_then": "false",
        "wait_up_to": "10",
    }
