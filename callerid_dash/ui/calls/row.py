"""A call as a row of the widget: a pure function of the row's content and its viewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.calls import SIMULATED, Call
from callerid_dash.domain.profiles.profiles import Holder
from callerid_dash.locales import Translator
from callerid_dash.ui.calls.details import details
from callerid_dash.ui.calls.holders import shared_mark
from callerid_dash.ui.calls.menu import has_menu, menu_attrs
from callerid_dash.ui.calls.row_view import CallerKind, RowView
from callerid_dash.ui.calls.state import state_chip, state_words
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, number_text, page_link, present, ticking
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.text.colors import paint
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.owners import owner_badges


def call_row(view: RowView, t: Translator, formats: Formats, today: date, *, in_log: bool = False) -> html.Li:
    """The row; `today` is the office's date: times of other days show their day.

    In the log a button opens the whole call instead of its details.
    """
    call = view.row.call
    name = caller_name(view, t, formats)
    return html.Li(
        present(
            caller_color(view.shown),
            caller_icon(view, t),
            caller_who(view, t, formats),
            caller_owners(view, t),
            caller_number(view, formats),
            _where(view, t, formats),
            state_chip(call, t, formats),
            _time(view, formats, today),
            _open(call, t) if in_log else details(view, t, formats),
        ),
        className="call",
        style=paint(view.shown.color.hex) if view.shown and view.shown.color else None,
        **attrs(
            {
                "data-call-id": str(call.id),
                "data-state": call.state.value,
                "data-outcome": call.outcome.value if call.outcome else "",
                "data-kind": view.kind.value,
                "data-name": name,
                "data-announce": _announcement(view, name, t),
                **({"data-at-my-phone": "true"} if view.at_my_phone else {}),
            }
        ),
    )


def _announcement(view: RowView, name: str, t: Translator) -> str:
    state = state_words(view.row.call, t)
    if view.at_my_phone:
        return t("At your phone, %(state)s: %(name)s", state=state, name=name)
    return t("%(state)s: %(name)s", state=state, name=name)


def caller_name(view: RowView, t: Translator, formats: Formats) -> str:
    """The caller in one line, for screen readers and the notice of a held-back row."""
    if view.shown:
        return view.shown.name
    if view.kind is CallerKind.WITHHELD:
        return t("Number withheld")
    return formats.digits(view.described.national) or t("Number not registered")


def caller_color(shown: Holder | None) -> html.Span | None:
    """The edge in the profile's color, with the color's title; None if there is no color."""
    if not shown or not shown.color:
        return None
    return html.Span(hidden(shown.color.title), className="call-color", title=shown.color.title)


def caller_icon(view: RowView, t: Translator) -> Component:
    """The icon for the kind of caller; it is the menu's button if there is a menu."""
    shape, words = {
        CallerKind.MINE: ("telephone-inbound-fill", t("My customer")),
        CallerKind.KNOWN: ("telephone-inbound", t("Known caller")),
        CallerKind.UNKNOWN: ("telephone", t("Number not registered")),
        CallerKind.WITHHELD: ("incognito", t("Number withheld")),
        CallerKind.INTERNAL: ("telephone-forward", t("Internal call")),
    }[view.kind]
    number = view.row.number.canonical
    if not has_menu(view.kind, number):
        return html.Span([icon(shape), hidden(words)], className="call-icon", title=words)
    whom = menu_attrs(view.kind, number, view.shown.id if view.shown else None)
    label = {"aria-label": t("%(kind)s: what to do", kind=words)}
    return button(icon(shape), "call-icon", {**whom, **label})


