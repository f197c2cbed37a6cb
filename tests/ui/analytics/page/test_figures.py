"""The analytics page as data, on a store with a few calls in it."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from callerid_dash.domain.errors import Forbidden
from callerid_dash.locales import translator
from callerid_dash.services.live.query_cache import Answers
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import now
from callerid_dash.store.calls import outages
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.reports.callers import IdentifiedSum
from callerid_dash.ui.analytics.caller_charts import identified_card
from callerid_dash.ui.analytics.drawn import drawn_once
from callerid_dash.ui.analytics.hours import hours_of_week
from callerid_dash.ui.analytics.page import answered, callers, layout, sheet
from callerid_dash.ui.analytics.query import AnalyticsQuery, days_of, read_query
from callerid_dash.ui.analytics.tiles import extensions_table, span_words
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.scripted import plain
from callerid_dash.ui.text.formats import formats
from tests.ui.analytics.page.conftest import asked, kinds_of, the_day, the_time, words
from tests.ui.office import ADMIN, SARA, ZONE, context


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("range_", ["today", "yesterday", "7days", "30days", "month"])
def test_every_range_is_answered_with_plain_data(services: Services, language: str, range_: str) -> None:
    for answer in (sheet, callers):
        data = asked(services, f"?range={range_}", language, answer)
        json.dumps(data)
        assert data["search"] == f"?range={range_}"


def test_the_figures_are_those_of_the_calls(services: Services) -> None:
    data = asked(services)
    said = words(data["parts"][ids.ANALYTICS_FIGURES])
    assert "Calls 4" in said
    assert "Answered calls 50%" in said
    assert "Unknown callers 50%" in said
    assert "not compared" in words(data["parts"][ids.ANALYTICS_SPAN])
    bars = {name: sum(bar["y"]) for name, bar in kinds_of(data, "volume").items()}
    assert bars == {"Answered calls": 2, "Missed calls": 2}
    assert "201" in words(asked(services, answer=callers)["parts"][ids.ANALYTICS_EXTENSIONS])


def test_a_small_screen_is_told_how_many_filters_are_folded(services: Services) -> None:
    for search, said in (("", "Filters"), ("?hour=9&line=2001", "Filters (2)"), ("?from=2026-01-01", "Filters (1)")):
        assert words(asked(services, search)["parts"][ids.ANALYTICS_FOLD]).strip() == said


def test_what_is_filtered_out_leaves_words_not_an_empty_chart(services: Services) -> None:
    data = asked(services, "?line=nowhere")
    assert "No calls in this range." in words(data["parts"]["chart-volume-more"])
    assert "not there any more" in words(data["parts"][ids.ANALYTICS_FILTERS])
    assert data["filters"]["line"] == "nowhere"
    newcomers = asked(services, "?line=nowhere", answer=callers)["figures"]["chart-newcomers"]["data"][0]
    assert {type(value) for value in newcomers["y"]} == {int}


@pytest.mark.parametrize("search", ["?from=soon", "?from=2026-02-02&to=2026-01-01", "?category=99", "?user=99"])
def test_what_makes_no_sense_is_told_and_can_be_taken_off(services: Services, search: str) -> None:
    data = asked(services, search)
    assert "report-wrong" in json.dumps(data["parts"][ids.ANALYTICS_SPAN])
    assert data["parts"][ids.ANALYTICS_FILTERS]


def test_strangers_can_be_saved_where_they_are_listed(services: Services) -> None:
    known, unknown_callers, _again, _shared = asked(services, answer=callers)["parts"][ids.ANALYTICS_CALLERS]
    assert "=Maryam" in words(known)
    assert "=Maryam" not in words(unknown_callers)
    assert '"data-menu": "unknown"' in json.dumps(unknown_callers)
    assert '"data-number": "+989122220002"' in json.dumps(unknown_callers)


def test_an_agent_gets_no_answer(services: Services) -> None:
    for answer in (sheet, callers):
        with pytest.raises(Forbidden):
            answered(answer, services, context(SARA), "")


def test_a_week_begins_with_the_day_of_the_language() -> None:
    frame = week().assign(days=2.0, per_day=0.0)
    for language, first in (("en", "Monday"), ("fa", "شنبه")):
        chart = hours_of_week(frame, AnalyticsQuery(), translator(language), formats(language, ZONE))
        assert chart.rows[0][0].plain == first
        assert len(chart.rows) == 7 * 24
        assert {row[4].plain for row in chart.rows} == {"2"}


def week() -> pd.DataFrame:
    """The hours of the week without any calls."""
    hours = [{"weekday": day, "hour": hour} for day in range(1, 8) for hour in range(24)]
    return pd.DataFrame(hours).assign(calls=0, missed=0, days=0.0, counted=0, per_day=math.nan)


def test_an_hour_of_the_week_says_how_many_such_days_it_is_of() -> None:
    frame = week().set_index(["weekday", "hour"])
    figures = ["calls", "days", "counted", "per_day"]
    frame.loc[(6, 9), figures] = (12, 5.0, 11, 2.2)
    frame.loc[(6, 10), "calls"] = 1
    frame.loc[(2, 9), figures] = (0, 4.0, 0, 0.0)
    chart: Any = hours_of_week(frame.reset_index(), AnalyticsQuery(), translator("en"), formats("en", ZONE))
    busy, none, nowhere = chart.figure["data"]
    assert busy["z"][5][9] == 2.2
    assert (none["z"][1][9], nowhere["z"][1][9]) == (0, None)
    assert (busy["z"][5][10], none["z"][5][10], nowhere["z"][5][10]) == (None, None, 0)
    assert "Calls per such day: 2.2<br>11 calls on 5 days<br>and 1 in an hour" in busy["hovertext"][5][9]
    assert busy["customdata"][5][9] == "weekday=6&hour=9"
    assert [[cell.plain for cell in row[:5]] for row in chart.rows] == [
        ["Tuesday", "09:00", "0.00", "0", "4"],
        ["Saturday", "09:00", "2.20", "12", "5"],
        ["Saturday", "10:00", "", "1", "0"],
    ]


def test_a_day_that_is_not_over_is_marked_in_chart_and_table(services: Services) -> None:
    for language, mark in (("en", "Not over yet"), ("fa", "هنوز تمام نشده")):
        data = asked(services, "?range=30days", language)
        chart = data["figures"]["chart-volume"]["data"]
        assert chart[0]["marker"]["opacity"] == [1] * 29 + [0.45]
        assert mark in chart[-1]["name"]
        assert chart[0]["hovertext"][-1].count(mark) == 1
        assert mark in json.dumps(data["parts"]["chart-volume-more"], ensure_ascii=False)
        newcomers = asked(services, "?range=30days", language, callers)["figures"]["chart-newcomers"]["data"]
        assert mark in newcomers[-1]["name"]
    assert "opacity" not in asked(services, "?range=yesterday")["figures"]["chart-volume"]["data"][0]["marker"]


def test_a_picture_says_its_range_its_zone_and_its_filters(services: Services) -> None:
    for answer in (sheet, callers):
        line, filters = asked(services, f"?from={the_day()}&to={the_day()}&line=2001&hour=9", answer=answer)["caption"]
        assert line == f"{formats('en', ZONE).full_day(the_time())} · times of Asia/Tehran"
        assert filters == "Line: 2001 · Hour: 09:00–10:00"
    assert "as of" in asked(services, "?range=today")["caption"][0]


def test_the_page_knows_whether_its_range_goes_on(services: Services) -> None:
    for search, goes_on in (("", True), ("?range=today", True), ("?range=yesterday", False), ("?range=30days", True)):
        assert asked(services, search)["goes_on"] is goes_on


def test_waits_are_those_of_answered_and_missed_calls_and_say_so(services: Services) -> None:
    figures = words(asked(services)["parts"][ids.ANALYTICS_FIGURES])
    assert "Mean wait 00:08 of answered and missed calls" in figures
    assert "Answered within 20 s 50% of answered and missed calls" in figures
    assert "Of 4 answered and missed calls" in words(asked(services)["parts"]["chart-waits-more"])


def test_what_is_not_over_is_not_compared() -> None:
    t, english = translator("en"), formats("en", ZONE)
    at = datetime(2026, 11, 25, 10, 7, tzinfo=ZONE)
    for search, said in (
        ("?range=today", "until 10:00 compared with 24 Nov 2026 until 10:00"),
        ("?range=7days", "until 10:00 compared with 12 Nov 2026 – 18 Nov 2026 until 10:00"),
        ("?range=yesterday", "compared with 23 Nov 2026"),
    ):
        told = span_words(days_of(read_query(search), at, english), t, english)
        assert words([plain(part) for part in told]).endswith(said)
    early = span_words(days_of(read_query("?range=today"), at.replace(hour=0), english), t, english, records=at)
    assert "not compared yet" in words([plain(part) for part in early])
    assert "the first recorded call is of 25 Nov 2026" in words([plain(part) for part in early])


def test_every_chart_has_its_place_on_the_page(services: Services) -> None:
    page = str(layout(services, context(ADMIN)).to_plotly_json())
    data = asked(services)
    for place in (*data["parts"], *data["figures"], *data["days"]):
        assert f"'{place}'" in page


def test_what_is_counted_among_the_calls_themselves(services: Services) -> None:
    data = asked(services, answer=callers)
    new = [sum(bar["y"]) for bar in kinds_of(data, "newcomers").values()]
    assert new == [2, 0]
    said = words(data["parts"]["chart-newcomers-more"])
    day = formats("en", ZONE).full_day(the_time())
    assert f"2 of 2 callers (100%) called for the first time since {day}, when the records begin" in said
    assert "may have called before" in said
    assert "No calls in this range." in words(data["parts"]["chart-origins-more"])
    assert "IR-MCI" in words(data["parts"]["chart-operators-more"])
    assert "3 of 3 calls with a number came from mobiles" in words(data["parts"]["chart-operators-more"])
    assert data["figures"]["chart-operators"]["data"][0]["customdata"][0] == "origin=operator%3AIR-MCI"
    narrowed = asked(services, "?range=7days&origin=operator%3AIR-MCI")
    assert '"value": "operator:IR-MCI"' in json.dumps(narrowed["parts"][ids.ANALYTICS_FILTERS])
    assert narrowed["filters"]["origin"] == "operator:IR-MCI"
    assert "No unknown caller" in words(data["parts"][ids.ANALYTICS_IDENTIFIED])


def test_a_source_that_was_down_has_its_strip_its_words_and_its_column(services: Services) -> None:
    began = now() - timedelta(hours=30)

    def keep(session: Session) -> None:
        outages.begin(session, "pbx", began)
        outages.finish(session, "pbx", began + timedelta(hours=3), 10)

    services.store.write(keep)
    data = asked(services)
    strip = data["figures"]["chart-volume"]["data"][-1]
    assert (strip["name"], strip["x"][3]) == ("Source down", None)
    assert 2.9 < strip["x"][2] - strip["x"][0] < 3.1  # hours
    assert "pbx was down" in words(data["parts"]["chart-volume-more"])
    rows = json.dumps(data["parts"]["chart-volume-more"])
    assert '"data-csv": "3600"' in rows
    assert "Source down" not in words(data["parts"]["chart-unknown-more"])
    services.store.write(lambda session: session.script("DELETE FROM source_outages"))


def test_who_made_unknown_callers_known_is_told_with_how_long_it_took() -> None:
    whole = IdentifiedSum(None, None, 6, 4, 5 * 3600.0, 3 * 86_400.0)
    every = pd.DataFrame(
        [
            {"how": "noted", "user_id": SARA.id, "calls": 3, "half_within": 5 * 3600.0, "most_within": 3 * 86_400.0},
            {"how": "automatic", "user_id": None, "calls": 2, "half_within": None, "most_within": None},
            {"how": "noted", "user_id": None, "calls": 1, "half_within": 60.0, "most_within": 60.0},
        ]
    ).astype({"user_id": "Int64"})
    users = {SARA.id: SARA}
    for language, half in (("en", "5 hours"), ("fa", "۵ ساعت")):
        card = identified_card(whole, every, users, translator(language), formats(language, ZONE))
        said = words([plain(part) for part in card])
        assert half in said
        assert SARA.username in said
    english = words([plain(p) for p in identified_card(whole, every[1:], users, translator("en"), formats("en", ZONE))])
    assert "Anonymous contacts, by themselves" in english
    assert "A program" in english


def test_owners_without_a_phone_that_rang_are_in_the_table_too(services: Services) -> None:
    frame = services.reports.extensions(ReportFilter())
    owner = {"user_id": [SARA.id], "user": [SARA.label], "own": [4], "by_owner": [1], "own_share": [0.25]}
    frame = pd.concat([frame, pd.DataFrame(owner)])
    table = extensions_table(frame, AnalyticsQuery(), translator("en"), formats("en", ZONE))
    said = words([plain(part) for part in table])
    assert "Own customers" in said
    assert "4 25%" in said


def test_what_was_drawn_is_shown_again_until_something_changes(services: Services) -> None:
    asked: list[str] = []

    def answer(query: AnalyticsQuery, _services: Services, _context: UiContext) -> dict[str, object]:
        asked.append(query.changed({}))
        return {}

    kept = drawn_once(answer, Answers(services.feed))
    for search in ("", "", "?range=today", ""):
        answered(kept, services, context(ADMIN), search)
    assert len(asked) in (2, 3)  # a minute may have begun meanwhile
    services.feed.notify(["profiles"])
    before = len(asked)
    answered(kept, services, context(ADMIN), "")
    assert len(asked) == before + 1
