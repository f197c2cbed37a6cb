"""The lines of the table and their format. Measures nothing."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spread:
    """Repeated measurements of one thing."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.values)

    def text(self, form: str = ".2f") -> str:
        """Median and range."""
        if len(self.values) == 1:
            return format(self.median, form)
        return f"{self.median:{form}} ({min(self.values):{form}}..{max(self.values):{form}})"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `met` is None if nothing was promised or nothing could be measured.

    `figures` are what `measured` says, by their units, for programs (`bench/results.py`).
    """

    what: str
    measured: str
    reach: str = ""
    met: bool | None = None
    figures: Mapping[str, Spread] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """The verdict as one word, which a reader can search for."""
        return {True: "met", False: "NOT MET", None: "-"}[self.met]


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share (0..1) of the values do not exceed. Raises ValueError if empty."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]


@dataclass(frozen=True, slots=True)
class Cost:
    """Operations per second, and the server's processor time per operation in milliseconds.

    The processor time stays comparable on a machine that is busy with other things. `load` is what the load generator
    took of a core, 0..1.
    """

    rate: float
    cpu: float
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class Costs:
    """Repeated measurements of a cost."""

    rate: Spread
    cpu: Spread
    load: float = 0.0

    def text(self) -> str:
        """Both, in one cell."""
        load = f" (load generator: {self.load:.0%} of a core)" if self.load else ""
        return f"{self.rate.text(',.0f')}; {self.cpu.text('.2f')} ms of processor each{load}"

    @property
    def figures(self) -> dict[str, Spread]:
        """Both, for programs."""
        return {"per s": self.rate, "ms of processor": self.cpu}


def interleaved(times: int, *measures: Callable[[], Cost]) -> list[Costs]:
    """Measure A, B, A, B, …, so that the machine's other load affects all alike. One list for each measure."""
    rounds = [[measure() for measure in measures] for _ in range(times)]
    return [
        Costs(
            Spread(tuple(cost.rate for cost in costs)),
            Spread(tuple(cost.cpu for cost in costs)),
            max(cost.load for cost in costs),
        )
        for costs in zip(*rounds, strict=True)
    ]


def ratio(one: Spread, other: Spread) -> Spread:
    """The ratio of `one` to `other`, round by round."""
    return Spread(tuple(a / b for a, b in zip(one.values, other.values, strict=True)))


def percentiles(values: Sequence[float], unit: str) -> dict[str, Spread]:
    """The figures of a line that tells median and 95th percentile."""
    return {f"p{share} {unit}": Spread((percentile(values, share / 100),)) for share in (50, 95)}


def render(lines: Sequence[Line]) -> str:
    """The table as text that is also valid Markdown."""
    return table(
        ("what", "measured", "reach", "verdict"),
        [(line.what, line.measured, line.reach, line.verdict) for line in lines],
    )


def table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a table in Markdown, aligned."""
    cells = [head, *body]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rows = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    rows.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(rows)


def beside_duckdb(what: str, ours: Sequence[float], raw: Sequence[float], reach: float) -> Line:
    """Milliseconds of one question beside those of raw DuckDB; `reach` is for the 95th percentile of ours."""
    slow = percentile(ours, 0.95)
    text = f"p50 {percentile(ours, 0.5):.0f} ms, p95 {slow:.0f} ms; raw DuckDB p50 {percentile(raw, 0.5):.0f} ms"
    figures = {**percentiles(ours, "ms"), "of raw": Spread((percentile(ours, 0.5) / percentile(raw, 0.5),))}
    return Line(what, text, f"p95 <= {reach:g} ms", slow <= reach, figures)
