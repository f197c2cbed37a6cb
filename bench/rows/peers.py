"""Four questions about calls, asked of the product and of other databases that hold the same calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import duckdb
import psycopg

from bench.peers import mariadb_of_freepbx, postgresql_of_ours
from bench.report import Line, Spread, percentile
from bench.seeding import called_once
from bench.world import World
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.factory import build_services
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings

_PAGE = 50
_EXTENSION = "117"
_NONE = "is not installed"
_MARIADB, _POSTGRESQL = "MariaDB as FreePBX has it", "PostgreSQL"
_OURS = {
    "answered and missed, 30 days": "SELECT outcome, count(*) FROM calls WHERE started_at >= %s GROUP BY 1",
    "who called most, 30 days": "SELECT number, count(*) FROM calls WHERE started_at >= %s GROUP BY 1 "
    "ORDER BY 2 DESC LIMIT 20",
    "an extension's newest calls": "SELECT * FROM calls WHERE extension = %s ORDER BY started_at DESC LIMIT 50",
    "all calls of a number": "SELECT * FROM calls WHERE number = %s ORDER BY started_at DESC LIMIT 50",
}
_CDR = {
    "answered and missed, 30 days": "SELECT disposition, count(*) FROM cdr WHERE calldate >= %s GROUP BY 1",
    "who called most, 30 days": "SELECT src, count(*) FROM cdr WHERE calldate >= %s GROUP BY 1 "
    "ORDER BY 2 DESC LIMIT 20",
    "an extension's newest calls": "SELECT * FROM cdr WHERE dst = %s ORDER BY calldate DESC LIMIT 50",
    "all calls of a number": "SELECT * FROM cdr WHERE src = %s ORDER BY calldate DESC LIMIT 50",
}
_Ask = Callable[[str], object]


def peers(world: World) -> list[Line]:
    """Ask each engine each question many times, with nothing remembered between."""
    since = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=30)
    given: dict[str, object] = dict(zip(_OURS, (since, since, _EXTENSION, called_once(world.scale.calls)), strict=True))
    with ExitStack() as opened:
        raw = opened.enter_context(duckdb.connect(str(world.database())))
        mariadb = opened.enter_context(mariadb_of_freepbx(world))
        postgresql = opened.enter_context(postgresql_of_ours(world, world.scale.calls))
        services = build_services(Settings(database_url=f"duckdb:///{world.database()}"))
        opened.callback(services.store.close)
        asked: dict[str, _Ask | None] = {
            "callerid-dash": _product(services, given),
            "raw DuckDB": lambda what: raw.execute(_OURS[what].replace("%s", "?"), [given[what]]).fetchall(),
            _MARIADB: None,
            _POSTGRESQL: None,
        }
        if mariadb is not None:
            cursor = opened.enter_context(mariadb.cursor())
            asked[_MARIADB] = lambda what: (cursor.execute(_CDR[what], [given[what]]), cursor.fetchall())
        if postgresql is not None:
            connection = opened.enter_context(psycopg.connect(postgresql, autocommit=True))
            asked[_POSTGRESQL] = lambda what: connection.execute(_OURS[what], [given[what]]).fetchall()
        return [_line(what, {name: ask and _times(ask, what, world) for name, ask in asked.items()}) for what in _OURS]


def _product(services: Services, given: Mapping[str, object]) -> _Ask:
    log, reports = services.calls.log, services.reports
    until = datetime.now(UTC)
    month = ReportFilter(from_=until - timedelta(days=30), to=until)
    questions: dict[str, Callable[[], object]] = dict(
        zip(
            _OURS,
            (
                lambda: reports.summary(month),
                lambda: reports.callers.top(month),
                lambda: log.page(None, CallFilter(extension=str(given["an extension's newest calls"])), limit=_PAGE),
                lambda: log.page(None, CallFilter(number=str(given["all calls of a number"])), limit=_PAGE),
            ),
            strict=True,
        )
    )

    def ask(what: str) -> object:
        services.feed.notify(["bench"])  # so that nothing is remembered
        return questions[what]()

    return ask


def _times(ask: _Ask, what: str, world: World) -> list[float]:
    """Milliseconds."""
    ask(what)  # the engine has read what it needs then
    taken = []
    for _ in range(world.scale.charts):
        begun = time.perf_counter()
        ask(what)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _line(what: str, taken: Mapping[str, list[float] | None]) -> Line:
    medians = {name: percentile(times, 0.5) if times else None for name, times in taken.items()}
    text = "; ".join(f"{name} {_NONE if ms is None else f'{ms:.1f} ms'}" for name, ms in medians.items())
    figures = {f"ms, {name}": Spread((ms,)) for name, ms in medians.items() if ms is not None}
    return Line(f"peers, {what}", text, figures=figures)
