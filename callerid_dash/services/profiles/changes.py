"""Changes of a profile: an absent field stays, a field that is None or empty is cleared.

Also decides which owners an actor may change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict

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


class ProfileChanges(TypedDict, total=False):
    """The fields to change. `phones` and `emails` replace the whole list.

    `texts` has fields of `ProfileTexts`; those that are absent from `texts` or `owners` stay.
    """

    kind: ProfileKind
    name: str
    texts: Mapping[str, str]
    organization_id: int | None
    category_id: int | None
    color_id: int | None
    phones: tuple[PhoneDraft, ...]
    emails: tuple[str, ...]
    note: str
    owners: Mapping[OwnerRole, int | None]


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
        phones=tuple(phone.draft for phone in profile.phones),
        emails=profile.emails,
        note=profile.note,
    )


def is_draft_of(draft: PhoneDraft, phone: ProfilePhone) -> bool:
    """Is the draft for this phone? A profile may have one number several times, each with another extension."""
    return (draft.number, draft.extension) == (phone.raw, phone.extension)


def changed_draft(profile: Profile, changes: ProfileChanges) -> ProfileDraft:
    """The draft of a profile with these changes. A name that was made from its parts is made from the new parts."""
    given: dict[str, Any] = {**changes, **changes.get("texts", {})}
    given.pop("texts", None)
    draft = draft_of(profile)
    if "name" not in given and profile.name == display_name(profile.kind, "", profile):
        given["name"] = ""
    if profile.anonymous and given.get("name") == profile.name and (given.get("first_name") or given.get("last_name")):
        given["name"] = ""  # its name was only the number
    owners = {**draft.owners, **changes.get("owners", {})}
    given["owners"] = {role: user_id for role, user_id in owners.items() if user_id is not None}
    return replace(draft, **given)


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
