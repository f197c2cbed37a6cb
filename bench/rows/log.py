"""The call log: a page of fifty calls and the number of calls under each filter, beside raw DuckDB."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.report import Line, beside_duckdb
from bench.seeding import called_once, held_number
from bench.world import World
from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.factory import build_services
from callerid_dash.settings import Settings

REACH_MS = 200.0
_PAGE = 50
_COUNT = "SELECT count(*) FROM calls WHERE {}"
_RAW = "SELECT * FROM calls WHERE {} ORDER BY started_at DESC, id LIMIT 51"


def log(world: World) -> list[Line]:
    """Ask for each filter many times."""
    return measured(world.database(), world.scale.calls, world.scale.profiles, world.scale.charts)


def measured(path: Path, calls: int, profiles: int, times: int) -> list[Line]:
    """The lines for the database at `path`."""
    questions = _questions(calls, profiles)
    services = build_services(Settings(database_url=f"duckdb:///{path}"))
    try:
        ours = {
            what: _times(lambda wanted=wanted: services.calls.log.page(None, wanted, limit=_PAGE), times)  # type: ignore[misc]
            for what, (wanted, _) in questions.items()
        }
        counts = {
            f"how many: {what}": _times(lambda wanted=wanted: services.calls.log.count(None, wanted), times)  # type: ignore[misc]
            for what, (wanted, _) in questions.items()
        }
    finally:
        services.store.close()
    with duckdb.connect(str(path), read_only=True) as connection:
        raw = {
            what: _times(lambda asked=asked: connection.execute(_RAW.format(asked)).fetchall(), times)  # type: ignore[misc]
            for what, (_, asked) in questions.items()
        } | {
            f"how many: {what}": _times(lambda asked=asked: connection.execute(_COUNT.format(asked)).fetchall(), times)  # type: ignore[misc]
            for what, (_, asked) in questions.items()
        }
    measured = {**ours, **counts}
    return [
        beside_duckdb(f"call log, {what}, {calls:,} calls", taken, raw[what], REACH_MS)
        for what, taken in measured.items()
    ]


def _questions(calls: int, profiles: int) -> dict[str, tuple[CallFilter, str]]:
    """The filters by name, each with the same condition in SQL."""
    stranger = called_once(calls)
    held = held_number(profiles // 2)
    return {
        "all": (CallFilter(), "true"),
        "missed": (CallFilter(outcome=Outcome.MISSED), "outcome = 'missed'"),
        "not registered": (CallFilter(known=False), "number IS NOT NULL AND profile_id IS NULL"),
        "a number of the book": (CallFilter(number=held), f"number = '{held}'"),
        "a number that called once": (CallFilter(number=stranger), f"number = '{stranger}'"),
        "last four digits": (CallFilter(ends_with=held[-4:]), f"number LIKE '%{held[-4:]}'"),
        "last seven digits": (CallFilter(ends_with=stranger[-7:]), f"number LIKE '%{stranger[-7:]}'"),
        "digits that nobody has": (CallFilter(ends_with="9999999999"), "number LIKE '%9999999999'"),
        "a profile": (CallFilter(profile=profiles // 2), f"profile_id = {profiles // 2}"),
        "a profile without calls": (CallFilter(profile=profiles * 2), f"profile_id = {profiles * 2}"),
        "an extension": (CallFilter(extension="101"), "extension = '101'"),
        "an extension that never rang": (CallFilter(extension="999"), "extension = '999'"),
        "a line that was never called": (CallFilter(line="2999"), "line = '2999'"),
        "Monday mornings": (
            CallFilter(weekday=1, hour=9),
            "isodow(started_at + INTERVAL '210 minutes') = 1 AND hour(started_at + INTERVAL '210 minutes') = 9",
        ),
        "a wait that nobody had": (
            CallFilter(wait_over=300),
            "coalesce(answered_at, ended_at) - started_at > INTERVAL '300 seconds'",
        ),
        "an origin": (CallFilter(origin="operator:Irancell"), "number LIKE '+98930%'"),
    }


def _times(ask: Callable[[], object], times: int) -> list[float]:
    """The times in milliseconds."""
    ask()  # the engine has read what it needs then
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken
