"""The charts of the analytics page, each with its table: pure functions from the reports' figures.

A click on a mark, or on a link in the head of a row or column, filters the page accordingly
(`ui/analytics/narrowing.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from callerid_dash.domain.calls.sources import Outage
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.locales import Translator
from callerid_dash.services.reports.metrics import CallCounts, OverTime, Volume, instants, values, waits
from callerid_dash.ui.analytics.narrowing import Change, days_of_each, mark, way
from callerid_dash.ui.analytics.query import WAITS, AnalyticsQuery, wait_of
from callerid_dash.ui.charts.card import Chart, TableCell, count_cell, share_cell
from callerid_dash.ui.charts.figures import AxisPlaces, Series, bars
from callerid_dash.ui.charts.marks import AxisMark
from callerid_dash.ui.charts.parts import Parts
from callerid_dash.ui.kit.scripted import Words
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import name_of, ticks, wait_name

if TYPE_CHECKING:
    from pandas import Series as Column

_WITHIN = (10, 20, 30)
_OUTAGES_TOLD = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of call or caller, its count at each place, and the filter that shows it alone, if there is one."""

    name: str
    color: str
    values: Sequence[int]
    change: Change = field(default_factory=dict)

    @classmethod
    def of(cls, column: Column[Any], name: str, color: str, **change: str) -> Kind:
        """The kind that a column of a frame counts."""
        return cls(name, color, values(column), change)

    def series(self, query: AnalyticsQuery, places: Sequence[Change]) -> Series:
        """The bars; a click on one filters by its place and kind."""
        links = [
            mark(query, place, self.change) if value else "" for place, value in zip(places, self.values, strict=True)
        ]
        return Series(self.name, self.color, self.values, links)

    def told(self, i: int, formats: Formats) -> str:
        """The line of a tooltip."""
        return f"{self.name}: {formats.number(self.values[i])}"

    def head(self, query: AnalyticsQuery) -> Words:
        """The head of the table's column for this kind."""
        return way(self.name, query, self.change)


