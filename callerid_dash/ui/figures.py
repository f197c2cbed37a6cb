"""Charts as plain data for plotly.js, from data that is already in the page's words. Pure.

Nothing of plotly's own theme: colors are written as `var(--…)`, and `assets/charts.js` puts in what the style sheet
says for the theme that is on. Places on the time axis are counted (0, 1, 2, …) and labelled, so that an hour that the
clock shows twice has two places, and that dates are of the page's calendar. In right-to-left languages time runs from
right to left, like everything else on the page, with the numbers on the right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from callerid_dash.ui.marks import Mark, shade, strip

Figure = dict[str, object]
Numbers = Callable[[int], str]
"""How the page's language writes a whole number."""
_CLEAR = "rgba(0,0,0,0)"
_STEPS = (1, 2, 5, 10)
_LONGEST_NAME = 20
CONFIG: Any = {
    "displaylogo": False,
    "displayModeBar": False,
    "responsive": True,
    "doubleClick": False,
    "showTips": False,
}
"""No tools on the charts; saving one as a picture is a button of ours."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bars, or a line; `color` is a variable of the style sheet."""

    name: str
    color: str
    values: Sequence[float | None]
    links: Sequence[str] = ()
    """What a click on each place leads to."""


@dataclass(frozen=True, slots=True)
class Places:
    """What lies along the axis: what hovering over each place says, and the labels of some."""

    hover: Sequence[str]
    ticks: Sequence[tuple[int, str]]


def bars(
    stacked: Sequence[Series],
    places: Places,
    numbers: Numbers,
    *,
    rtl: bool,
    line: Series | None = None,
    percent: bool = False,
    marks: Sequence[Mark] = (),
    marked: str = "",
) -> Figure:
    """Bars upon each other, at each place; and a line, drawn as steps. `percent`: values are shares of 100.

    `marks` say that what is below them is not all; the legend calls them `marked`.
    """
    hover = [_facing(words, rtl=rtl) for words in places.hover]
    data: list[dict[str, object]] = [
        {
            "type": "bar",
            "name": _facing(each.name, rtl=rtl),
            "x": list(range(len(each.values))),
            "y": list(each.values),
            "marker": {"color": f"var({each.color})", "line": {"width": 0}},
            "hovertext": hover,
            "hoverinfo": "text",
            "customdata": list(each.links),
        }
        for each in stacked
    ]
    if line:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": _facing(line.name, rtl=rtl),
                "x": list(range(len(line.values))),
                "y": list(line.values),
                "line": {"color": f"var({line.color})", "width": 2, "shape": "hvh"},
                "hovertext": hover,
                "hoverinfo": "text",
            }
        )
    most = max([*_heights(stacked), *(value or 0 for value in (line.values if line else ()))], default=0)
    layout = _layout(rtl=rtl)
    layout["xaxis"] = _across(len(places.hover), places.ticks, rtl=rtl)
    layout["yaxis"] = _upwards(most, numbers, rtl=rtl, percent=percent)
    if marks:
        least = len(places.hover) / 250
        wide = [Mark(m.first, max(m.last, m.first + least), _facing(m.hover, rtl=rtl)) for m in marks]
        data.append(strip(wide, max(most, 1) * 1.04, _facing(marked, rtl=rtl)))
        layout["shapes"] = [shade(mark) for mark in wide]
    return {"data": data, "layout": layout}


def ranked(series: Series, names: Sequence[str], hover: Sequence[str], numbers: Numbers, *, rtl: bool) -> Figure:
    """Lying bars, the first on top, with their names beside them."""
    most = max((value or 0 for value in series.values), default=0)
    at = scale(most, lines=3)
    layout = _layout(rtl=rtl)
    range_ = [0, max(most * 1.08, 1)]
    layout["xaxis"] = {
        "range": range_[::-1] if rtl else range_,
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": at,
        "ticktext": [numbers(value) for value in at],
        "gridcolor": "var(--line)",
        "zeroline": False,
        "ticks": "",
    }
    layout["yaxis"] = {
        "range": [len(names) - 0.5, -0.5],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [_facing(_short(words), rtl=rtl) for words in names],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "side": "right" if rtl else "left",
    }
    layout["margin"] = {**_margin(128, rtl=rtl), "t": 8}
    layout["showlegend"] = False
    bar: dict[str, object] = {
        "type": "bar",
        "orientation": "h",
        "name": _facing(series.name, rtl=rtl),
        "x": list(series.values),
        "y": list(range(len(names))),
        "marker": {"color": f"var({series.color})", "line": {"width": 0}},
        "hovertext": [_facing(words, rtl=rtl) for words in hover],
        "hoverinfo": "text",
        "customdata": list(series.links),
    }
    return {"data": [bar], "layout": layout}


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"


