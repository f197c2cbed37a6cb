"""New and returning callers, where calls come from, and who made unknown callers known: pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.figures import share
from callerid_dash.domain.numbering import OriginKind
from callerid_dash.locales import Translator
from callerid_dash.services.callers import How, Identified, Newcomers, NewcomersOverTime, OriginFigures
from callerid_dash.ui.components.basics import attrs, name_text
from callerid_dash.ui.components.chart_card import Cell, Chart, as_csv_button, table
from callerid_dash.ui.components.filter_options import origin_words
from callerid_dash.ui.components.profile_facets import called
from callerid_dash.ui.components.report_charts import Kind, stretch_names
from callerid_dash.ui.figures import Places, Series, bars, ranked
from callerid_dash.ui.formats import Formats
from callerid_dash.ui.narrowing import Change, days_of_each, mark, way
from callerid_dash.ui.report_query import ReportQuery
from callerid_dash.ui.time_axis import ticks

_SHOWN = 9
"""Places in the chart; its table has all of them."""


def newcomers_over_time(found: NewcomersOverTime, query: ReportQuery, t: Translator, formats: Formats) -> Chart:
    """Callers by stretch of time: who called for the first time ever, and who had called before."""
    starts = [start for start, _ in found.points]
    names = stretch_names(starts, found.unit, t, formats)
    counts: list[Newcomers] = [each for _, each in found.points]
    days = days_of_each(starts, found.unit, formats)
    kinds = [
        Kind(t("First call ever"), "--chart-new", [each.newcomers for each in counts]),
        Kind(t("Had called before"), "--chart-returning", [each.returning for each in counts]),
    ]
    hover = [
        "<br>".join([name, *(f"{one.name}: {formats.number(one.values[i])}" for one in kinds)])
        for i, name in enumerate(names)
    ]
    figure = bars(
        [one.series(query, days) for one in kinds],
        Places(hover, ticks(starts, found.unit, formats, most=6)),
        formats.number,
        rtl=t.direction == "rtl",
    )
    whole = found.whole
    note = t(
        "%(new)s of %(callers)s callers (%(share)s) called for the first time; %(returning)s had called before.",
        new=formats.number(whole.newcomers),
        callers=formats.number(whole.callers),
        share=formats.percent(share(whole.newcomers, whole.callers)),
        returning=formats.number(whole.returning),
    )
    rows = [
        [
            Cell(way(names[i], query, days[i]), starts[i].isoformat()),
            *(_count(each.values[i], formats) for each in kinds),
        ]
        for i in range(len(starts))
    ]
    heads = [t("Time"), *(one.name for one in kinds)]
    return Chart(figure, heads, rows, note if whole.callers else "", empty=not whole.callers)


def origins_chart(found: Sequence[OriginFigures], query: ReportQuery, t: Translator, formats: Formats) -> Chart:
    """Calls by province, operator or country; the chart shows the first, and all others together."""
    changes: list[Change] = [{"origin": each.code} for each in found]
    names = [origin_words(each.origin, t, formats) for each in found]
    calls = [each.calls for each in found]
    total, shown = sum(calls), min(_SHOWN, len(found))
    if len(found) > _SHOWN + 1:
        bars_of, names_of = [*calls[:shown], sum(calls[shown:])], [*names[:shown], t("All others")]
    else:
        bars_of, names_of = calls, names
    hover = [
        f"{name}<br>{t('Calls')}: {formats.number(value)} ({formats.percent(share(value, total))})"
        for name, value in zip(names_of, bars_of, strict=True)
    ]
    links = [mark(query, change) for change in changes[:shown]] + [""] * (len(bars_of) - shown)
    series = Series(t("Calls"), "--chart-returning", bars_of, links)
    figure = ranked(series, names_of, hover, formats.number, rtl=t.direction == "rtl")
    rows = [
        [
            Cell(way(name, query, change), name),
            Cell(kind_words(each.origin.kind, t), each.origin.kind.value),
            _count(each.calls, formats),
            _share(share(each.calls, total), formats),
            _count(each.callers, formats),
            _count(each.missed, formats),
        ]
        for name, change, each in zip(names, changes, found, strict=True)
    ]
    heads = [t("Where from"), t("Kind"), t("Calls"), t("Share"), t("Callers"), t("Missed calls")]
    return Chart(figure, heads, rows, empty=not found)


def kind_words(kind: OriginKind, t: Translator) -> str:
    """Whether a name is that of a province, an operator or a country."""
    return {
        OriginKind.PLACE: t("Province"),
        OriginKind.OPERATOR: t("Operator"),
        OriginKind.COUNTRY: t("Country"),
    }.get(kind, "–")


def identified_card(whole: Identified, every: Sequence[Identified], t: Translator, formats: Formats) -> list[Component]:
    """How many calls of unknown callers belong to somebody by now, who saw to that, and how long it took."""
    title = html.H2(t("Unknown callers identified later"), id="identified-title")
    if not whole.calls:
        nothing = t("No unknown caller of this range has been identified yet. Save them from the list of top numbers.")
        return [html.Div(title, className="chart-head"), html.P(nothing, className="chart-nothing")]
    note = (
        t(
            "%(n)s calls; half of them within %(half)s of the call, 90 in 100 within %(most)s.",
            n=formats.number(whole.calls),
            half=_taken(whole.p50, formats),
            most=_taken(whole.p90, formats),
        )
        if whole.timed
        else t("%(n)s calls; how long it took is not known.", n=formats.number(whole.calls))
    )
    heads = [t("By whom"), t("Calls"), t("Half within"), t("90 in 100 within")]
    rows = [
        [
            Cell(_who(each, t), _who_plain(each, t)),
            _count(each.calls, formats),
            _time(each.p50, formats),
            _time(each.p90, formats),
        ]
        for each in every
    ]
    return [
        html.Div([title, as_csv_button("table-identified", "identified", t)], className="chart-head"),
        html.P(note, className="chart-note"),
        html.Div(
            table("table-identified", heads, rows),
            className="chart-table",
            tabIndex=0,
            role="group",
            **attrs({"aria-labelledby": "identified-title"}),
        ),
    ]


def _who(each: Identified, t: Translator) -> Component | str:
    return name_text(called(each.user)) if each.how is How.NOTED and each.user else _who_plain(each, t)


def _who_plain(each: Identified, t: Translator) -> str:
    if each.how is How.AUTOMATIC:
        return t("Anonymous contacts, by themselves")
    if each.how is How.UNNOTED:
        return t("Not known any more")
    if each.user:
        return called(each.user)
    return t("Command line") if each.user_id == 0 else t("A program") if each.user_id is None else t("A former user")


def _time(seconds: float | None, formats: Formats) -> Cell:
    return Cell(_taken(seconds, formats), "" if seconds is None else f"{seconds:.0f}")


def _taken(seconds: float | None, formats: Formats) -> str:
    return "–" if seconds is None else formats.about(timedelta(seconds=round(seconds)))


def _count(value: int, formats: Formats) -> Cell:
    return Cell(formats.number(value), str(value))


def _share(value: float | None, formats: Formats) -> Cell:
    return Cell(formats.percent(value), "" if value is None else f"{value:.4f}")
