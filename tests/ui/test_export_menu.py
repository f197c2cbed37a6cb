"""The lists of a page as files: where the links lead, and which of them follow the page's filters."""

from __future__ import annotations

from dash import html

from callerid_dash.ui.components.export_menu import export_menu
from callerid_dash.ui.rows import plain
from tests.ui.office import attribute, context, text, walk


def test_a_menu_has_a_link_for_each_kind_of_file_and_the_first_list_follows_the_filters() -> None:
    menu = export_menu({"profiles": "People", "records": "Records"}, "What leaves", context().words())
    links = [part for part in walk(menu) if isinstance(part, html.A)]
    assert [attribute(link, "href") for link in links] == [
        f"/export/{name}.{form}" for name in ("profiles", "records") for form in ("csv", "xlsx", "parquet")
    ]
    assert [attribute(link, "data-export") for link in links[:3]] == [attribute(link, "href") for link in links[:3]]
    assert "data-export" not in str(plain(links[3]))
    assert attribute(links[1], "aria-label") == "People: Excel"
    assert "What leaves" in text(menu)


def test_a_menu_of_one_list_needs_no_headings() -> None:
    assert "Calls" not in text(export_menu({"calls": "Calls"}, "", context().words()))
