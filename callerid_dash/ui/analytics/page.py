"""The figures of all calls in a range, for supervisors. The address holds range and filters (`ui/analytics/query.py`).

Two callbacks answer, because most figures are stored ready while callers are counted from the calls themselves;
`charts/charts.js` draws their answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import CallerIdError, Forbidden
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.exports.figures import ALL
from callerid_dash.services.live.change_notifications import PROFILES
from callerid_dash.services.live.query_cache import Answers
from callerid_dash.services.reports.caller_reports import OriginQuestion
from callerid_dash.services.reports.figure_words import Figure, figure_titles
from callerid_dash.services.services import Services
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.clock import now
from callerid_dash.ui.analytics.caller_charts import identified_card, newcomers_over_time
from callerid_dash.ui.analytics.caller_ranks import ranks
from callerid_dash.ui.analytics.charts import unknown_over_time, volume_over_time, waiting_times
from callerid_dash.ui.analytics.drawn import MOST_DRAWN, Answer, drawn_once
from callerid_dash.ui.analytics.export import called_of
from callerid_dash.ui.analytics.filters import WAITING, Called, chosen_words, day_fields, filter_bar
from callerid_dash.ui.analytics.hours import hours_of_week
from callerid_dash.ui.analytics.origins import origins_chart
from callerid_dash.ui.analytics.query import FILTERS, AnalyticsQuery, Days, days_of, filter_of, log_address, read_query
from callerid_dash.ui.analytics.tiles import days_text, extensions_table, log_link, report_tiles, span_words
from callerid_dash.ui.call_log.query import export_query
from callerid_dash.ui.charts.card import Chart, chart_card, graph_id, more, place_id
from callerid_dash.ui.jobs.export_menu import export_menu, figure_menu
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.answers import error_words
from callerid_dash.ui.kit.basics import attrs, icon, wall_link
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.lists import fold_button, fold_words, searched
from callerid_dash.ui.kit.scripted import answer_store, draws, plain, scripted
from callerid_dash.ui.text.dates import day_text

_CHARTS = (
    *(Figure.VOLUME, Figure.UNKNOWN, Figure.NEWCOMERS),
    *(Figure.HOURS, Figure.ORIGINS, Figure.OPERATORS, Figure.WAITS),
)
"""The figures that are charts: their marks filter the page. The other figures are tables."""
RANKED = 10
_STORES = (ids.ANALYTICS_SHEET, ids.ANALYTICS_RANKS)


def layout(_services: Services, context: UiContext) -> Component:
    """The page without its figures, which callbacks supply."""
    t = context.words()
    titles = figure_titles(t)

    def card(chart: Figure, class_name: str = "") -> html.Section:
        menu = figure_menu(chart, titles[chart], t)
        return chart_card(chart, titles[chart], t, class_name, ids.ANALYTICS_HINT, tools=[menu])

    return html.Div(
        [
            dcc.Store(id=ids.ANALYTICS_NEWS),
            dcc.Store(id=ids.ANALYTICS_FOLLOWS),
            dcc.Store(id=ids.ANALYTICS_ASKED),
            *(each for store in _STORES for each in answer_store(store)),
            html.Div(
                [
                    html.H1(t("Analytics")),
                    html.Div(
                        [fold_button(ids.ANALYTICS_FOLD, ids.ANALYTICS_BAR), _export(t), wall_link(t)],
                        className="page-tools",
                    ),
                ],
                className="page-head",
            ),
            html.Section(
                [html.Div(id=ids.ANALYTICS_FILTERS, className="report-filters"), day_fields(t)],
                id=ids.ANALYTICS_BAR,
                className="report-bar panel",
                **attrs({"aria-label": t("Filters")}),
            ),
            html.Div(
                [
                    html.P(id=ids.ANALYTICS_SPAN, className="report-span muted", role="status"),
                    html.P(id=ids.ANALYTICS_LOG, className="report-span muted"),
                ],
                className="report-line cluster justify-content-between",
            ),
            html.Section(
                id=ids.ANALYTICS_FIGURES, className="tiles report-tiles", **attrs({"aria-label": t("Figures")})
            ),
            html.P(
                t(
                    "Click a bar, a field, or a link in a table to filter the page by what it stands for: its time, "
                    "its outcome, its wait, where it came from. Back undoes it."
                ),
                id=ids.ANALYTICS_HINT,
                className="muted small",
            ),
            html.Div(
                [
                    card(Figure.VOLUME, "is-wide"),
                    card(Figure.UNKNOWN),
                    html.Section(
                        id=ids.ANALYTICS_IDENTIFIED,
                        className="chart-card panel",
                        **attrs({"aria-label": t("Unknown callers identified later")}),
                    ),
                    card(Figure.NEWCOMERS),
                    card(Figure.HOURS),
                    card(Figure.ORIGINS),
                    card(Figure.OPERATORS),
                    card(Figure.WAITS, "is-wide"),
                    html.Section(
                        id=ids.ANALYTICS_EXTENSIONS,
                        className="chart-card panel is-wide",
                        **attrs({"aria-label": t("Users and extensions")}),
                    ),
                ],
                className="report-cards",
            ),
            html.Div(id=ids.ANALYTICS_CALLERS, className="report-cards report-ranks"),
        ],
        className="analytics",
        **attrs({"data-topic": PROFILES, "data-refresh": ids.ANALYTICS_NEWS}),
    )


def _export(t: Translator) -> Component:
    return export_menu({ALL: t("The whole page")}, t("A sheet for each chart and table."), t, forms=["xlsx"])


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callbacks that answer an address, and the ones that draw the answers."""
    drawn = Answers(services.feed, most=MOST_DRAWN)

    @app.callback(Output(ids.ANALYTICS_SHEET, "data"), Input(ids.LOCATION, "search"), Input(ids.ANALYTICS_NEWS, "data"))
    def show(search: object, _news: object) -> dict[str, object]:
        return answered(drawn_once(sheet, drawn), services, context, search)

    @app.callback(Output(ids.ANALYTICS_RANKS, "data"), Input(ids.LOCATION, "search"), Input(ids.ANALYTICS_NEWS, "data"))
    def show_callers(search: object, _news: object) -> dict[str, object]:
        return answered(drawn_once(callers, drawn), services, context, search)

    scripted(app, "analyticsNews", Output(ids.ANALYTICS_FOLLOWS, "data"), Input(ids.CURSOR, "data"))
    scripted(app, "figuresAsked", Output(ids.ANALYTICS_ASKED, "data"), Input(ids.LOCATION, "search"))
    for store in _STORES:
        draws(app, store, "charts")
    for chart in _CHARTS:
        graph = graph_id(chart)
        scripted(app, "onMark", Output(graph, "clickData"), Input(graph, "clickData"), Input(graph, "hoverData"))


