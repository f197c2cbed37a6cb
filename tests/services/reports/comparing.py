"""Compares figures with pandas' results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from callerid_dash.domain.reports.figures import Spread
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import CallCounts, records
from callerid_dash.services.reports.reports import Reports


def the_same(counts: CallCounts, frame: pd.DataFrame) -> None:
    """These counts are what the frame says."""
    assert counts.total == len(frame)
    assert counts.answered.calls == (frame.outcome == "answered").sum()
    assert counts.missed.calls == (frame.outcome == "missed").sum()
    assert counts.open == (frame.outcome == "open").sum()
    assert counts.end_unknown == (frame.outcome == "unknown").sum()
    assert counts.unknown == frame.unknown.sum()
    assert counts.identified == frame.identified.sum()
    assert counts.withheld == frame.withheld.sum()
    the_same_times(counts.both.waits, frame.wait.dropna())
    the_same_times(counts.both.talks, frame.talk.dropna())


def the_same_times(spread: Spread, seconds: pd.Series) -> None:
    assert spread.measured == len(seconds)
    for bound in spread.bounds:
        assert spread.at_most(bound) == (seconds <= bound).sum()
    if len(seconds):
        assert spread.mean == pytest.approx(seconds.mean())
        assert spread.longest == pytest.approx(seconds.max())
        for share in (0.5, 0.9):
            exact = np.quantile(seconds, share, method="inverted_cdf")
            upper = next((b for b in spread.bounds if b >= exact), seconds.max())
            lower = max((b for b in (0, *spread.bounds) if b < exact), default=0)
            assert lower <= spread.percentile(share) <= min(upper, seconds.max()) + 1e-6  # type: ignore[operator]


def with_calls(reports: Reports, wanted: ReportFilter) -> list[Any]:
    """The hours of the week with calls."""
    return [hour for hour in records(reports.heatmap(wanted)) if hour.calls]
