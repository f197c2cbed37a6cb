"""Figures of a range with their change from the range before, and a table of the extensions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from dash import html
from dash.development.base_component import Component

from callerid_dash.locales import Translator
from callerid_dash.services.reports.figure_words import Figure, figure_titles
from callerid_dash.services.reports.metrics import CallCounts, records
from callerid_dash.services.reports.reports import EXACT
from callerid_dash.store.reports.reports import Percentiles
from callerid_dash.ui.analytics.narrowing import way
from callerid_dash.ui.analytics.query import AnalyticsQuery, Days
from callerid_dash.ui.charts.card import TableCell, count_cell, share_cell, table
from callerid_dash.ui.jobs.export_menu import figure_menu
from callerid_dash.ui.kit.basics import attrs, hidden, icon, name_text, page_link
from callerid_dash.ui.kit.scripted import Words, element
from callerid_dash.ui.live.today_side import tile
from callerid_dash.ui.text.formats import Formats

if TYPE_CHECKING:
    from pandas import DataFrame

_SECONDS_WITHIN = 20


def span_words(
    days: Days, t: Translator, formats: Formats, *, comparable: bool = True, records: datetime | None = None
) -> list[Component | str]:
    """The words for the days shown and compared; `records` is when the first call was recorded."""
    told = [_compared(days, t, formats) if comparable else t("not compared: the calls do not go back far enough")]
    if records and days.span.since < records:
        told.append(t("the first recorded call is of %(day)s", day=formats.full_day(records)))
    return [
        html.Strong(days_text(days, formats)),
        " ",
        html.Span(" · ".join(told)),
    ]


def days_text(days: Days, formats: Formats) -> str:
    """The days that are shown, in words."""
    return _from_to(days.span.since, days.span.until - timedelta(microseconds=1), formats)


def _compared(days: Days, t: Translator, formats: Formats) -> str:
    """The words for the comparison: of the past part of the range with as much of the range before."""
    before = _from_to(days.before.since, days.before.until - timedelta(microseconds=1), formats)
    if days.so_far.until == days.span.until:
        return t("compared with %(days)s", days=before)
    if days.before.length < timedelta(minutes=15):
        return t("not compared yet: the first quarter of an hour is not over")
    return t("until %(time)s compared with %(days)s until %(time)s", days=before, time=formats.clock(days.so_far.until))


def log_link(address: str, counts: CallCounts, t: Translator) -> list[Component]:
    """The link to the calls themselves; empty if there are none."""
    if not counts.total:
        return []
    total = counts.total
    words = t.n("Show this call in the log", "Show these %(n)s calls in the log", total)
    return [page_link([icon("list-ul"), " ", words], address)]


def _from_to(since: datetime, until: datetime, formats: Formats) -> str:
    first, last = formats.full_day(since), formats.full_day(until)
    return first if first == last else f"{first} – {last}"


def report_tiles(
    counts: CallCounts,
    so_far: CallCounts,
    before: CallCounts | None,
    percentiles: Percentiles,
    t: Translator,
    formats: Formats,
) -> list[Component]:
    """The most important figures for supervisors; without `before` nothing is compared.

    `so_far`: the calls of the past part of the range, which is compared with as much of the range before.
    """
    before = before or CallCounts()
    of_waits = t("of answered and missed calls")
    good, bad, neither = "is-good", "is-bad", ""
    within = so_far.within(_SECONDS_WITHIN), before.within(_SECONDS_WITHIN)
    waits, talks = (so_far.waits.mean, before.waits.mean), (so_far.answered.talks.mean, before.answered.talks.mean)
    middle, most = percentiles.wait
    nearly = "" if counts.both.calls <= EXACT else "≈ "
    return [
        tile(t("Calls"), formats.number(counts.total), _relative(so_far.total, before.total, neither, t, formats)),
        tile(
            t("Answered calls"),
            formats.percent(counts.answered_share),
            _points(so_far.answered_share, before.answered_share, good, t, formats),
            t("of those answered or missed"),
        ),
        tile(
            t("Missed calls"),
            formats.number(counts.missed.calls),
            _relative(so_far.missed.calls, before.missed.calls, bad, t, formats),
        ),
        tile(
            t("Unknown callers"),
            formats.percent(counts.unknown_share),
            _points(so_far.unknown_share, before.unknown_share, neither, t, formats),
            t("of all calls"),
        ),
        tile(t("Mean wait"), _time(counts.waits.mean, formats), _relative(*waits, bad, t, formats), of_waits),
        tile(
            t("Half wait at most"),
            nearly + _time(middle, formats),
            t("90 in 100: %(time)s", time=nearly + _time(most, formats)) if middle is not None else "",
            of_waits,
        ),
        tile(
            t("Answered within 20 s"),
            formats.percent(counts.within(_SECONDS_WITHIN)),
            _points(*within, good, t, formats),
            of_waits,
        ),
        tile(
            t("Mean talk"),
            _time(counts.answered.talks.mean, formats),
            _relative(*talks, neither, t, formats),
            t("of answered calls"),
        ),
    ]


def extensions_table(frame: DataFrame, query: AnalyticsQuery, t: Translator, formats: Formats) -> list[Component]:
    """A table of the calls of each extension, the busiest first, and of how often owners answered their own customers.

    Users without an extension that rang come last.
    """
    told = t(
        "Own customers: answered calls of profiles that the user is an owner of now. By the owner: the share of them "
        "that this user answered, on any of their extensions."
    )
    heads: list[Words] = [
        t("Extension"),
        t("User"),
        t("Offered"),
        t("Answered calls"),
        t("Answered share"),
        t("Missed calls"),
        t("Answered elsewhere"),
        html.Span(t("Mean wait"), title=t("Of all callers who rang here, until somebody answered or they gave up")),
        t("Mean talk"),
        t("Talk"),
        html.Span(t("Own customers"), title=told),
        html.Span(t("By the owner"), title=told),
    ]
    title = figure_titles(t)[Figure.EXTENSIONS]
    heading = html.H2(title, id="extensions-title")
    if frame.empty:
        return [
            heading,
            html.P(t("No calls in this range."), className="nothing small"),
        ]
    rows = [_extension(each, query, formats) for each in records(frame)]
    return [
        html.Div([heading, figure_menu(Figure.EXTENSIONS, title, t)], className="spread"),
        *([html.P(told, className="chart-note muted small")] if frame["own"].notna().any() else []),
        html.Div(
            table("table-extensions", heads, rows),
            className="chart-table",
            tabIndex=0,
            role="group",
            **attrs({"aria-labelledby": "extensions-title"}),
        ),
    ]


def _extension(each: Any, query: AnalyticsQuery, formats: Formats) -> list[TableCell]:
    """An extension, or (`extension` is None) an owner whose extensions did not ring."""
    nothing = TableCell("–", "")
    own = (
        [count_cell(each.own, formats), share_cell(each.own_share, formats)]
        if each.own is not None
        else [nothing, nothing]
    )
    if each.extension is None:
        return [nothing, TableCell(name_text(each.user), each.user), *[nothing] * 8, *own]
    user = way(each.user, query, {"user": str(each.user_id)}) if each.user else "–"
    extension = way(formats.digits(each.extension), query, {"extension": each.extension})
    return [
        TableCell(element("Bdi", extension, dir="ltr"), each.extension),
        TableCell(element("Bdi", user), each.user or ""),
        *(count_cell(int(value), formats) for value in (each.offered, each.answered)),
        share_cell(each.answered_share, formats),
        *(count_cell(int(value), formats) for value in (each.missed, each.elsewhere)),
        *(_seconds(value, formats) for value in (each.mean_wait, each.mean_talk, each.talk)),
        *own,
    ]


def _time(seconds: float | None, formats: Formats) -> str:
    return "–" if seconds is None else formats.duration(timedelta(seconds=round(seconds)))


def _seconds(value: float | None, formats: Formats) -> TableCell:
    return TableCell(_time(value, formats), "" if value is None else f"{value:.1f}")


def _relative(
    now: float | None, before: float | None, meaning: str, t: Translator, formats: Formats
) -> Component | str:
    """The change relative to `before`."""
    if now is None or not before:
        return ""
    change = now / before - 1
    return _change(change, formats.percent(abs(change)), meaning, t)


def _points(now: float | None, before: float | None, meaning: str, t: Translator, formats: Formats) -> Component | str:
    """The change of a share, in percentage points."""
    if now is None or before is None:
        return ""
    points = round((now - before) * 100)
    return _change(points, t("%(n)s pp", n=formats.number(abs(points))), meaning, t)


def _change(change: float, words: str, meaning: str, t: Translator) -> Component:
    """The change with an arrow; `meaning` is whether an increase is good ('is-good') or bad; '' is neither."""
    if round(change, 2) == 0:
        return html.Span(t("as before"), className="tile-change")
    up = change > 0
    better = "" if not meaning else "is-good" if (meaning == "is-good") is up else "is-bad"
    direction = t("up by %(change)s", change=words) if up else t("down by %(change)s", change=words)
    return html.Span(
        [
            icon("arrow-up-short" if up else "arrow-down-short"),
            html.Span(words, **attrs({"aria-hidden": "true"})),
            hidden(direction),
        ],
        className=f"tile-change {better}".strip(),
        title=direction,
    )
