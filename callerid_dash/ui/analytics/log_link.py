"""The link from the analytics page to its calls in the call log, with the same range and filters. Pure."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from callerid_dash.domain.calls.filter import written
from callerid_dash.ui.analytics.query import AnalyticsQuery, Days, Preset, filter_of
from callerid_dash.ui.call_log.query import PATH
from callerid_dash.ui.text.dates import day_text
from callerid_dash.ui.text.formats import Formats

_MOVING = {
    Preset.TODAY: "today",
    Preset.YESTERDAY: "yesterday",
    Preset.WEEK: "week",
    Preset.MONTH: "month",
}
"""Ranges that move with the clock on both pages."""


def log_address(query: AnalyticsQuery, days: Days, formats: Formats) -> str:
    """The address of the call log with the calls that the page counts."""
    wanted = filter_of(query, days.span, formats)
    moving = _MOVING.get(query.preset)
    first, last = (None, None) if moving else (day_text(days.first, formats), day_text(days.last, formats))
    conditions = written(replace(wanted, from_=None, to=None))
    given = {"range": moving, "from": first, "to": last, **conditions}
    return f"{PATH}?{urlencode({name: value for name, value in given.items() if value is not None})}"
