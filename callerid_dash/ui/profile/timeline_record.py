"""A record in a profile's history. Pure."""

from __future__ import annotations

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.records import Record
from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import (
    Part,
    attrs,
    button,
    hidden,
    icon,
    icon_button,
    moment,
    name_text,
    number_text,
    present,
)
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.ids import PROFILE_ASKED
from callerid_dash.ui.kit.scripted import asks
from callerid_dash.ui.profile.timeline_call import entry_id
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words

_LONG = 320
_MANY_LINES = 4


def record_entry(
    record: Record,
    *,
    now: datetime,
    may_change: bool,
    may_finish: bool,
    call_shown: bool,
    number: str,
    t: Translator,
    formats: Formats,
) -> html.Li:
    """The record; `call_shown`: the record's call is on the page, too, and can be linked.

    `number` is the display text of a phone call's number.
    """
    words = record_kind_words(record.kind, t)
    title = html.Span(name_text(record.subject), className="entry-title") if record.subject else None
    return html.Li(
        [
            html.Span(icon(record_kind_icon(record.kind)), className="entry-icon disc"),
            html.Div(
                present(
                    html.Div(
                        present(
                            html.Span(words, className="muted" if title else "entry-title"),
                            title,
                            moment(record.happened_at, formats, with_day=False),
                        ),
                        className="entry-head cluster",
                    ),
                    _text(record.text, t) if record.text else None,
                    html.Div(
                        _facts(record, now, number, t, formats, call_shown=call_shown),
                        className="entry-facts cluster muted small align-items-center",
                    ),
                ),
                className="entry-body stack gap-1",
            ),
            html.Div(
                present(
                    _done(record, t) if may_finish and record.kind.to_do else None,
                    _edit(record, t) if may_change else None,
                ),
                className="entry-actions",
            ),
        ],
        id=f"entry-record-{record.id}",
        className="entry",
        **attrs(
            {
                "data-entry": "record",
                "data-record-id": str(record.id),
                "data-done": "true" if record.done_at else "false",
                "data-overdue": "true" if record.overdue(now) else "false",
            }
        ),
    )


def _text(text: str, t: Translator) -> list[Part]:
    long = len(text) > _LONG or text.count("\n") >= _MANY_LINES
    fold = button(
        [html.Span(t("Show all"), className="fold-open"), html.Span(t("Show less"), className="fold-close")],
        "fold text-button",
        {"data-folds": "", "aria-expanded": "false"},
    )
    shown = html.P(text, className="entry-text is-long" if long else "entry-text", dir="auto")
    return [shown, fold] if long else [shown]


def _facts(
    record: Record, now: datetime, number: str, t: Translator, formats: Formats, *, call_shown: bool
) -> list[Component]:
    return present(
        html.Span([icon("person"), hidden(t("Author")), name_text(record.author)], className="fact")
        if record.author
        else None,
        _due(record, now, t, formats) if record.due_at else None,
        html.Span(
            [icon("person-check"), hidden(t("Assigned to")), name_text(record.assignee)],
            className="fact",
            title=t("Assigned to"),
        )
        if record.assignee
        else None,
        html.Span([icon("check2-all"), t("Done"), " ", moment(record.done_at, formats)], className="fact entry-done")
        if record.done_at
        else None,
        html.Span([icon("hash"), hidden(t("Number")), number_text(number, formats)], className="fact")
        if number
        else None,
        html.Span(
            [icon("stopwatch"), hidden(t("Talk time")), html.Bdi(formats.duration(record.duration))],
            className="fact",
            title=t("Talk time"),
        )
        if record.duration is not None
        else None,
        html.A([icon("telephone-inbound"), " ", t("About this call")], href=f"#{entry_id(record.call_id)}")
        if call_shown
        else None,
    )


def _due(record: Record, now: datetime, t: Translator, formats: Formats) -> html.Span | None:
    if record.due_at is None:
        return None
    overdue = record.overdue(now)
    at = html.Time(
        f"{formats.full_day(record.due_at)} {formats.clock(record.due_at)}",
        dateTime=record.due_at.isoformat(),
        title=formats.moment(record.due_at),
    )
    return html.Span(
        present(icon("alarm"), t("Due"), " ", at, html.Strong(t("overdue")) if overdue else None),
        className="fact entry-due",
    )


def _done(record: Record, t: Translator) -> html.Button:
    done = record.done_at is not None
    words = t("Open it again") if done else t("Mark as done")
    ask = asks(PROFILE_ASKED, do="record-done", record=record.id, done=not done)
    return button(
        [icon("check-circle-fill" if done else "circle"), hidden(t("Done"))],
        "tool entry-toggle",
        {**ask, "aria-pressed": "true" if done else "false"},
        title=words,
    )


def _edit(record: Record, t: Translator) -> html.Button:
    words = t("Edit this record")
    return icon_button("pencil", words, opens("record", record=record.id))
