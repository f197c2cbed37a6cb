"""`python -m bench`: measures what the design promises and prints a table.

Exits with 0 when every row could be measured, whether or not it reaches its target, else with 1.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import results
from bench.noise import Noise
from bench.report import Line, render
from bench.rows.analytics import analytics
from bench.rows.charts import charts
from bench.rows.exporting import exports
from bench.rows.importing import importing
from bench.rows.ingest import ingest
from bench.rows.log import log
from bench.rows.matching import holders
from bench.rows.opening import opening
from bench.rows.painting import painting
from bench.rows.peers import peers
from bench.rows.polls import polls
from bench.rows.postgresql import postgresql
from bench.rows.searching import searching
from bench.rows.servers import servers
from bench.rows.starting import memory, start
from bench.world import TINY, Scale, World

SEEDS = Path(__file__).parents[1] / ".cache" / "bench"
"""Where histories are kept for the next run."""

ROWS: dict[str, Callable[[World], list[Line]]] = {
    "polls": polls,
    "painting": painting,
    "opening": opening,
    "ingest": ingest,
    "holders": holders,
    "searching": searching,
    "charts": charts,
    "analytics": analytics,
    "log": log,
    "importing": importing,
    "export": exports,
    "start": start,
    "memory": memory,
    "peers": peers,
    "postgresql": postgresql,
    "servers": servers,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen rows."""
    chosen = _parse(arguments)
    scale = TINY if chosen.quick else Scale()
    if chosen.size is not None:
        scale = dataclasses.replace(scale, calls=chosen.size)
    folder = Path(tempfile.mkdtemp(prefix="callerid-bench-"))
    try:
        lines, failed = _measure(
            chosen.only or list(ROWS), World(scale, folder, chosen.servers, None if chosen.quick else SEEDS)
        )
    finally:
        shutil.rmtree(folder)
    table = render(lines)
    print(table)
    if chosen.output:
        chosen.output.write_text(table + "\n", encoding="utf-8")
    if chosen.compare:
        print("\n" + results.compared(lines, chosen.compare))
    if chosen.json:
        results.write(chosen.json, lines)
    return 1 if failed else 0


def _measure(names: Sequence[str], world: World) -> tuple[list[Line], bool]:
    lines: list[Line] = []
    failed = False
    noise = Noise()
    noise.sample()
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            lines += ROWS[name](world)
        except Exception as error:  # the other rows are still worth their while
            failed = True
            print(f"{name} failed: {error}", file=sys.stderr)
            lines.append(Line(name, f"failed: {type(error).__name__}, see above", met=False))
        world.clear()
        noise.sample()
    return [*lines, noise.line()], failed


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure what the design promises.")
    parser.add_argument("--size", type=_size, metavar="CALLS", help=f"calls in the history ({Scale().calls:,})")
    parser.add_argument("--only", action="append", choices=list(ROWS), metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help="see that it works; the figures mean nothing")
    parser.add_argument("--servers", type=Path, metavar="FOLDER", help="with granian and gunicorn, to compare")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the table here, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, for a later --compare")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="print ratios to the figures in this file")
    chosen = parser.parse_args(arguments)
    if chosen.compare and not chosen.compare.is_file():
        parser.error(f"{chosen.compare} is not a file")  # better now than after an hour
    return chosen


def _size(written: str) -> int:
    """Parse a number of calls: `100m` is a hundred million, `50k` fifty thousand."""
    times = {"k": 1_000, "m": 1_000_000}.get(written[-1:].lower(), 1)
    return int(written if times == 1 else written[:-1]) * times


if __name__ == "__main__":
    sys.exit(main())
