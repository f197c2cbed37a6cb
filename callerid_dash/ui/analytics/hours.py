"""Calls by weekday and hour, per day: a range has more of some weekdays than of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callerid_dash.locales import Translator
from callerid_dash.services.reports.metrics import records
from callerid_dash.ui.analytics.narrowing import Change, mark, way
from callerid_dash.ui.analytics.query import AnalyticsQuery
from callerid_dash.ui.charts.card import Chart, TableCell, count_cell
from callerid_dash.ui.charts.heat import HeatCell, heat
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.time_axis import hour_name, week

if TYPE_CHECKING:
    from pandas import DataFrame

_HOURS = 24
_LABELLED = 4


def hours_of_week(frame: DataFrame, query: AnalyticsQuery, t: Translator, formats: Formats) -> Chart:
    """A row for each day of the week, in the order of the page's language."""
    found = records(frame)
    days = [[each for each in found if each.weekday == day] for day in week(formats)]
    names = [formats.weekday_name(day) for day in week(formats)]
    fields = [
        [
            HeatCell(each.per_day, _hover(each, name, t, formats), mark(query, *_where(each)) if each.calls else "")
            for each in day
        ]
        for name, day in zip(names, days, strict=True)
    ]
    labels = [(hour, formats.digits(f"{hour:02}:00")) for hour in range(0, _HOURS, _LABELLED)]
    figure = heat(fields, names, labels, t("per day"), formats.decimal, rtl=t.direction == "rtl")
    rows = [
        _row(each, name, query, t, formats)
        for name, day in zip(names, days, strict=True)
        for each in day
        if each.days or each.calls
    ]
    heads = [t("Day"), t("Hour"), t("Calls per such day"), t("Calls"), t("Such days"), t("Missed calls")]
    note = t(
        "Calls on such a day, on average. Grey fields had none; where there is no field, the range has no such hour "
        "that is over."
    )
    empty = not frame["calls"].any()
    return Chart(figure, heads, rows, "" if empty else note, empty=empty)


def _where(hour: Any) -> tuple[Change, Change]:
    return {"weekday": str(hour.weekday)}, {"hour": str(hour.hour)}


def _hover(hour: Any, name: str, t: Translator, formats: Formats) -> str:
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
    if hour.calls > hour.counted:
        lines.append(
            t(
                "and %(calls)s in an hour that is not counted whole",
                calls=formats.number(hour.calls - hour.counted),
            )
        )
    if hour.calls:
        lines.append(f"{t('Missed calls')}: {formats.number(hour.missed)}")
    return "<br>".join(lines)


def _mean(calls: float, t: Translator, formats: Formats) -> str:
    least = 0.1
    return t("under %(n)s", n=formats.decimal(least)) if 0 < calls < least else formats.decimal(calls)


def _row(hour: Any, name: str, query: AnalyticsQuery, t: Translator, formats: Formats) -> list[TableCell]:
    day, clock = _where(hour)
    per_day = hour.per_day
    return [
        TableCell(way(name, query, day), name),
        TableCell(way(hour_name(hour.hour, formats), query, clock), f"{hour.hour:02}:00"),
        TableCell("–" if per_day is None else _mean(per_day, t, formats), "" if per_day is None else f"{per_day:.2f}"),
        count_cell(hour.calls, formats),
        TableCell(formats.decimal(hour.days), f"{hour.days:g}"),
        count_cell(hour.missed, formats),
    ]
