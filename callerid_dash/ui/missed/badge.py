"""How many callers wait, beside the entry of the navigation."""

from __future__ import annotations

from dash import html

from callerid_dash.locales import Translator
from callerid_dash.ui.kit.basics import attrs, hidden
from callerid_dash.ui.text.formats import Formats

MOST = 99
"""More than this is told as '99+': there is no room for more, and it is many."""


def missed_badge(count: int, t: Translator, formats: Formats) -> list[html.Span]:
    """The figure for the eye and the words for the ear; nothing when nobody waits."""
    if not count:
        return []
    figure = formats.number(count) if count <= MOST else f"{formats.number(MOST)}+"
    words = t.n("%(n)s caller is waiting", "%(n)s callers are waiting", count, n=formats.number(count))
    return [
        html.Span(figure, className="nav-figure", title=words, **attrs({"aria-hidden": "true"})),
        hidden(words),
    ]
