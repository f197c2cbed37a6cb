"""The answers of the API, read from the product's objects."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator

from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.web.api.fields import Answer, GivenText, Instant, Seconds, of, with_texts


class ErrorDetails(Answer):
    """What went wrong. `field` is the offending field, `index` the item of a list, from 0."""

    code: str
    message: str
    field: str | None = None
    index: int | None = None


class ErrorOut(Answer):
    """The answer to every failed request."""

    error: ErrorDetails


class CallerOut(Answer):
    """The caller's number: as the network sent it, and in canonical form."""

    raw: str
    e164: str | None
    kind: Literal["external", "internal", "short", "withheld", "invalid"]
    match: Literal["exact", "area_code_added", "old_numbering_plan"] = of("rule")


class CallProfileOut(Answer):
    """The profile under which the caller is shown; `color` is '#rrggbb'."""

    id: int
    name: str
    color: Annotated[str | None, BeforeValidator(lambda color: color.hex if color else None)]


class CallOut(Answer):
    """One call. `shared` is the number of profiles that hold the caller's number."""

    id: UUID = of("call", "id")
    source: str = of("call", "source")
    call_id: str = of("call", "external_id")
    state: Literal["ringing", "queued", "answered", "ended"] = of("call", "state")
    outcome: Literal["answered", "missed", "unknown"] | None = of("call", "outcome")
    caller: CallerOut = of("number")
    caller_name: GivenText = of("call", "caller_name")
    profile: CallProfileOut | None = of("shown")
    shared: Annotated[int, BeforeValidator(len)] = of("holders")
    line: GivenText = of("call", "line")
    queue: GivenText = of("call", "queue")
    extension: GivenText = of("call", "extension")
    rang: list[str] = of("call", "rang")
    started_at: Instant = of("call", "started_at")
    answered_at: Instant | None = of("call", "answered_at")
    ended_at: Instant | None = of("call", "ended_at")
    wait_seconds: Seconds = of("call", "wait")
    talk_seconds: Seconds = of("call", "talk")
    cause: GivenText = of("call", "cause")


class ReceiptOut(Answer):
    """The result for the events, and every call that they belong to."""

    accepted: int
    duplicates: int
    calls: list[CallOut]


class CallsOut(Answer):
    """A page of calls."""

    items: list[CallOut]
    next_cursor: str | None


class OrganizationOut(Answer):
    """The organization that a person belongs to."""

    id: int
    name: str


class CategoryOut(Answer):
    """The category of a profile."""

    id: int
    title: str


class ColorOut(Answer):
    """A profile's color; `hex` is '#rrggbb'."""

    id: int
    title: str
    hex: str


class OwnersOut(Answer):
    """The owners of a profile, by user name."""

    sales: str | None = None
    support: str | None = None
    other: str | None = None


class PhoneOut(Answer):
    """A number as it was written, and its canonical form; null if it is no valid number.

    `preferred`: the default number of its kind.
    """

    number: str = of("raw")
    canonical: str | None
    extension: GivenText
    kind: Literal["mobile", "landline", "fax", "other"]
    label: str
    preferred: bool


@with_texts(str)
class ProfileOut(Answer):
    """A profile with all its data."""

    id: int
    version: int
    kind: Literal["person", "organization"]
    name: str
    organization: OrganizationOut | None
    category: CategoryOut | None
    color: ColorOut | None
    owners: OwnersOut
    phones: list[PhoneOut]
    emails: list[str]
    note: str
    created_at: Instant | None
    updated_at: Instant | None


class ProfilesOut(Answer):
    """A page of profiles."""

    items: list[ProfileOut]
    next_cursor: str | None


def profile_out(profile: Profile) -> ProfileOut:
    """A profile as an answer."""
    employer = {"id": profile.organization_id, "name": profile.organization}
    return ProfileOut.model_validate(
        {
            **{name: getattr(profile, name) for name in ProfileOut.model_fields},
            "organization": employer if profile.organization_id is not None else None,
            "owners": {owner.role: owner.username for owner in profile.owners},
        }
    )
