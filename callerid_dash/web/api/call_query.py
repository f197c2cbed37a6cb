"""Which calls may be asked for over HTTP, as a list or as a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from callerid_dash.domain.calls import CallState, Outcome
from callerid_dash.services.calls import CallFilter
from callerid_dash.web.api.fields import Id, Key, QueryInstant, Sent

MOST_CALLS = 500


class CallConditions(Sent):
    """Which calls. Conditions are joined by 'and'."""

    since: QueryInstant | None = Field(None, alias="from", description="Calls that began at this instant or later")
    until: QueryInstant | None = Field(None, alias="to", description="Calls that began before this instant")
    state: Literal["ringing", "queued", "answered", "ended", "missed"] | None = None
    outcome: Literal["answered", "missed", "unknown"] | None = Field(None, description="How it ended")
    known: bool | None = Field(None, description="Whether the caller is in the address book")
    known_then: bool | None = Field(None, description="Whether the caller was in it when the call came in")
    number: Key | None = Field(None, description="The caller, in any spelling")
    ends_with: Key | None = Field(None, description="The last digits of the caller's number")
    profile: Id | None = None
    extension: Key | None = None
    line: Key | None = None
    queue: Key | None = None
    user: Id | None = Field(None, description="Whose extensions rang or answered")
    category: Id | None = Field(None, description="Of the caller's profile, with all below it")
    color: Id | None = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = Field(
        None, description="The day on which the call began by the office's clock: 1 for Monday to 7 for Sunday"
    )
    hour: Annotated[int, Field(ge=0, le=23)] | None = Field(None, description="The hour in which it began")
    wait_over: Annotated[int, Field(ge=0, le=86_400)] | None = Field(
        None, description="It waited for more seconds than these; calls that go on have no wait yet"
    )
    wait_up_to: Annotated[int, Field(ge=0, le=86_400)] | None = Field(
        None, description="It waited for so many seconds at most"
    )
    origin: Key | None = Field(
        None, description="From where the caller's number is: the `code` of `/reports/origins`, such as country:DE"
    )
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
