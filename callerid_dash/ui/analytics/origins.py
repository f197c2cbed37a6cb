"""The origins of calls as far as numbers show them: provinces and countries, or mobile operators."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.domain.reports.figures import share
from callerid_dash.locales import Translator
from callerid_dash.services.reports.caller_reports import OriginFigures, OriginQuestion
from callerid_dash.services.reports.figure_words import origin_kind_words, origin_name
from callerid_dash.ui.analytics.narrowing import Change, mark, way
from callerid_dash.ui.analytics.query import AnalyticsQuery
from callerid_dash.ui.charts.card import Chart, TableCell
from callerid_dash.ui.charts.figures import Series
from callerid_dash.ui.charts.ranked import ranked
from callerid_dash.ui.text.formats import Formats

_SHOWN = 9
"""Origins in the chart; its table has all of them."""


def origins_chart(
    every: Sequence[OriginFigures], question: OriginQuestion, query: AnalyticsQuery, t: Translator, formats: Formats
) -> Chart:
    """The origins for one of the two questions; the chart shows the first ones, and all others together."""
    found = [each for each in every if each.question is question]
    changes: list[Change] = [{"origin": each.code} for each in found]
    names = [origin_name(each.origin, t) for each in found]
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
            TableCell(origin_kind_words(each.origin.kind, t), each.origin.kind.value),
            _count(each.calls, formats),
            _share(share(each.calls, total), formats),
            _count(each.callers, formats),
            _count(each.missed, formats),
        ]
        for name, change, each in zip(names, changes, found, strict=True)
    ]
    of_all = {"n": formats.number(total), "all": formats.number(sum(each.calls for each in every))}
    if question is OriginQuestion.OPERATOR:
        heads = [t("Operator"), t("Calls"), t("Share of these"), t("Callers"), t("Missed calls")]
        note = t("%(n)s of %(all)s calls with a number came from mobiles of this country.", **of_all)
        return Chart(figure, heads, [[row[0], *row[2:]] for row in rows], note if found else "", empty=not found)
    heads = [t("Where from"), t("Kind"), t("Calls"), t("Share of these"), t("Callers"), t("Missed calls")]
    note = t("%(n)s of %(all)s calls with a number; of mobiles of this country nobody knows the place.", **of_all)
    return Chart(figure, heads, rows, note if found else "", empty=not found)


def _count(value: int, formats: Formats) -> TableCell:
    return TableCell(formats.number(value), str(value))


def _share(value: float | None, formats: Formats) -> TableCell:
    return TableCell(formats.percent(value), "" if value is None else f"{value:.4f}")
