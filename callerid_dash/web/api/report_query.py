"""What a report may be asked over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from callerid_dash.domain.calls import CallState, Outcome
from callerid_dash.domain.periods import Unit
from callerid_dash.services.report_filter import ReportFilter
from callerid_dash.web.api.fields import Id, Key, QueryInstant, Sent


class ReportQuery(Sent):
    """Of which calls; conditions are joined by 'and'. Without `from` and `to` all of history is meant."""

    since: QueryInstant | None = Field(None, alias="from", description="Calls that began at this instant or later")
    until: QueryInstant | None = Field(None, alias="to", description="Calls that began before this instant")
    tz: Key | None = Field(None, description="A zone of the tz database; the office's when left out")
    bucket: Literal["15min", "hour", "day", "week", "month"] | None = Field(
        None, description="By the range's length when left out; weeks begin on Monday"
    )
    state: Literal["ringing", "queued", "answered", "ended", "missed"] | None = None
    outcome: Literal["answered", "missed", "unknown"] | None = None
    known: bool | None = Field(None, description="Whether the caller is in the address book")
    known_then: bool | None = Field(None, description="Whether the caller was in it when the call came in")
    number: Key | None = Field(None, description="The caller, in any spelling")
    profile: Id | None = None
    extension: Key | None = None
    user: Id | None = Field(None, description="One of their extensions rang or answered")
    line: Key | None = None
    queue: Key | None = None
    category: Id | None = Field(None, description="Of the caller's profile, with all below it")
    color: Id | None = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = Field(
        None, description="The day on which the call began by the clock of `tz`: 1 for Monday to 7 for Sunday"
    )
    hour: Annotated[int, Field(ge=0, le=23)] | None = Field(None, description="The hour in which it began")
    wait_over: Annotated[int, Field(ge=0, le=86_400)] | None = Field(
        None, description="It waited for more seconds than these; calls that go on have no wait yet"
    )
    wait_up_to: Annotated[int, Field(ge=0, le=86_400)] | None = Field(
        None, description="It waited for so many seconds at most"
    )
    origin: Key | None = Field(
        None, description="From where the caller's number is: the `code` of one of the `origins`, such as country:DE"
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
