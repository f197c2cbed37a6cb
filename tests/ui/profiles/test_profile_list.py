"""The list of profiles: its address, rows and filters, and the dialog of bulk edits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.profiles.profiles import Category, OwnerRole, Profile, ProfileKind, ProfilePhone
from callerid_dash.services.profiles.bulk_edit import BulkChange, BulkPreview
from callerid_dash.services.profiles.filter import ProfileCounts, ProfileFilter
from callerid_dash.services.profiles.search import Hits
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.profiles import page
from callerid_dash.ui.profiles.bulk_dialogs import preview_lines, read_change
from callerid_dash.ui.profiles.facets import facets
from callerid_dash.ui.profiles.profile_list import list_head, nothing_found, rows
from callerid_dash.ui.profiles.query import ProfileQuery, read_query
from callerid_dash.ui.shell.router import page_at
from tests.ui.office import (
    ADMIN,
    GOLD,
    REZA,
    SARA,
    FakeProfiles,
    FakeServices,
    attribute,
    by_class,
    context,
    text,
    walk,
)

TREE = {1: Category(1, None, 1, "Customers"), 2: Category(2, 1, 1, "Retail"), 3: Category(3, None, 2, "Other")}
DIRECTORY = Snapshot(users={user.id: user for user in (SARA, REZA, ADMIN)}, colors={GOLD.id: GOLD}, categories=TREE)
MARYAM = Profile(
    7,
    ProfileKind.PERSON,
    "Maryam <b>",
    1,
    organization="Pars",
    category=TREE[2],
    color=GOLD,
    phones=(ProfilePhone(1, "09123456789", "+989123456789"),),
)
COUNTS = ProfileCounts(1, 0, {1: 3, 2: 2}, {GOLD.id: 1}, {ProfileKind.PERSON: 3, ProfileKind.ORGANIZATION: 0})
IDS = st.none() | st.integers(0, 10**18 - 1)
FILTERS = st.builds(
    ProfileFilter,
    category=IDS,
    color=IDS,
    owner=IDS,
    kind=st.none() | st.sampled_from(ProfileKind),
    anonymous=st.none() | st.booleans(),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(str.strip)


@given(WORDS, FILTERS)
def test_an_address_means_what_it_was_made_from(words: str, wanted: ProfileFilter) -> None:
    query = ProfileQuery(words, wanted)
    assert read_query(query.href().partition("?")[2]) == query


@given(st.text(max_size=200))
def test_any_address_can_be_read(search: str) -> None:
    try:
        assert isinstance(read_query(search), ProfileQuery)
    except ValueError as error:
        pytest.fail(str(error))


def test_an_address_that_makes_no_sense_asks_for_nothing() -> None:
    assert read_query("?category=x&color=-1&owner=٣&kind=dog&layout=1&q=%20") == ProfileQuery()
    assert read_query(None) == ProfileQuery()
    assert read_query("?owner=none").wanted == ProfileFilter(no_owner=True)


def test_a_row_can_be_selected_and_leads_to_the_profile() -> None:
    (row,) = rows(Hits((MARYAM,), None), DIRECTORY, context())
    assert text(row).startswith("Select Maryam <b>")
    assert "Customers › Retail" in text(row)
    (link,) = [part for part in walk(row) if getattr(part, "href", "")]
    assert link.href == "/profiles/7"
    (select,) = by_class(row, "select")
    assert (attribute(select, "role"), attribute(select, "aria-checked")) == ("checkbox", "false")


def test_similar_ones_stand_under_a_heading_of_their_own() -> None:
    other = replace(MARYAM, id=8)
    shown: list[Any] = rows(Hits((MARYAM, other), None, similar=1), DIRECTORY, context())
    assert [part.id for part in shown] == ["profile-7", "similar-head", "profile-8"]


def test_a_filter_is_a_link_that_keeps_the_others_and_goes_off_again() -> None:
    query = ProfileQuery("maryam", ProfileFilter(color=GOLD.id, category=2))
    shown = facets(query, COUNTS, DIRECTORY, context())
    links = {text(link): link for link in by_class(shown, "facet-link")}
    assert list(links) == ["Persons 3", "Organizations 0", "Customers 3", "Retail 2", "Other 0", "VIP 1"]
    assert links["Customers 3"].href == "/profiles?q=maryam&category=1&color=1"
    assert links["VIP 1"].href == "/profiles?q=maryam&category=2"
    assert [text(link) for link in links.values() if attribute(link, "aria-current")] == ["Retail 2", "VIP 1"]
    (fold,) = by_class(shown, "tree-fold")
    assert attribute(fold, "aria-expanded") == "true"


def test_filters_that_are_on_can_be_taken_off_one_by_one() -> None:
    query = ProfileQuery("", ProfileFilter(category=99, owner=SARA.id, kind=ProfileKind.PERSON))
    head = list_head(query, COUNTS, DIRECTORY, context())
    chips = {text(chip): chip.href for chip in by_class(head, "chip-filter")}
    assert chips == {
        "Kind :  Persons Take this filter off": "/profiles?category=99&owner=1",
        "Category :  not there any more Take this filter off": "/profiles?owner=1&kind=person",
        "Owner :  Sara Karimi (sara) Take this filter off": "/profiles?category=99&kind=person",
    }


def test_an_empty_list_says_what_to_do() -> None:
    assert "New profile" in text(nothing_found(ProfileQuery(), context()))
    assert "Show all profiles" in text(nothing_found(ProfileQuery("x"), context()))
    filtered = nothing_found(ProfileQuery("x", ProfileFilter(color=1)), context())
    assert [part.href for part in walk(filtered) if getattr(part, "href", "")] == ["/profiles?q=x"]


def test_only_those_who_may_are_offered_to_change_many() -> None:
    def offered(viewer: Any) -> set[object]:
        tree = page.layout(None, context(viewer))  # type: ignore[arg-type]
        return {attribute(part, "data-selected") for part in walk(tree)} - {None}

    assert offered(ADMIN) - offered(SARA) == {"change"}
    assert "merge" in offered(SARA)


def test_the_box_holds_what_the_address_asks_for() -> None:
    tree = page.layout(None, context(), search="?q=maryam&context=1")  # type: ignore[arg-type]
    (box,) = [part for part in walk(tree) if getattr(part, "id", None) == "profiles-query"]
    assert box.value == "maryam"


def test_only_what_was_chosen_is_changed() -> None:
    untouched = {"color": "", "category": None, "owners.sales": "", "owners.support": None}
    assert read_change(untouched) == BulkChange()
    change = read_change({**untouched, "color": "none", "category": "5", "owners.sales": "1", "owners.other": "none"})
    assert change == BulkChange({"color_id": None, "category_id": 5}, {OwnerRole.SALES: 1, OwnerRole.OTHER: None})
    assert read_change({"color": "gold"}).fields == {"color_id": -1}


def test_the_preview_says_of_how_many_something_is_lost() -> None:
    change = BulkChange({"color_id": GOLD.id}, {OwnerRole.SALES: SARA.id})
    lines = preview_lines(BulkPreview(37, 20, {"color_id": 3, "sales_id": 0}), change, DIRECTORY, context(ADMIN))
    assert [text(line) for line in lines] == [
        "20 of 37 profiles change:",
        "Color :  VIP   3 of them have another value now",
        "Owner: Sales :  Sara Karimi (sara)",
    ]


def test_what_follows_a_path_is_one_string_and_only_for_pages_that_ask_for_it() -> None:
    services: Any = FakeServices(profiles=FakeProfiles(MARYAM))
    tree, arrival = page_at("/profiles", services, context(), "?q=maryam&context=1")
    assert arrival["key"] == "profiles"
    assert [part.value for part in walk(tree) if getattr(part, "id", None) == "profiles-query"] == ["maryam"]
    assert page_at("/", services, context(), "?services=1&x=2")[1]["key"] == "live"
