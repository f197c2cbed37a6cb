"""The details of a row, one click away: text that the row may have cut short, how its profile was matched, and facts
that are rarely needed.
"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.calls import SIMULATED
from callerid_dash.domain.numbers.phones import MatchRule
from callerid_dash.locales import Translator
from callerid_dash.ui.calls.row_view import RowView
from callerid_dash.ui.kit.basics import attrs, icon_button, name_text, number_text, popover
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.owners import owner_words


def match_words(view: RowView, t: Translator, formats: Formats) -> str:
    """How this number was matched to its profile: 'area code added · shared by 3'."""
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


def fact_list(view: RowView, t: Translator, formats: Formats, *, of_row: bool = False) -> html.Dl:
    """The facts about a call; `of_row`: including those that the row shows but may cut short."""
    call, number = view.row.call, view.row.number
    rang = t(", ").join(call.rang)
    facts: list[tuple[str, str | Component]] = [
        (t("How it matched"), match_words(view, t, formats)),
        *(_cut_short(view, t, formats) if of_row else ()),
        (t("Sent by the network"), html.Bdi(call.caller, dir="ltr", className="number") if call.caller else ""),
        (t("Name from the network"), name_text(call.caller_name) if call.caller_name else ""),
        (t("Full number"), number_text(number.e164, formats) if number.e164 else ""),
        (t("Line"), _line(view, formats)),
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


def _cut_short(view: RowView, t: Translator, formats: Formats) -> list[tuple[str, str | Component]]:
    """The facts that fit in a row only if they are short."""
    shown = view.shown
    organization = shown.organization if shown and shown.organization != shown.name else ""
    place = " · ".join(part for part in (view.described.place, view.described.operator) if part)
    extension = " · ".join(part for part in (formats.digits(view.row.call.extension), view.answered_by) if part)
    return [
        (t("Name"), name_text(shown.name) if shown else ""),
        (t("Organization"), name_text(organization) if organization else ""),
        (t("Owners"), _owners(view, t)),
        (t("Number's origin"), name_text(place) if place else ""),
        (t("Extension"), name_text(extension) if extension else ""),
    ]


def _owners(view: RowView, t: Translator) -> str | Component:
    words = owner_words(t)
    owners = view.shown.owners if view.shown else ()
    return html.Span([html.Div([words[each.role], " ", name_text(each.username)]) for each in owners]) if owners else ""


def _line(view: RowView, formats: Formats) -> str | Component:
    """Our number and its title."""
    number = view.row.call.line
    if not number or view.line == number:
        return number_text(number, formats) if number else ""
    return html.Span([number_text(number, formats), " · ", name_text(view.line)])


def details(view: RowView, t: Translator, formats: Formats) -> html.Span:
    """The button at the end of a row, and its popover."""
    anchor = f"details-{view.row.call.id}"
    return html.Span(
        [
            icon_button("info-circle", t("Call details"), {"data-popover-target": anchor}, "call-button"),
            popover(anchor, [fact_list(view, t, formats, of_row=True)], t("Call details"), "facts"),
        ],
        className="call-more",
    )
