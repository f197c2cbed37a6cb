"""The bar of filters above the call log, as pure functions.

`assets/call_log/call_log.js` draws it and puts its values into the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.call_log.filter_options import (
    Options,
    category_options,
    color_options,
    line_options,
    user_options,
    with_chosen,
)
from callerid_dash.ui.call_log.query import FILTERS, CallQuery
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, button, head_tool, icon, present
from callerid_dash.ui.kit.lists import new_notice
from callerid_dash.ui.kit.missing import nothing_here
from callerid_dash.ui.text.dates import day_text
from callerid_dash.ui.text.formats import Formats


def filter_bar(
    query: CallQuery,
    directory: Snapshot,
    queues: Sequence[str],
    chips: Sequence[Component],
    today: date,
    t: Translator,
    formats: Formats,
) -> list[object]:
    """The fields; `chips` are the filters without a field, `queues` the queues that had calls.

    Filters by colors or queues are left out if the office has none.
    """
    example = t("like %(example)s", example=day_text(today, formats))
    ranges = [
        ("", t("Any time")),
        ("today", t("Today")),
        ("yesterday", t("Yesterday")),
        ("week", t("Last 7 days")),
        ("month", t("Last 30 days")),
    ]
    states = [
        ("", t("All calls")),
        ("outcome:answered", t("Answered")),
        ("outcome:missed", t("Missed")),
        ("state:ringing", t("Ringing")),
        ("state:queued", t("In queue")),
        ("state:answered", t("Talking")),
        ("outcome:unknown", t("End unknown")),
    ]
    known = [("", t("All callers")), ("true", t("Known callers")), ("false", t("Not registered"))]
    lists = (
        ("line", t("Line"), t("All lines"), line_options(directory)),
        ("queue", t("Queue"), t("All queues"), [(queue, queue) for queue in queues]),
        ("user", t("User"), t("All users"), user_options(directory)),
        ("category", t("Category"), t("All categories"), category_options(directory)),
        ("color", t("Color"), t("All colors"), color_options(directory)),
    )
    return [
        _text("number", t("Number"), t("Whole or last digits"), "search", "tel"),
        _choice("range", t("Time"), ranges),
        _text("from", t("From day"), example, "calendar-event"),
        _text("to", t("To day"), example, "calendar-event"),
        _choice("state", t("State"), states),
        _choice("known", t("Caller"), known),
        *(
            _choice(name, label, [("", every), *with_chosen(options, query.get(name), t)])
            for name, label, every, options in lists
            if options or query.get(name)
        ),
        _text("extension", t("Extension"), t("like %(example)s", example=formats.digits("201")), "headset", "numeric"),
        html.Div(
            present(*chips, _reset(t) if query.filtered else None),
            className="call-filters-on buttons",
        ),
    ]


def column_choice(t: Translator) -> html.Div:
    """The menu of the visible parts of rows, which the browser remembers, and of the order."""
    columns = {"owners": t("Owners"), "number": t("Number"), "where": t("Extension and line"), "state": t("State")}
    orders = [("", t("Newest first")), ("oldest", t("Oldest first"))]
    boxes = [
        html.Li(
            html.Button(
                [icon("check2"), html.Span(words)],
                type="button",
                role="menuitemcheckbox",
                **attrs({"data-column": name, "aria-checked": "true"}),
            ),
            role="none",
        )
        for name, words in columns.items()
    ]
    return head_tool(
        "call-columns",
        "layout-three-columns",
        t("Columns and order"),
        html.Ul(boxes, className="menu", role="menu", **attrs({"aria-label": t("Columns")})),
        html.Div(_choice("order", t("Order"), orders), className="border-top mt-1 p-2"),
    )


def waiting_notice(t: Translator) -> html.Div:
    """The notice of calls that have come since the list was drawn."""
    return html.Div(
        new_notice(
            ids.CALL_LOG_WAITING,
            {"one": t("1 new call — show"), "many": t("%(count)s new calls — show", count="{count}")},
        ),
        className="new-calls-place",
        role="status",
    )


def nothing_listed(query: CallQuery, visibility: str, t: Translator) -> list[Component]:
    """The message shown if no calls are listed."""
    if query.filtered:
        title, words = t("No call is like this"), t("Take a filter off, or look at a longer time.")
        way_on: Component | None = _reset(t)
    else:
        title = t("No calls yet")
        words, way_on = t("Every call that comes in is kept here; the first one will be seen on the live page."), None
    return [nothing_here("telephone", title, words, visibility, way_on)]


def _choice(name: str, label: str, choices: Options) -> html.Label:
    options = [html.Option(words, value=value) for value, words in choices]
    return _labelled(label, html.Select(options, className="form-select", **attrs({"data-log": name})))


def _text(name: str, label: str, example: str, shape: str, mode: str = "text") -> html.Label:
    # React owns Dash's inputs; the script owns these, like the whole bar.
    field: Any = {
        "type": "Input",
        "props": {
            "type": "text",
            "inputmode": mode,
            "className": "form-control",
            "placeholder": example,
            "maxlength": "60",
            "autocomplete": "off",
            "dir": "auto",
            "data-log": name,
        },
    }
    return _labelled(label, field, icon(shape))


def _labelled(label: str, field: Any, mark: Component | None = None) -> html.Label:
    name = html.Span(present(mark, " " if mark else None, label), className="field-label")
    return html.Label([name, field], className="field call-filter", **attrs({"data-fact": label}))


def _reset(t: Translator) -> html.Button:
    return button(
        [icon("x-circle"), " ", t("Take all filters off")],
        "btn btn-quiet btn-sm",
        {"data-log-off": " ".join((*FILTERS, "view"))},
    )
