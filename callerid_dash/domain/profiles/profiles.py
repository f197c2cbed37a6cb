"""Profiles: the identities in the address book, and the rule which of them a call is shown under.

Pure: storing and searching is `store/profiles/profiles.py`, use cases are `services/profiles/profiles.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any


class ProfileKind(StrEnum):
    """A person (حقیقی) or an organization (حقوقی)."""

    PERSON = "person"
    ORGANIZATION = "organization"


class PhoneKind(StrEnum):
    """The kind of a profile's number."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    FAX = "fax"
    OTHER = "other"


class OwnerRole(StrEnum):
    """The role in which a user owns a profile, in the order of display."""

    SALES = "sales"
    SUPPORT = "support"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Color:
    """An entry of the ordered color list; `hex` is '#rrggbb', the office decides its meaning."""

    id: int
    position: int
    title: str
    description: str
    hex: str


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the tree of profile categories."""

    id: int
    parent_id: int | None
    position: int
    title: str


@dataclass(frozen=True, slots=True)
class Owner:
    """A user as owner in one role."""

    role: OwnerRole
    user_id: int
    username: str


@dataclass(frozen=True, slots=True)
class ProfilePhone:
    """A number on a profile: as written, and its canonical form (None if it is no number).

    `preferred`: the default number of its kind on this profile.
    """

    id: int
    raw: str
    canonical: str | None
    extension: str = ""
    kind: PhoneKind = PhoneKind.OTHER
    label: str = ""
    preferred: bool = False

    @property
    def identity(self) -> tuple[str, str]:
        """A profile has each identity once: a number, with or without an extension."""
        return (self.canonical or self.raw, self.extension)

    @property
    def draft(self) -> PhoneDraft:
        """The draft that would put it on a profile."""
        return PhoneDraft(self.raw, self.kind, self.label, self.preferred, self.extension)


def numbers_of(phones: Iterable[ProfilePhone]) -> set[str]:
    """The canonical numbers of these phones."""
    return {phone.canonical for phone in phones if phone.canonical}


@dataclass(frozen=True, slots=True)
class Holder:
    """The part of a profile that a call's row needs when the profile holds the caller's number."""

    id: int
    kind: ProfileKind
    name: str
    organization: str
    organization_id: int | None
    color: Color | None
    owners: tuple[Owner, ...]
    newest_record_at: datetime | None = None

    def owned_by(self, user_id: int) -> bool:
        """Is this user an owner in any role?"""
        return any(owner.user_id == user_id for owner in self.owners)


def _text(of: ProfileKind, heads: str, *, part_of_name: bool = False, also_called: bool = False) -> Any:
    """Define a field of `ProfileTexts`; `TextField` describes the parameters."""
    particulars = {"of": of, "heads": heads, "part_of_name": part_of_name, "also_called": also_called}
    return field(default="", metadata=particulars)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTexts:
    """The profile fields that are one line of text.

    SQL, forms, search, imports, exports and the API use this list. A new field also needs a column of the table
    `profiles` and its words in `ui/words/profiles.py`.
    """

    prefix: str = _text(ProfileKind.PERSON, "prefix|name prefix|salutation|honorific|پیشوند|لقب", part_of_name=True)
    first_name: str = _text(
        ProfileKind.PERSON, "first name|firstname|given name|givenname|forename|نام کوچک", part_of_name=True
    )
    last_name: str = _text(
        ProfileKind.PERSON,
        "last name|lastname|family name|familyname|surname|family|نام خانوادگی|فامیل|فامیلی|شهرت",
        part_of_name=True,
    )
    trademark: str = _text(
        ProfileKind.ORGANIZATION, "trademark|brand|trade name|برند|نام تجاری|نشان تجاری", also_called=True
    )

    def texts(self) -> dict[str, str]:
        """Their values by field."""
        return {name: getattr(self, name) for name in TEXTS}

    def texts_of(self, kind: ProfileKind) -> dict[str, str]:
        """The values of the fields that the form of this kind has."""
        return {each.name: getattr(self, each.name) for each in TEXT_FIELDS if each.of is kind}

    def person_name(self) -> str:
        """A person's name, made of its parts."""
        return " ".join(" ".join((self.prefix, self.first_name, self.last_name)).split())

    def beneath_name(self) -> list[str]:
        """The texts that are shown beneath the name."""
        return [text for name in BENEATH_NAME if (text := getattr(self, name))]

    def other_names(self) -> list[str]:
        """The texts by which the profile is found as by its name."""
        return [getattr(self, each.name) for each in TEXT_FIELDS if each.also_called]


@dataclass(frozen=True, slots=True)
class TextField:
    """The properties of a text field.

    `of` is the kind of profile whose form has the field; `heads` are the column headings in contact files, separated by
    `|`. Fields that are `part_of_name` form a person's name; the others are shown beneath it. Fields that are
    `also_called` are searched like the name.
    """

    name: str
    of: ProfileKind
    heads: str
    part_of_name: bool
    also_called: bool


TEXT_FIELDS = tuple(TextField(each.name, **each.metadata) for each in fields(ProfileTexts))
TEXTS = tuple(each.name for each in TEXT_FIELDS)
BENEATH_NAME = tuple(each.name for each in TEXT_FIELDS if not each.part_of_name)


@dataclass(frozen=True, slots=True)
class Profile(ProfileTexts):
    """A profile with all its data. `version` grows with each saved change.

    `anonymous`: made from an unknown call; nobody has named it yet.
    """

    id: int
    kind: ProfileKind
    name: str
    version: int
    organization_id: int | None = None
    organization: str = ""
    category: Category | None = None
    color: Color | None = None
    owners: tuple[Owner, ...] = ()
    phones: tuple[ProfilePhone, ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""
    anonymous: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhoneDraft:
    """A number to be put on a profile; with kind None, the number decides its kind.

    `extension` is dialled after the number; '' keeps only an extension written in the number itself, None keeps the one
    that the number had before.
    """

    number: str
    kind: PhoneKind | None = None
    label: str = ""
    preferred: bool = False
    extension: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileBasis(ProfileTexts):
    """The data of a profile except its phones. Owners, category, color and organization are ids."""

    kind: ProfileKind
    name: str = ""
    organization_id: int | None = None
    category_id: int | None = None
    color_id: int | None = None
    owners: Mapping[OwnerRole, int] = field(default_factory=dict)
    emails: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProfileDraft(ProfileBasis):
    """The data of a new or changed profile. Owners and category are ids that are known to exist."""

    phones: tuple[PhoneDraft, ...] = ()


def display_name(kind: ProfileKind, name: str, texts: ProfileTexts) -> str:
    """The displayed name: the given one, else a person's parts in order."""
    given = " ".join(name.split())
    return given if given or kind is ProfileKind.ORGANIZATION else texts.person_name()


def preferred_holder(
    holders: Iterable[Holder], chosen_id: int | None = None, viewer_id: int | None = None
) -> Holder | None:
    """The holder of a shared number under which a call is shown.

    The one chosen for this call; else one that the viewer owns; else the one with the newest record; else the lowest
    id. Among several that qualify, the later criteria decide, so the answer is stable.
    """

    def rank(holder: Holder) -> tuple[bool, bool, float, int]:
        owned = viewer_id is not None and holder.owned_by(viewer_id)
        newest = holder.newest_record_at
        return (holder.id != chosen_id, not owned, -newest.timestamp() if newest else 0.0, holder.id)

    return min(holders, key=rank, default=None)


def preferred_id(holders: Iterable[Holder]) -> int | None:
    """The id of the preferred holder; None for no holders."""
    best = preferred_holder(holders)
    return best.id if best else None
