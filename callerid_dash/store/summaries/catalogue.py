"""The list of all summaries."""

from __future__ import annotations

from callerid_dash.store.summaries.caller_days import CallerDays
from callerid_dash.store.summaries.caller_totals import CallerTotals
from callerid_dash.store.summaries.refresher import Summary
from callerid_dash.store.summaries.rollups import Rollups

SUMMARIES: dict[str, Summary] = {each.name: each for each in (Rollups(), CallerTotals(), CallerDays())}
"""By name."""
