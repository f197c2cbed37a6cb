"""The figures of the analytics page, from the summaries, beside the same questions to raw DuckDB."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb

from bench.report import Line, beside_duckdb, percentile, percentiles
from bench.world import World
from callerid_dash.factory import build_services
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.store.summaries import marks

REACH_MS = 100.0
_LONGEST = 6.0
_FEWEST = 3
_RAW = {
    "figures": "SELECT outcome, count(*), avg(epoch(coalesce(answered_at, ended_at) - started_at)) FROM calls "
    "WHERE started_at >= ? AND started_at < ? GROUP BY 1",
    "volume over time": "SELECT date_trunc('day', started_at), outcome, count(*) FROM calls "
    "WHERE started_at >= ? AND started_at < ? GROUP BY 1, 2",
    "weekday and hour": "SELECT isodow(started_at), hour(started_at), outcome, count(*) FROM calls "
    "WHERE started_at >= ? AND started_at < ? GROUP BY 1, 2, 3",
    "extensions": "SELECT extension, outcome, count(*), sum(epoch(ended_at - answered_at)) FROM calls "
    "WHERE started_at >= ? AND started_at < ? GROUP BY 1, 2",
    "top callers": "SELECT number, count(*) FROM calls WHERE started_at >= ? AND started_at < ? GROUP BY 1 "
    "ORDER BY 2 DESC LIMIT 20",
    "newcomers": "SELECT date_trunc('day', c.started_at), count(DISTINCT c.number), "
    "count(DISTINCT c.number) FILTER (c.started_at = f.first_at) FROM calls c "
    "JOIN (SELECT number, min(started_at) AS first_at FROM calls GROUP BY 1) f ON f.number = c.number "
    "WHERE c.started_at >= ? AND c.started_at < ? GROUP BY 1",
    "origins": "SELECT left(number, 7), count(*), count(DISTINCT number) FROM calls "
    "WHERE started_at >= ? AND started_at < ? GROUP BY 1",
    "owners": "SELECT p.sales_id, c.extension, count(*) FROM calls c JOIN profiles p ON p.id = c.profile_id "
    "WHERE c.started_at >= ? AND c.started_at < ? AND c.outcome = 'answered' GROUP BY 1, 2",
}
PAGE = "all charts"
"""What the page asks for its charts, one after the other."""


def charts(world: World) -> list[Line]:
    """Ask each question many times, for the last 30 days and for all of history."""
    path = world.database()
    services = build_services(Settings(database_url=f"duckdb:///{path}"))
    try:
        with services.store.read() as session:
            history = marks.history(session)
        spans = {"30 days": max(history.since, history.until - timedelta(days=30)), "all": history.since}
        wanted = {words: ReportFilter(from_=since, to=history.until) for words, since in spans.items()}
        kept = {
            (words, what): _times(
                lambda ask=ask, asked=asked: ask(asked),  # type: ignore[misc]
                world.scale.charts,
                before=lambda: services.feed.notify(["bench"]),  # so that nothing is remembered
            )
            for words, asked in wanted.items()
            for what, ask in _questions(services).items()
        }
        page = _questions(services)[PAGE]
        again = {words: _times(lambda asked=asked: page(asked), world.scale.charts) for words, asked in wanted.items()}  # type: ignore[misc]
    finally:
        services.store.close()
    raw = _raw(path, wanted, world.scale.charts)
    return [
        beside_duckdb(f"{what}, {words} of {world.scale.calls:,} calls", times, raw[words, what], REACH_MS)
        for (words, what), times in kept.items()
        if what != PAGE
    ] + [
        _line_of_page(f"{PAGE}, {words} of {world.scale.calls:,} calls", kept[words, PAGE], again[words])
        for words in wanted
    ]


def _questions(services: Services) -> dict[str, Callable[[ReportFilter], object]]:
    reports, callers = services.reports, services.reports.callers

    def page(wanted: ReportFilter) -> None:
        counts = reports.summary(wanted)
        reports.percentiles(wanted, counts)
        reports.volume(wanted)
        reports.heatmap(wanted)

    return {
        "figures": reports.summary,
        "volume over time": reports.volume,
        "weekday and hour": reports.heatmap,
        "extensions": reports.extensions,
        "top callers": callers.top,
        "newcomers": callers.newcomers,
        "origins": callers.origins,
        "owners": reports.owner_answer_rates,
        PAGE: page,
    }


def _raw(path: Path, wanted: dict[str, ReportFilter], times: int) -> dict[tuple[str, str], list[float]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            (words, what): _times(
                lambda sql=sql, asked=asked: connection.execute(sql, [asked.from_, asked.to]).fetchall(),  # type: ignore[misc]
                times,
            )
            for words, asked in wanted.items()
            for what, sql in _RAW.items()
        }


def _times(ask: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> list[float]:
    """The times in milliseconds; as many questions as fit into `_LONGEST` seconds, but at least three."""
    ask()  # the engine has read what it needs then
    taken: list[float] = []
    for _ in range(times):
        if len(taken) >= _FEWEST and sum(taken) > _LONGEST * 1000:
            break
        before()
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _line_of_page(what: str, kept: list[float], again: list[float]) -> Line:
    slow = percentile(kept, 0.95)
    text = f"p50 {percentile(kept, 0.5):.0f} ms, p95 {slow:.0f} ms; nothing changed: {percentile(again, 0.95):.1f} ms"
    return Line(what, text, f"p95 <= {REACH_MS:g} ms", slow <= REACH_MS, percentiles(kept, "ms"))
