from __future__ import annotations

import itertools
import json
from datetime import timedelta

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import User
from callerid_dash.locales import translator
from callerid_dash.services.calls.callback_queue import WaitingCaller
from callerid_dash.services.calls.missed_calls import ClosedCaller, WaitingList
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.store.calls.missed import Closing
from callerid_dash.ui.calls.rows import row_view
from callerid_dash.ui.missed.badge import missed_badge
from callerid_dash.ui.missed.dialogs import closed_words, read_callers
from callerid_dash.ui.missed.missed_list import ClosedView, closed_section, nobody_waits, waiting_row
from callerid_dash.ui.missed.page import MissedQuery, by_day, read_query
from callerid_dash.ui.text.formats import formats
from tests.ui.office import (
    DIALING,
    DIRECTORY,
    GOLD,
    SARA,
    START,
    ZONE,
    attribute,
    by_class,
    holder,
    owner,
    ring,
    text,
    walk,
)

T, FORMATS = translator("en"), formats("en", ZONE)
TODAY = FORMATS.local(START).date()


def drawn(row: FeedRow, attempts: int = 1, viewer: User = SARA, language: str = "en") -> Component:
    caller = WaitingCaller(row, attempts, START - timedelta(days=2) if attempts > 1 else START)
    view = row_view(row, viewer, DIRECTORY, DIALING, language)
    return waiting_row(caller, view, 2, translator(language), formats(language, ZONE), TODAY)


def dialogs(tree: object) -> list[str]:
    return [str(name) for part in walk(tree) if (name := attribute(part, "data-dialog"))]


def test_a_known_caller_is_told_as_the_widget_tells_them_with_color_and_owners() -> None:
    tree = drawn(ring("09123456789", holder(7, color=GOLD, owners=(owner(SARA),)), ended=20))
    assert text(by_class(tree, "call-name")) == "Maryam Ahmadi"
    assert text(by_class(tree, "call-number")).startswith("0912 345 6789")
    assert "sara" in text(by_class(tree, "call-owners"))
    assert attribute(tree, "data-kind") == "mine"
    assert getattr(tree, "style", {})["--edge"] == GOLD.hex
    assert dialogs(tree) == ["record", "missed-close"]
    assert "tel:+989123456789" in [getattr(part, "href", None) for part in walk(tree)]


def test_a_stranger_can_be_called_back_and_closed_and_has_the_menu_to_be_saved() -> None:
    tree = drawn(ring("09123456789", ended=20))
    assert dialogs(tree) == ["missed-close"]
    assert attribute(by_class(tree, "call-icon")[0], "data-menu") == "unknown"


def test_the_last_of_several_attempts_is_told_besides_the_first_one() -> None:
    once, often = drawn(ring(ended=20)), drawn(ring(ended=20), attempts=3)
    assert text(by_class(once, "waiting-last")).startswith("1 attempt")
    assert by_class(once, "waiting-instant") == []
    assert text(by_class(often, "waiting-attempts")) == "3 attempts"
    assert "23:40" in text(by_class(often, "waiting-instant"))
    assert text(by_class(often, "waiting-when")) == "20 Nov 23:40"


def test_a_line_keeps_its_element_while_the_number_waits() -> None:
    first, second = drawn(ring(ended=20, key="1")), drawn(ring(ended=20, key="2"), attempts=2)
    assert getattr(first, "id", "") == getattr(second, "id", "") == "missed-+989123456789"


def test_figures_are_persian_in_persian() -> None:
    tree = drawn(ring(ended=20), attempts=3, language="fa")
    assert "۳" in text(by_class(tree, "waiting-attempts"))


