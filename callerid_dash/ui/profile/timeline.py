"""A profile's history, day by day: its records and its calls. Pure; drawn by assets/kit/tree.js."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.services.records.timeline import Entry, instant
from callerid_dash.ui.kit.basics import attrs, button, icon, present
from callerid_dash.ui.kit.ids import HISTORY_SHOWN, PROFILE_ASKED
from callerid_dash.ui.kit.lists import GrowingList
from callerid_dash.ui.kit.scripted import asks
from callerid_dash.ui.profile.entries import HistoryView, entry
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.visibility import visibility_words

HISTORY = GrowingList(HISTORY_SHOWN, step=30, most=2_000)
"""To see entries older than these, users narrow the history by date."""


def timeline(view: HistoryView, t: Translator, formats: Formats) -> list[Component]:
    """The days, newest first, or a notice that there is nothing."""
    if not view.entries:
        return [_nothing_found(t) if view.filtered else _nothing_yet(view, t)]
    days: list[Component] = [
        _day(day, list(entries), view, t, formats)
        for day, entries in groupby(view.entries, key=lambda each: formats.local(instant(each)).date())
    ]
    return [*days, _more(view, t)] if view.more else days


def _day(day: date, entries: Sequence[Entry], view: HistoryView, t: Translator, formats: Formats) -> html.Section:
    today = formats.local(view.now).date()
    near = {today: t("Today"), today - timedelta(days=1): t("Yesterday")}.get(day)
    return html.Section(
        [
            html.H3(present(near, html.Span(formats.full_day(instant(entries[0])), className="day-date"))),
            html.Ol([entry(each, view, t, formats) for each in entries], className="entries lined"),
        ],
        className="day",
        **attrs({"data-fact": day.isoformat()}),
    )


def _more(view: HistoryView, t: Translator) -> html.Button:
    return HISTORY.more_button(
        len(view.entries), icon("chevron-down"), " ", t("Older entries"), class_name="history-more w-100 mt-3"
    )


def _nothing_found(t: Translator) -> html.Div:
    clear = button(t("Clear the filters"), "btn btn-quiet", asks(PROFILE_ASKED, do="clear"))
    return html.Div([icon("funnel"), html.P(t("Nothing matches these filters.")), clear], className="empty")


def _nothing_yet(view: HistoryView, t: Translator) -> html.Div:
    visibility = visibility_words(view.viewer, view.directory.visibility, t)
    calls = (
        t("Nothing that you may see has happened yet. What you may see appears here by itself.")
        if visibility
        else t("Nothing has happened yet. Calls from the numbers of this profile appear here by themselves.")
    )
    write = t("What you talked about and what is to be done you write down with “New record” above.")
    return html.Div(
        present(
            icon("clock-history"),
            html.P(calls),
            html.P(visibility) if visibility else None,
            html.P(write) if view.may_record else None,
        ),
        className="empty",
    )
