"""The call log: the first page and the number of calls for every condition, and for every pair of conditions."""

from __future__ import annotations

import time
from pathlib import Path

from bench.questions import questions
from bench.report import Line, percentile
from bench.seeding import seed
from bench.variety import spread
from bench.world import Scale, World, fill_database
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store

REACH_MS = 200.0
_PAGE = 50
_SLOWEST = 5


def log(world: World) -> list[Line]:
    """Ask every question about a history that is spread over the office."""
    scale, path = world.scale, world.new_folder() / "callerid.duckdb"

    def fill(opened: Store) -> None:
        for script in (*seed(scale.calls, scale.profiles, scale.profiles), *spread()):
            with opened.engine.write() as session:
                session.script(script)

    fill_database(f"duckdb:///{path}", fill)
    return measured(path, scale)


def measured(path: Path, scale: Scale) -> list[Line]:
    """The lines for the database at `path`: one for each question with one condition, and one for all pairs."""
    calls, asked = scale.calls, list(questions(path))
    services = build_services(Settings(database_url=f"duckdb:///{path}"))
    try:
        alone = {name: _times(services, wanted, scale.charts) for name, wanted in asked if "," not in name}
        of_two = [(name, wanted) for name, wanted in asked if "," in name][: scale.pairs]
        pairs = {name: _times(services, wanted, 1)[0] for name, wanted in of_two}
    finally:
        services.store.close()
    lines = [_line(f"call log, {name}, {calls:,} calls", taken) for name, taken in alone.items()]
    slowest = sorted(pairs, key=lambda name: pairs[name], reverse=True)[:_SLOWEST]
    return [
        *lines,
        _line(f"call log, {len(pairs):,} pairs of conditions, {calls:,} calls", list(pairs.values())),
        *(_line(f"call log, a slow pair: {name}", [pairs[name]]) for name in slowest),
    ]


def _times(services: Services, wanted: CallFilter, times: int) -> list[float]:
    """The times in milliseconds, after a first one in which the engine reads what it needs."""
    return [_time(services, wanted) for _ in range(times + 1)][1:]


def _time(services: Services, wanted: CallFilter) -> float:
    begun = time.perf_counter()
    page = services.calls.log.page(None, wanted, limit=_PAGE)
    services.calls.log.count(None, wanted, page)
    return (time.perf_counter() - begun) * 1000


def _line(what: str, taken: list[float]) -> Line:
    median, slow = percentile(taken, 0.5), percentile(taken, 0.95)
    return Line(what, f"p50 {median:.0f} ms, p95 {slow:.0f} ms", f"p95 <= {REACH_MS:g} ms", slow <= REACH_MS)
