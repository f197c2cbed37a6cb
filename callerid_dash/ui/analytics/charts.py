"""The charts of the analytics page, each with its table: pure functions from the reports' figures.

A click on a mark, or on a link in the head of a row or column, filters the page accordingly
(`ui/analytics/narrowing.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from dash.development.base_component import Component

from callerid_dash.domain.calls.sources import Outage
from callerid_dash.domain.reports.figures import classes
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.locales import Translator
from callerid_dash.services.reports.metrics import CallCounts, Volume
from callerid_dash.ui.analytics.narrowing import Change, days_of_each, mark, way
from callerid_dash.ui.analytics.query import WAITS, AnalyticsQuery, wait_of
from callerid_dash.ui.charts.card import Chart, TableCell
from callerid_dash.ui.charts.figures import AxisPlaces, Series, bars
from callerid_dash.ui.charts.marks import AxisMark
from callerid_dash.ui.charts.parts import Parts
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import name_of, ticks, wait_name

_WITHIN = (10, 20, 30)
_OUTAGES_TOLD = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of call or caller, its count at each place, and the filter that shows it alone, if there is one."""

    name: str
    color: str
    values: Sequence[int]
    change: Change = field(default_factory=dict)

    def series(self, query: AnalyticsQuery, places: Sequence[Change]) -> Series:
        """The bars; a click on one filters by its place and kind."""
        links = [
            mark(query, place, self.change) if value else "" for place, value in zip(places, self.values, strict=True)
        ]
        return Series(self.name, self.color, self.values, links)

    def head(self, query: AnalyticsQuery) -> str | Component:
        """The head of the table's column for this kind."""
        return way(self.name, query, self.change)