def answered(answer: Answer, services: Services, context: UiContext, search: object) -> dict[str, object]:
    """The answer to an address; for an invalid query, the bar of filters and the error."""
    authorize(context.viewer(), Action.SEE_REPORTS)
    address = searched(search)
    query = read_query(address)
    try:
        return {"search": address, **answer(query, services, context)}
    except Forbidden:
        raise
    except CallerIdError as error:
        t = context.words()
        wrong = [icon("exclamation-triangle"), " ", html.Span(error_words(error, t), className="report-wrong wrong")]
        parts = {
            **_bar(query, services, context, called_of(services, t)),
            ids.ANALYTICS_SPAN: plain(wrong),
            ids.ANALYTICS_LOG: [],
        }
        return {"search": address, "parts": parts, "filters": _chosen(query)}


def sheet(query: AnalyticsQuery, services: Services, context: UiContext) -> dict[str, object]:
    """Everything that comes from the stored figures."""
    t, formats, reports = context.words(), context.formats(), services.reports
    at = now()
    days = days_of(query, at, formats)
    wanted = filter_of(query, days.span, formats)
    counts = reports.summary(wanted)
    history = reports.history()
    comparable = history.since <= days.before.since
    so_far, before = (reports.summary(filter_of(query, span, formats)) for span in (days.so_far, days.before))
    volume = reports.volume(wanted)
    charts = {
        Figure.VOLUME: volume_over_time(volume, query, t, formats),
        Figure.UNKNOWN: unknown_over_time(volume, query, t, formats),
        Figure.HOURS: hours_of_week(reports.heatmap(wanted), query, t, formats),
        Figure.WAITS: waiting_times(counts, query, t, formats),
    }
    records = history.since if history.length else None
    compared = before if comparable else None
    tiles = report_tiles(counts, so_far, compared, reports.percentiles(wanted, counts), t, formats)
    called = called_of(services, t)
    return {
        "goes_on": days.span.since <= at < days.span.until,
        "caption": caption(query, days, at, called, services, context),
        "export": export_query(wanted),
        "parts": {
            **_bar(query, services, context, called),
            ids.ANALYTICS_SPAN: plain(span_words(days, t, formats, comparable=comparable, records=records)),
            ids.ANALYTICS_LOG: plain(log_link(log_address(query, days, formats), counts, t)),
            ids.ANALYTICS_FIGURES: plain(tiles),
            **_places(charts, t),
        },
        "figures": _figures(charts),
        "filters": _chosen(query),
        "days": {
            ids.ANALYTICS_FROM: day_text(days.first, formats),
            ids.ANALYTICS_TO: day_text(days.last, formats),
        },
    }