def test_what_was_closed_says_why_and_by_whom_and_who_may_opens_it_again() -> None:
    row = ring(ended=20)
    closing = Closing("+989123456789", row.call.id, START, 1, "<b>Spam</b>", START, SARA.id, "sara", 5)
    view = row_view(row, SARA, DIRECTORY, DIALING, "en")
    trees = [
        closed_section([ClosedView(ClosedCaller(closing, row, may), view, "sara")], T, FORMATS, TODAY)
        for may in (True, False)
    ]
    assert "<b>Spam</b>" in text(trees[0])
    assert "sara" in text(trees[0])
    undos = [[attribute(part, "data-undo") for part in walk(tree) if attribute(part, "data-undo")] for tree in trees]
    assert undos == [["5"], []]
    assert closed_section([], T, FORMATS, TODAY) == []


def test_what_was_closed_in_one_step_is_one_line_that_is_reopened_whole() -> None:
    views = []
    for key, number in enumerate(("09123456789", "09123456780", "09123456781")):
        row = ring(number, ended=20, key=str(key))
        closing = Closing(f"+98{number[1:]}", row.call.id, START, 1, "Holiday", START, SARA.id, "sara", 5)
        views.append(
            ClosedView(ClosedCaller(closing, row, True), row_view(row, SARA, DIRECTORY, DIALING, "en"), "sara")
        )
    tree = closed_section(views, T, FORMATS, TODAY)
    (line,) = by_class(tree, "closed")
    assert "and 2 others" in text(line)
    assert "Reopen all" in text(line)
    assert "0912 345 6781" in by_class(line, "closed-name")[0].title


def test_a_line_can_be_selected_by_name() -> None:
    (box,) = by_class(drawn(ring("09123456789", holder(), ended=20)), "waiting-pick")
    assert (attribute(box, "role"), attribute(box, "aria-checked")) == ("checkbox", "false")
    assert attribute(box, "data-select") == "+989123456789"
    assert text(box) == "Select Maryam Ahmadi"


def test_the_lines_stand_under_today_and_earlier_with_how_many_there_are() -> None:
    rows: list[Component] = [drawn(ring(ended=20, key=str(i))) for i in range(3)]

    def heads(total: int, today: int) -> list[str]:
        lines = by_day(rows, WaitingList((), total, "", today), T, FORMATS)
        return [" ".join(text(part).split()) for part in by_class(lines, "waiting-day")]

    assert heads(9, 2) == ["Today 2", "Earlier 7"]
    assert heads(9, 5) == ["Today 5"]
    assert heads(9, 0) == ["Earlier 9"]


def test_what_is_said_of_several_tells_who_was_answered_meanwhile() -> None:
    assert closed_words(1, 1, "Sara", T) == "Closed: Sara"
    assert closed_words(3, 3, "Sara", T) == "3 callers closed"
    assert closed_words(3, 5, "Sara", T) == "3 callers closed, 2 were answered meanwhile"


@pytest.mark.parametrize(
    "given", ["", "[]", "{}", "[[1]]", '[["+98", "yesterday"]]', "null", json.dumps([["x", "2026-01-01"]] * 2)[:-1]]
)
def test_a_request_that_makes_no_sense_is_refused(given: str) -> None:
    with pytest.raises(InvalidInput):
        read_callers(given)


def test_an_empty_list_says_what_would_come_and_what_never_does() -> None:
    words = text(nobody_waits(T, "You see your own.", mine=False))
    assert "Withheld numbers" in words
    assert "You see your own." in words
    assert "7 days" in text(nobody_waits(T, "", mine=False, late=True, days="7"))


def test_the_badge_tells_a_figure_and_words_and_nothing_when_nobody_waits() -> None:
    assert missed_badge(0, T, FORMATS) == []
    figure, words = missed_badge(1, T, FORMATS)
    assert (figure.children, words.children) == ("1", "1 caller is waiting")
    assert missed_badge(1000, T, FORMATS)[0].children == "99+"


def test_order_and_filter_are_in_the_address_and_nonsense_asks_for_nothing() -> None:
    for newest_first, mine, late in itertools.product((False, True), repeat=3):
        query = MissedQuery(newest_first, mine, late)
        assert read_query(query.href().removeprefix("/missed")) == query
    assert read_query("?order=sideways&mine=perhaps&list=none") == read_query(None) == MissedQuery()
