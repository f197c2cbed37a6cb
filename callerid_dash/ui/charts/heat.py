"""A heat map with a scale, for example of calls by weekday and hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from callerid_dash.ui.charts.figures import Figure, across, facing, layout, margin

_STEPS = 4
_ROUND = (1, 2, 2.5, 5, 10)
_SCALE_ROOM = 64
"""Width of the scale beside the fields, in pixels."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A field: `value` is None if there is nothing to count; `hover` is the tooltip, `link` a click's target or ''."""

    value: float | None
    hover: str
    link: str = ""


def heat(
    fields: Sequence[Sequence[HeatCell]],
    rows: Sequence[str],
    columns: Sequence[tuple[int, str]],
    unit: str,
    numbers: Callable[[float], str],
    *,
    rtl: bool,
) -> Figure:
    """The heat map, first row on top; higher values have stronger colors. A zero has a color outside the scale.

    A field without a value is empty, but its tooltip says why.
    """
    frame = layout(rtl=rtl)
    frame["xaxis"] = {**across(max(map(len, fields), default=0), columns, rtl=rtl), "showgrid": False}
    frame["yaxis"] = {
        "autorange": "reversed",
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": list(range(len(rows))),
        "ticktext": [facing(words, rtl=rtl) for words in rows],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "side": "right" if rtl else "left",
    }
    room = {"l": _SCALE_ROOM} if rtl else {"r": _SCALE_ROOM}
    frame["margin"] = {**margin(84, rtl=rtl), **room, "t": 12}
    most = max((field.value or 0 for row in fields for field in row), default=0)
    marks = _marks(most)
    scaled: dict[str, object] = {
        **_layer(fields, lambda value: value if value else None, rtl=rtl),
        "zmin": 0,
        "zmax": marks[-1],
        "colorscale": [[0, "var(--chart-heat-0)"], [0.35, "var(--chart-heat-1)"], [1, "var(--chart-heat-2)"]],
        "showscale": bool(most),
        "colorbar": {
            "title": {"text": facing(unit, rtl=rtl), "side": "top", "font": {"size": 11}},
            "x": -0.02 if rtl else 1.02,
            "xanchor": "right" if rtl else "left",
            "thickness": 10,
            "outlinewidth": 0,
            "tickmode": "array",
            "tickvals": marks,
            "ticktext": [numbers(mark) for mark in marks],
            "ticks": "",
        },
    }
    none = _flat(fields, "var(--chart-heat-none)", lambda value: 0 if value == 0 else None, rtl=rtl)
    nowhere = _flat(fields, "rgba(0,0,0,0)", lambda value: 0 if value is None else None, rtl=rtl)
    return {"data": [scaled, none, nowhere], "layout": frame}


def _layer(
    fields: Sequence[Sequence[HeatCell]], shown: Callable[[float | None], float | None], *, rtl: bool
) -> dict[str, object]:
    return {
        "type": "heatmap",
        "z": [[shown(field.value) for field in row] for row in fields],
        "hovertext": [[facing(field.hover, rtl=rtl) for field in row] for row in fields],
        "hoverinfo": "text",
        "hoverongaps": False,
        "customdata": [[field.link for field in row] for row in fields],
        "xgap": 2,
        "ygap": 2,
    }


def _flat(
    fields: Sequence[Sequence[HeatCell]], color: str, shown: Callable[[float | None], float | None], *, rtl: bool
) -> dict[str, object]:
    return {
        **_layer(fields, shown, rtl=rtl),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, color], [1, color]],
        "showscale": False,
    }


def _marks(most: float) -> list[float]:
    """Round values from 0 to at least `most`, in a few steps."""
    if most <= 0:
        return [0, 1]
    size = 10.0 ** _exponent(most / _STEPS)
    step = next(size * each for each in _ROUND if size * each * _STEPS >= most * (1 - 1e-9))
    count = next(i for i in range(1, _STEPS + 1) if step * i >= most * (1 - 1e-9))
    return [round(step * i, 6) for i in range(count + 1)]


def _exponent(value: float) -> int:
    return int(f"{value:e}".partition("e")[2])
