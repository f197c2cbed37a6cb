"""The lookup of a number's holders: from the table, and from the memory before it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.report import Line, percentile, percentiles
from bench.seeding import held_number
from bench.world import World, make_database
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.profiles import holders as tables

REACH_MS = 1.0


def holders(world: World) -> list[Line]:
    """Look up one number at a time; every third has no holder. Each lookup has its own session, as in the product."""
    scale, path = world.scale, world.new_folder() / "book.duckdb"
    make_database(path, 0, max(1, scale.phones * 6 // 10), scale.phones)
    numbers = _numbers(scale.phones, scale.lookups)
    floor = _floor(path, numbers)
    store = open_store(f"duckdb:///{path}")
    try:
        measured = _measure(store, scale.phones, numbers)
    finally:
        store.close()
    bare = Line("the same row by a bare DuckDB statement", _text(floor))
    return [*measured, bare]


def _floor(path: Path, numbers: list[str]) -> list[float]:
    with duckdb.connect(str(path)) as connection:
        cursor = connection.cursor()
        return _times(
            lambda number: cursor.execute("SELECT card FROM phones WHERE number = ?", [number]).fetchall(), numbers
        )


def _measure(store: Store, phones: int, numbers: list[str]) -> list[Line]:
    def ask_the_table(number: str) -> object:
        with store.read(consistent=False) as session:
            return tables.holders(session, [number], {}, {})

    def ask_the_matcher(number: str) -> object:
        return matcher.holders([number])

    matcher = Matcher(store, Directory(store))
    named = f"who holds a number, {phones:,} phones"
    lines = [_line(f"{named}: the table", _times(ask_the_table, numbers))]
    lines.append(_line(f"{named}: matcher, first time", _times(ask_the_matcher, numbers)))
    lines.append(_line(f"{named}: matcher, remembered", _times(ask_the_matcher, numbers)))
    return lines


def _numbers(phones: int, lookups: int) -> list[str]:
    rng = random.Random(7)
    held = [held_number(rng.randrange(phones)) for _ in range(lookups)]
    return ["+9899" + number[5:] if i % 3 == 0 else number for i, number in enumerate(held)]


def _times(ask: Callable[[str], object], numbers: list[str]) -> list[float]:
    times = []
    for number in numbers:
        begun = time.perf_counter()
        ask(number)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _line(what: str, times: list[float]) -> Line:
    met = percentile(times, 0.95) <= REACH_MS
    return Line(what, _text(times), f"p95 <= {REACH_MS:g} ms", met, percentiles(times, "ms"))


def _text(times: list[float]) -> str:
    return f"p50 {percentile(times, 0.5):.3f} ms, p95 {percentile(times, 0.95):.3f} ms"
