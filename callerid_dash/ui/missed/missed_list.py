"""The waiting callers, and callers closed by hand: pure functions from data to component trees."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.services.calls.callback_queue import WaitingCaller
from callerid_dash.services.calls.missed_calls import ClosedCaller
from callerid_dash.ui.calls.row import (
    caller_color,
    caller_icon,
    caller_name,
    caller_number,
    caller_owners,
    caller_who,
    fact,
)
from callerid_dash.ui.calls.row_view import RowView
from callerid_dash.ui.kit.basics import attrs, button, hidden, icon, name_text, present, ticking
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.lists import select_page, select_row, selected_button, selected_count
from callerid_dash.ui.kit.missing import nothing_here
from callerid_dash.ui.text.colors import paint
from callerid_dash.ui.text.formats import Formats


@dataclass(frozen=True, slots=True)
class ClosedView:
    """A caller closed by hand, as one viewer sees them."""

    closed: ClosedCaller
    view: RowView
    by: str


def waiting_row(
    caller: WaitingCaller, view: RowView, phone_call: int | None, t: Translator, formats: Formats, today: date
) -> html.Li:
    """The row of one caller. Its id comes from the number, so the row stays the same element while it is listed.

    `phone_call` is the kind of record that closes the row; None if the viewer may not write records.
    """
    return html.Li(
        present(
            caller_color(view.shown),
            select_row(caller.number, caller_name(view, t, formats), t, "waiting-pick"),
            caller_icon(view, t),
            caller_who(view, t, formats),
            caller_owners(view, t),
            caller_number(view, formats),
            _since(caller, t, formats, today),
            _last(caller, view.line, t, formats, today),
            _actions(caller, view, phone_call, t, formats),
        ),
        id=f"missed-{caller.number}",
        className="waiting",
        style=paint(view.shown.color.hex) if view.shown and view.shown.color else None,
        **attrs(
            {
                "data-kind": view.kind.value,
                "data-call-id": str(caller.row.call.id),
                "data-name": caller_name(view, t, formats),
                "data-number": caller.number,
                "data-through": caller.last_at.isoformat(),
            }
        ),
    )


def day_row(key: str, words: str, count: int, formats: Formats) -> html.Li:
    """The heading of the callers of today, or of the others."""
    return html.Li(
        html.H2([words, " ", html.Span(formats.number(count), className="muted fw-medium")]),
        id=f"missed-day-{key}",
        className="waiting-day",
    )


def selection_bar(t: Translator) -> html.Div:
    """The bar that selects callers and closes the selected ones; `assets/missed/missed.js` knows which they are."""
    return html.Div(
        [
            select_page(t),
            html.Span(t("Select all that are shown"), className="picked-hint", **attrs({"aria-hidden": "true"})),
            selected_count(t),
            selected_button("close", "check2-circle", t("Close…")),
            selected_button("none", "x-lg", t("Clear selection")),
        ],
        className="picked-bar",
    )


def closed_row(together: Sequence[ClosedView], t: Translator, formats: Formats, today: date) -> html.Li:
    """The callers closed in one step: who, why, by whom and when, and a button that reopens them if the viewer may."""
    shown, others = together[0], len(together) - 1
    closing, name = shown.closed.closing, caller_name(shown.view, t, formats)
    names = html.Span(name_text(name), className="closed-name")
    words = t("Reopen")
    if others:
        more = t.n("and %(n)s other", "and %(n)s others", others)
        every = t(", ").join(caller_name(each.view, t, formats) for each in together)
        names = html.Span([name_text(name), " ", more], className="closed-name", title=every)
        words = t("Reopen all")
    reopen = button(
        [icon("arrow-counterclockwise"), html.Span(words), hidden(name)],
        "btn btn-quiet btn-sm",
        {"data-undo": str(closing.undo_id)},
    )
    return html.Li(
        present(
            names,
            html.Span(name_text(closing.reason), className="closed-reason"),
            html.Span(
                [name_text(shown.by), " · ", _instant(closing.closed_at, formats, today)],
                className="closed-by muted small",
            ),
            reopen if shown.closed.may_reopen else None,
        ),
        id=f"closed-{closing.undo_id}",
        className="closed",
    )


def closed_section(shown: Sequence[ClosedView], t: Translator, formats: Formats, today: date) -> list[Component]:
    """All closed callers under their heading; empty if there are none."""
    if not shown:
        return []
    heading = html.H2([icon("check2-circle"), " ", t("Closed by hand in the last day")])
    steps: dict[int, list[ClosedView]] = {}
    for each in shown:
        steps.setdefault(each.closed.closing.undo_id, []).append(each)
    rows = [closed_row(together, t, formats, today) for together in steps.values()]
    return [heading, html.Ul(rows, className="panel lined")]


def nobody_waits(t: Translator, visibility: str, *, mine: bool, late: bool = False, days: str = "") -> html.Li:
    """The message of an empty list; `late`: of the callers never called back, who are listed after `days` days."""
    words = t("Nobody of yours is waiting for an answer") if mine else t("Nobody is waiting for an answer")
    what = t(
        "Who calls and is not answered appears here, until they are answered or called back. Withheld "
        "numbers cannot be called back and are not listed."
    )
    if late:
        words = t("Everybody was called back")
        what = t("Who is not called back for %(days)s days appears here, and is not counted any more.", days=days)
    return html.Li(nothing_here("check2-circle" if late else "telephone-x", words, what, visibility))


def _since(caller: WaitingCaller, t: Translator, formats: Formats, today: date) -> html.Div:
    return html.Div(
        [
            html.Span(t("Waiting since"), className="muted small"),
            ticking("ago", caller.first_at, "waiting-age", formats.moment(caller.first_at)),
            html.Span(_clock(caller.first_at, formats, today), className="waiting-when muted small"),
        ],
        className="waiting-since",
    )


def _last(caller: WaitingCaller, line: str, t: Translator, formats: Formats, today: date) -> html.Div:
    """How often the caller tried, when last (if more than once), and on which of our lines."""
    call, many = caller.row.call, caller.attempts > 1
    attempts = t.n("%(n)s attempt", "%(n)s attempts", caller.attempts)
    last = html.Span([t("Last:"), " ", _instant(caller.last_at, formats, today)], className="waiting-instant")
    via = present(
        fact("signpost-2", t("Line"), formats.digits(line)) if line else None,
        fact("people", t("Queue"), call.queue) if call.queue else None,
    )
    return html.Div(
        present(
            html.Span(attempts, className="waiting-attempts", **attrs({"data-many": "true" if many else ""})),
            last if many else None,
            html.Span(via, className="call-via") if via else None,
        ),
        className="waiting-last",
    )


def _instant(instant: datetime, formats: Formats, today: date) -> html.Span:
    return html.Span(
        [ticking("ago", instant), " · ", html.Span(_clock(instant, formats, today), title=formats.moment(instant))],
    )


def _clock(instant: datetime, formats: Formats, today: date) -> str:
    clock = formats.clock(instant)
    return clock if formats.local(instant).date() == today else f"{formats.day(instant)} {clock}"


def _actions(caller: WaitingCaller, view: RowView, phone_call: int | None, t: Translator, formats: Formats) -> html.Div:
    profile, name = view.shown, caller_name(view, t, formats)
    call = html.A(
        [icon("telephone-outbound"), html.Span(t("Call back"), className="action-words")],
        href=f"tel:{caller.number}",
        className="btn btn-quiet btn-sm",
        title=t("Call back"),
        **attrs(_label(t("Call back"), name)),
    )
    about = {"profile": profile.id if profile else "", "kind": phone_call or "", "call": caller.row.call.id}
    record = button(
        [icon("journal-plus"), html.Span(t("Record call"), className="action-words")],
        "btn btn-quiet btn-sm",
        opens("record", **about) | _label(t("Record call"), name),
        title=t("Write a record of the call back: it closes this line"),
    )
    close = button(
        [icon("check2-circle"), html.Span(t("Close…"), className="action-words")],
        "btn btn-quiet btn-sm",
        opens("missed-close", callers=json.dumps([[caller.number, caller.last_at.isoformat()]]))
        | _label(t("Close…"), name),
        title=t("Close with a reason: nobody has to call back"),
    )
    return html.Div(present(call, record if profile and phone_call else None, close), className="waiting-actions")


def _label(words: str, name: str) -> dict[str, str]:
    """The button's name for screen readers, also where the style sheet hides its words."""
    return {"aria-label": f"{words} {name}"}
