"""The charts of the analytics page, each with its table: pure functions from the reports' figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from callerid_dash.domain.figures import Spread, classes, share
from callerid_dash.domain.periods import Unit
from callerid_dash.locales import Translator
from callerid_dash.services.reports import Counts, Hour, Point, Volume
from callerid_dash.ui.components.chart_card import Cell, Chart
from callerid_dash.ui.dates import day_text
from callerid_dash.ui.figures import Places, Series, bars, heat
from callerid_dash.ui.formats import Formats
from callerid_dash.ui.report_query import Preset, ReportQuery
from callerid_dash.ui.time_axis import name_of, ticks

_HOURS = 24
_WITHIN = (10, 20, 30)


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
    return _over_time(volume, series, missed, t("Missed share"), t, formats, _links(volume, query, formats))


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
    return replace(_over_time(volume, series, shares, t("Unknown share"), t, formats, ()), note=note if unknown else "")


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


def _over_time(
    volume: Volume,
    series: Sequence[Series],
    shares: Sequence[float | None],
    share_words: str,
    t: Translator,
    formats: Formats,
    links: Sequence[str],
) -> Chart:
    starts = [point.start for point in volume.points]
    names = [name_of(start, volume.unit, formats) for start in starts]
    if volume.unit is Unit.WEEK:
        names = [t("Week of %(day)s", day=name) for name in names]
    elif volume.unit is Unit.MONTH:
        names = [t("Month from %(day)s", day=name) for name in names]
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
        ]
        for i, point in enumerate(volume.points)
    ]
    heads = [t("Time"), t("Calls"), *(one.name for one in shown), share_words]
    empty = not any(point.counts.total for point in volume.points)
    return Chart(bars(shown, places, formats.number, rtl=t.direction == "rtl"), heads, rows, empty=empty)


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
