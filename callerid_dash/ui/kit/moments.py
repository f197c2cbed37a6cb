"""An instant as the office's time together with how long ago it was."""

from __future__ import annotations

from datetime import datetime

from dash import html

from callerid_dash.ui.kit.basics import ticking
from callerid_dash.ui.text.formats import Formats


def moment(instant: datetime, formats: Formats, *, with_day: bool = True) -> html.Span:
    """'22 Nov 2026 20:10 · 3 min ago'; without the day if a heading already shows it."""
    clock = formats.clock(instant)
    written = f"{formats.full_day(instant)} {clock}" if with_day else clock
    return html.Span(
        [
            html.Time(written, dateTime=instant.isoformat(), title=formats.moment(instant)),
            " ",
            ticking("ago", instant, "moment-ago"),
        ],
        className="moment",
    )
