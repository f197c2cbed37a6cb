"""Lists: the number of entries that a page requests, and the button for more."""

from __future__ import annotations

import json

import pytest
from dash import Dash
from dash.exceptions import PreventUpdate

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.ui.kit.lists import GrowingList, ListAnswer, PagedList, new_notice, searched
from tests.ui.office import attribute, text, walk

PEOPLE = GrowingList("people-shown", step=10, most=25)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [({"shown": 20}, 20), ({"shown": 99}, 25), ({"shown": 0}, None), ({"shown": "x"}, None), ({}, None), (None, None)],
)
def test_a_list_that_grows_shows_what_is_asked_for_up_to_its_most(asked: object, wanted: int | None) -> None:
    assert PEOPLE.wanted(asked) == wanted


def test_its_button_asks_for_a_step_more() -> None:
    button = PEOPLE.more_button(12, "Older people", class_name="wide")
    assert (text(button), attribute(button, "className")) == ("Older people", "btn btn-quiet wide")
    assert attribute(button, "data-asks") == "people-shown"
    assert json.loads(str(attribute(button, "data-args"))) == {"shown": 22}


def test_the_button_of_a_paged_list_is_hidden_until_there_is_a_next_page() -> None:
    [button] = [part for part in walk(PagedList("people").more_button("More")) if attribute(part, "data-more")]
    assert (button.hidden, attribute(button, "data-more")) == ("hidden", "people")


def test_a_paged_list_answers_with_its_name_and_address() -> None:
    def following(search: str, cursor: str) -> ListAnswer:
        if cursor == "wrong":
            raise InvalidInput("There is no such page.")
        return {"rows": [search, cursor], "next": None}

    app = Dash(__name__)
    PagedList("people").register(app, lambda search: {"rows": [search], "next": "a"}, following)
    first, more = (app.callback_map[f"people-{store}.data"]["callback"].__wrapped__ for store in ("listed", "more"))
    assert first("?q=a", None) == {"list": "people", "search": "?q=a", "rows": ["?q=a"], "next": "a"}
    assert first(None, None)["search"] == ""
    assert more({"cursor": "c"}, "?q=a") == {"list": "people", "search": "?q=a", "rows": ["?q=a", "c"], "next": None}
    for asked in (None, {}, {"cursor": 7}, {"cursor": "wrong"}):
        with pytest.raises(PreventUpdate):
            more(asked, "")


def test_an_address_is_text() -> None:
    assert (searched("?q=a"), searched(None)) == ("?q=a", "")


def test_the_notice_has_its_words_for_the_script() -> None:
    button = new_notice("new", {"one": "1 new", "many": "{count} new"})
    assert (attribute(button, "data-one"), attribute(button, "data-many")) == ("1 new", "{count} new")
