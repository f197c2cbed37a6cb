"""Marks for times with incomplete data in a chart: a strip above the bars, and a shade behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AxisMark:
    """An interval from one place of the axis to another; places may be fractions."""

    first: float
    last: float
    hover: str


def strip(marks: Sequence[AxisMark], height: float, name: str) -> dict[str, object]:
    """A line with gaps between the marks; the ends and the middle of each mark have a tooltip."""
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
    """A faint shade behind the bars, over the whole height of the chart."""
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
