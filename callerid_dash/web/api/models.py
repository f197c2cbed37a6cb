"""The bodies and queries of the API. Rules that need the store are in the services."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.web.api.fields import EventInstant, Id, Key, Note, Reference, Sent, Text, with_texts

MOST_EVENTS = 1_000
MOST_PROFILES = 100


class EventIn(Sent):
    """One fact about a call. The same event again is a duplicate; events may come late and out of order."""

    source: Key = Field(description="The system that saw it, such as the name of the PBX")
    call_id: Key = Field(description="The source's own id of the call")
    event: Literal["ringing", "queued", "answered", "transferred", "ended"]
    at: EventInstant = Field(description="When it happened, RFC 3339 with an offset")
    caller: Text | None = Field(description="The caller's number as the network said it; null or empty when withheld")
    caller_name: Text | None = None
    line: Text | None = Field(None, description="Our own number that was called")
    extension: Text | None = Field(None, description="The phone that this event is about")
    queue: Text | None = None
    cause: Text | None = Field(None, description="Why the call ended")
    event_id: Text | None = Field(None, description="The source's own id of this event; otherwise its content counts")

    def to_event(self) -> CallEvent:
        """The event for the service."""
        given: dict[str, Any] = {name: value or "" for name, value in self}
        return CallEvent(**given | {"event": EventKind(self.event)})


class EventsIn(Sent):
    """Several events, stored together or not at all."""

    events: Annotated[list[EventIn], Field(max_length=MOST_EVENTS)]


class PhoneIn(Sent):
    """A number for a profile."""

    number: Key
    kind: Literal["mobile", "landline", "fax", "other"] | None = Field(None, description="Guessed when left out")
    label: Text = ""
    extension: Text | None = Field(None, description="Dialled behind the number; by default what the number says")
    preferred: bool = Field(False, description="The default number of its kind")


class OwnersIn(Sent):
    """The owners of a profile, by user name. In a change, null removes an owner and an omitted one stays."""

    sales: Key | None = None
    support: Key | None = None
    other: Key | None = None


@with_texts(Text, "")
class ProfileIn(Sent):
    """A new profile. A person's name may be given as a whole or in parts."""

    kind: Literal["person", "organization"]
    name: Text = ""
    organization_id: Id | None = None
    category: Reference | None = Field(None, description="A leaf; the configured default when left out")
    color: Reference | None = None
    owners: OwnersIn = OwnersIn()
    phones: list[PhoneIn] = Field(default_factory=list)
    emails: list[Text] = Field(default_factory=list)
    note: Note = ""


@with_texts(Text | None, None)
class ProfilePatch(Sent):
    """A change; omitted fields stay. Lists are replaced as a whole."""

    version: int = Field(description="The version that was read; 409 when somebody has saved since")
    kind: Literal["person", "organization"] | None = None
    name: Text | None = None
    organization_id: Id | None = None
    category: Reference | None = None
    color: Reference | None = None
    owners: OwnersIn | None = None
    phones: list[PhoneIn] | None = None
    emails: list[Text] | None = None
    note: Note | None = None


class ProfilesQuery(Sent):
    """A query for profiles: all that hold a number, or those that match a search, or all by name."""

    number: Key | None = Field(None, description="A number in any spelling; an exact match")
    q: Text | None = Field(None, description="Part of a name, an organization or a number")
    cursor: Key | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_PROFILES)] = 20
