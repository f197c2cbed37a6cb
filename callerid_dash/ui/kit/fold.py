"""Filters that fold on small screens, behind a button that counts the active ones. Pure."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, icon
from callerid_dash.ui.text.formats import Formats


def fold_button(button_id: str, folded_id: str) -> html.Button:
    """The button that unfolds the filters; its words come with the page's data."""
    return html.Button(
        id=button_id,
        type="button",
        className="btn btn-quiet filters-fold",
        **attrs({"aria-expanded": "false", "aria-controls": folded_id}),
    )


def fold_words(count: int, t: Translator, formats: Formats) -> list[Component | str]:
    """The words of the button: how many filters are active."""
    return [icon("funnel"), " ", t("Filters (%(count)s)", count=formats.number(count)) if count else t("Filters")]
