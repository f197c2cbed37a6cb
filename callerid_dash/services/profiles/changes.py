"""Changes of a profile: an absent field stays, a field that is None or empty is cleared.

Also decides which owners an actor may change.
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

    `texts` has fields of `ProfileTexts`; those that are absent from `texts` or `owners` stay.
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
    """The draft that would create this profile."""
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
    """Is the draft for this phone? A profile may have one number several times, each with another extension."""
    return (draft.number, draft.extension) == (phone.raw, phone.extension)


def changed_draft(profile: Profile, changes: ProfileChanges) -> ProfileDraft:
    """The draft of a profile with these changes. A name that was made from its parts is made from the new parts."""
    changed = {
        each.name: getattr(changes, each.name) for each in fields(changes) if each.name not in ("texts", "owners")
    }
    given = {**{name: value for name, value in changed.items() if value is not ABSENT}, **changes.texts}
    draft = draft_of(profile)
    if "name" not in given and profile.name == _from_parts(profile):
        given["name"] = ""
    if profile.anonymous and given.get("name") == profile.name and (given.get("first_name") or given.get("last_name")):
        given["name"] = ""  # its name was only the number
    owners = {role: user_id for role, user_id in {**draft.owners, **changes.owners}.items() if user_id is not None}
    return replace(draft, owners=owners, **given)


def _from_parts(profile: Profile) -> str:
    return display_name(profile.kind, "", profile.prefix, profile.first_name, profile.last_name)


def authorize_owners(actor: Actor, before: Profile, draft: ProfileDraft) -> None:
    """Raises Forbidden if the draft changes an owner that this actor may not change."""
    now = {owner.role: owner.user_id for owner in before.owners}
    for role in OwnerRole:
        old, new = now.get(role), draft.owners.get(role)
        if old != new:
            authorize(actor, Action.SET_OWNER, owner_subject(actor, old, new))


def owner_subject(actor: Actor, old: int | None, new: int | None) -> Subject:
    """The subject of a change of owner: an agent may give away their own profiles and take those without an owner."""
    own_id = actor.id if isinstance(actor, User) else None
    return Subject(mine=own_id is not None and (old == own_id or (old is None and new == own_id)))
