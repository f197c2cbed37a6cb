"""The origins of calls as far as numbers show them: provinces and countries, or mobile operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callerid_dash.domain.reports.figures import share
from callerid_dash.locales import Translator
from callerid_dash.services.reports.caller_reports import OriginQuestion
from callerid_dash.services.reports.figure_words import origin_kind_words, origin_name
from callerid_dash.services.reports.metrics import records
from callerid_dash.ui.analytics.narrowing import Change, mark, way
from callerid_dash.ui.analytics.query import AnalyticsQuery
from callerid_dash.ui.charts.card import Chart, TableCell, count_cell, share_cell
from callerid_dash.ui.charts.figures import Series
from callerid_dash.ui.charts.ranked import ranked
from callerid_dash.ui.text.formats import Formats

if TYPE_CHECKING:
    from pandas import DataFrame

_SHOWN = 9
"""Origins in the chart; its table has all of them."""


def origins_chart(
    every: DataFrame, question: OriginQuestion, query: AnalyticsQuery, t: Translator, formats: Formats
) -> Chart:
    """The origins for one of the two questions; the chart shows the first ones, and all others together."""
    found = records(every[every["question"] == question])
    changes: list[Change] = [{"origin": each.code} for each in found]
    names = [origin_name(each, t) for each in found]
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
            TableCell(way(name, query, change), name),
            TableCell(origin_kind_words(each.kind, t), each.kind),
            count_cell(each.calls, formats),
            share_cell(share(each.calls, total), formats),
            count_cell(each.callers, formats),
            count_cell(each.missed, formats),
        ]
        for name, change, each in zip(names, changes, found, strict=True)
    ]
    of_all = {"n": formats.number(total), "all": formats.number(int(every["calls"].sum()))}
    if question is OriginQuestion.OPERATOR:
        heads = [t("Operator"), t("Calls"), t("Share of these"), t("Callers"), t("Missed calls")]
        note = t("%(n)s of %(all)s calls with a number came from mobiles of this country.", **of_all)
        return Chart(figure, heads, [[row[0], *row[2:]] for row in rows], note if found else "", empty=not found)
    heads = [t("Where from"), t("Kind"), t("Calls"), t("Share of these"), t("Callers"), t("Missed calls")]
    note = t("%(n)s of %(all)s calls with a number; of mobiles of this country nobody knows the place.", **of_all)
    return Chart(figure, heads, rows, note if found else "", empty=not found)
