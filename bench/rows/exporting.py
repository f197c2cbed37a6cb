"""Exports: rows per second, in turns with DuckDB's own COPY of the same rows, and the growth of memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.report import Cost, Costs, Line, Spread, interleaved, ratio
from bench.served import ROOT
from bench.world import World
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.files.formats import Format
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.store.engine.queries import load_queries

REACH = 0.5
REACH_MB = 128
"""Megabytes that ten times as many rows may cost more."""
MOST_IN_WORKBOOK = 50_000


def exports(world: World) -> list[Line]:
    """Export each kind of file, and measure its memory."""
    path = world.database()
    services = build_services(Settings(database_url=f"duckdb:///{path}"))
    raw = duckdb.connect(str(world.database()))
    folder, calls, rounds = world.new_folder(), world.scale.calls, world.scale.rounds
    try:
        ours = _ours(services, Format.CSV, folder)
        copied = _copied(raw, folder, calls)
        ours(), copied()  # both have read what they need then
        csv, copy = interleaved(rounds, ours, copied)
        (parquet,) = interleaved(rounds, _ours(services, Format.PARQUET, folder))
        (workbook,) = interleaved(1, _ours(services, Format.XLSX, folder)) if calls <= MOST_IN_WORKBOOK else (None,)
    finally:
        raw.close()
        services.store.close()
    share = ratio(csv.rate, copy.rate)
    against = f"{share.text()} of COPY; {_rate(csv)}, COPY {_rate(copy)}"
    return [
        Line(
            f"CSV export of {calls:,} calls", against, f">= {REACH} of COPY", share.median >= REACH, {"of COPY": share}
        ),
        Line(f"Parquet export of {calls:,} calls", _rate(parquet), figures=parquet.figures),
        *([Line(f"Excel export of {calls:,} calls", _rate(workbook), figures=workbook.figures)] if workbook else []),
        *(_memory(path, form, calls) for form in (Format.CSV, Format.PARQUET)),
    ]


def _rate(costs: Costs) -> str:
    return f"{costs.rate.text(',.0f')} rows/s"


def _ours(services: Services, form: Format, folder: Path) -> Callable[[], Cost]:
    def measure() -> Cost:
        begun, used = time.perf_counter(), time.process_time()
        rows = _written(services, form, folder / f"ours.{form}")
        return _cost(rows, begun, used)

    return measure


def _written(services: Services, form: Format, path: Path, since: datetime | None = None) -> int:
    with path.open("wb") as file:
        download = services.exports.files.calls(OPERATOR, CallFilter(from_=since), form)
        for piece in download:
            file.write(piece)
    return download.rows


def _copied(connection: duckdb.DuckDBPyConnection, folder: Path, calls: int) -> Callable[[], Cost]:
    """Have DuckDB write the same columns of the same calls in the same order."""
    query = load_queries("duckdb")["exports.calls"].rstrip().rstrip(";")
    given = {"since": "0001-01-01", "until": "9999-01-01"}  # no filter
    copy = f"COPY ({query}) TO '{folder / 'copy.csv'}' (FORMAT csv, HEADER)"

    def measure() -> Cost:
        begun, used = time.perf_counter(), time.process_time()
        connection.execute(copy, given)
        return _cost(calls, begun, used)

    return measure


def _cost(rows: int, begun: float, used: float) -> Cost:
    return Cost(rows / (time.perf_counter() - begun), (time.process_time() - used) * 1000 / rows)


def _memory(path: Path, form: Format, calls: int) -> Line:
    (few, few_cached), (many, many_cached) = (_peak(path, form, rows) for rows in (calls // 10, calls))
    grown = (many - many_cached) - (few - few_cached)
    text = (
        f"{grown:+.0f} MB ({few:.0f} MB for {calls // 10:,} rows, {many:.0f} MB for {calls:,}, of which the database's "
        f"cache {few_cached:.0f} and {many_cached:.0f} MB)"
    )
    return Line(
        f"memory of {form} export, ten times the rows",
        text,
        f"<= +{REACH_MB} MB",
        grown <= REACH_MB,
        {"MB": Spread((grown,))},
    )


def _peak(path: Path, form: Format, rows: int) -> tuple[float, float]:
    """The peak memory in MB of a separate process that exports the newest rows.

    The second figure is its share of database blocks, which DuckDB keeps while nothing else needs the memory.
    """
    words = [sys.executable, "-m", "bench.rows.exporting", str(path), form, str(rows)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    most, cached = map(float, done.stdout.split()[-2:])
    return most, cached


def _alone(path: str, form: str, rows: str) -> None:
    services = build_services(Settings(database_url=f"duckdb:///{path}"))
    try:
        with duckdb.connect(path) as beside:  # no two calls of bench/seeding.py begin at one instant
            newest = "SELECT started_at FROM calls ORDER BY started_at DESC LIMIT 1 OFFSET ?"
            since = beside.execute(newest, [int(rows) - 1]).fetchall()[0][0].replace(tzinfo=UTC)
            written = _written(services, Format(form), Path(path).with_suffix(f".{form}"), since)
            assert written == int(rows), f"{written} rows"
            held = beside.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory() WHERE tag = 'BASE_TABLE'")
            cached = int(held.fetchall()[0][0]) / 2**20
    finally:
        services.store.close()
    # Not getrusage(): what it tells was the parent's before.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(int(status["VmHWM"].split()[0]) / 1024, cached)


if __name__ == "__main__":
    _alone(*sys.argv[1:])
