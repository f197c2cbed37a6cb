"""An instant as the office's time together with how long ago it was."""

from __future__ import annotations

from datetime import datetime

from dash import html

from callerid_dash.ui.kit.basics import ticking
from callerid_dash.ui.text.formats import Formats


def written(instant: datetime, formats: Formats, *, with_day: bool = True) -> html.Time:
    """'22 Nov 2026 20:10'; without the day if a heading already shows it."""
    clock = formats.clock(instant)
    text = f"{formats.full_day(instant)} {clock}" if with_day else clock
    return html.Time(text, dateTime=instant.isoformat(), title=formats.moment(instant))


def moment(instant: datetime, formats: Formats, *, with_day: bool = True) -> html.Span:
    """'22 Nov 2026 20:10 · 3 min ago'."""
    time, ago = written(instant, formats, with_day=with_day), ticking("ago", instant, "moment-ago")
    return html.Span([time, " ", ago], className="moment")
