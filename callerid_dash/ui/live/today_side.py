"""The panel beside the incoming calls: today's figures, calls by quarter of an hour, and unknown callers."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.reports.figures import share
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.locales import Translator
from callerid_dash.services.reports.metrics import CallCounts, instants, values
from callerid_dash.services.reports.today import PER_HOUR, TodayFigures, active_hours
from callerid_dash.ui.charts.card import Chart, TableCell, chart_card, count_cell, graph_id, more, place_id
from callerid_dash.ui.charts.figures import AxisPlaces, Series, bars
from callerid_dash.ui.charts.parts import Parts, together
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, present
from callerid_dash.ui.kit.scripted import plain
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import name_of, ticks

VOLUME, UNKNOWN = "today-volume", "today-unknown"


def today_side(t: Translator) -> html.Aside:
    """The empty panel."""
    return html.Aside(
        [
            html.Section(id=ids.TODAY_FIGURES, className="tiles", **attrs({"aria-label": t("Today's figures")})),
            chart_card(VOLUME, t("Calls today"), t, later=True),
            chart_card(UNKNOWN, t("Unknown callers today"), t, later=True),
        ],
        id=ids.TODAY,
        className="today",
        **attrs({"aria-label": t("Today")}),
    )


def today_data(day: TodayFigures, t: Translator, formats: Formats, visibility: str = "") -> dict[str, object]:
    """The panel's data for `charts/charts.js`; `visibility` says in words which calls the viewer sees; '' if all."""
    charts = {VOLUME: volume_chart(day, t, formats), UNKNOWN: unknown_chart(day, t, formats)}
    zone = t("times of %(zone)s", zone=formats.zone.key)
    so_far = t("as of %(time)s", time=formats.clock(day.now))
    return {
        "behind": day.behind,
        "caption": [f"{formats.full_day(day.now)} · {so_far} · {zone}", *([visibility] if visibility else [])],
        "parts": {
            ids.TODAY_FIGURES: plain(tiles(day.counts, t, formats)),
            ids.TODAY_LINE: plain(summary(day.counts, t, formats)),
            **{place_id(name): plain(more(name, chart, t, csv=True)) for name, chart in charts.items()},
        },
        "figures": {graph_id(name): chart.figure for name, chart in charts.items()},
    }


def tiles(counts: CallCounts, t: Translator, formats: Formats) -> list[Component]:
    """Four figures, each with its label."""
    missed = t("%(count)s waiting now", count=formats.number(counts.waiting)) if counts.waiting else ""
    return [
        tile(t("Calls"), formats.number(counts.total), missed),
        tile(
            t("Answered calls"),
            formats.percent(counts.answered_share),
            formats.number(counts.answered.calls),
            t("of those answered or missed"),
        ),
        tile(t("Missed calls"), formats.number(counts.missed.calls)),
        tile(
            t("Unknown callers"),
            formats.percent(counts.unknown_share),
            formats.number(counts.unknown),
            t("of all calls"),
        ),
    ]


def summary(counts: CallCounts, t: Translator, formats: Formats) -> list[Component]:
    """The same figures in one line."""
    facts = [
        (t("Calls"), formats.number(counts.total)),
        (t("Answered"), formats.percent(counts.answered_share)),
        (t("Missed"), formats.number(counts.missed.calls)),
    ]
    return [html.Span([html.Span(words), " ", html.Strong(value)]) for words, value in facts]


def tile(words: str, value: str, beside: str | Component = "", of: str = "") -> html.Div:
    """One figure; `of` names the calls that it covers; '' if all."""
    side = [html.Span(beside, className="muted small")] if beside else []
    return html.Div(
        present(
            html.Span(words, className="muted small"),
            html.Span([html.Strong(value), *side], className="tile-value"),
            html.Span(of, className="tile-of muted") if of else None,
        ),
        className="tile panel",
    )


