"""The charts of the analytics page, each with its table: pure functions from the reports' figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from callerid_dash.domain.figures import Spread, classes, share
from callerid_dash.domain.periods import Unit
from callerid_dash.domain.sources import Outage
from callerid_dash.locales import Translator
from callerid_dash.services.report_counts import Counts, Hour, Point, Volume
from callerid_dash.ui.components.chart_card import Cell, Chart
from callerid_dash.ui.dates import day_text
from callerid_dash.ui.figures import Places, Series, bars, heat
from callerid_dash.ui.formats import Formats
from callerid_dash.ui.marks import Mark
from callerid_dash.ui.report_query import Preset, ReportQuery
from callerid_dash.ui.time_axis import name_of, ticks

_HOURS = 24
_WITHIN = (10, 20, 30)
_OUTAGES_TOLD = 3


def volume_over_time(volume: Volume, query: ReportQuery, t: Translator, formats: Formats) -> Chart:
    """All calls, stacked by how they ended; a click on a bar shows its days alone."""
    parts: tuple[tuple[str, str, Callable[[Counts], int]], ...] = (
        (t("Answered calls"), "--chart-answered", lambda each: each.answered.calls),
        (t("Missed calls"), "--chart-missed", lambda each: each.missed.calls),
        (t("Going on"), "--chart-open", lambda each: each.open),
        (t("End unknown"), "--chart-plain", lambda each: each.end_unknown),
    )
    points = volume.points
    series = [Series(name, color, [count(point.counts) for point in points]) for name, color, count in parts]
    missed = [_missed_share(point.counts) for point in points]
    return over_time(volume, series, missed, t("Missed share"), t, formats, _links(volume, query, formats), marks=True)


def unknown_over_time(volume: Volume, t: Translator, formats: Formats) -> Chart:
    """Who was unknown when they called, whom of these we know by now, and everybody else."""
    counts = [point.counts for point in volume.points]
    unknown, saved = sum(each.unknown for each in counts), sum(each.identified for each in counts)
    note = t(
        "%(n)s calls of unknown callers; %(saved)s of them were saved since.",
        n=formats.number(unknown),
        saved=formats.number(saved),
    )
    series = [
        Series(t("Unknown"), "--chart-unknown", [each.unknown - each.identified for each in counts]),
        Series(t("Saved since"), "--chart-identified", [each.identified for each in counts]),
        Series(t("Everybody else"), "--chart-rest", [each.total - each.unknown for each in counts]),
    ]
    shares = [each.unknown_share for each in counts]
    return replace(over_time(volume, series, shares, t("Unknown share"), t, formats), note=note if unknown else "")


def hours_of_week(hours: Sequence[Hour], t: Translator, formats: Formats) -> Chart:
    """A row for each day of the week, from the one with which a week begins here."""
    days = [(formats.first_weekday - 1 + i) % 7 + 1 for i in range(7)]
    found = {(each.weekday, each.hour): each.counts for each in hours}
    table = [[found.get((day, hour), Counts()) for hour in range(_HOURS)] for day in days]
    clocks = [formats.digits(f"{hour:02}:00") for hour in range(_HOURS)]
    names = [formats.weekday_name(day) for day in days]
    hover = [
        [
            f"{name} {clocks[i]}<br>{t('Calls')}: {formats.number(each.total)}"
            f"<br>{t('Missed calls')}: {formats.number(each.missed.calls)}"
            for i, each in enumerate(row)
        ]
        for name, row in zip(names, table, strict=True)
    ]
    labels = [(hour, clocks[hour]) for hour in range(0, _HOURS, 4)]
    figure = heat([[each.total for each in row] for row in table], hover, names, labels, rtl=t.direction == "rtl")
    rows = [
        [Cell(name, name), *(_count(each.total, formats) for each in row)]
        for name, row in zip(names, table, strict=True)
    ]
    return Chart(figure, [t("Day"), *clocks], rows, empty=not hours)


def waiting_times(counts: Counts, t: Translator, formats: Formats) -> Chart:
    """How long callers waited for an answer, or until they gave up."""
    answered, missed = classes(counts.answered.waits), classes(counts.missed.waits)
    names = [_class_name(since, until, formats) for since, until, _ in answered]
    series = [
        Series(t("Answered calls"), "--chart-answered", [number for _, _, number in answered]),
        Series(t("Missed calls"), "--chart-missed", [number for _, _, number in missed]),
    ]
    spans = [t("%(span)s seconds", span=name) for name in names]
    hover = [
        f"{spans[i]}<br>" + "<br>".join(f"{one.name}: {formats.number(int(one.values[i] or 0))}" for one in series)
        for i in range(len(names))
    ]
    places = Places(hover, [(i, name) for i, name in enumerate(names) if i % 3 == 0])
    figure = bars(series, places, formats.number, rtl=t.direction == "rtl")
    rows = [
        [Cell(name, name), *(_count(int(one.values[i] or 0), formats) for one in series)]
        for i, name in enumerate(names)
    ]
    heads = [t("Seconds"), *(one.name for one in series)]
    return Chart(figure, heads, rows, within_words(counts, t, formats), empty=not counts.both.waits.measured)


def within_words(counts: Counts, t: Translator, formats: Formats) -> str:
    """Which share of the answered calls was answered in how many seconds."""
    waits: Spread = counts.answered.waits
    if not waits.measured:
        return ""
    said = [
        t(
            "%(share)s within %(seconds)s s",
            share=formats.percent(share(waits.at_most(seconds), waits.measured)),
            seconds=formats.number(seconds),
        )
        for seconds in _WITHIN
    ]
    return t("Answered: %(list)s", list=" · ".join(said))


def stretch_names(starts: Sequence[datetime], unit: Unit, t: Translator, formats: Formats) -> list[str]:
    """What each stretch of time is called where there is room."""
    names = [name_of(start, unit, formats) for start in starts]
    if unit is Unit.WEEK:
        return [t("Week of %(day)s", day=name) for name in names]
    return [t("Month from %(day)s", day=name) for name in names] if unit is Unit.MONTH else names


def over_time(
    volume: Volume,
    series: Sequence[Series],
    shares: Sequence[float | None],
    share_words: str,
    t: Translator,
    formats: Formats,
    links: Sequence[str] = (),
    *,
    marks: bool = False,
) -> Chart:
    """Calls over time, stacked; `marks`: also when sources were down."""
    starts = [point.start for point in volume.points]
    names = stretch_names(starts, volume.unit, t, formats)
    outages = outage_marks(volume, t, formats) if marks else []
    shown = [one for one in series if any(one.values)] or list(series[:1])
    hover = [
        "<br>".join([name, *(f"{one.name}: {formats.number(int(one.values[i] or 0))}" for one in shown)])
        + f"<br>{share_words}: {formats.percent(shares[i])}"
        for i, name in enumerate(names)
    ]
    places = Places(hover, ticks(starts, volume.unit, formats, most=10), links)
    rows = [
        [
            Cell(names[i], point.start.isoformat()),
            _count(point.counts.total, formats),
            *(_count(int(one.values[i] or 0), formats) for one in shown),
            Cell(formats.percent(shares[i]), "" if shares[i] is None else f"{shares[i]:.4f}"),
            *([_down(point.down, formats)] if outages else []),
        ]
        for i, point in enumerate(volume.points)
    ]
    down = t("Source down")
    heads = [t("Time"), t("Calls"), *(one.name for one in shown), share_words, *([down] if outages else [])]
    figure = bars(shown, places, formats.number, rtl=t.direction == "rtl", marks=outages, marked=down)
    empty = not outages and not any(point.counts.total for point in volume.points)
    return Chart(figure, heads, rows, outage_words(volume, t, formats) if outages else "", empty=empty)


def outage_marks(volume: Volume, t: Translator, formats: Formats) -> list[Mark]:
    """When sources were down, on the chart's places."""
    starts = [point.start.astimezone(UTC) for point in volume.points]
    if not starts:
        return []
    last = starts[-1] - starts[-2] if len(starts) > 1 else timedelta(days=1)
    edges = [*starts, starts[-1] + last]

    def place(at: datetime) -> float:
        i = min(max(bisect_right(edges, at) - 1, 0), len(starts) - 1)
        return i - 0.5 + min(max((at - edges[i]) / (edges[i + 1] - edges[i]), 0), 1)

    return [
        Mark(place(each.since), place(each.until or each.since), _outage_words(each, t, formats))
        for each in volume.outages
    ]


