"""The answers of the API, built from the product's objects."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

from callerid_dash.domain.profiles.profiles import Holder, OwnerRole, Profile
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.web.api.fields import Answer, Instant, with_texts


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
    match: Literal["exact", "area_code_added", "old_numbering_plan"]


class CallProfileOut(Answer):
    """The profile under which the caller is shown; `color` is '#rrggbb'."""

    id: int
    name: str
    color: str | None


class CallOut(Answer):
    """One call. `shared` is the number of profiles that hold the caller's number."""

    id: UUID
    source: str
    call_id: str
    state: Literal["ringing", "queued", "answered", "ended"]
    outcome: Literal["answered", "missed", "unknown"] | None
    caller: CallerOut
    caller_name: str | None
    profile: CallProfileOut | None
    shared: int
    line: str | None
    queue: str | None
    extension: str | None
    rang: list[str]
    started_at: Instant
    answered_at: Instant | None
    ended_at: Instant | None
    wait_seconds: float | None
    talk_seconds: float | None
    cause: str | None


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

    number: str
    canonical: str | None
    extension: str | None
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


def call_out(row: FeedRow) -> CallOut:
    """A call as an answer."""
    call, number = row.call, row.number
    return CallOut(
        id=call.id,
        source=call.source,
        call_id=call.external_id,
        state=call.state.value,
        outcome=call.outcome.value if call.outcome else None,
        caller=CallerOut(raw=number.raw, e164=number.e164, kind=number.kind.value, match=number.rule.value),
        caller_name=call.caller_name or None,
        profile=call_profile_out(row.shown_to(None)),
        shared=len(row.holders),
        line=call.line or None,
        queue=call.queue or None,
        extension=call.extension or None,
        rang=list(call.rang),
        started_at=call.started_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        wait_seconds=_seconds(call.wait),
        talk_seconds=_seconds(call.talk),
        cause=call.cause or None,
    )


def profile_out(profile: Profile) -> ProfileOut:
    """A profile as an answer."""
    owners = {owner.role: owner.username for owner in profile.owners}
    color, category = profile.color, profile.category
    of = profile.organization_id
    return ProfileOut(
        id=profile.id,
        version=profile.version,
        kind=profile.kind.value,
        name=profile.name,
        **profile.texts(),
        organization=OrganizationOut(id=of, name=profile.organization) if of is not None else None,
        category=CategoryOut(id=category.id, title=category.title) if category else None,
        color=ColorOut(id=color.id, title=color.title, hex=color.hex) if color else None,
        owners=OwnersOut(
            sales=owners.get(OwnerRole.SALES),
            support=owners.get(OwnerRole.SUPPORT),
            other=owners.get(OwnerRole.OTHER),
        ),
        phones=[
            PhoneOut(
                number=phone.raw,
                canonical=phone.canonical,
                extension=phone.extension or None,
                kind=phone.kind.value,
                label=phone.label,
                preferred=phone.preferred,
            )
            for phone in profile.phones
        ],
        emails=list(profile.emails),
        note=profile.note,
        created_at=profile.created_at,
        updated_at=profile.updated_at,
    )


def call_profile_out(holder: Holder | None) -> CallProfileOut | None:
    """The holder under which a caller is shown, as an answer."""
    if holder is None:
        return None
    return CallProfileOut(id=holder.id, name=holder.name, color=holder.color.hex if holder.color else None)


def _seconds(length: timedelta | None) -> float | None:
    return round(length.total_seconds(), 3) if length is not None else None
