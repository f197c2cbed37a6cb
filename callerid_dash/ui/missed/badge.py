"""The badge beside the navigation entry: how many callers wait."""

from __future__ import annotations

from dash import html

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, hidden
from callerid_dash.ui.text.formats import Formats

MOST = 99
"""Larger counts are shown as '99+': there is no room for more digits."""


def missed_badge(count: int, t: Translator, formats: Formats) -> list[html.Span]:
    """The figure, and words for screen readers; empty if nobody waits."""
    if not count:
        return []
    figure = formats.number(count) if count <= MOST else f"{formats.number(MOST)}+"
    words = t.n("%(n)s caller is waiting", "%(n)s callers are waiting", count)
    return [
        html.Span(figure, className="nav-figure", title=words, **attrs({"aria-hidden": "true"})),
        hidden(words),
    ]
