from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.periods import Unit
from callerid_dash.ui.analytics.narrowing import days_of_each, mark, way
from callerid_dash.ui.analytics.query import read_query
from callerid_dash.ui.text.formats import formats

TEHRAN = ZoneInfo("Asia/Tehran")
QUERY = read_query("?range=7days&line=2001")


def test_a_mark_says_what_it_changes_unless_the_page_shows_it() -> None:
    assert mark(QUERY, {"weekday": "6"}, {"hour": "9"}) == "weekday=6&hour=9"
    assert mark(QUERY, {"line": "2001"}, {"hour": "9"}) == "line=2001&hour=9"
    assert mark(QUERY, {"line": "2001"}, {}) == mark(QUERY) == ""


def test_a_link_keeps_the_filters_and_names_what_it_changes() -> None:
    link: Any = way("09:00", QUERY, {"hour": "9"})
    link = link["props"]
    assert (link["href"], link["data-narrow"]) == ("/analytics?range=7days&line=2001&hour=9", "hour")
    assert way("2001", QUERY, {"line": "2001"}) == "2001"


def test_the_days_of_hours_weeks_and_months() -> None:
    def days(unit: Unit, *starts: tuple[Any, ...], language: str = "en") -> list[tuple[str, ...]]:
        instants = [datetime(*start).replace(tzinfo=TEHRAN) for start in starts]
        found = days_of_each(instants, unit, formats(language, TEHRAN))
        return [tuple(each[name] for name in ("from", "to", "hour") if name in each) for each in found]

    late, early = days(Unit.HOUR, (2026, 11, 24, 23), (2026, 11, 25, 0))
    assert (late, early) == (("2026-11-24", "2026-11-24", "23"), ("2026-11-25", "2026-11-25", "0"))
    assert days(Unit.HOUR, (2026, 11, 24, 9), (2026, 11, 24, 10)) == [("9",), ("10",)]
    assert days(Unit.QUARTER, (2026, 11, 24, 9, 45), (2026, 11, 24, 10, 0)) == [("9",), ("10",)]
    assert days(Unit.DAY, (2026, 11, 24)) == [()]
    week = days(Unit.WEEK, (2026, 11, 14), (2026, 11, 21), language="fa")
    assert week == [("۱۴۰۵/۰۸/۲۳", "۱۴۰۵/۰۸/۲۹"), ("۱۴۰۵/۰۸/۳۰", "۱۴۰۵/۰۸/۳۰")]