def callers(query: AnalyticsQuery, services: Services, context: UiContext) -> dict[str, object]:
    """Everything counted from the calls themselves: who calls, who answers whom, and who was identified."""
    t, formats, reports = context.words(), context.formats(), services.reports
    at = now()
    days = days_of(query, at, formats)
    wanted = filter_of(query, days.span, formats)
    lists = {
        Figure.TOP_CALLERS: t("No calls in this range."),
        Figure.TOP_UNKNOWN: t("Everybody who called is in the address book."),
        Figure.REPEAT_CALLERS: t("Nobody had to call again."),
        Figure.SHARED_NUMBERS: t("No shared number called."),
    }
    ranked = [
        ranks(figure, reports.callers.ranked(figure, wanted, RANKED), context, nothing)
        for figure, nothing in lists.items()
    ]
    users = services.directory.snapshot.users
    origins = reports.callers.origins(wanted, t.language)
    charts = {
        Figure.NEWCOMERS: newcomers_over_time(reports.callers.newcomers(wanted), query, t, formats),
        Figure.ORIGINS: origins_chart(origins, OriginQuestion.PLACE, query, t, formats),
        Figure.OPERATORS: origins_chart(origins, OriginQuestion.OPERATOR, query, t, formats),
    }
    identified = identified_card(*reports.callers.identified(wanted), users, t, formats)
    table = extensions_table(reports.extensions(wanted), query, t, formats)
    return {
        "caption": caption(query, days, at, called_of(services, t), services, context),
        "export": export_query(wanted),
        "parts": {
            ids.ANALYTICS_CALLERS: plain(ranked),
            ids.ANALYTICS_IDENTIFIED: plain(identified),
            ids.ANALYTICS_EXTENSIONS: plain(table),
            **_places(charts, t),
        },
        "figures": _figures(charts),
    }


def _places(charts: Mapping[Figure, Chart], t: Translator) -> dict[str, object]:
    return {place_id(name): plain(more(name, chart, t)) for name, chart in charts.items()}


def _figures(charts: Mapping[Figure, Chart]) -> dict[str, object]:
    return {graph_id(name): chart.figure for name, chart in charts.items()}


def caption(
    query: AnalyticsQuery, days: Days, at: datetime, called: Called, services: Services, context: UiContext
) -> list[str]:
    """The caption of a chart's picture: range, zone, filters and, if the range is not over, the time."""
    t, formats = context.words(), context.formats()
    said = [days_text(days, formats), t("times of %(zone)s", zone=services.directory.snapshot.locality.timezone)]
    if days.span.since <= at < days.span.until:
        said.insert(1, t("as of %(time)s", time=formats.clock(at)))
    filters = chosen_words(query, services.directory.snapshot, called, t, formats)
    return [" · ".join(said), *([" · ".join(filters)] if filters else [])]


def _bar(query: AnalyticsQuery, services: Services, context: UiContext, called: Called) -> dict[str, object]:
    t, formats = context.words(), context.formats()
    return {
        ids.ANALYTICS_FILTERS: plain(filter_bar(query, services.directory.snapshot, called, t, formats)),
        ids.ANALYTICS_FOLD: plain(fold_words(query.folded, t, formats)),
    }


def _chosen(query: AnalyticsQuery) -> dict[str, str]:
    lists = (*(name for name in FILTERS if name not in WAITING.split()), WAITING)
    return {names: query.value(names) for names in lists}
