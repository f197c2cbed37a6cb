"""The bar of filters above the reports; `assets/analytics/narrowing.js` puts the choices into the address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.numbering import Origin
from callerid_dash.locales import Translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.analytics.query import FILTERS, WAITS, AnalyticsQuery, Preset, wait_of
from callerid_dash.ui.call_log.filter_options import (
    Options,
    category_options,
    color_options,
    line_options,
    origin_options,
    user_options,
    with_chosen,
)
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, present, segment
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import hour_name, wait_name, week

WAITING = "wait_over wait_up_to"
"""The list of filters that sets both ends of a wait."""


@dataclass(frozen=True, slots=True)
class Called:
    """The lines, queues, extensions and origins that have had calls."""

    lines: Sequence[str] = ()
    queues: Sequence[str] = ()
    extensions: Sequence[str] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)


def filter_bar(
    query: AnalyticsQuery, directory: Snapshot, called: Called, t: Translator, formats: Formats
) -> list[Component]:
    """The named ranges, and a list for each filter."""
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
                href=query.changed({"range": preset.value, "from": "", "to": ""}),
                className=segment(preset is query.preset)[0],
                **attrs({"data-narrow": "range from to", **segment(preset is query.preset)[1]}),
            )
            for preset, words in ranges.items()
        ],
        className="report-ranges btn-group flex-wrap",
        role="group",
        **attrs({"aria-label": t("Range")}),
    )
    clear = html.A(
        t("Clear all"),
        href=query.changed(dict.fromkeys(FILTERS, "")),
        className="chip-all",
        **attrs({"data-narrow": " ".join(FILTERS)}),
    )
    fields = [
        _select(names, words, with_chosen(options, query.value(names), t), query, t)
        for names, words, options in _choices(query, directory, called, t, formats)
        if options or query.value(names)
    ]
    return present(
        presets,
        html.Div(present(*fields, clear if query.filters else None), className="report-which"),
    )


def chosen_words(
    query: AnalyticsQuery, directory: Snapshot, called: Called, t: Translator, formats: Formats
) -> list[str]:
    """The active filters, in words."""
    return [f"{name}: {value}" for name, value in chosen(query, directory, called, t, formats)]


def chosen(
    query: AnalyticsQuery, directory: Snapshot, called: Called, t: Translator, formats: Formats
) -> list[tuple[str, str]]:
    """The active filters: name and chosen value, in words."""
    return [
        (words, dict(with_chosen(options, value, t))[value])
        for names, words, options in _choices(query, directory, called, t, formats)
        if (value := query.value(names))
    ]


def day_fields(t: Translator) -> html.Div:
    """The fields for the first and the last day; the page contains them, so that redrawing the bar keeps typed text."""
    fields = ((ids.ANALYTICS_FROM, t("First day")), (ids.ANALYTICS_TO, t("Last day")))
    return html.Div(
        [
            html.Label(
                [
                    html.Span(words, className="field-label"),
                    dbc.Input(id=field, type="text", maxlength=20, autocomplete="off", size="sm"),
                ],
                className="field report-field",
            )
            for field, words in fields
        ],
        className="report-days",
    )


def _choices(
    query: AnalyticsQuery, directory: Snapshot, called: Called, t: Translator, formats: Formats
) -> Iterable[tuple[str, str, Options]]:
    yield "line", t("Line"), line_options(directory, called.lines)
    yield "queue", t("Queue"), [(queue, queue) for queue in called.queues]
    yield "user", t("User"), user_options(directory)
    yield "extension", t("Extension"), [(each, formats.digits(each)) for each in called.extensions]
    yield "origin", t("Where from"), origin_options(called.origins, query.filters.get("origin", ""), t)
    yield "category", t("Category"), category_options(directory)
    yield "color", t("Color"), color_options(directory)
    yield "known", t("Caller"), [("true", t("In the address book")), ("false", t("Not registered"))]
    then = [("true", t("Was in the address book")), ("false", t("Was not registered"))]
    yield "known_then", t("When they called"), then
    waits = dict.fromkeys((*WAITS, *_wait_chosen(query)))
    outcomes = [("answered", t("Answered calls")), ("missed", t("Missed calls")), ("unknown", t("End unknown"))]
    yield "outcome", t("Outcome"), outcomes
    yield (
        WAITING,
        t("Waiting time"),
        [(_value(*each), t("%(span)s s", span=wait_name(*each, formats))) for each in waits],
    )
    yield "weekday", t("Weekday"), [(str(day), formats.weekday_name(day)) for day in week(formats)]
    yield "hour", t("Hour"), [(str(hour), hour_name(hour, formats)) for hour in range(24)]


def _wait_chosen(query: AnalyticsQuery) -> Iterator[tuple[int, int | None]]:
    """The wait in the address, which may differ from all classes."""
    over, up_to = query.filters.get("wait_over", ""), query.filters.get("wait_up_to", "")
    if (over or up_to) and (over + up_to).isdecimal():
        yield int(over or 0), int(up_to) if up_to else None


def _value(over: int, up_to: int | None) -> str:
    return " ".join(wait_of(over, up_to).values())


def _select(names: str, words: str, options: Options, query: AnalyticsQuery, t: Translator) -> html.Label:
    every = html.Option(t("All"), value="")
    chosen = "is-chosen" if query.value(names) else ""
    return html.Label(
        [
            html.Span(words, className="field-label"),
            html.Select(
                [every, *(html.Option(title, value=value) for value, title in options)],
                className="form-select form-select-sm",
                **attrs({"data-filter": names}),
            ),
        ],
        className=f"field report-field {chosen}".strip(),
    )
