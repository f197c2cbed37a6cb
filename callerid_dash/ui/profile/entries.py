"""The entries of a profile's history, its calls and records, as one viewer sees them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.numbers.phones import Dialing, PhoneNumber
from callerid_dash.domain.profiles.numbering import describe
from callerid_dash.domain.profiles.records import Record
from callerid_dash.domain.users import Action, Subject, User, can
from callerid_dash.locales import Translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.records.timeline import Entry
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.calls.menu import menu_attrs
from callerid_dash.ui.calls.row_view import CallerKind
from callerid_dash.ui.calls.state import state_chip
from callerid_dash.ui.kit.basics import Part, attrs, button, hidden, icon, icon_button, name_text, number_text, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.kit.ids import PROFILE_ASKED
from callerid_dash.ui.kit.moments import moment, written
from callerid_dash.ui.kit.scripted import asks
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words

_LONG = 320
_MANY_LINES = 4


@dataclass(frozen=True)
class HistoryView:
    """The entries of the history and what decides how this viewer sees them. `more`: there are older entries."""

    profile_id: int
    entries: Sequence[Entry]
    viewer: User
    directory: Snapshot
    dialing: Dialing
    now: datetime
    filtered: bool = False
    more: bool = False

    @cached_property
    def people(self) -> Mapping[str, str]:
        """The names of extension holders."""
        users = self.directory.users.values()
        return {extension: user.display_name or user.username for user in users for extension in user.extensions}

    @cached_property
    def calls(self) -> set[UUID]:
        """The calls among the entries."""
        return {entry.call.id for entry in self.entries if isinstance(entry, FeedRow)}

    @property
    def may_record(self) -> bool:
        """Whether the viewer may write records."""
        return can(self.viewer.role, Action.WRITE_RECORDS)

    def may_change(self, record: Record, *, finish: bool = False) -> bool:
        """Whether the viewer may change a record, or with `finish` tick it off, as its assignee may, too."""
        mine = self.viewer.id == record.author_id or (finish and self.viewer.id == record.assignee_id)
        return can(self.viewer.role, Action.CHANGE_RECORD, Subject(mine=mine))

    def national(self, number: PhoneNumber | str, t: Translator) -> str:
        """The display text of a number."""
        return describe(number, self.dialing, t.language).national


def entry(shown: Entry, view: HistoryView, t: Translator, formats: Formats) -> html.Li:
    """A call or a record."""
    if isinstance(shown, FeedRow):
        return _call_entry(shown, view, t, formats)
    return _record_entry(shown, view, t, formats)


def _call_entry(row: FeedRow, view: HistoryView, t: Translator, formats: Formats) -> html.Li:
    """The call; for viewers who may write records, also the menu that writes one about it."""
    call, words = row.call, t("New record about this call")
    waited = call.wait if call.answered_at or call.state is CallState.ENDED else None
    to = " · ".join(filter(None, (formats.digits(call.extension), view.people.get(call.extension, ""))))
    rang = t(", ").join(call.rang) if not call.extension else ""
    line = view.directory.lines.get(call.line, call.line)
    menu = menu_attrs(CallerKind.KNOWN, row.number.canonical, view.profile_id, str(call.id))
    return _entry(
        f"call-{call.id}",
        "telephone-x" if call.outcome is Outcome.MISSED else "telephone-inbound",
        [
            html.Span(t("Incoming call"), className="entry-title"),
            state_chip(call, t, formats),
            moment(call.started_at, formats, with_day=False),
        ],
        [],
        present(
            _number(view.national(row.number, t), t, formats),
            _fact("hourglass-split", t("Waiting time"), formats.duration(waited) if waited is not None else ""),
            _fact("headset", t("Extension"), to),
            _fact("bell", t("Phones that rang"), formats.digits(rang)),
            _fact("signpost-2", t("Line"), formats.digits(line)),
            _fact("people", t("Queue"), call.queue),
        ),
        [icon_button("journal-plus", words, menu)] if view.may_record else [],
        {"data-entry": "call", "data-outcome": call.outcome.value if call.outcome else ""},
    )


def _record_entry(record: Record, view: HistoryView, t: Translator, formats: Formats) -> html.Li:
    """The record, with a link to its call where that is on the page, too."""
    title = html.Span(name_text(record.subject), className="entry-title") if record.subject else None
    kind = html.Span(record_kind_words(record.kind, t), className="muted" if title else "entry-title")
    call = f"#entry-call-{record.call_id}" if record.call_id in view.calls else ""
    author = [icon("person"), hidden(t("Author")), name_text(record.author)]
    done: list[Part] = []
    if record.done_at:
        done = [icon("check2-all"), t("Done"), " ", moment(record.done_at, formats)]
    talked = formats.duration(record.duration) if record.duration is not None else ""
    edit = icon_button("pencil", t("Edit this record"), opens("record", record=record.id))
    finish = record.kind.to_do and view.may_change(record, finish=True)
    return _entry(
        f"record-{record.id}",
        record_kind_icon(record.kind),
        present(kind, title, moment(record.happened_at, formats, with_day=False)),
        _text(record.text, t) if record.text else [],
        present(
            html.Span(author, className="fact") if record.author else None,
            _due(record, view.now, t, formats),
            _fact("person-check", t("Assigned to"), record.assignee or ""),
            html.Span(done, className="fact entry-done") if done else None,
            _number(view.national(record.number, t) if record.number else "", t, formats),
            _fact("stopwatch", t("Talk time"), talked),
            html.A([icon("telephone-inbound"), " ", t("About this call")], href=call) if call else None,
        ),
        present(_done(record, t) if finish else None, edit if view.may_change(record) else None),
        {
            "data-entry": "record",
            "data-record-id": str(record.id),
            "data-done": "true" if record.done_at else "false",
            "data-overdue": "true" if record.overdue(view.now) else "false",
        },
    )


def _entry(
    key: str,
    shape: str,
    head: list[Component],
    text: Sequence[Part],
    facts: list[Component],
    actions: list[Component],
    names: Mapping[str, str],
) -> html.Li:
    body = [
        html.Div(head, className="entry-head cluster"),
        *text,
        html.Div(facts, className="entry-facts cluster muted small align-items-center"),
    ]
    return html.Li(
        [
            html.Span(icon(shape), className="entry-icon disc"),
            html.Div(body, className="entry-body stack gap-1"),
            html.Div(actions, className="entry-actions"),
        ],
        id=f"entry-{key}",
        className="entry",
        **attrs(names),
    )


def _fact(shape: str, words: str, value: str) -> html.Span | None:
    return html.Span([icon(shape), hidden(words), html.Bdi(value)], className="fact", title=words) if value else None


def _number(number: str, t: Translator, formats: Formats) -> html.Span | None:
    shown = [icon("hash"), hidden(t("Number")), number_text(number, formats)]
    return html.Span(shown, className="fact") if number else None


def _text(text: str, t: Translator) -> list[Part]:
    long = len(text) > _LONG or text.count("\n") >= _MANY_LINES
    fold = button(
        [html.Span(t("Show all"), className="fold-open"), html.Span(t("Show less"), className="fold-close")],
        "fold text-button",
        {"data-folds": "", "aria-expanded": "false"},
    )
    shown = html.P(text, className="entry-text is-long" if long else "entry-text", dir="auto")
    return [shown, fold] if long else [shown]


def _due(record: Record, now: datetime, t: Translator, formats: Formats) -> html.Span | None:
    if record.due_at is None:
        return None
    late = html.Strong(t("overdue")) if record.overdue(now) else None
    due = present(icon("alarm"), t("Due"), " ", written(record.due_at, formats), late)
    return html.Span(due, className="fact entry-due")


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
