"""The changes of the page's address by a click on a mark of a chart or on a link of its table. Pure.

A mark carries the change as text, such as 'outcome=missed&hour=9'. A link has the whole address and names what it
changes, because the filters of the address may be newer than the link (`assets/analytics/narrowing.js`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from callerid_dash.domain.reports.periods import Unit
from callerid_dash.ui.analytics.query import AnalyticsQuery, Preset, encoded
from callerid_dash.ui.kit.scripted import Tree, Words, element
from callerid_dash.ui.text.dates import day_text
from callerid_dash.ui.text.formats import Formats

Change = Mapping[str, str]
"""Parameters of the address by name; '' removes one."""
NOTHING: Change = {}


def mark(query: AnalyticsQuery, *changes: Change) -> str:
    """The change by a click on a mark; '' if the page already shows it."""
    merged = _merged(changes)
    return encoded(merged) if _is_new(query, merged) else ""


def way(words: str, query: AnalyticsQuery, change: Change) -> Words:
    """The same as a link, as data; plain words if the page already shows it."""
    if not _is_new(query, change):
        return words
    link: Tree = element("A", words, href=query.changed(change), **{"data-narrow": " ".join(change)})
    return link


def days_of_each(starts: Sequence[datetime], unit: Unit, formats: Formats) -> list[Change]:
    """The first and last day of each interval, and the hour if it is shorter than a day.

    No days if all intervals are on one day.
    """
    hours: list[Change] = [{"hour": str(formats.local(start).hour)} if unit.exact else NOTHING for start in starts]
    if len({formats.local(start).date() for start in starts}) < 2:  # noqa: PLR2004 - it is one day already
        return hours

    def length(i: int) -> timedelta:
        if unit.exact:
            return timedelta(0)
        whole = starts[i + 1] - starts[i] if i + 1 < len(starts) else timedelta(days=1)
        return max(whole - timedelta(hours=2), timedelta(0))

    found: list[Change] = []
    for i, start in enumerate(starts):
        first, last = formats.local(start).date(), formats.local(start + length(i)).date()
        days = {"range": Preset.CUSTOM.value, "from": day_text(first, formats), "to": day_text(last, formats)}
        found.append({**days, **hours[i]})
    return found


def _merged(changes: Sequence[Change]) -> dict[str, str]:
    return {name: value for change in changes for name, value in change.items()}


def _is_new(query: AnalyticsQuery, change: Change) -> bool:
    given = query.given
    return any(given.get(name, "") != value for name, value in change.items())
