"""What a row keeps one click away: how the match was made, and everybody who holds the number."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.phones import MatchRule
from callerid_dash.domain.profiles import Holder
from callerid_dash.locales import Translator
from callerid_dash.ui.components.basics import attrs, hidden, icon, name_text, number_text, popover, present
from callerid_dash.ui.components.owners import owner_badges
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


def details(view: RowView, t: Translator, formats: Formats) -> html.Span:
    """The button at the end of a row and what it opens."""
    call, number = view.row.call, view.row.number
    anchor = f"details-{call.id}"
    rang = t(", ").join(call.rang)
    facts: list[tuple[str, str | Component]] = [
        (t("How it matched"), match_words(view, t, formats)),
        (t("Sent by the network"), html.Bdi(call.caller, dir="ltr", className="number") if call.caller else ""),
        (t("Name from the network"), name_text(call.caller_name) if call.caller_name else ""),
        (t("Full number"), number_text(number.e164, formats) if number.e164 else ""),
        (t("Line"), number_text(call.line, formats) if call.line else ""),
        (t("Queue"), name_text(call.queue) if call.queue else ""),
        (t("Phones that rang"), html.Bdi(formats.digits(rang), dir="ltr") if rang else ""),
        (t("Started"), formats.moment(call.started_at)),
        (t("Answered"), formats.moment(call.answered_at) if call.answered_at else ""),
        (t("Ended"), formats.moment(call.ended_at) if call.ended_at else ""),
        (t("Waiting time"), formats.duration(call.wait) if call.wait is not None else ""),
    ]
    listed = [
        html.Div([html.Dt(words), html.Dd(value)], **attrs({"data-fact": str(place)}))
        for place, (words, value) in enumerate(facts)
        if value
    ]
    return html.Span(
        [
            html.Button(
                [icon("info-circle"), hidden(t("Call details"))],
                type="button",
                className="call-button",
                title=t("Call details"),
                **attrs({"data-popover-target": anchor}),
            ),
            popover(anchor, [html.Dl(listed)], t("Call details"), "facts"),
        ],
        className="call-more",
    )


def holders_button(view: RowView, t: Translator, formats: Formats) -> html.Span | None:
    """The yellow triangle of a shared number, with how many other profiles there are, and the list of all holders."""
    others = len(view.row.holders) - 1
    if others < 1:
        return None
    anchor = f"holders-{view.row.call.id}"
    count = formats.number(others)
    words = t.n("%(n)s other profile has this number", "%(n)s other profiles have this number", others, n=count)
    return html.Span(
        [
            html.Button(
                [icon("exclamation-triangle-fill"), html.Span(count, **attrs({"aria-hidden": "true"})), hidden(words)],
                type="button",
                className="shared",
                title=words,
                **attrs({"data-popover-target": anchor}),
            ),
            popover(
                anchor,
                [
                    html.P(t("Profiles with this number"), className="pop-head"),
                    html.Ul([_holder(holder, view.shown, t) for holder in view.row.holders], className="holders"),
                ],
                t("Profiles with this number"),
            ),
        ],
        className="shared-by",
    )


def _holder(holder: Holder, shown: Holder | None, t: Translator) -> html.Li:
    color = holder.color
    is_shown = shown is not None and holder.id == shown.id
    return html.Li(
        html.A(
            present(
                html.Span(
                    className="swatch",
                    title=color.title if color else None,
                    style={"--edge": color.hex} if color else None,
                ),
                html.Span(
                    present(
                        html.Span(name_text(holder.name), className="holder-name"),
                        html.Span(name_text(holder.organization), className="holder-org")
                        if holder.organization and holder.organization != holder.name
                        else None,
                        owner_badges(holder.owners, t),
                    ),
                    className="holder-text",
                ),
                html.Span([icon("check2"), t("shown")], className="holder-shown") if is_shown else None,
            ),
            href=f"/profiles/{holder.id}",
            **attrs({"data-nav": "true"}),
        )
    )
