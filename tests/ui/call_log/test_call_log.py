"""The call log: its address, its filters, and the dialog of one call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from callerid_dash.domain.calls.calls import CallEvent, CallState, EventKind, Outcome
from callerid_dash.domain.calls.filter import CONDITIONS, CallFilter, read_filter, written
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.numbering import Origin, OriginKind, describe
from callerid_dash.domain.profiles.profiles import Color
from callerid_dash.factory import build_services
from callerid_dash.locales import translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.settings import read_settings
from callerid_dash.store.calls.call_views import CallView
from callerid_dash.ui.analytics.query import FILTERS, days_of, filter_of, log_address, read_query
from callerid_dash.ui.call_log.chips import log_chips
from callerid_dash.ui.call_log.filters import filter_bar, nothing_listed
from callerid_dash.ui.call_log.page import listed
from callerid_dash.ui.call_log.query import (
    export_query,
    number_or_end,
    plain_query,
    read_call_query,
    view_address,
    view_of,
)
from callerid_dash.ui.call_log.saved_views import view_name, views_menu
from callerid_dash.ui.calls.row_view import RowView
from callerid_dash.ui.calls.sheet import call_sheet
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.lists import fold_words
from callerid_dash.ui.kit.scripted import plain
from callerid_dash.ui.text.formats import formats
from tests.ui.office import DIALING, SARA, START, attribute, by_class, context, holder, ring, text, walk

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEHRAN = timedelta(hours=3, minutes=30)
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC) - TEHRAN
FORMATS = context().formats()


@pytest.mark.parametrize(
    ("chosen", "first", "after_last"), [("today", 0, 1), ("yesterday", -1, 0), ("week", -6, 1), ("month", -29, 1)]
)
def test_a_range_is_of_whole_days_on_the_clock_of_the_office(chosen: str, first: int, after_last: int) -> None:
    wanted = read_call_query(f"?range={chosen}").wanted(NOW, FORMATS)
    assert wanted.from_ == MIDNIGHT + timedelta(days=first)
    assert wanted.to == MIDNIGHT + timedelta(days=after_last)


@pytest.mark.parametrize("day", ["2026-11-22", "۱۴۰۵/۰۹/۰۱"])
def test_days_are_read_in_either_calendar_and_the_last_one_is_included(day: str) -> None:
    wanted = read_call_query(f"?from={day}&to={day}").wanted(NOW, FORMATS)
    assert (wanted.from_, wanted.to) == (MIDNIGHT, MIDNIGHT + timedelta(days=1))


def test_a_link_may_name_instants() -> None:
    wanted = read_call_query("?from=2026-11-22T08:15:00Z").wanted(NOW, FORMATS)
    assert wanted.from_ == datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


def test_what_is_no_day_is_said() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_call_query("?from=soon").wanted(NOW, FORMATS)
    assert caught.value.field == "from"


def test_states_are_those_of_the_api() -> None:
    assert read_call_query("?state=missed").wanted(NOW, FORMATS).outcome is Outcome.MISSED
    assert read_call_query("?state=answered").wanted(NOW, FORMATS).state is CallState.ANSWERED
    assert read_call_query("?outcome=answered").wanted(NOW, FORMATS).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("typed", "number", "end"),
    [
        ("", None, None),
        ("۴۵۶۷", None, "4567"),
        ("123 45-67", None, "1234567"),
        ("88776655", "88776655", None),
        ("+98 912 123 4567", "+98 912 123 4567", None),
        ("nonsense", "nonsense", None),
    ],
)
def test_few_digits_are_the_end_of_a_number(typed: str, number: str | None, end: str | None) -> None:
    assert number_or_end(typed) == (number, end)


def test_what_is_listed_is_told_to_the_export_in_the_words_of_the_api() -> None:
    wanted = read_call_query("?range=today&known=false&number=4567&line=021&state=missed").wanted(NOW, FORMATS)
    assert export_query(wanted) == (
        "from=2026-11-21T20%3A30%3A00%2B00%3A00&to=2026-11-22T20%3A30%3A00%2B00%3A00"
        "&outcome=missed&ends_with=4567&known=false&line=021"
    )


def test_the_bar_names_the_profile_whose_calls_are_listed() -> None:
    chips = log_chips(CallFilter(profile=7), "Sara <b>", {}, context().words(), FORMATS)
    bar = filter_bar(read_call_query("?profile=7"), Snapshot(), (), chips, NOW.date(), context().words(), FORMATS)
    assert "Sara <b>" in str(plain(bar))
    assert by_class(bar, "log-chip")


def test_a_filter_without_a_field_has_a_chip_that_takes_it_off() -> None:
    search = "?weekday=6&hour=9&wait_over=5&wait_up_to=10&origin=country:DE&known_then=false&simulated=false"
    query = read_call_query(search)
    wanted = query.wanted(NOW, FORMATS)
    germany = Origin(OriginKind.COUNTRY, "Germany", "DE")
    chips = log_chips(wanted, "", {"country:DE": germany}, context().words(), FORMATS)
    assert ["".join(chip.children[0].children) for chip in chips] == [
        "Weekday: Saturday",
        "Hour: 09:00–10:00",
        "Waiting time: 5–10 s",
        "Where from: Germany",
        "When they called: Was not registered",
        "Without simulated calls",
    ]
    assert "'data-log-off': 'wait_over wait_up_to'" in str(plain(chips))
    assert query.filters == len(chips)
    assert read_call_query("?" + export_query(wanted)).wanted(NOW, FORMATS) == wanted
    assert read_call_query(plain_query(search)) == query  # what a saved view keeps
    nothing = read_call_query("?weekday=8&hour=x&wait_over=-1").wanted(NOW, FORMATS)
    assert log_chips(nothing, "", {}, context().words(), FORMATS) == []


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("range_", ["today", "yesterday", "7days", "30days", "month", "custom"])
def test_the_analytics_page_leads_to_the_calls_that_it_counts(language: str, range_: str) -> None:
    search = (
        f"?range={range_}&line=2001&queue=sales&user=3&extension=201&category=4&color=5&known=0&then=1"
        "&outcome=missed&wait=5-10&weekday=6&hour=9&origin=operator%3AIR-MCI"
    )
    shown = formats(language, FORMATS.zone)
    query = read_query(search)
    days = days_of(query, NOW, shown)
    counted = filter_of(query, days.span, shown)
    address = log_address(query, days, shown)
    listed = read_call_query(urlsplit(address).query).wanted(NOW, shown)
    assert written(listed) == written(counted)
    assert written(counted).keys() >= set(FILTERS)


EXAMPLES = {
    "from": "2026-11-22",
    "to": "2026-11-22",
    "state": "ringing",
    "outcome": "missed",
    "number": "09121234567",
    "known": "true",
    "known_then": "false",
    "simulated": "false",
    "origin": "country:DE",
}
SHOWN_TOGETHER = {"outcome": "state"}


@pytest.mark.parametrize("name", [each.name for each in CONDITIONS if each.name != "ends_with"])
def test_every_condition_of_an_address_is_seen_has_a_field_or_a_chip_and_is_taken_off_with_all(name: str) -> None:
    query = read_call_query(f"?{name}={EXAMPLES.get(name, '5')}")
    wanted = query.wanted(NOW, FORMATS)
    assert name in written(wanted)
    chips = log_chips(wanted, "Sara", {}, context().words(), FORMATS)
    bar = str(plain(filter_bar(query, Snapshot(), (), chips, NOW.date(), context().words(), FORMATS)))
    assert bool(chips) != (f"'data-log': '{SHOWN_TOGETHER.get(name, name)}'" in bar)
    assert name in bar.rpartition("'data-log-off': ")[2].split("'")[1].split()


def test_a_filter_and_its_words_say_the_same() -> None:
    wanted = read_filter({**EXAMPLES, "from": "2026-11-22T08:00:00Z", "to": "2026-11-22T08:00:00+03:30"}, CallFilter)
    assert read_filter(written(wanted), CallFilter) == wanted


def test_the_bar_offers_what_there_is_and_says_what_is_gone() -> None:
    directory = Snapshot(colors={3: Color(3, 0, "VIP", "", "#d4a017")})
    bar = plain(
        filter_bar(read_call_query("?user=9"), directory, ("sales",), (), NOW.date(), context().words(), FORMATS)
    )
    lists = [name for name in ("line", "queue", "user", "category", "color") if f"'data-log': '{name}'" in str(bar)]
    assert lists == ["queue", "user", "color"]
    assert "VIP" in str(bar)
    assert "not there any more" in str(bar)


def test_an_empty_list_says_what_to_do() -> None:
    t = context().words()
    assert "Take all filters off" in text(nothing_listed(read_call_query("?range=today"), "", t))
    assert "No calls yet" in text(nothing_listed(read_call_query(""), "", t))


def test_the_sheet_of_a_call_tells_its_steps_in_order_and_by_name() -> None:
    row = ring("09123456789", holder(), answered=7, ended=67)
    view = RowView(
        row, row.holders[0], mine=True, described=describe(row.number, DIALING, "en"), line="", answered_by=""
    )
    events = [
        CallEvent("pbx", "1", EventKind.RINGING, START, extension="201"),
        CallEvent("pbx", "1", EventKind.ANSWERED, START + timedelta(seconds=7), extension="201"),
        CallEvent("pbx", "1", EventKind.ENDED, START + timedelta(seconds=67), cause="busy"),
    ]
    sheet = call_sheet(view, events, {"201": "Sara Karimi"}, context().words(), FORMATS)
    steps = [text(step) for step in by_class(sheet, "path-words")]
    assert steps == ["Rings 201 Sara Karimi", "Answered 201 Sara Karimi", "Ended busy"]
    assert "+01:07" in text(by_class(sheet, "call-path"))
    assert "Maryam Ahmadi" in text(by_class(sheet, "call-sheet-head"))


MINE = CallView(3, SARA.id, "sara", "Missed today", "range=today&outcome=missed", ("owners",), shared=False)
THEIRS = CallView(4, 99, "reza", "Everything", "", (), shared=True)


def test_a_views_address_carries_its_filters_and_names_it() -> None:
    assert view_address(MINE.query, MINE.id) == "/calls?range=today&outcome=missed&view=3"
    assert view_address(THEIRS.query, THEIRS.id) == "/calls?view=4"
    assert view_of("?range=today&view=3") == 3
    assert plain_query("?range=today&view=3&nonsense=1") == "range=today"
    assert not read_call_query("?view=3").filtered


@pytest.mark.parametrize("search", [None, "", "?view=", "?view=x", "?view=-1", "?view=" + "9" * 40])
def test_what_names_no_view_is_none(search: str | None) -> None:
    assert view_of(search) is None


def test_the_menu_lists_views_and_offers_what_can_be_done() -> None:
    t = translator("en")
    menu = views_menu([MINE, THEIRS], SARA.id, MINE, True, t)
    assert "Missed today" in text(menu)
    assert "by reza" in text(menu)
    assert "Update “Missed today” to what is shown" in text(menu)
    edits = [part for part in walk(menu) if attribute(part, "data-dialog") == "call-view-edit"]
    assert len(edits) == 1
    assert text(view_name(MINE, t)) == "Missed today"
    assert "Update" not in text(views_menu([MINE, THEIRS], SARA.id, THEIRS, False, t))


def test_an_empty_menu_says_what_to_do() -> None:
    said = text(views_menu([], SARA.id, None, False, translator("en")))
    assert "save them here under a name" in said
    assert "Save as a new view…" in said


def test_the_folded_filters_say_how_many_are_on() -> None:
    t = translator("en")
    assert (
        text(fold_words(read_call_query("?range=week&known=false&view=3").filters, t, FORMATS)).strip() == "Filters (2)"
    )
    assert text(fold_words(read_call_query("").filters, t, FORMATS)).strip() == "Filters"


def test_the_order_is_no_filter() -> None:
    query = read_call_query("?order=oldest")
    assert query.oldest_first
    assert not query.filtered
    assert not read_call_query("?order=nonsense").oldest_first
    assert plain_query("?order=oldest&known=true") == "known=true&order=oldest"


def test_the_log_says_how_many_calls_it_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = build_services(read_settings({"CALLERID_DATABASE_URL": f"duckdb:///{tmp_path / 'callerid.duckdb'}"}))

    def said(search: str, language: str = "en") -> object:
        parts = listed(services, context(language=language), search)["parts"]
        assert isinstance(parts, dict)
        return parts[ids.CALL_LOG_COUNT]

    assert said("") == []
    events = [CallEvent("pbx", f"c{i}", EventKind.RINGING, START, caller="09121110001", line=f"{i}") for i in range(3)]
    services.calls.ingest.submit(events)
    assert said("") == ["3 calls"]
    assert said("?line=2") == ["1 call"]
    assert said("", "fa") == ["۳ تماس"]
    assert said("?from=soon") == []
    monkeypatch.setattr("callerid_dash.services.calls.call_log.MOST_COUNTED", 2)
    monkeypatch.setattr("callerid_dash.ui.call_log.page.PER_PAGE", 2)
    assert said("") == ["More than 2 calls"]
    services.store.close()
