"""Calls by weekday and hour, per day: a range has more of some weekdays than of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callerid_dash.locales import Translator
from callerid_dash.services.reports.metrics import CallCounts, Hour
from callerid_dash.ui.analytics.narrowing import Change, mark, way
from callerid_dash.ui.analytics.query import AnalyticsQuery
from callerid_dash.ui.charts.card import Chart, TableCell
from callerid_dash.ui.charts.heat import HeatCell, heat
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import hour_name, week

_HOURS = 24
_LABELLED = 4


def hours_of_week(
    hours: Sequence[Hour], days: Mapping[tuple[int, int], float], query: AnalyticsQuery, t: Translator, formats: Formats
) -> Chart:
    """A row for each day of the week, in the order of the page's language.

    `days`: how often the range contains each (weekday, hour) wholly and in the past.
    """
    found = {(each.weekday, each.hour): each for each in hours}
    table = [
        [found.get((day, hour)) or Hour(day, hour, CallCounts(), days.get((day, hour), 0)) for hour in range(_HOURS)]
        for day in week(formats)
    ]
    names = [formats.weekday_name(day) for day in week(formats)]
    fields = [
        [
            HeatCell(
                _shown(each), _hover(each, name, t, formats), mark(query, *_where(each)) if each.counts.total else ""
            )
            for each in row
        ]
        for name, row in zip(names, table, strict=True)
    ]
    labels = [(hour, formats.digits(f"{hour:02}:00")) for hour in range(0, _HOURS, _LABELLED)]
    figure = heat(fields, names, labels, t("per day"), formats.decimal, rtl=t.direction == "rtl")
    rows = [
        _row(each, name, query, t, formats)
        for name, row in zip(names, table, strict=True)
        for each in row
        if _told(each)
    ]
    heads = [t("Day"), t("Hour"), t("Calls per such day"), t("Calls"), t("Such days"), t("Missed calls")]
    note = t(
        "Calls on such a day, on average. Grey fields had none; where there is no field, the range has no such hour "
        "that is over."
    )
    return Chart(figure, heads, rows, note if hours else "", empty=not hours)


def _told(hour: Hour) -> bool:
    return bool(hour.days or hour.counts.total)


def _shown(hour: Hour) -> float | None:
    """The value of the field: calls per day, from whole hours only, because only those compare."""
    return hour.per_day


def _where(hour: Hour) -> tuple[Change, Change]:
    return {"weekday": str(hour.weekday)}, {"hour": str(hour.hour)}


def _hover(hour: Hour, name: str, t: Translator, formats: Formats) -> str:
    lines = [f"{name} {hour_name(hour.hour, formats)}"]
    if hour.per_day is not None:
        lines.append(f"{t('Calls per such day')}: {_mean(hour.per_day, t, formats)}")
        lines.append(
            t(
                "%(calls)s calls on %(days)s days",
                calls=formats.number(hour.counted),
                days=formats.decimal(hour.days),
            )
        )
    else:
        lines.append(t("No such hour in this range that is over"))
    if hour.counts.total > hour.counted:
        lines.append(
            t(
                "and %(calls)s in an hour that is not counted whole",
                calls=formats.number(hour.counts.total - hour.counted),
            )
        )
    if hour.counts.total:
        lines.append(f"{t('Missed calls')}: {formats.number(hour.counts.missed.calls)}")
    return "<br>".join(lines)


def _mean(calls: float, t: Translator, formats: Formats) -> str:
    least = 0.1
    return t("under %(n)s", n=formats.decimal(least)) if 0 < calls < least else formats.decimal(calls)


def _row(hour: Hour, name: str, query: AnalyticsQuery, t: Translator, formats: Formats) -> list[TableCell]:
    day, clock = _where(hour)
    per_day = hour.per_day
    return [
        TableCell(way(name, query, day), name),
        TableCell(way(hour_name(hour.hour, formats), query, clock), f"{hour.hour:02}:00"),
        TableCell("–" if per_day is None else _mean(per_day, t, formats), "" if per_day is None else f"{per_day:.2f}"),
        TableCell(formats.number(hour.counts.total), str(hour.counts.total)),
        TableCell(formats.decimal(hour.days), f"{hour.days:g}"),
        TableCell(formats.number(hour.counts.missed.calls), str(hour.counts.missed.calls)),
    ]
