"""What a report may be asked over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.web.api.conditions import Conditions
from callerid_dash.web.api.fields import Key


class ReportQuery(Conditions):
    """Of which calls; conditions are joined by 'and'. Without `from` and `to` all of history is meant."""

    tz: Key | None = Field(None, description="A zone of the tz database; the office's when left out")
    bucket: Literal["15min", "hour", "day", "week", "month"] | None = Field(
        None, description="By the range's length when left out; weeks begin on Monday"
    )
    simulated: bool = Field(False, description="Also calls that an admin has simulated, which no figure counts else")

    def to_filter(self) -> ReportFilter:
        """The query in the product's words."""
        missed = self.state == "missed"
        outcome = Outcome(self.outcome) if self.outcome else Outcome.MISSED if missed else None
        return ReportFilter(
            from_=self.since,
            to=self.until,
            timezone=self.tz,
            unit=Unit(self.bucket) if self.bucket else None,
            state=CallState.ENDED if missed else CallState(self.state) if self.state else None,
            outcome=outcome,
            known=self.known,
            known_then=self.known_then,
            number=self.number,
            profile=self.profile,
            extension=self.extension,
            user=self.user,
            line=self.line,
            queue=self.queue,
            category=self.category,
            color=self.color,
            weekday=self.weekday,
            hour=self.hour,
            wait_over=self.wait_over,
            wait_up_to=self.wait_up_to,
            origin=self.origin,
            simulated=self.simulated,
        )


class CallersQuery(ReportQuery):
    """The same, and which callers come first."""

    by: Literal["calls", "missed", "again"] = "calls"
    shared: bool = Field(False, description="Only numbers that several profiles hold")
    limit: Annotated[int, Field(ge=1, le=500)] = 20
