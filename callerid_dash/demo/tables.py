"""The word lists in `data/sample/`, and random choices."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from random import Random

Line = dict[str, str]
_INSTALLED = Path(__file__).parents[1] / "data" / "sample"
_CHECKOUT = Path(__file__).parents[2] / "data" / "sample"


@cache
def table(name: str) -> tuple[Line, ...]:
    """The lines of a list such as 'stems', each a dict by column."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return tuple(csv.DictReader((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def part(name: str, which: str) -> tuple[Line, ...]:
    """The lines of a list whose column `part` has this value."""
    return tuple(line for line in table(name) if line["part"] == which)


def chance(rng: Random, probability: float) -> bool:
    """True with this probability."""
    return rng.random() < probability


def lognormal(rng: Random, median: float, spread: float, least: float, most: float) -> float:
    """A random duration like people's patience and conversations: many short ones, a few very long ones."""
    return min(max(median * rng.lognormvariate(0, spread), least), most)
