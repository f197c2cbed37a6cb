"""Which calls, in the words that lists, files and reports share over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from callerid_dash.web.api.fields import Id, Key, QueryInstant, Sent


class Conditions(Sent):
    """Joined by 'and'; what is left out is no condition."""

    since: QueryInstant | None = Field(None, alias="from", description="Calls that began at this instant or later")
    until: QueryInstant | None = Field(None, alias="to", description="Calls that began before this instant")
    state: Literal["ringing", "queued", "answered", "ended", "missed"] | None = None
    outcome: Literal["answered", "missed", "unknown"] | None = Field(None, description="How it ended")
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
        None,
        description="The day on which the call began, 1 for Monday to 7 for Sunday: by the office's "
        "clock, in reports by that of `tz`",
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
