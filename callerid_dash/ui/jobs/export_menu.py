"""The menu in a page's head that exports its lists as files. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, head_tool, icon

_FORMS = {
    "csv": ("filetype-csv", "CSV"),
    "xlsx": ("file-earmark-spreadsheet", "Excel"),
    "parquet": ("database", "Parquet"),
}
_OF_FIGURES = ("csv", "xlsx")


def export_menu(
    lists: Mapping[str, str], note: str, t: Translator, *, forms: Sequence[str] = tuple(_FORMS)
) -> html.Div:
    """Links that export these lists of `/export/`, given by name and title; the first one follows the page's filters.

    `assets/jobs/exports.js` keeps the filters in its addresses.
    """
    parts: list[Component] = []
    for place, (name, title) in enumerate(lists.items()):
        if len(lists) > 1:
            parts.append(html.P(title, className="small fw-semibold mt-2 mx-2"))
        parts.append(_links(name, title, forms, filtered=not place))
    return head_tool("exports", "download", t("Export"), *parts, html.P(note, className="px-2 pb-2"))


def figure_menu(figure: str, title: str, t: Translator) -> html.Div:
    """Links that export a chart or table of the analytics page with its filters."""
    words = t("Export: %(title)s", title=title)
    return head_tool(f"export-{figure}", "download", words, _links(f"figures/{figure}", title, _OF_FIGURES))


def _links(name: str, title: str, forms: Sequence[str], *, filtered: bool = True) -> html.Ul:
    links = [html.Li(_link(name, form, title, filtered=filtered)) for form in forms]
    return html.Ul(links, className="menu", **attrs({"aria-label": title}))


def _link(name: str, form: str, title: str, *, filtered: bool) -> html.A:
    shape, words = _FORMS[form]
    address = f"/export/{name}.{form}"
    follows = {"data-export": address} if filtered else {}
    return html.A(
        html.Span([icon(shape), " ", words]),
        href=address,
        download="",
        **attrs({"aria-label": f"{title}: {words}", "data-list": name, "data-form": form, **follows}),
    )
