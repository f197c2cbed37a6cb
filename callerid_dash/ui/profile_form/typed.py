"""The typed content of a profile's form, before validation.

Rows of numbers and addresses keep their positions, including empty rows, so that an error finds its row.
`services/profiles/validation.py` says what a valid profile is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import (
    TEXTS,
    OwnerRole,
    PhoneDraft,
    PhoneKind,
    Profile,
    ProfileDraft,
    ProfileKind,
    ProfileTexts,
    display_name,
)
from callerid_dash.services.profiles.changes import ProfileChanges

BY_NUMBER = "auto"
"""The form's value for a phone kind that the number determines; an option must not be ''."""
MOST_ROWS = 60
"""The most rows of one sort in a form; a request made by hand may contain more."""
_LARGEST_ID = 10**18
_ROW_ERROR = re.compile(r"(phones|emails)\[(\d+)\]")

LINES = ("name", "shown_as", *TEXTS, "organization", "category", "color", "note")
"""The fields with one text each, in the order of the form."""


@dataclass(frozen=True, slots=True)
class TypedPhone:
    """One row; with `kind` '' the number determines its kind."""

    number: str = ""
    kind: str = ""
    extension: str = ""
    label: str = ""
    preferred: bool = False

    @property
    def blank(self) -> bool:
        """Whether the row is empty; a kind or a mark alone is no number."""
        return not (self.number.strip() or self.extension.strip() or self.label.strip())


@dataclass(frozen=True, slots=True)
class TypedProfile(ProfileTexts):
    """The fields as text; ids as digits, '' where nothing was chosen.

    `name` is an organization's name; a person's name is made of its parts, unless `shown_as` replaces it.
    """

    kind: ProfileKind = ProfileKind.PERSON
    name: str = ""
    shown_as: str = ""
    organization: str = ""
    category: str = ""
    color: str = ""
    owners: Mapping[OwnerRole, str] = field(default_factory=dict)
    phones: tuple[TypedPhone, ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""

    @property
    def full_name(self) -> str:
        """The display name of the profile."""
        return display_name(self.kind, self.name if self.kind is ProfileKind.ORGANIZATION else self.shown_as, self)

    @property
    def numbers(self) -> list[str]:
        """The typed numbers, in order."""
        return [phone.number for phone in self.phones if phone.number.strip()]


def typed_of(profile: Profile) -> TypedProfile:
    """The form's content for an existing profile."""
    person = profile.kind is ProfileKind.PERSON
    return TypedProfile(
        kind=profile.kind,
        name="" if person else profile.name,
        shown_as=profile.name if person and profile.name != profile.person_name() else "",
        **profile.texts(),
        organization=_text_of(profile.organization_id),
        category=_text_of(profile.category.id if profile.category else None),
        color=_text_of(profile.color.id if profile.color else None),
        owners={owner.role: str(owner.user_id) for owner in profile.owners},
        phones=tuple(
            TypedPhone(phone.raw, phone.kind.value, phone.extension, phone.label, phone.preferred)
            for phone in profile.phones
        ),
        emails=profile.emails,
        note=profile.note,
    )


def read_typed(values: Mapping[str, object]) -> TypedProfile:
    """The content of a form's fields. Missing values and values of a wrong type become empty."""

    def text(name: str) -> str:
        value = values.get(name)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def phone(row: str) -> TypedPhone:
        return TypedPhone(
            number=text(f"{row}.number"),
            kind=text(f"{row}.kind").replace(BY_NUMBER, ""),
            extension=text(f"{row}.extension"),
            label=text(f"{row}.label"),
            preferred=values.get(f"{row}.preferred") is True,
        )

    phones = tuple(phone(f"phones[{row}]") for row in range(_rows(values, "phones", ".number")))
    return TypedProfile(
        kind=ProfileKind.ORGANIZATION if text("kind") == ProfileKind.ORGANIZATION else ProfileKind.PERSON,
        owners={role: user for role in OwnerRole if (user := text(f"owners.{role.value}"))},
        phones=phones,
        emails=tuple(text(f"emails[{row}]") for row in range(_rows(values, "emails", ""))),
        **{name: text(name) for name in LINES},
    )


def draft_of_typed(typed: TypedProfile) -> ProfileDraft:
    """The typed profile. Raises InvalidInput for a wrong id or kind."""
    person = typed.kind is ProfileKind.PERSON
    owners = {role: _id(user, f"owners.{role.value}") for role, user in typed.owners.items()}
    return ProfileDraft(
        kind=typed.kind,
        name=typed.shown_as if person else typed.name,
        **typed.texts_of(typed.kind),  # texts typed for the other kind stay in the form only
        organization_id=_id(typed.organization, "organization") if person else None,
        category_id=_id(typed.category, "category"),
        color_id=_id(typed.color, "color"),
        owners={role: user_id for role, user_id in owners.items() if user_id is not None},
        phones=tuple(
            PhoneDraft(phone.number, _kind(phone.kind), phone.label, phone.preferred, phone.extension)
            for phone in typed.phones
            if not phone.blank
        ),
        emails=tuple(address for address in typed.emails if address.strip()),
        note=typed.note,
    )


def changes_of_typed(typed: TypedProfile) -> ProfileChanges:
    """All changes that set the profile to the typed values. Raises InvalidInput.

    Fields that the form does not show for this kind stay unchanged.
    """
    draft = draft_of_typed(typed)
    return ProfileChanges(
        kind=draft.kind,
        name=draft.name,
        texts=draft.texts_of(draft.kind),
        organization_id=draft.organization_id,
        category_id=draft.category_id,
        color_id=draft.color_id,
        phones=draft.phones,
        emails=draft.emails,
        note=draft.note,
        owners={role: draft.owners.get(role) for role in OwnerRole},
    )


def placed(error: InvalidInput, typed: TypedProfile) -> InvalidInput:
    """The same error at a field of the form: the row that it is about, or the name field of the kind."""
    if error.field == "name" and typed.kind is ProfileKind.PERSON:
        return error.at("shown_as" if typed.shown_as.strip() else "first_name")
    found = _ROW_ERROR.match(error.field or "")
    if not found:
        return error
    sort, nth = found[1], int(found[2])
    empty = [phone.blank for phone in typed.phones] if sort == "phones" else [not a.strip() for a in typed.emails]
    rows = [row for row, is_empty in enumerate(empty) if not is_empty]
    return error.at(f"{sort}[{rows[nth]}]") if nth < len(rows) else error.at(sort)


def without_blanks(typed: TypedProfile) -> TypedProfile:
    """The typed profile without empty rows."""
    phones = tuple(phone for phone in typed.phones if not phone.blank)
    return replace(typed, phones=phones, emails=tuple(filter(str.strip, typed.emails)))


def _rows(values: Mapping[str, object], sort: str, part: str) -> int:
    named = [row for row in range(MOST_ROWS) if f"{sort}[{row}]{part}" in values]
    return named[-1] + 1 if named else 0


def _text_of(key: int | None) -> str:
    return "" if key is None else str(key)


def _id(text: str, name: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text[:20]) > _LARGEST_ID:
        raise InvalidInput("There is no such thing.", name)
    return int(text)


def _kind(text: str) -> PhoneKind | None:
    try:
        return PhoneKind(text) if text else None
    except ValueError as error:
        raise InvalidInput("There is no such thing.", "phones") from error
