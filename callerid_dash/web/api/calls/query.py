"""Which calls may be asked for over HTTP, as a list or as a file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.web.api.conditions import Conditions
from callerid_dash.web.api.fields import Key

MOST_CALLS = 500


class CallConditions(Conditions):
    """Which calls. Conditions are joined by 'and'."""

    ends_with: Key | None = Field(None, description="The last digits of the caller's number")
    simulated: bool | None = Field(None, description="Only calls that an admin has simulated, or all others")

    def to_filter(self) -> CallFilter:
        """The conditions in the product's words."""
        missed = self.state == "missed"
        return CallFilter(
            from_=self.since,
            to=self.until,
            state=CallState(self.state) if self.state and not missed else None,
            outcome=Outcome(self.outcome) if self.outcome else Outcome.MISSED if missed else None,
            known=self.known,
            known_then=self.known_then,
            number=self.number,
            ends_with=self.ends_with,
            profile=self.profile,
            extension=self.extension,
            line=self.line,
            queue=self.queue,
            user=self.user,
            category=self.category,
            color=self.color,
            weekday=self.weekday,
            hour=self.hour,
            wait_over=self.wait_over,
            wait_up_to=self.wait_up_to,
            origin=self.origin,
            simulated=self.simulated,
        )


class CallsQuery(CallConditions):
    """Which calls, newest first, a page at a time."""

    cursor: Key | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_CALLS)] = 50
