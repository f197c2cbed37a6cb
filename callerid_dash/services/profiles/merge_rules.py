"""The rules for merging profiles: which fields conflict, and which value the merged profile gets. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from callerid_dash.domain.profiles.profiles import (
    TEXTS,
    OwnerRole,
    PhoneKind,
    Profile,
    ProfileDraft,
    ProfileKind,
    ProfilePhone,
)

BOTH = 0
"""The choice that keeps the notes of all profiles."""
NOTE = "note"
_NAME = "name"
_MADE_UP = {"kind", _NAME, "category"}
"""The fields that an anonymous contact has only as placeholders."""


def _owner(role: OwnerRole) -> Callable[[Profile], object]:
    return lambda profile: next((owner.user_id for owner in profile.owners if owner.role is role), None)


FIELDS: Mapping[str, Callable[[Profile], object]] = {
    "kind": lambda profile: profile.kind,
    _NAME: lambda profile: profile.name,
    **{name: attrgetter(name) for name in TEXTS},
    "organization": lambda profile: profile.organization_id,
    "category": lambda profile: profile.category.id if profile.category else None,
    "color": lambda profile: profile.color.id if profile.color else None,
    **{f"owners.{role.value}": _owner(role) for role in OwnerRole},
    NOTE: lambda profile: profile.note,
}
"""The fields of which one value is kept, with functions that read them; in the order in which they are shown."""

Choices = Mapping[str, int]
"""By field, the id of the profile whose value is used; by default the kept one, else the first one with a value."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which the profiles differ, with one profile for each value; the kept profile comes first."""

    field: str
    candidates: tuple[Profile, ...]


def conflicts(profiles: Sequence[Profile], keep_id: int) -> list[Conflict]:
    """The fields for which a value must be chosen."""
    found = []
    for field, read in FIELDS.items():
        if field == _NAME and _all_named_by_parts(profiles):
            continue  # the name follows its parts
        by_value: dict[object, Profile] = {}
        for profile in _kept_first(profiles, keep_id):
            if _says(profile, field, profiles):
                by_value.setdefault(read(profile), profile)
        if len(by_value) > 1:
            found.append(Conflict(field, tuple(by_value.values())))
    return found


def merged(profiles: Sequence[Profile], keep_id: int, choices: Choices) -> tuple[ProfileDraft, Profile]:
    """The new draft of the kept profile, and a profile to pass to the validation as its previous state.

    The latter has the phones, category and owners of the draft, because whatever any of the profiles had may stay.
    """
    ordered = _kept_first(profiles, keep_id)
    taken = {field: _taken(field, ordered, choices) for field in FIELDS}
    kind = taken["kind"].kind
    owners = {role: owner for role in OwnerRole for owner in taken[f"owners.{role.value}"].owners if owner.role is role}
    phones = _united(ordered)
    organization = taken["organization"] if kind is ProfileKind.PERSON else None
    if organization and organization.organization_id in {profile.id for profile in profiles}:
        organization = None
    draft = ProfileDraft(
        kind=kind,
        name="" if _all_named_by_parts(profiles) else taken[_NAME].name,
        **{name: taken[name].texts()[name] for name in TEXTS},
        organization_id=organization.organization_id if organization else None,
        category_id=category.id if (category := taken["category"].category) else None,
        color_id=color.id if (color := taken["color"].color) else None,
        owners={role: owner.user_id for role, owner in owners.items()},
        phones=tuple(phone.draft for phone in phones),
        emails=tuple(address for profile in ordered for address in profile.emails),  # kept once each when it is stored
        note=_note(ordered, choices),
    )
    before = replace(
        ordered[0], phones=tuple(phones), category=taken["category"].category, owners=tuple(owners.values())
    )
    return draft, before


def _kept_first(profiles: Sequence[Profile], keep_id: int) -> list[Profile]:
    return sorted(profiles, key=lambda profile: profile.id != keep_id)


def _says(profile: Profile, field: str, profiles: Sequence[Profile]) -> bool:
    if field in _MADE_UP and profile.anonymous and not all(other.anonymous for other in profiles):
        return False
    value = FIELDS[field](profile)
    if field == "organization":  # no profile belongs to one that it is merged with
        return value is not None and value not in {other.id for other in profiles}
    return value not in (None, "")


def _taken(field: str, ordered: Sequence[Profile], choices: Choices) -> Profile:
    chosen = next((profile for profile in ordered if profile.id == choices.get(field)), None)
    return chosen or next((profile for profile in ordered if _says(profile, field, ordered)), ordered[0])


def _note(ordered: Sequence[Profile], choices: Choices) -> str:
    if choices.get(NOTE, BOTH) != BOTH:
        return _taken(NOTE, ordered, choices).note
    return "\n\n".join(dict.fromkeys(profile.note for profile in ordered if profile.note))


def _united(ordered: Sequence[Profile]) -> list[ProfilePhone]:
    """Each number once, the kept profile's first; of several defaults of a kind, the first stays the default."""
    united: dict[tuple[str, str], ProfilePhone] = {}
    defaults: set[PhoneKind] = set()
    for profile in ordered:
        for phone in profile.phones:
            if phone.identity not in united:
                preferred = phone.preferred and phone.kind not in defaults
                defaults |= {phone.kind} if preferred else set()
                united[phone.identity] = replace(phone, preferred=preferred)
    return list(united.values())


def _all_named_by_parts(profiles: Sequence[Profile]) -> bool:
    return all(_named_by_parts(profile) for profile in profiles if _says(profile, _NAME, profiles))


def _named_by_parts(profile: Profile) -> bool:
    """Does the name consist of prefix, first name and last name only?"""
    return profile.kind is ProfileKind.PERSON and profile.name == profile.person_name()
