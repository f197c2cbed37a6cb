from __future__ import annotations

import json
from typing import Any

import pytest
from dash.development.base_component import Component

from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Role
from callerid_dash.locales import translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.ui.calls.menu import entries, menu_attrs
from callerid_dash.ui.calls.row import call_row
from callerid_dash.ui.calls.row_view import CallerKind
from callerid_dash.ui.calls.rows import row_view
from callerid_dash.ui.text.formats import formats
from tests.ui.office import DIALING, DIRECTORY, SARA, START, ZONE, attribute, by_class, holder, ring, text, walk

KINDS = [RecordKind(1, 1, "note", "Note"), RecordKind(9, 2, None, "Visit")]


def menu(language: str = "en") -> list[Component]:
    """The entries in order."""
    drawn = entries(KINDS, Role.AGENT, translator(language))
    return [part for part in walk(drawn) if getattr(part, "role", None) == "menuitem"]


def offered(whom: str) -> list[str]:
    """The entries for this kind of caller."""
    found = []
    for top in entries(KINDS, Role.AGENT, translator("en")):
        if whom in str(attribute(top, "data-when")).split():
            found += [text(part).strip() for part in walk(top) if getattr(part, "role", None) == "menuitem"]
    return found


def icon_of(row: FeedRow) -> Any:
    view = row_view(row, SARA, DIRECTORY, DIALING, "en")
    local = formats("en", ZONE)
    [found] = by_class(call_row(view, translator("en"), local, local.local(START).date()), "call-icon")
    return found


def test_an_unknown_caller_can_be_saved_added_or_called_back() -> None:
    assert offered("unknown") == ["Save as person", "Save as organization", "Add to…", "Call back"]


def test_a_known_caller_can_be_looked_at_changed_called_and_written_about() -> None:
    assert offered("known") == ["View profile", "Edit profile", "Call back", "Note", "Visit"]


def test_a_colleague_can_only_be_called_back() -> None:
    assert offered("internal") == ["Call back"]


def test_every_entry_asks_for_its_dialog_with_what_it_takes_of_the_caller() -> None:
    asked = {
        text(part).strip(): (attribute(part, "data-dialog"), json.loads(str(attribute(part, "data-args"))), takes)
        for part in menu()
        if (takes := attribute(part, "data-takes"))
    }
    assert asked == {
        "Save as person": ("profile-new", {"kind": "person"}, "call number"),
        "Save as organization": ("profile-new", {"kind": "organization"}, "call number"),
        "Add to…": ("add-number", {}, "call number"),
        "Edit profile": ("profile-edit", {}, "profile"),
        "Note": ("record", {"kind": "1"}, "profile call"),
        "Visit": ("record", {"kind": "9"}, "profile call"),
    }


def test_the_number_and_the_profile_are_links() -> None:
    targets = {text(part).strip(): attribute(part, "data-to") for part in menu() if attribute(part, "data-to")}
    assert targets == {"View profile": "/profiles/{profile}", "Call back": "tel:{number}"}


def test_an_office_without_kinds_of_records_has_no_empty_group() -> None:
    assert "New record" not in text(entries([], Role.AGENT, translator("en")))


@pytest.mark.parametrize(
    ("row", "menu"),
    [
        (
            ring("09123456789", holder(7)),
            {"data-menu": "known", "data-profile-id": "7", "data-number": "+989123456789"},
        ),
        (ring("02188776655"), {"data-menu": "unknown", "data-number": "+982188776655"}),
        (ring("202"), {"data-menu": "internal", "data-number": "202"}),
    ],
)
def test_the_icon_of_a_row_says_whom_the_menu_is_about(row: FeedRow, menu: dict[str, str]) -> None:
    icon = icon_of(row).to_plotly_json()
    assert icon["type"] == "Button"
    props = icon["props"]
    assert {name: value for name, value in props.items() if name.startswith("data-")} == menu
    assert props["aria-haspopup"] == "menu"


@pytest.mark.parametrize("caller", ["anonymous", ""])
def test_who_hides_the_number_has_no_menu(caller: str) -> None:
    icon = icon_of(ring(caller)).to_plotly_json()
    assert icon["type"] == "Span"
    assert "data-menu" not in icon["props"]


def test_a_menu_elsewhere_on_the_page_names_its_call() -> None:
    found = menu_attrs(CallerKind.UNKNOWN, "+982188776655", call_id="c1", name="021 8877 6655")
    assert (found["data-call-id"], found["data-name"]) == ("c1", "021 8877 6655")
