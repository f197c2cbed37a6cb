"""The analytics page as a browser waits for it: the sum of its callbacks over HTTP."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

from bench.report import Line, percentile, percentiles
from bench.served import Served, event, serving
from bench.world import World
from callerid_dash.ui.kit import ids

_CALLBACKS = (ids.ANALYTICS_SHEET, ids.ANALYTICS_RANKS)
_UNCHANGED_MS = 60.0
_LONGEST = 10.0
"""Seconds for one line."""


def analytics(world: World) -> list[Line]:
    """Ask for each range right after a new call, and again with nothing new."""
    with serving(world.database()) as served:
        time.sleep(world.scale.load)  # a start has its own work
        return [line for words, search, reach in _ranges() for line in _lines(world, served, words, search, reach)]


def _ranges() -> list[tuple[str, str, float]]:
    """Each range in words, as the page's query, and the milliseconds that its answer may take after a new call."""
    year = datetime.now(UTC) - timedelta(days=364)
    return [
        ("today", "?range=today", 200),
        ("7 days", "", 200),
        ("30 days", "?range=30days", 200),
        ("a year", f"?from={year:%Y-%m-%d}", 300),
        ("ten years", f"?from={year - timedelta(days=3_280):%Y-%m-%d}", 800),
    ]


def _lines(world: World, served: Served, words: str, search: str, reach: float) -> list[Line]:
    _ask(served, search)  # what was never asked costs more; the first viewer of a day pays it
    news: list[float] = []
    same: list[float] = []
    begun = time.perf_counter()
    while len(news) < world.scale.charts and (time.perf_counter() - begun < _LONGEST or len(news) < 2):
        served.post_events(event(f"{words} {len(news)}", "ringing", f"+98939{len(news):07}"))
        news.append(_ask(served, search))
        same.append(_ask(served, search))
    return [
        _line(f"analytics, {words}, after a new call", news, reach),
        _line(f"analytics, {words}, nothing new", same, _UNCHANGED_MS),
    ]


def _ask(served: Served, search: str) -> float:
    begun = time.perf_counter()
    for store in _CALLBACKS:
        served.callback(_body(store, search))
    return (time.perf_counter() - begun) * 1000


def _body(store: str, search: str) -> str:
    inputs = [
        {"id": ids.LOCATION, "property": "search", "value": search},
        {"id": ids.ANALYTICS_NEWS, "property": "data", "value": None},
    ]
    return json.dumps(
        {
            "output": f"{store}.data",
            "outputs": {"id": store, "property": "data"},
            "inputs": inputs,
            "changedPropIds": [f"{ids.LOCATION}.search"],
        }
    )


def _line(what: str, taken: list[float], reach: float) -> Line:
    median, slow = percentile(taken, 0.5), percentile(taken, 0.95)
    return Line(
        what,
        f"p50 {median:.0f} ms, p95 {slow:.0f} ms",
        f"p50 <= {reach:g} ms",
        median <= reach,
        percentiles(taken, "ms"),
    )