def volume_over_time(volume: Volume, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """All calls over time, stacked by how they ended."""
    counts = [point.counts for point in volume.points]
    answered, missed = ([each.answered.calls for each in counts], [each.missed.calls for each in counts])
    kinds = [
        Kind(t("Answered calls"), "--chart-answered", answered, {"outcome": "answered"}),
        Kind(t("Missed calls"), "--chart-missed", missed, {"outcome": "missed"}),
        Kind(t("Going on"), "--chart-open", [each.open for each in counts]),
        Kind(t("End unknown"), "--chart-plain", [each.end_unknown for each in counts], {"outcome": "unknown"}),
    ]
    shares = [_missed_share(each) for each in counts]
    return over_time(volume, kinds, shares, t("Missed share"), query, t, formats, marks=True)


def unknown_over_time(volume: Volume, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """Calls of callers who were unknown then (still unknown, or saved since), and all other calls."""
    counts = [point.counts for point in volume.points]
    unknown, saved = sum(each.unknown for each in counts), sum(each.identified for each in counts)
    note = t(
        "%(n)s calls of unknown callers; %(saved)s of them were saved since.",
        n=formats.number(unknown),
        saved=formats.number(saved),
    )
    still_unknown, saved_since = (
        [each.unknown - each.identified for each in counts],
        [each.identified for each in counts],
    )
    # A caller unknown now may have been known then: the profile was deleted since.
    kinds = [
        Kind(t("Unknown"), "--chart-unknown", still_unknown, {"known": "false", "known_then": "false"}),
        Kind(t("Saved since"), "--chart-identified", saved_since, {"known": "true", "known_then": "false"}),
        Kind(t("Everybody else"), "--chart-rest", [each.total - each.unknown for each in counts]),
    ]
    shares = [each.unknown_share for each in counts]
    chart = over_time(volume, kinds, shares, t("Unknown share"), query, t, formats)
    return replace(chart, note=note if unknown else "")


def waiting_times(counts: CallCounts, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """How long callers waited: until the answer (answered calls) or until they gave up (missed calls)."""
    answered, missed = classes(counts.answered.waits), classes(counts.missed.waits)
    names = [wait_name(since, until, formats) for since, until, _ in answered]
    kinds = [
        Kind(t("Answered calls"), "--chart-answered", [each for *_, each in answered], {"outcome": "answered"}),
        Kind(t("Missed calls"), "--chart-missed", [each for *_, each in missed], {"outcome": "missed"}),
    ]
    waits: list[Change] = [wait_of(*wait) for wait in WAITS]
    spans = [t("%(span)s seconds", span=name) for name in names]
    hover = [
        f"{spans[i]}<br>" + "<br>".join(f"{one.name}: {formats.number(one.values[i])}" for one in kinds)
        for i in range(len(names))
    ]
    places = AxisPlaces(hover, [(i, name) for i, name in enumerate(names) if i % 3 == 0])
    series = [one.series(query, waits) for one in kinds]
    figure = bars(series, places, formats.number, rtl=t.direction == "rtl")
    rows = [
        [TableCell(way(name, query, waits[i]), name), *(_count(one.values[i], formats) for one in kinds)]
        for i, name in enumerate(names)
    ]
    heads = [t("Seconds"), *(one.head(query) for one in kinds)]
    return Chart(figure, heads, rows, within_words(counts, t, formats), empty=not counts.waits.measured)


def within_words(counts: CallCounts, t: Translator, formats: Formats) -> str:
    """The shares of all calls with a measured wait that were answered within some numbers of seconds."""
    if not counts.waits.measured:
        return ""
    said = [
        t(
            "%(share)s within %(seconds)s s",
            share=formats.percent(counts.within(seconds)),
            seconds=formats.number(seconds),
        )
        for seconds in _WITHIN
    ]
    return t(
        "Of %(n)s answered and missed calls, answered: %(list)s",
        n=formats.number(counts.waits.measured),
        list=" · ".join(said),
    )


def stretch_names(starts: Sequence[datetime], unit: Unit, t: Translator, formats: Formats) -> list[str]:
    """The full name of each stretch of time."""
    names = [name_of(start, unit, formats) for start in starts]
    if unit is Unit.WEEK:
        return [t("Week of %(day)s", day=name) for name in names]
    return [t("Month from %(day)s", day=name) for name in names] if unit is Unit.MONTH else names


def over_time(
    volume: Volume,
    kinds: Sequence[Kind],
    shares: Sequence[float | None],
    share_words: str,
    query: AnalyticsQuery,
    t: Translator,
    formats: Formats,
    *,
    marks: bool = False,
) -> Chart:
    """Calls over time, stacked; `marks`: also mark when sources were down."""
    starts = [point.start for point in volume.points]
    names = stretch_names(starts, volume.unit, t, formats)
    outages = outage_marks(volume, t, formats) if marks else []
    shown = [one for one in kinds if any(one.values)] or list(kinds[:1])
    days = days_of_each(starts, volume.unit, formats)
    parts = Parts([point.extent for point in volume.points])
    hover = [
        "<br>".join(
            [
                name,
                *(f"{one.name}: {formats.number(one.values[i])}" for one in shown),
                f"{share_words}: {formats.percent(shares[i])}",
                *parts.told(i, t),
            ]
        )
        for i, name in enumerate(names)
    ]
    places = AxisPlaces(hover, ticks(starts, volume.unit, formats, most=10), parts.dimmed, parts.key(t))
    rows = [
        [
            TableCell(way(names[i], query, days[i]), point.start.isoformat()),
            parts.count(i, _count(point.counts.total, formats)),
            *(parts.count(i, _count(one.values[i], formats)) for one in shown),
            TableCell(formats.percent(shares[i]), "" if shares[i] is None else f"{shares[i]:.4f}"),
            *parts.cell(i, t),
            *([_down(point.down, formats)] if outages else []),
        ]
        for i, point in enumerate(volume.points)
    ]
    down = t("Source down")
    kinds_of = [one.head(query) for one in shown]
    heads = [t("Time"), t("Calls"), *kinds_of, share_words, *parts.head(t), *([down] if outages else [])]
    series = [one.series(query, days) for one in shown]
    figure = bars(series, places, formats.number, rtl=t.direction == "rtl", marks=outages, marked=down)
    empty = not outages and not any(point.counts.total for point in volume.points)
    return Chart(figure, heads, rows, outage_words(volume, t, formats) if outages else "", empty=empty)


def outage_marks(volume: Volume, t: Translator, formats: Formats) -> list[AxisMark]:
    """The times when sources were down, as marks on the chart's places."""
    starts = [point.start.astimezone(UTC) for point in volume.points]
    if not starts:
        return []
    last = starts[-1] - starts[-2] if len(starts) > 1 else timedelta(days=1)
    edges = [*starts, starts[-1] + last]

    def place(at: datetime) -> float:
        i = min(max(bisect_right(edges, at) - 1, 0), len(starts) - 1)
        return i - 0.5 + min(max((at - edges[i]) / (edges[i + 1] - edges[i]), 0), 1)

    return [
        AxisMark(place(each.since), place(each.until or each.since), _outage_words(each, t, formats))
        for each in volume.outages
    ]


def outage_words(volume: Volume, t: Translator, formats: Formats) -> str:
    """The last outages in words, for people who cannot see the strip."""
    shown = [_outage_words(each, t, formats) for each in volume.outages[-_OUTAGES_TOLD:]]
    more = len(volume.outages) - len(shown)
    told = [*shown, *([t("%(n)s more", n=formats.number(more))] if more else [])]
    return t("Calls may be missing here: %(list)s", list=" · ".join(told))


def _outage_words(outage: Outage, t: Translator, formats: Formats) -> str:
    until = outage.until or outage.since
    same = formats.local(outage.since).date() == formats.local(until).date()
    first = f"{formats.day(outage.since)} {formats.clock(outage.since)}"
    last = formats.clock(until) if same else f"{formats.day(until)} {formats.clock(until)}"
    return t("%(source)s was down %(since)s to %(until)s", source=outage.source, since=first, until=last)


def _down(length: timedelta, formats: Formats) -> TableCell:
    seconds = round(length.total_seconds())
    return TableCell(formats.duration(length) if seconds else "", str(seconds))


def _missed_share(counts: CallCounts) -> float | None:
    return None if counts.answered_share is None else 1 - counts.answered_share


def _count(value: int, formats: Formats) -> TableCell:
    return TableCell(formats.number(value), str(value))
