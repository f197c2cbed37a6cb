"""Everything about one call: the caller, its steps, and its facts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.calls import END_UNKNOWN, STOPPED_RINGING, CallEvent, EventKind
from callerid_dash.locales import Translator
from callerid_dash.ui.calls.details import fact_list
from callerid_dash.ui.calls.row import caller_icon, caller_name, caller_number, caller_who
from callerid_dash.ui.calls.row_view import RowView
from callerid_dash.ui.calls.state import state_chip
from callerid_dash.ui.kit.basics import attrs, icon, name_text, present
from callerid_dash.ui.text.colors import paint
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.owners import owner_badges

_SHAPES = {
    EventKind.QUEUED: "hourglass-split",
    EventKind.RINGING: "bell",
    EventKind.ANSWERED: "telephone-fill",
    EventKind.TRANSFERRED: "telephone-forward",
    EventKind.ENDED: "telephone-x",
}

_USUAL = "normal"
"""The cause of an ordinary end, which is not shown."""


def call_sheet(
    view: RowView, events: Sequence[CallEvent], people: Mapping[str, str], t: Translator, formats: Formats
) -> list[Component]:
    """The sheet; `people` are the names of users by extension."""
    shown, call = view.shown, view.row.call
    head = html.Div(
        present(
            caller_icon(view, t),
            caller_who(view, t, formats),
            owner_badges(shown.owners, t) if shown and shown.owners else None,
            caller_number(view, formats),
            state_chip(call, t, formats),
        ),
        className="call-sheet-head",
        style=paint(shown.color.hex) if shown and shown.color else None,
        title=shown.color.title if shown and shown.color else None,
        **attrs(
            {
                "data-kind": view.kind.value,
                "data-call-id": str(call.id),
                "data-name": caller_name(view, t, formats),
            }
        ),
    )
    return [
        head,
        html.H3(t("What happened")),
        path(events, people, t, formats),
        html.H3(t("Details")),
        html.Div(fact_list(view, t, formats), className="facts"),
    ]


def path(events: Sequence[CallEvent], people: Mapping[str, str], t: Translator, formats: Formats) -> html.Ol:
    """The events in order, each with its time, the time since the first, its kind and the phone's user."""
    if not events:
        return html.Ol(html.Li(t("No steps of this call were kept.")), className="call-path lined")
    return html.Ol([_step(event, events[0], people, t, formats) for event in events], className="call-path lined")


def _cause(cause: str, t: Translator) -> Component:
    """The cause of the end in the source's words; causes that we set ourselves are translated."""
    ours = {END_UNKNOWN: t("nobody told the end"), STOPPED_RINGING: t("nothing but its ringing was told")}
    return html.Span(ours[cause]) if cause in ours else name_text(cause)


def _step(event: CallEvent, first: CallEvent, people: Mapping[str, str], t: Translator, formats: Formats) -> html.Li:
    words = {
        EventKind.QUEUED: t("Waits in the queue"),
        EventKind.RINGING: t("Rings"),
        EventKind.ANSWERED: t("Answered"),
        EventKind.TRANSFERRED: t("Transferred"),
        EventKind.ENDED: t("Ended"),
    }[event.event]
    local = formats.local(event.at)
    clock = html.Time(
        formats.digits(f"{local:%H:%M:%S}"), dateTime=event.at.isoformat(), title=formats.moment(event.at)
    )
    after = f"+{formats.duration(event.at - first.at)}" if event.at > first.at else ""
    return html.Li(
        [
            html.Span([clock, html.Bdi(after, dir="ltr", className="path-after")], className="path-time"),
            icon(_SHAPES[event.event]),
            html.Span(
                present(
                    html.Strong(words),
                    html.Bdi(formats.digits(event.extension)) if event.extension else None,
                    name_text(people[event.extension]) if event.extension in people else None,
                    name_text(event.queue) if event.queue else None,
                    html.Span(_cause(event.cause, t), className="muted") if event.cause not in ("", _USUAL) else None,
                ),
                className="path-words cluster",
            ),
        ],
        **attrs({"data-event": event.event.value}),
    )
