"""Results for programs: written as JSON, and compared with those of an earlier run. Measures nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.report import Line, Spread, table

_NEVER = "-"


def write(path: Path, lines: Sequence[Line]) -> None:
    """Write every line with its figures: lists of what each round measured, by unit."""
    rows = [
        {
            "what": line.what,
            "measured": line.measured,
            "reach": line.reach,
            "met": line.met,
            "figures": {unit: spread.values for unit, spread in line.figures.items()},
        }
        for line in lines
    ]
    path.write_text(json.dumps({"rows": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def compared(lines: Sequence[Line], earlier: Path) -> str:
    """A table of each figure beside the one of an earlier run, with their ratio.

    A figure that was not measured then has no ratio. Rounds that overlap are marked: their ratio may be chance.
    Raises ValueError if `earlier` is not a file that `write` wrote.
    """
    then = _read(earlier)
    rows = [
        (line.what, unit, now.text(".4g"), *_beside(now, then.get((line.what, unit))))
        for line in lines
        for unit, now in line.figures.items()
    ]
    return table(("what", "unit", "now", "then", "now / then", ""), rows)


def _beside(now: Spread, then: Spread | None) -> tuple[str, str, str]:
    if then is None:
        return _NEVER, _NEVER, ""
    several = len(now.values) > 1 and len(then.values) > 1
    overlap = several and min(now.values) <= max(then.values) and min(then.values) <= max(now.values)
    times = f"{now.median / then.median:.2f}" if then.median else _NEVER
    return then.text(".4g"), times, "rounds overlap" if overlap else ""


def _read(path: Path) -> dict[tuple[str, str], Spread]:
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rows"]
        return {
            (row["what"], unit): Spread(tuple(map(float, values)))
            for row in rows
            for unit, values in row["figures"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a file of results that --json wrote") from error