def heat(
    values: Sequence[Sequence[int]],
    hover: Sequence[Sequence[str]],
    rows: Sequence[str],
    columns: Sequence[tuple[int, str]],
    links: Sequence[Sequence[str]],
    *,
    rtl: bool,
) -> Figure:
    """A field for each row and column, the first row on top; the more, the stronger. A click leads to `links`."""
    wide = max((len(row) for row in values), default=0)
    layout = _layout(rtl=rtl)
    layout["xaxis"] = {**_across(wide, columns, rtl=rtl), "showgrid": False}
    layout["yaxis"] = {
        "autorange": "reversed",
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": list(range(len(rows))),
        "ticktext": [_facing(words, rtl=rtl) for words in rows],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "side": "right" if rtl else "left",
    }
    layout["margin"] = _margin(84, rtl=rtl)
    field: dict[str, object] = {
        "type": "heatmap",
        "z": [list(row) for row in values],
        "zmin": 0,
        "hovertext": [[_facing(words, rtl=rtl) for words in row] for row in hover],
        "hoverinfo": "text",
        "customdata": [list(row) for row in links],
        "colorscale": [[0, "var(--chart-heat-0)"], [0.5, "var(--chart-heat-1)"], [1, "var(--chart-heat-2)"]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    return {"data": [field], "layout": layout}


def _layout(*, rtl: bool) -> dict[str, object]:
    return {
        "barmode": "stack",
        "bargap": 0.18,
        "dragmode": False,
        "hovermode": "closest",
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "margin": _margin(38, rtl=rtl),
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
            "yref": "container",  # beside the plot it would be laid over it where its words need two lines
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "reversed" if rtl else "normal",
        },
        "showlegend": True,
    }


def _margin(labels: int, *, rtl: bool) -> dict[str, int]:
    """Room around, with so much for the labels of what lies above each other."""
    return {"t": 28, "b": 28, "l": 10 if rtl else labels, "r": labels if rtl else 10, "pad": 4}


def _facing(words: str, *, rtl: bool) -> str:
    """Each line with its own direction: plotly's pictures run from left to right on every page."""
    return "<br>".join(f"\u2067{line}\u2069" for line in words.split("<br>")) if rtl else words


def _across(places: int, ticks: Sequence[tuple[int, str]], *, rtl: bool) -> dict[str, object]:
    whole = [-0.5, max(places, 1) - 0.5]
    return {
        "range": whole[::-1] if rtl else whole,
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": [place for place, _ in ticks],
        "ticktext": [_facing(words, rtl=rtl) for _, words in ticks],
        "tickangle": 0,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
    }


def _upwards(most: float, numbers: Numbers, *, rtl: bool, percent: bool) -> dict[str, object]:
    at = list(range(0, 101, 25)) if percent else scale(most)
    return {
        "range": [0, max(most * 1.08, at[-1] if percent else 1)],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": at,
        "ticktext": [numbers(value) for value in at],
        "gridcolor": "var(--line)",
        "zeroline": False,
        "ticks": "",
        "side": "right" if rtl else "left",
    }


def _heights(stacked: Sequence[Series]) -> list[float]:
    return [sum(value or 0 for value in at) for at in zip(*(each.values for each in stacked), strict=True)]


def scale(most: float, lines: int = 4) -> list[int]:
    """Round numbers from 0 to at most `most`, about so many."""
    if most < 1:
        return [0, 1]
    rough = max(most / lines, 1)
    size = 10 ** math.floor(math.log10(rough))
    step = next(round(size * each) for each in _STEPS if size * each >= rough)
    return list(range(0, math.floor(most) + 1, step))
