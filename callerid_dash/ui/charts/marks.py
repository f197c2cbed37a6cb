"""What lies over a chart to say that something is missing below: a strip above the bars, and a shade behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AxisMark:
    """From one place of the axis to another; places may be fractions."""

    first: float
    last: float
    hover: str


def strip(marks: Sequence[AxisMark], height: float, name: str) -> dict[str, object]:
    """A line with gaps between the marks; hovering finds the ends and the middle of each."""
    across: list[float | None] = []
    hover: list[str] = []
    for mark in marks:
        across += [mark.first, (mark.first + mark.last) / 2, mark.last, None]
        hover += [mark.hover, mark.hover, mark.hover, ""]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": across,
        "y": [None if at is None else height for at in across],
        "line": {"color": "var(--chart-down)", "width": 6},
        "hovertext": hover,
        "hoverinfo": "text",
    }


def shade(mark: AxisMark) -> dict[str, object]:
    """The whole height of the chart, faintly, behind the bars."""
    return {
        "type": "rect",
        "xref": "x",
        "x0": mark.first,
        "x1": mark.last,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": "var(--chart-down)",
        "opacity": 0.14,
        "line": {"width": 0},
        "layer": "below",
    }
