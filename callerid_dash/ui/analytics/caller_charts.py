"""New and returning callers, and who identified unknown callers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.reports.figures import share
from callerid_dash.domain.reports.periods import Extent
from callerid_dash.locales import Translator
from callerid_dash.services.reports.caller_reports import Identified, IdentifiedBy, Newcomers, NewcomersOverTime
from callerid_dash.services.reports.figure_words import Figure, figure_titles, identified_by
from callerid_dash.ui.analytics.charts import Kind, stretch_names
from callerid_dash.ui.analytics.narrowing import days_of_each, way
from callerid_dash.ui.analytics.query import AnalyticsQuery
from callerid_dash.ui.charts.card import Chart, TableCell, table
from callerid_dash.ui.charts.figures import AxisPlaces, bars
from callerid_dash.ui.charts.parts import Parts
from callerid_dash.ui.jobs.export_menu import figure_menu
from callerid_dash.ui.kit.basics import attrs, name_text
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import ticks

EARLY = timedelta(days=90)
"""For this long after the first recorded call, most first-time callers may have called before the records began."""


def newcomers_over_time(found: NewcomersOverTime, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """Callers by stretch of time: those who called for the first time ever, and those who had called before."""
    starts = [start for start, _ in found.points]
    names = stretch_names(starts, found.unit, t, formats)
    counts: list[Newcomers] = [each for _, each in found.points]
    days = days_of_each(starts, found.unit, formats)
    since = formats.full_day(found.since) if found.since else ""
    first = t("First call since %(day)s", day=since) if since else t("First call")
    kinds = [
        Kind(first, "--chart-new", [each.newcomers for each in counts]),
        Kind(t("Had called before"), "--chart-returning", [each.returning for each in counts]),
    ]
    parts = Parts(found.extents or [Extent.WHOLE] * len(starts))
    hover = [
        "<br>".join([name, *(f"{one.name}: {formats.number(one.values[i])}" for one in kinds), *parts.told(i, t)])
        for i, name in enumerate(names)
    ]
    figure = bars(
        [one.series(query, days) for one in kinds],
        AxisPlaces(hover, ticks(starts, found.unit, formats, most=6), parts.dimmed, parts.key(t)),
        formats.number,
        rtl=t.direction == "rtl",
    )
    whole = found.whole
    note = t(
        "%(new)s of %(callers)s callers (%(share)s) called for the first time since %(day)s, when the records begin; "
        "%(returning)s had called before this range.",
        day=since,
        new=formats.number(whole.newcomers),
        callers=formats.number(whole.callers),
        share=formats.percent(share(whole.newcomers, whole.callers)),
        returning=formats.number(whole.returning),
    )
    is_early = found.since is not None and bool(starts) and starts[0] < found.since + EARLY
    twice = [t("Whoever calls in several parts of the chart is counted in each.")] if len(starts) > 1 else []
    early = [t("So soon after that, many of them may have called before without being recorded.")] if is_early else []
    rows = [
        [
            TableCell(way(names[i], query, days[i]), starts[i].isoformat()),
            *(parts.count(i, _count(each.values[i], formats)) for each in kinds),
            *parts.cell(i, t),
        ]
        for i in range(len(starts))
    ]
    heads = [t("Time"), *(one.name for one in kinds), *parts.head(t)]
    return Chart(
        figure, heads, rows, " ".join([note, *early, *twice]) if whole.callers else "", empty=not whole.callers
    )


def identified_card(whole: Identified, every: Sequence[Identified], t: Translator, formats: Formats) -> list[Component]:
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
            TableCell(_who(each, t), identified_by(each, t)),
            _count(each.calls, formats),
            _time(each.p50, formats),
            _time(each.p90, formats),
        ]
        for each in every
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


def _who(each: Identified, t: Translator) -> Component | str:
    return name_text(each.user.label) if each.how is IdentifiedBy.NOTED and each.user else identified_by(each, t)


def _time(seconds: float | None, formats: Formats) -> TableCell:
    return TableCell(_taken(seconds, formats), "" if seconds is None else f"{seconds:.0f}")


def _taken(seconds: float | None, formats: Formats) -> str:
    return "–" if seconds is None else formats.about(timedelta(seconds=round(seconds)))


def _count(value: int, formats: Formats) -> TableCell:
    return TableCell(formats.number(value), str(value))