def volume_over_time(volume: Volume, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """All calls over time, stacked by how they ended."""
    frame = volume.frame
    kinds = [
        Kind.of(frame["answered"], t("Answered calls"), "--chart-answered", outcome="answered"),
        Kind.of(frame["missed"], t("Missed calls"), "--chart-missed", outcome="missed"),
        Kind.of(frame["open"], t("Going on"), "--chart-open"),
        Kind.of(frame["end_unknown"], t("End unknown"), "--chart-plain", outcome="unknown"),
    ]
    shares = t("Missed share"), values(frame["missed_share"])
    return over_time(volume, _there(kinds), query, t, formats, shares=shares, outages=volume.outages)


def unknown_over_time(volume: Volume, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """Calls of callers who were unknown then (still unknown, or saved since), and all other calls."""
    frame = volume.frame
    # A caller unknown now may have been known then: the profile was deleted since.
    kinds = [
        Kind.of(frame["unknown"], t("Unknown"), "--chart-unknown", known="false", known_then="false"),
        Kind.of(frame["identified"], t("Saved since"), "--chart-identified", known="true", known_then="false"),
        Kind.of(frame["rest"], t("Everybody else"), "--chart-rest"),
    ]
    unknown, saved = int(frame["was_unknown"].sum()), int(frame["identified"].sum())
    note = t(
        "%(n)s calls of unknown callers; %(saved)s of them were saved since.",
        n=formats.number(unknown),
        saved=formats.number(saved),
    )
    shares = t("Unknown share"), values(frame["unknown_share"])
    chart = over_time(volume, _there(kinds), query, t, formats, shares=shares)
    return replace(chart, note=note if unknown else "")


def waiting_times(counts: CallCounts, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """How long callers waited: until the answer (answered calls) or until they gave up (missed calls)."""
    frame = waits(counts)
    names = [wait_name(*wait, formats) for wait in WAITS]
    kinds = [
        Kind.of(frame["answered"], t("Answered calls"), "--chart-answered", outcome="answered"),
        Kind.of(frame["missed"], t("Missed calls"), "--chart-missed", outcome="missed"),
    ]
    changes: list[Change] = [wait_of(*wait) for wait in WAITS]
    hover = [
        "<br>".join([t("%(span)s seconds", span=name), *(one.told(i, formats) for one in kinds)])
        for i, name in enumerate(names)
    ]
    places = AxisPlaces(hover, [(i, name) for i, name in enumerate(names) if i % 3 == 0])
    series = [one.series(query, changes) for one in kinds]
    figure = bars(series, places, formats.number, rtl=t.direction == "rtl")
    rows = [
        [TableCell(way(name, query, changes[i]), name), *(count_cell(one.values[i], formats) for one in kinds)]
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
    """The full name of each interval."""
    names = [name_of(start, unit, formats) for start in starts]
    if unit is Unit.WEEK:
        return [t("Week of %(day)s", day=name) for name in names]
    return [t("Month from %(day)s", day=name) for name in names] if unit is Unit.MONTH else names


def over_time(
    time: OverTime,
    kinds: Sequence[Kind],
    query: AnalyticsQuery,
    t: Translator,
    formats: Formats,
    *,
    shares: tuple[str, Sequence[float | None]] | None = None,
    outages: Sequence[Outage] = (),
    labels: int = 10,
) -> Chart:
    """Bars over time, stacked. `shares`: also all calls and a share of them; `outages`: also when sources were down."""
    frame = time.frame
    starts = instants(frame["start"])
    names = stretch_names(starts, time.unit, t, formats)
    days = days_of_each(starts, time.unit, formats)
    parts = Parts(list(frame["extent"]))
    share_words, share_of = shares or ("", ())
    hover = [
        "<br>".join(
            [
                name,
                *(one.told(i, formats) for one in kinds),
                *([f"{share_words}: {formats.percent(share_of[i])}"] if shares else []),
                *parts.told(i, t),
            ]
        )
        for i, name in enumerate(names)
    ]
    places = AxisPlaces(hover, ticks(starts, time.unit, formats, most=labels), parts.dimmed, parts.key(t))
    counted = [values(frame["calls"])] if shares else []
    lengths = values(frame["down"]) if outages else ()
    rows = [
        [
            TableCell(way(name, query, days[i]), starts[i].isoformat()),
            *(parts.count(i, count_cell(each[i], formats)) for each in (*counted, *(one.values for one in kinds))),
            *([share_cell(share_of[i], formats)] if shares else []),
            *parts.cell(i, t),
            *([_down(lengths[i], formats)] if outages else []),
        ]
        for i, name in enumerate(names)
    ]
    down = t("Source down")
    heads = [
        t("Time"),
        *([t("Calls")] if shares else []),
        *(one.head(query) for one in kinds),
        *([share_words] if shares else []),
        *parts.head(t),
        *([down] if outages else []),
    ]
    marks = outage_marks(outages, starts, t, formats)
    series = [one.series(query, days) for one in kinds]
    figure = bars(series, places, formats.number, rtl=t.direction == "rtl", marks=marks, marked=down)
    empty = not marks and not any(any(one.values) for one in kinds)
    return Chart(figure, heads, rows, outage_words(outages, t, formats) if marks else "", empty=empty)


def outage_marks(
    outages: Sequence[Outage], starts: Sequence[datetime], t: Translator, formats: Formats
) -> list[AxisMark]:
    """The times when sources were down, as marks on the chart's places."""
    starts = [start.astimezone(UTC) for start in starts]
    if not starts:
        return []
    last = starts[-1] - starts[-2] if len(starts) > 1 else timedelta(days=1)
    edges = [*starts, starts[-1] + last]

    def place(at: datetime) -> float:
        i = min(max(bisect_right(edges, at) - 1, 0), len(starts) - 1)
        return i - 0.5 + min(max((at - edges[i]) / (edges[i + 1] - edges[i]), 0), 1)

    return [
        AxisMark(place(each.since), place(each.until or each.since), _outage_words(each, t, formats))
        for each in outages
    ]


def outage_words(outages: Sequence[Outage], t: Translator, formats: Formats) -> str:
    """The last outages in words, for people who cannot see the strip."""
    shown = [_outage_words(each, t, formats) for each in outages[-_OUTAGES_TOLD:]]
    more = len(outages) - len(shown)
    told = [*shown, *([t("%(n)s more", n=formats.number(more))] if more else [])]
    return t("Calls may be missing here: %(list)s", list=" · ".join(told))


def _outage_words(outage: Outage, t: Translator, formats: Formats) -> str:
    until = outage.until or outage.since
    same = formats.local(outage.since).date() == formats.local(until).date()
    first = f"{formats.day(outage.since)} {formats.clock(outage.since)}"
    last = formats.clock(until) if same else f"{formats.day(until)} {formats.clock(until)}"
    return t("%(source)s was down %(since)s to %(until)s", source=outage.source, since=first, until=last)


def _there(kinds: Sequence[Kind]) -> Sequence[Kind]:
    """The kinds of which there are any, or the first one."""
    return [one for one in kinds if any(one.values)] or kinds[:1]


def _down(length: float, formats: Formats) -> TableCell:
    seconds = round(length)
    return TableCell(formats.duration(timedelta(seconds=length)) if seconds else "", str(seconds))
