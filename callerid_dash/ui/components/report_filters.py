"""The bar of filters above the reports; `assets/charts.js` puts what is chosen into the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.services.directory import Snapshot
from callerid_dash.ui import ids
from callerid_dash.ui.components.basics import attrs, present
from callerid_dash.ui.components.profile_facets import called
from callerid_dash.ui.report_query import Preset, ReportQuery

Options = Sequence[tuple[str, str]]


def filter_bar(
    query: ReportQuery, directory: Snapshot, lines: Sequence[str], queues: Sequence[str], t: Translator
) -> list[Component]:
    """Ranges by name, and a list for each filter."""
    ranges = {
        Preset.TODAY: t("Today"),
        Preset.YESTERDAY: t("Yesterday"),
        Preset.WEEK: t("7 days"),
        Preset.MONTH: t("30 days"),
        Preset.THIS_MONTH: t("This month"),
    }
    presets = html.Div(
        [
            html.A(
                words,
                href=query.href(preset),
                **attrs({"data-preset": preset.value, **({"aria-current": "true"} if preset is query.preset else {})}),
            )
            for preset, words in ranges.items()
        ],
        className="report-ranges",
        role="group",
        **attrs({"aria-label": t("Range")}),
    )
    clear = html.A(t("Clear all"), href=query.cleared(), className="chip-all", **attrs({"data-preset": "all"}))
    chosen = [
        _select(name, words, _with_chosen(options, query.filters.get(name, ""), t), query, t)
        for name, words, options in _choices(directory, lines, queues, t)
        if options or name in query.filters
    ]
    return present(  # type: ignore[return-value] # no plain text among them
        presets,
        html.Div(present(*chosen, clear if query.filters else None), className="report-which"),
    )


def day_fields(t: Translator) -> html.Div:
    """First and last day: a part of the page, for what is typed into it."""
    fields = ((ids.ANALYTICS_FROM, t("First day")), (ids.ANALYTICS_TO, t("Last day")))
    return html.Div(
        [
            html.Label(
                [html.Span(words), dbc.Input(id=field, type="text", maxlength=20, autocomplete="off", size="sm")],
                className="report-field",
            )
            for field, words in fields
        ],
        className="report-days",
    )


def _choices(
    directory: Snapshot, lines: Sequence[str], queues: Sequence[str], t: Translator
) -> Iterable[tuple[str, str, Options]]:
    titles = directory.lines
    yield "line", t("Line"), [(line, titles.get(line) or line) for line in dict.fromkeys((*titles, *lines))]
    yield "queue", t("Queue"), [(queue, queue) for queue in queues]
    users = sorted((user for user in directory.users.values() if user.extensions), key=called)
    yield "user", t("User"), [(str(user.id), called(user)) for user in users]
    yield "category", t("Category"), _categories(directory)
    colors = sorted(directory.colors.values(), key=lambda color: (color.position, color.id))
    yield "color", t("Color"), [(str(color.id), color.title) for color in colors]
    yield "known", t("Caller"), [("1", t("In the address book")), ("0", t("Number not registered"))]
    outcomes = [("answered", t("Answered calls")), ("missed", t("Missed calls")), ("unknown", t("End unknown"))]
    yield "outcome", t("Outcome"), outcomes


def _categories(directory: Snapshot) -> Options:
    paths = [
        (str(key), " › ".join(node.title for node in directory.category_path(key))) for key in directory.categories
    ]
    return sorted(paths, key=lambda each: each[1])


def _with_chosen(options: Options, chosen: str, t: Translator) -> Options:
    """Also what is asked for and not there any more, so that it can be seen and taken off."""
    gone = [(chosen, t("not there any more"))] if chosen and chosen not in dict(options) else []
    return [*options, *gone]


def _select(name: str, words: str, options: Options, query: ReportQuery, t: Translator) -> html.Label:
    every = html.Option(t("All"), value="")
    chosen = "is-chosen" if query.filters.get(name) else ""
    return html.Label(
        [
            html.Span(words),
            html.Select(
                [every, *(html.Option(title, value=value) for value, title in options)],
                className="form-select",
                **attrs({"data-filter": name}),
            ),
        ],
        className=f"report-field {chosen}".strip(),
    )