def outage_words(volume: Volume, t: Translator, formats: Formats) -> str:
    """The last outages, in words: not everybody sees the strip."""
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


def _down(length: timedelta, formats: Formats) -> Cell:
    seconds = round(length.total_seconds())
    return Cell(formats.duration(length) if seconds else "", str(seconds))


def _links(volume: Volume, query: ReportQuery, formats: Formats) -> list[str]:
    """The days of each stretch, as an address: to the day's eve for those that are longer."""
    points = volume.points
    if len({formats.local(point.start).date() for point in points}) < 2:  # noqa: PLR2004 - it is one day already
        return []

    def last(i: int, point: Point) -> timedelta:
        more = points[i + 1].start - point.start if i + 1 < len(points) else timedelta(days=1)
        return timedelta(0) if volume.unit.exact else max(more - timedelta(hours=2), timedelta(0))

    found = []
    for i, point in enumerate(points):
        first, end = formats.local(point.start), formats.local(point.start + last(i, point))
        found.append(query.href(Preset.CUSTOM, day_text(first.date(), formats), day_text(end.date(), formats)))
    return found


def _class_name(since: int, until: int | None, formats: Formats) -> str:
    return formats.digits(f"{since}+" if until is None else f"{since}\u2013{until}")


def _missed_share(counts: Counts) -> float | None:
    return None if counts.answered_share is None else 1 - counts.answered_share


def _count(value: int, formats: Formats) -> Cell:
    return Cell(formats.number(value), str(value))
