"""A profile's history, day by day: its records and its calls. Pure; drawn by assets/kit/tree.js."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.numbers.phones import PhoneNumber
from callerid_dash.domain.profiles.records import Record
from callerid_dash.locales import Translator
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.records.timeline import Entry, instant
from callerid_dash.ui.kit.basics import attrs, button, icon, present
from callerid_dash.ui.kit.ids import HISTORY_SHOWN, PROFILE_ASKED
from callerid_dash.ui.kit.lists import GrowingList
from callerid_dash.ui.kit.scripted import asks
from callerid_dash.ui.profile.timeline_call import call_entry
from callerid_dash.ui.profile.timeline_record import record_entry
from callerid_dash.ui.text.formats import Formats

HISTORY = GrowingList(HISTORY_SHOWN, step=30, most=2_000)
"""To see entries older than these, users narrow the history by date."""


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The entries of the history and how this viewer sees them.

    `lines` are the names of our own numbers, `people` the names of extension holders; `may_change` and `may_finish` say
    whether the viewer may change a record or tick it off. `more`: there are older entries. `visibility` describes which
    calls the viewer sees, where those are not all.
    """

    profile_id: int
    entries: Sequence[Entry]
    now: datetime
    lines: Mapping[str, str]
    people: Mapping[str, str]
    may_change: Callable[[Record], bool]
    may_finish: Callable[[Record], bool]
    may_record: bool
    national: Callable[[PhoneNumber | str], str]
    filtered: bool = False
    more: bool = False
    visibility: str = ""


def timeline(view: HistoryView, t: Translator, formats: Formats) -> list[Component]:
    """The days, newest first, or a notice that there is nothing."""
    if not view.entries:
        return [_nothing_found(t) if view.filtered else _nothing_yet(view, t)]
    shown = {entry.call.id for entry in view.entries if isinstance(entry, FeedRow)}
    days: list[Component] = [
        _day(day, list(entries), view, shown, t, formats)
        for day, entries in groupby(view.entries, key=lambda entry: formats.local(instant(entry)).date())
    ]
    return [*days, _more(view, t)] if view.more else days


def _day(
    day: date, entries: Sequence[Entry], view: HistoryView, shown: set[UUID], t: Translator, formats: Formats
) -> html.Section:
    today = formats.local(view.now).date()
    near = {today: t("Today"), today - timedelta(days=1): t("Yesterday")}.get(day)
    return html.Section(
        [
            html.H3(present(near, html.Span(formats.full_day(instant(entries[0])), className="day-date"))),
            html.Ol([_entry(entry, view, shown, t, formats) for entry in entries], className="entries lined"),
        ],
        className="day",
        **attrs({"data-fact": day.isoformat()}),
    )


def _entry(entry: Entry, view: HistoryView, shown: set[UUID], t: Translator, formats: Formats) -> html.Li:
    if isinstance(entry, FeedRow):
        return call_entry(
            entry,
            profile_id=view.profile_id if view.may_record else None,
            line=view.lines.get(entry.call.line, entry.call.line),
            answered_by=view.people.get(entry.call.extension, ""),
            number=view.national(entry.number),
            t=t,
            formats=formats,
        )
    return record_entry(
        entry,
        now=view.now,
        may_change=view.may_change(entry),
        may_finish=view.may_finish(entry),
        call_shown=entry.call_id in shown,
        number=view.national(entry.number) if entry.number else "",
        t=t,
        formats=formats,
    )


def _more(view: HistoryView, t: Translator) -> html.Button:
    return HISTORY.more_button(
        len(view.entries), icon("chevron-down"), " ", t("Older entries"), class_name="history-more w-100 mt-3"
    )


def _nothing_found(t: Translator) -> html.Div:
    clear = button(t("Clear the filters"), "btn btn-quiet", asks(PROFILE_ASKED, do="clear"))
    return html.Div([icon("funnel"), html.P(t("Nothing matches these filters.")), clear], className="empty")


def _nothing_yet(view: HistoryView, t: Translator) -> html.Div:
    calls = (
        t("Nothing that you may see has happened yet. What you may see appears here by itself.")
        if view.visibility
        else t("Nothing has happened yet. Calls from the numbers of this profile appear here by themselves.")
    )
    write = t("What you talked about and what is to be done you write down with “New record” above.")
    return html.Div(
        present(
            icon("clock-history"),
            html.P(calls),
            html.P(view.visibility) if view.visibility else None,
            html.P(write) if view.may_record else None,
        ),
        className="empty",
    )
