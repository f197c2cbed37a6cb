"""What somebody wants changed of a profile: a field that is absent stays, one that is None or empty is cleared.

Also which owners they may change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from typing import Final, Literal

from callerid_dash.domain.profiles.profiles import (
    OwnerRole,
    PhoneDraft,
    Profile,
    ProfileDraft,
    ProfileKind,
    ProfilePhone,
    display_name,
)
from callerid_dash.domain.users import Action, Actor, Subject, User
from callerid_dash.services.shared.authority import authorize


class Absent(Enum):
    """The type of `ABSENT`, for the type checker."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
_Absent = Literal[Absent.ABSENT]


@dataclass(frozen=True, slots=True)
class ProfileChanges:
    """The fields to change. `phones` and `emails` replace the whole list.

    In `texts`, which has the fields of `ProfileTexts`, and in `owners` absent ones stay.
    """

    kind: ProfileKind | _Absent = ABSENT
    name: str | _Absent = ABSENT
    texts: Mapping[str, str] = field(default_factory=dict)
    organization_id: int | _Absent | None = ABSENT
    category_id: int | _Absent | None = ABSENT
    color_id: int | _Absent | None = ABSENT
    phones: tuple[PhoneDraft, ...] | _Absent = ABSENT
    emails: tuple[str, ...] | _Absent = ABSENT
    note: str | _Absent = ABSENT
    owners: Mapping[OwnerRole, int | None] = field(default_factory=dict)


def draft_of(profile: Profile) -> ProfileDraft:
    """The draft that makes a profile what it is."""
    return ProfileDraft(
        kind=profile.kind,
        name=profile.name,
        **profile.texts(),
        organization_id=profile.organization_id,
        category_id=profile.category.id if profile.category else None,
        color_id=profile.color.id if profile.color else None,
        owners={owner.role: owner.user_id for owner in profile.owners},
        phones=tuple(
            PhoneDraft(phone.raw, phone.kind, phone.label, phone.preferred, phone.extension) for phone in profile.phones
        ),
        emails=profile.emails,
        note=profile.note,
    )


def is_draft_of(draft: PhoneDraft, phone: ProfilePhone) -> bool:
    """Is it this number of the profile? One number may be there several times, with an extension each."""
    return (draft.number, draft.extension) == (phone.raw, phone.extension)


def changed_draft(profile: Profile, changes: ProfileChanges) -> ProfileDraft:
    """The draft of a profile with these changes. A name that came from its parts follows them."""
    changed = {
        each.name: getattr(changes, each.name) for each in fields(changes) if each.name not in ("texts", "owners")
    }
    given = {**{name: value for name, value in changed.items() if value is not ABSENT}, **changes.texts}
    draft = draft_of(profile)
    if "name" not in given and profile.name == _from_parts(profile):
        given["name"] = ""
    if profile.anonymous and given.get("name") == profile.name and (given.get("first_name") or given.get("last_name")):
        given["name"] = ""  # the number was its name for want of a better one
    owners = {role: user_id for role, user_id in {**draft.owners, **changes.owners}.items() if user_id is not None}
    return replace(draft, owners=owners, **given)


def _from_parts(profile: Profile) -> str:
    return display_name(profile.kind, "", profile.prefix, profile.first_name, profile.last_name)


def authorize_owners(actor: Actor, before: Profile, draft: ProfileDraft) -> None:
    """Raises Forbidden when an owner changes whom this actor may not change."""
    now = {owner.role: owner.user_id for owner in before.owners}
    for role in OwnerRole:
        old, new = now.get(role), draft.owners.get(role)
        if old != new:
            authorize(actor, Action.SET_OWNER, owner_subject(actor, old, new))


def owner_subject(actor: Actor, old: int | None, new: int | None) -> Subject:
    """A change of an owner as a subject: an agent gives away what is their own and takes what nobody has."""
    own_id = actor.id if isinstance(actor, User) else None
    return Subject(mine=own_id is not None and (old == own_id or (old is None and new == own_id)))
