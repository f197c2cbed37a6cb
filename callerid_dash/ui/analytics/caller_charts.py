"""New and returning callers, and who identified unknown callers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.reports.figures import share
from callerid_dash.domain.users import User
from callerid_dash.locales import Translator
from callerid_dash.services.reports.caller_reports import NewcomersOverTime
from callerid_dash.services.reports.figure_words import Figure, figure_titles, identified_by
from callerid_dash.services.reports.metrics import records
from callerid_dash.store.reports.callers import IdentifiedSum
from callerid_dash.ui.analytics.charts import Kind, over_time
from callerid_dash.ui.analytics.query import AnalyticsQuery
from callerid_dash.ui.charts.card import Chart, TableCell, count_cell, table
from callerid_dash.ui.jobs.export_menu import figure_menu
from callerid_dash.ui.kit.basics import attrs, name_text
from callerid_dash.ui.text.formats import Formats

if TYPE_CHECKING:
    from pandas import DataFrame

EARLY = timedelta(days=90)
"""For this long after the first recorded call, most first-time callers may have called before the records began."""


def newcomers_over_time(found: NewcomersOverTime, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """Callers by interval: those who called for the first time ever, and those who had called before."""
    frame, whole = found.frame, found.whole
    since = formats.full_day(found.since) if found.since else ""
    first = t("First call since %(day)s", day=since) if since else t("First call")
    kinds = [
        Kind.of(frame["newcomers"], first, "--chart-new"),
        Kind.of(frame["returning"], t("Had called before"), "--chart-returning"),
    ]
    note = t(
        "%(new)s of %(callers)s callers (%(share)s) called for the first time since %(day)s, when the records begin; "
        "%(returning)s had called before this range.",
        day=since,
        new=formats.number(whole.newcomers),
        callers=formats.number(whole.callers),
        share=formats.percent(share(whole.newcomers, whole.callers)),
        returning=formats.number(whole.callers - whole.newcomers),
    )
    is_early = found.since is not None and len(frame) > 0 and frame["start"].iloc[0] < found.since + EARLY
    twice = [t("Whoever calls in several parts of the chart is counted in each.")] if len(frame) > 1 else []
    early = [t("So soon after that, many of them may have called before without being recorded.")] if is_early else []
    chart = over_time(found, kinds, query, t, formats, labels=6)
    return replace(chart, note=" ".join([note, *early, *twice]) if whole.callers else "", empty=not whole.callers)


def identified_card(
    whole: IdentifiedSum, every: DataFrame, users: Mapping[int, User], t: Translator, formats: Formats
) -> list[Component]:
    """How many calls of unknown callers now belong to a profile, who identified them, and how long that took."""
    words = figure_titles(t)[Figure.IDENTIFIED]
    title = html.H2(words, id="identified-title")
    if not whole.calls:
        nothing = t("No unknown caller of this range has been identified yet. Save them from the list of top numbers.")
        return [html.Div(title, className="spread"), html.P(nothing, className="nothing small")]
    note = (
        t(
            "%(n)s calls; of the %(timed)s of which it is known how long it took, half within %(half)s of the call, "
            "90 in 100 within %(most)s.",
            n=formats.number(whole.calls),
            timed=formats.number(whole.timed),
            half=_taken(whole.p50, formats),
            most=_taken(whole.p90, formats),
        )
        if whole.timed
        else t("%(n)s calls; how long it took is not known.", n=formats.number(whole.calls))
    )
    heads = [t("By whom"), t("Calls"), t("Half within"), t("90 in 100 within")]
    rows = [
        [
            TableCell(name_text(who) if each.user_id in users else who, who),
            count_cell(each.calls, formats),
            _time(each.half_within, formats),
            _time(each.most_within, formats),
        ]
        for each in records(every)
        for who in [identified_by(each.how, each.user_id, users, t)]
    ]
    return [
        html.Div([title, figure_menu(Figure.IDENTIFIED, words, t)], className="spread"),
        html.P(note, className="chart-note muted small"),
        html.Div(
            table("table-identified", heads, rows),
            className="chart-table",
            tabIndex=0,
            role="group",
            **attrs({"aria-labelledby": "identified-title"}),
        ),
    ]


def _time(seconds: float | None, formats: Formats) -> TableCell:
    return TableCell(_taken(seconds, formats), "" if seconds is None else f"{seconds:.0f}")


def _taken(seconds: float | None, formats: Formats) -> str:
    return "–" if seconds is None else formats.about(timedelta(seconds=round(seconds)))