def caller_who(view: RowView, t: Translator, formats: Formats) -> html.Div:
    """Organization and name, or the words for an unknown caller, with the triangle of a shared number."""
    shown = view.shown
    if not shown:
        words = {
            CallerKind.WITHHELD: t("Number withheld"),
            CallerKind.INTERNAL: t("Internal call"),
        }.get(view.kind, t("Number not registered"))
        network = view.row.call.caller_name
        return html.Div(
            present(
                html.Span(network, className="call-org", dir="auto", title=network) if network else None,
                html.Span(
                    present(html.Span(words, className="call-words"), _shared(view, t, formats)),
                    className="call-words-line",
                ),
            ),
            className="call-who",
        )
    organization = shown.organization if shown.organization != shown.name else ""
    return html.Div(
        present(
            html.Span(_organization(shown, organization), className="call-org", dir="auto", title=organization)
            if organization
            else None,
            html.Span(
                present(
                    html.A(
                        shown.name,
                        href=f"/profiles/{shown.id}",
                        className="call-name",
                        dir="auto",  # a name that is cut short loses its end, in either direction
                        title=shown.name,
                        **attrs({"data-nav": "true"}),
                    ),
                    _shared(view, t, formats),
                ),
                className="call-name-line",
            ),
        ),
        className="call-who",
    )


def _shared(view: RowView, t: Translator, formats: Formats) -> Component | None:
    row, shown = view.row, view.shown
    others = len(row.holders) - 1 if shown else len(row.holders)
    return shared_mark(f"holders-{row.call.id}", row.holders, others, t, formats, shown=shown, row=row)


def _organization(shown: Holder, organization: str) -> Component | str:
    if shown.organization_id is None:
        return organization
    return page_link(organization, f"/profiles/{shown.organization_id}")


def caller_owners(view: RowView, t: Translator) -> html.Div | None:
    """The owners of the customer; None if there are none."""
    owners = view.shown.owners if view.shown else ()
    return html.Div(owner_badges(owners, t), className="call-owners") if owners else None


def caller_number(view: RowView, formats: Formats) -> html.Div | None:
    """The number in readable form, with its province and operator."""
    if not view.described.national:
        return None
    place = " · ".join(part for part in (view.described.place, view.described.operator) if part)
    return html.Div(
        present(
            number_text(view.described.national, formats),
            html.Span(name_text(place), className="call-place", title=place) if place else None,
        ),
        className="call-number",
    )


def _where(view: RowView, t: Translator, formats: Formats) -> html.Div:
    call = view.row.call
    to = present(
        html.Span([icon("telephone-fill"), t("At your phone")], className="at-my-phone") if view.at_my_phone else None,
        fact("headset", t("Extension"), formats.digits(call.extension)) if call.extension else None,
        html.Span(view.answered_by, className="call-user", dir="auto")
        if view.answered_by and not view.at_my_phone
        else None,
        fact("bell", t("Rang"), _rang(call.rang, t, formats)) if call.rang and not call.extension else None,
    )
    via = present(
        fact("magic", t("Source"), t("simulated")) if call.source == SIMULATED else None,
        fact("signpost-2", t("Line"), formats.digits(view.line)) if view.line else None,
        fact("people", t("Queue"), call.queue) if call.queue else None,
    )
    return html.Div(
        present(html.Span(to, className="call-to") if to else None, html.Span(via, className="call-via")),
        className="call-where",
    )


def _rang(extensions: Sequence[str], t: Translator, formats: Formats) -> str:
    if len(extensions) == 1:
        return formats.digits(extensions[0])
    return t.n("%(n)s phone", "%(n)s phones", len(extensions))


def _time(view: RowView, formats: Formats, today: date) -> html.Span:
    started = view.row.call.started_at
    earlier = formats.local(started).date() != today
    clock = html.Time(
        formats.clock(started), dateTime=started.isoformat(), title=formats.moment(started), className="call-clock"
    )
    day = html.Span(formats.day(started), className="call-day") if earlier else None
    return html.Span(
        present(clock, html.Span(present(day, ticking("ago", started)), className="call-ago")), className="call-time"
    )


def _open(call: Call, t: Translator) -> html.Span:
    opener = button(
        [icon("chevron-right", flips=True), hidden(t("Open this call"))],
        "call-button",
        opens("call", call=call.id),
        title=t("Open this call"),
    )
    return html.Span(opener, className="call-more")


def fact(shape: str, words: str, value: str) -> html.Span:
    """A fact about a call with its icon; the words say which one it is."""
    return html.Span([icon(shape), hidden(words), html.Bdi(value)], className="fact", title=words)
