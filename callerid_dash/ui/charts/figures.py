"""Charts as plain data for plotly.js, from data whose words are already in the page's language. Pure.

Charts do not use plotly's theme: colors are written as `var(--…)`, and `charts/charts.js` replaces them by the style
sheet's colors of the current theme. Places on the time axis are numbered (0, 1, 2, …) and labelled, so that an hour
that the clock shows twice has two places, and dates follow the page's calendar. In right-to-left languages time runs
from right to left, like everything else on the page, with the numbers on the right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from callerid_dash.ui.charts.marks import AxisMark, shade, strip

Figure = dict[str, object]
Numbers = Callable[[int], str]
"""Writes a whole number in the page's language."""
_CLEAR = "rgba(0,0,0,0)"
_STEPS = (1, 2, 5, 10)
PATTERNS = {"--chart-missed": "/", "--chart-open": ".", "--chart-unknown": "/", "--chart-new": "/"}
"""Kinds of bars with stripes or dots, which distinguish them from their neighbours without color.

`--chart-…-ground` is the color between the stripes.
"""
DIMMED = 0.45
"""The opacity of a bar whose time is not wholly counted."""
CONFIG: Any = {
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
    "doubleClick": False,
    "showTips": False,
}
"""Charts have no plotly tools; our own button saves a chart as a picture."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar, or a line; `color` is a variable of the style sheet."""

    name: str
    color: str
    values: Sequence[float | None]
    links: Sequence[str] = ()
    """The target of a click on each place."""


@dataclass(frozen=True, slots=True)
class AxisPlaces:
    """The places along the axis: the tooltip of each, and the labels of some.

    `dimmed` marks bars whose place is not wholly counted; the legend calls them `dimmed_words`.
    """

    hover: Sequence[str]
    ticks: Sequence[tuple[int, str]]
    dimmed: Sequence[bool] = ()
    dimmed_words: str = ""


def bars(
    stacked: Sequence[Series],
    places: AxisPlaces,
    numbers: Numbers,
    *,
    rtl: bool,
    line: Series | None = None,
    percent: bool = False,
    marks: Sequence[AxisMark] = (),
    marked: str = "",
) -> Figure:
    """Stacked bars at each place, and a line drawn as steps. `percent`: values are shares of 100.

    `marks` show that the bars below them are incomplete; the legend calls them `marked`.
    """
    hover = [facing(words, rtl=rtl) for words in places.hover]
    data = [_bar(each, hover, places.dimmed, rtl=rtl) for each in stacked]
    if any(places.dimmed) and stacked:
        data.append(_dimmed_key(places.dimmed_words, stacked[0].color, rtl=rtl))
    if line:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": facing(line.name, rtl=rtl),
                "x": list(range(len(line.values))),
                "y": list(line.values),
                "line": {"color": f"var({line.color})", "width": 2, "shape": "hvh"},
                "hovertext": hover,
                "hoverinfo": "text",
            }
        )
    most = max([*_heights(stacked), *(value or 0 for value in (line.values if line else ()))], default=0)
    frame = layout(rtl=rtl)
    frame["xaxis"] = across(len(places.hover), places.ticks, rtl=rtl)
    frame["yaxis"] = _upwards(most, numbers, rtl=rtl, percent=percent)
    if marks:
        least = len(places.hover) / 250
        wide = [AxisMark(m.first, max(m.last, m.first + least), facing(m.hover, rtl=rtl)) for m in marks]
        data.append(strip(wide, max(most, 1) * 1.04, facing(marked, rtl=rtl)))
        frame["shapes"] = [shade(mark) for mark in wide]
    return {"data": data, "layout": frame}


def _bar(series: Series, hover: Sequence[str], dimmed: Sequence[bool], *, rtl: bool) -> dict[str, object]:
    marker = look(series.color)
    if any(dimmed):
        marker |= {
            "opacity": [DIMMED if each else 1 for each in dimmed],
            "line": {"width": [1 if each else 0 for each in dimmed], "color": f"var({series.color})"},
        }
    return {
        "type": "bar",
        "name": facing(series.name, rtl=rtl),
        "x": list(range(len(series.values))),
        "y": list(series.values),
        "marker": marker,
        "hovertext": list(hover),
        "hoverinfo": "text",
        "customdata": list(series.links),
    }


