"""Import of a switchboard's history with matching, beside DuckDB reading the same file into a bare table."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from bench.report import Line, Spread
from bench.seeding import FIRST_MOBILE
from bench.world import World
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.calls.service import FileFormat
from callerid_dash.settings import Settings

REACH = 50_000.0
_EACH_CALLS = 10
"""So often, on the average, a caller of the file calls; phone systems know a caller again and again."""


def importing(world: World) -> list[Line]:
    """Import the same file twice: first all rows are new, then all are known."""
    folder = world.new_folder()
    file = folder / "Master.csv"
    write_master_csv(file, world.scale.imported, world.scale.phones)
    services = build_services(Settings(database_url=f"duckdb:///{world.database()}", timezone="UTC"))
    try:
        rates = []
        for _ in range(2):
            begun = time.perf_counter()
            counts = services.imports.calls.importing.run(
                OPERATOR, file, FileFormat("asterisk-cdr"), folder / "rejected.csv"
            )
            rates.append(counts.rows / (time.perf_counter() - begun))
    finally:
        services.store.close()
    raw = _raw(file, folder / "raw.duckdb", world.scale.imported)
    figures = [{"per s": Spread((rate,)), "of read_csv": Spread((rate / raw,))} for rate in rates]
    beside = f"beside {world.scale.calls:,} calls; DuckDB's read_csv alone {raw:,.0f}/s"
    return [
        Line(
            "CDR import with matching",
            f"{rates[0]:,.0f} rows/s {beside}",
            f">= {REACH:,.0f}/s",
            rates[0] >= REACH,
            figures[0],
        ),
        Line("the same file again", f"{rates[1]:,.0f} rows/s", figures=figures[1]),
    ]


def write_master_csv(file: Path, rows: int, phones: int) -> None:
    """A Master.csv with unique ids: an incoming call every seven seconds, half of the callers in the address book."""
    chances = random.Random(1)
    begins = datetime(2019, 1, 1)  # noqa: DTZ001 - as files write them
    epoch = int(begins.replace(tzinfo=UTC).timestamp())
    callers = [
        f"0{FIRST_MOBILE % 10**10 + chances.randrange(max(phones, 1))}" if i % 2 else f"0921{i:07}"
        for i in range(max(rows // _EACH_CALLS, 1))
    ]
    with file.open("w", encoding="utf-8") as lines:
        for i in range(rows):
            start = begins + timedelta(seconds=7 * i)
            answer = start + timedelta(seconds=chances.randrange(3, 40)) if i % 4 else None
            end = (answer or start) + timedelta(seconds=chances.randrange(5, 400))
            caller, extension = chances.choice(callers), 101 + i % 30
            lines.write(
                f'"","{caller}","02191000000","from-trunk","""{caller}"" <{caller}>","SIP/trunk-{i:08x}",'
                f'"SIP/{extension}-{i:08x}","Dial","SIP/{extension},30","{start}","{answer or ""}","{end}",'
                f"{(end - start).seconds},{(end - answer).seconds if answer else 0},"
                f'"{"ANSWERED" if answer else "NO ANSWER"}","DOCUMENTATION","{epoch + 7 * i}.{i}",""\n'
            )


def _raw(file: Path, database: Path, rows: int) -> float:
    with duckdb.connect(str(database)) as connection:
        begun = time.perf_counter()
        connection.execute("CREATE TABLE raw AS SELECT * FROM read_csv(?, header = false)", [str(file)])
        return rows / (time.perf_counter() - begun)
