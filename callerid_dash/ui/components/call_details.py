"""What a row keeps one click away: how the match was made, and the facts that few ask for."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls import SIMULATED
from callerid_dash.domain.phones import MatchRule
from callerid_dash.locales import Translator
from callerid_dash.ui.components.basics import attrs, hidden, icon, name_text, number_text, popover
from callerid_dash.ui.components.row_view import RowView
from callerid_dash.ui.formats import Formats


def match_words(view: RowView, t: Translator, formats: Formats) -> str:
    """How this number found its profile: 'area code added · shared by 3'."""
    holders = len(view.row.holders)
    if not holders:
        return t("no profile holds this number")
    rule = {
        MatchRule.EXACT: t("exact"),
        MatchRule.AREA_CODE_ADDED: t("area code added"),
        MatchRule.OLD_NUMBERING_PLAN: t("old numbering plan"),
    }[view.row.number.rule]
    shared = t("shared by %(count)s", count=formats.number(holders)) if holders > 1 else ""
    return " · ".join(part for part in (rule, shared) if part)


def fact_list(view: RowView, t: Translator, formats: Formats) -> html.Dl:
    """The facts."""
    call, number = view.row.call, view.row.number
    rang = t(", ").join(call.rang)
    facts: list[tuple[str, str | Component]] = [
        (t("How it matched"), match_words(view, t, formats)),
        (t("Sent by the network"), html.Bdi(call.caller, dir="ltr", className="number") if call.caller else ""),
        (t("Name from the network"), name_text(call.caller_name) if call.caller_name else ""),
        (t("Full number"), number_text(number.e164, formats) if number.e164 else ""),
        (t("Line"), number_text(call.line, formats) if call.line else ""),
        (t("Queue"), name_text(call.queue) if call.queue else ""),
        (t("Phones that rang"), html.Bdi(formats.digits(rang), dir="ltr") if rang else ""),
        (t("Source"), t("simulated, no real call") if call.source == SIMULATED else name_text(call.source)),
        (t("Started"), formats.moment(call.started_at)),
        (t("Answered"), formats.moment(call.answered_at) if call.answered_at else ""),
        (t("Ended"), formats.moment(call.ended_at) if call.ended_at else ""),
        (t("Waiting time"), formats.duration(call.wait) if call.wait is not None else ""),
    ]
    return html.Dl(
        [
            html.Div([html.Dt(words), html.Dd(value)], **attrs({"data-fact": str(place)}))
            for place, (words, value) in enumerate(facts)
            if value
        ]
    )


def details(view: RowView, t: Translator, formats: Formats) -> html.Span:
    """The button at the end of a row and what it opens."""
    anchor = f"details-{view.row.call.id}"
    return html.Span(
        [
            html.Button(
                [icon("info-circle"), hidden(t("Call details"))],
                type="button",
                className="call-button",
                title=t("Call details"),
                **attrs({"data-popover-target": anchor}),
            ),
            popover(anchor, [fact_list(view, t, formats)], t("Call details"), "facts"),
        ],
        className="call-more",
    )