def _dimmed_key(name: str, color: str, *, rtl: bool) -> dict[str, object]:
    """The legend entry of dimmed bars."""
    marker = {"color": f"var({color})", "line": {"width": 1, "color": f"var({color})"}}
    shown = {"name": facing(name, rtl=rtl), "x": [0], "y": [None], "marker": marker, "hoverinfo": "skip"}
    return {"type": "bar", "opacity": DIMMED, **shown}  # the legend ignores the opacity of a marker


def look(color: str) -> dict[str, object]:
    """The fill of a kind of bar: its color and, if it is in `PATTERNS`, stripes or dots to set it off in a stack."""
    marker: dict[str, object] = {"color": f"var({color})", "line": {"width": 0}}
    if shape := PATTERNS.get(color):
        ground = f"var({color}-ground)"
        marker["pattern"] = {"shape": shape, "bgcolor": ground, "size": 5, "solidity": 0.5}
    return marker


def layout(*, rtl: bool) -> dict[str, object]:
    """The layout that all charts share."""
    return {
        "barmode": "stack",
        "bargap": 0.18,
        "dragmode": False,
        "hovermode": "closest",
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "margin": margin(38, rtl=rtl),
        "font": {"color": "var(--muted)", "size": 12},
        "hoverlabel": {
            "bgcolor": "var(--raised)",
            "bordercolor": "var(--line-strong)",
            "font": {"color": "var(--ink)", "size": 13},
            "align": "right" if rtl else "left",
        },
        "legend": {
            "orientation": "h",
            "x": 1 if rtl else 0,
            "xanchor": "right" if rtl else "left",
            "y": 1,
            "yref": "container",  # relative to the plot, a legend of two lines would cover it
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "reversed" if rtl else "normal",
        },
        "showlegend": True,
    }


def margin(labels: int, *, rtl: bool) -> dict[str, int]:
    """The margins in pixels, with `labels` for the labels of the vertical axis."""
    return {"t": 28, "b": 28, "l": 10 if rtl else labels, "r": labels if rtl else 10, "pad": 4}


def facing(words: str, *, rtl: bool) -> str:
    """The words with each line isolated right to left if `rtl`: plotly draws from left to right on every page."""
    return "<br>".join(f"\u2067{line}\u2069" for line in words.split("<br>")) if rtl else words


def across(places: int, ticks: Sequence[tuple[int, str]], *, rtl: bool) -> dict[str, object]:
    """The horizontal axis for this number of places."""
    whole = [-0.5, max(places, 1) - 0.5]
    return {
        "range": whole[::-1] if rtl else whole,
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": [place for place, _ in ticks],
        "ticktext": [facing(words, rtl=rtl) for _, words in ticks],
        "tickangle": 0,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
    }


def _upwards(most: float, numbers: Numbers, *, rtl: bool, percent: bool) -> dict[str, object]:
    at = list(range(0, 101, 25)) if percent else scale(most)
    range_ = [0, max(most * 1.08, at[-1] if percent else 1)]
    return {**value_axis(range_, at, numbers), "side": "right" if rtl else "left"}


def value_axis(range_: Sequence[float], at: Sequence[int], numbers: Numbers) -> dict[str, object]:
    """The axis of the values, with lines at the values `at`."""
    return {
        "range": range_,
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": at,
        "ticktext": [numbers(value) for value in at],
        "gridcolor": "var(--line)",
        "zeroline": False,
        "ticks": "",
    }


def _heights(stacked: Sequence[Series]) -> list[float]:
    return [sum(value or 0 for value in at) for at in zip(*(each.values for each in stacked), strict=True)]


def scale(most: float, lines: int = 4) -> list[int]:
    """Round numbers from 0 to at most `most`, about `lines` of them."""
    if most < 1:
        return [0, 1]
    rough = max(most / lines, 1)
    size = 10 ** math.floor(math.log10(rough))
    step = next(round(size * each) for each in _STEPS if size * each >= rough)
    return list(range(0, math.floor(most) + 1, step))
