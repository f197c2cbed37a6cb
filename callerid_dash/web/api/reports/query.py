"""The queries of reports over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from callerid_dash.domain.calls.filter import read_filter
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.web.api.conditions import given, with_conditions
from callerid_dash.web.api.fields import Key, Sent


@with_conditions
class ReportQuery(Sent):
    """The calls of a report; conditions are joined by 'and'. Without `from` and `to`, all of history."""

    tz: Key | None = Field(None, description="A zone of the tz database; the office's when left out")
    bucket: Literal["15min", "hour", "day", "week", "month"] | None = Field(
        None, description="By the range's length when left out; weeks begin on Monday"
    )
    simulated: bool = Field(False, description="Has no effect any more: no simulated call is kept")

    def to_filter(self) -> ReportFilter:
        """The filter for the service."""
        unit = Unit(self.bucket) if self.bucket else None
        return read_filter(given(self), ReportFilter, timezone=self.tz, unit=unit)


class CallersQuery(ReportQuery):
    """The same with the order of callers."""

    by: Literal["calls", "missed", "again"] = "calls"
    shared: bool = Field(False, description="Only numbers that several profiles hold")
    limit: Annotated[int, Field(ge=1, le=500)] = 20
