"""A call in a profile's history. Pure."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.locales import Translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.ui.calls.menu import menu_attrs
from callerid_dash.ui.calls.row_view import CallerKind
from callerid_dash.ui.calls.state import state_chip
from callerid_dash.ui.kit.basics import attrs, hidden, icon, icon_button, moment, number_text, present
from callerid_dash.ui.text.formats import Formats


def entry_id(call_id: object) -> str:
    """The HTML id of a call's entry."""
    return f"entry-call-{call_id}"


def call_entry(
    row: FeedRow,
    *,
    profile_id: int | None,
    line: str,
    answered_by: str,
    number: str,
    t: Translator,
    formats: Formats,
) -> html.Li:
    """The call; with `profile_id`, also the menu that writes a record about it."""
    call = row.call
    shape = "telephone-x" if call.outcome is Outcome.MISSED else "telephone-inbound"
    return html.Li(
        [
            html.Span(icon(shape), className="entry-icon disc"),
            html.Div(
                [
                    html.Div(
                        [
                            html.Span(t("Incoming call"), className="entry-title"),
                            state_chip(call, t, formats),
                            moment(call.started_at, formats, with_day=False),
                        ],
                        className="entry-head cluster",
                    ),
                    html.Div(
                        _facts(row, line, answered_by, number, t, formats),
                        className="entry-facts cluster muted small align-items-center",
                    ),
                ],
                className="entry-body stack gap-1",
            ),
            html.Div(present(_menu(row, profile_id, t) if profile_id else None), className="entry-actions"),
        ],
        id=entry_id(call.id),
        className="entry",
        **attrs({"data-entry": "call", "data-outcome": call.outcome.value if call.outcome else ""}),
    )


def _facts(row: FeedRow, line: str, answered_by: str, number: str, t: Translator, formats: Formats) -> list[Component]:
    call = row.call
    waited = call.wait if call.answered_at or call.state is CallState.ENDED else None
    to = " · ".join(filter(None, (formats.digits(call.extension), answered_by)))
    rang = t(", ").join(call.rang) if not call.extension else ""
    return present(
        html.Span([icon("hash"), hidden(t("Number")), number_text(number, formats)], className="fact")
        if number
        else None,
        _fact("hourglass-split", t("Waiting time"), formats.duration(waited)) if waited is not None else None,
        _fact("headset", t("Extension"), to) if to else None,
        _fact("bell", t("Phones that rang"), formats.digits(rang)) if rang else None,
        _fact("signpost-2", t("Line"), formats.digits(line)) if line else None,
        _fact("people", t("Queue"), call.queue) if call.queue else None,
    )


def _fact(shape: str, words: str, value: str) -> html.Span:
    return html.Span([icon(shape), hidden(words), html.Bdi(value)], className="fact", title=words)


def _menu(row: FeedRow, profile_id: int, t: Translator) -> html.Button:
    words = t("New record about this call")
    menu = menu_attrs(CallerKind.KNOWN, row.number.canonical, profile_id, str(row.call.id))
    return icon_button("journal-plus", words, menu)