def volume_chart(day: TodayFigures, t: Translator, formats: Formats) -> Chart:
    """Answered, missed and current calls by quarter of an hour; the line shows the usual number."""
    quarters = active_hours(day.quarters)
    rtl = t.direction == "rtl"
    kinds = (
        (t("Answered calls"), "--chart-answered", values(quarters["answered"])),
        (t("Missed calls"), "--chart-missed", values(quarters["missed"])),
        (t("Going on"), "--chart-open", values(quarters["open"])),
        (t("End unknown"), "--chart-plain", values(quarters["end_unknown"])),
    )
    series = [Series(*part) for part in kinds if any(part[2]) or part[1] in ("--chart-answered", "--chart-missed")]
    starts, totals, usual = instants(quarters["start"]), values(quarters["calls"]), values(quarters["usual"])
    names = [name_of(start, Unit.QUARTER, formats) for start in starts]
    known = any(value is not None for value in usual)
    parts = Parts(list(quarters["extent"]))
    hover = [
        "<br>".join(
            [
                name,
                *(f"{one.name}: {formats.number(int(one.values[i] or 0))}" for one in series),
                *([f"{t('Usual')}: {formats.decimal(usual[i] or 0)}"] if known else []),
                *parts.told(i, t),
            ]
        )
        for i, name in enumerate(names)
    ]
    places = AxisPlaces(hover, ticks(starts, Unit.QUARTER, formats), parts.dimmed, parts.key(t))
    weekday = formats.weekday(day.now)
    line = Series(t("Usual"), "--chart-usual", usual) if known else None
    of_usual = [t("Usual")] if known else []
    heads = [t("Time"), t("Calls"), *(each.name for each in series), *of_usual, *parts.head(t)]
    rows = [
        [
            TableCell(names[i], start.isoformat()),
            parts.count(i, count_cell(totals[i], formats)),
            *(parts.count(i, count_cell(int(one.values[i] or 0), formats)) for one in series),
            *([TableCell(formats.decimal(usual[i] or 0), f"{usual[i] or 0:.2f}")] if known else []),
            *parts.cell(i, t),
        ]
        for i, start in enumerate(starts)
    ]
    note = t(
        "Each quarter of an hour. Usual: the mean of the last four days of this kind (%(day)s), without those that had "
        "no calls.",
        day=weekday,
    )
    return Chart(bars(series, places, formats.number, rtl=rtl, line=line), heads, rows, note if known else "")


def unknown_chart(day: TodayFigures, t: Translator, formats: Formats) -> Chart:
    """Calls by the hour, of callers who were unknown then (still unknown, or saved since), and all other calls."""
    quarters = active_hours(day.quarters).reset_index(drop=True)
    counted = ["calls", "was_unknown", "unknown", "identified", "rest"]
    by_hour = quarters.groupby(quarters.index // PER_HOUR)
    hours = (
        by_hour[counted]
        .sum()
        .assign(start=by_hour["start"].first(), extent=by_hour["extent"].agg(lambda of: together(list(of))))
    )
    starts = instants(hours["start"])
    totals, unknown, identified = (values(hours[column]) for column in ("calls", "was_unknown", "identified"))
    series = [
        Series(t("Unknown"), "--chart-unknown", values(hours["unknown"])),
        Series(t("Saved since"), "--chart-identified", identified),
        Series(t("Everybody else"), "--chart-rest", values(hours["rest"])),
    ]
    names = [name_of(start, Unit.HOUR, formats) for start in starts]
    shares = [formats.percent(share(a, b)) for a, b in zip(unknown, totals, strict=True)]
    parts = Parts(list(hours["extent"]))
    hover = [
        "<br>".join(
            [
                name,
                *(f"{one.name}: {formats.number(int(one.values[i] or 0))}" for one in series),
                f"{t('Unknown share')}: {shares[i]}",
                *parts.told(i, t),
            ]
        )
        for i, name in enumerate(names)
    ]
    places = AxisPlaces(hover, ticks(starts, Unit.HOUR, formats), parts.dimmed, parts.key(t))
    figure = bars(series, places, formats.number, rtl=t.direction == "rtl")
    heads = [t("Time"), t("Calls"), t("Unknown callers"), t("Saved since"), t("Unknown share"), *parts.head(t)]
    rows = [
        [
            TableCell(names[i], start.isoformat()),
            *(parts.count(i, count_cell(column[i], formats)) for column in (totals, unknown, identified)),
            TableCell(shares[i], f"{unknown[i] / totals[i]:.4f}" if totals[i] else ""),
            *parts.cell(i, t),
        ]
        for i, start in enumerate(starts)
    ]
    return Chart(figure, heads, rows)
