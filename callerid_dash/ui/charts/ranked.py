"""Horizontal bars with their names beside them, for example for origins of calls."""

from __future__ import annotations

from collections.abc import Sequence

from callerid_dash.ui.charts.figures import Figure, Numbers, Series, facing, layout, look, margin, scale, value_axis

_LONGEST_NAME = 20


def ranked(series: Series, names: Sequence[str], hover: Sequence[str], numbers: Numbers, *, rtl: bool) -> Figure:
    """Horizontal bars, the first on top, with their names beside them."""
    most = max((value or 0 for value in series.values), default=0)
    at = scale(most, lines=3)
    frame = layout(rtl=rtl)
    range_ = [0, max(most * 1.08, 1)]
    frame["xaxis"] = value_axis(range_[::-1] if rtl else range_, at, numbers)
    frame["yaxis"] = {
        "range": [len(names) - 0.5, -0.5],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [facing(short(words), rtl=rtl) for words in names],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "side": "right" if rtl else "left",
    }
    frame["margin"] = {**margin(144, rtl=rtl), "t": 8}
    frame["showlegend"] = False
    bar: dict[str, object] = {
        "type": "bar",
        "orientation": "h",
        "name": facing(series.name, rtl=rtl),
        "x": list(series.values),
        "y": list(range(len(names))),
        "marker": look(series.color),
        "hovertext": [facing(words, rtl=rtl) for words in hover],
        "hoverinfo": "text",
        "customdata": list(series.links),
    }
    return {"data": [bar], "layout": frame}


def short(words: str) -> str:
    """A name, shortened to the available room."""
    return words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
