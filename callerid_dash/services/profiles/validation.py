"""Checks a typed profile and converts it to what is stored, or raises an error that names the field.

Pure, given the small tables in memory and the names of organizations; `services/profiles/profiles.py` reads and writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.numbers.phones import Dialing, NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import guess_phone_kind
from callerid_dash.domain.profiles.profiles import (
    OwnerRole,
    PhoneDraft,
    PhoneKind,
    Profile,
    ProfileDraft,
    ProfileKind,
    ProfilePhone,
    display_name,
)
from callerid_dash.domain.texts import is_visible, one_line, refuse_controls, several_lines, without_marks
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.profiles.profiles import ProfileContent

LONGEST_NAME = 200
LONGEST_NUMBER = 64
LONGEST_NOTE = 10_000
LONGEST_EMAIL = 254
MOST_PHONES = 50
MOST_EMAILS = 20

_EXTENSION = re.compile(r"[0-9]{1,7}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """The rules at one instant. `organizations` has, by id, the names of those that a draft may refer to."""

    snapshot: Snapshot
    organizations: Mapping[int, str] = field(default_factory=dict)

    @property
    def dialing(self) -> Dialing:
        """The office's place for reading numbers."""
        return self.snapshot.locality.dialing

    def content(self, draft: ProfileDraft, before: Profile | None = None) -> ProfileContent:
        """The content to store for a draft. Raises InvalidInput with the field.

        A value that `before` already has may stay, even if it could no longer be chosen (a disabled owner, a category
        that now has children).
        """
        organization_id = self._organization_id(draft, before)
        return ProfileContent(
            kind=draft.kind,
            # Checked before the name that is made of them, so that an error names the part.
            **{field: one_line(text, field, LONGEST_NAME) for field, text in draft.texts().items()},
            name=self._name(draft),
            organization_id=organization_id,
            organization=self.organizations[organization_id] if organization_id is not None else "",
            category_id=self._category_id(draft, before),
            color_id=self._color_id(draft),
            owners=self._owners(draft, before),
            phones=self.phones(draft.phones, before.phones if before else ()),
            emails=_emails(draft.emails),
            note=several_lines(draft.note, "note", LONGEST_NOTE),
        )

    def phones(self, drafts: Sequence[PhoneDraft], before: Sequence[ProfilePhone] = ()) -> tuple[ProfilePhone, ...]:
        """The phones to store. Raises InvalidInput for numbers that are withheld, too long or repeated.

        A number that `before` has in the same spelling keeps its canonical form: a new area code in the settings must
        not turn old numbers into others.
        """
        if len(drafts) > MOST_PHONES:
            raise InvalidInput("A profile has at most %(most)s numbers.", "phones", values={"most": MOST_PHONES})
        known = {phone.raw: phone for phone in before}
        phones: dict[tuple[str, str], ProfilePhone] = {}
        for index, draft in enumerate(drafts):
            phone = self._phone(draft, known, f"phones[{index}]")
            if phones.setdefault(phone.identity, phone) is not phone:
                raise InvalidInput("This number is already on the profile.", f"phones[{index}].number")
        return _one_default_per_kind(list(phones.values()), {phone.identity for phone in before if phone.preferred})

    def _phone(self, draft: PhoneDraft, known: Mapping[str, ProfilePhone], field: str) -> ProfilePhone:
        raw = " ".join(without_marks(draft.number).split())
        if len(raw) > LONGEST_NUMBER:
            raise InvalidInput("At most %(most)s characters.", f"{field}.number", values={"most": LONGEST_NUMBER})
        refuse_controls(raw, f"{field}.number")
        label = one_line(draft.label, f"{field}.label", LONGEST_NAME)
        number = parse_number(raw, self.dialing)
        extension = _extension(draft.extension or "", f"{field}.extension") or number.extension or ""
        if old := known.get(raw):
            kept = old.extension if draft.extension is None else extension
            return ProfilePhone(0, raw, old.canonical, kept, draft.kind or old.kind, label, draft.preferred)
        if number.kind is NumberKind.WITHHELD:
            raise InvalidInput("This is no number that somebody could be called on.", f"{field}.number")
        kind = draft.kind or guess_phone_kind(number)
        return ProfilePhone(0, raw, number.canonical, extension, kind, label, draft.preferred)

    def _name(self, draft: ProfileDraft) -> str:
        name = display_name(draft.kind, draft.name, draft)
        if not is_visible(name):
            raise InvalidInput("A profile needs a name.", "name")
        return one_line(name, "name", LONGEST_NAME)

    def _category_id(self, draft: ProfileDraft, before: Profile | None) -> int | None:
        current = before.category.id if before and before.category else None
        if draft.category_id is None:
            return None if before and current is None else default_category_id(self.snapshot)
        if draft.category_id != current:
            self.snapshot.check_leaf(draft.category_id)
        return draft.category_id

    def _color_id(self, draft: ProfileDraft) -> int | None:
        self.snapshot.check_color(draft.color_id)
        return draft.color_id

    def _owners(self, draft: ProfileDraft, before: Profile | None) -> dict[OwnerRole, int]:
        current = {owner.role: owner.user_id for owner in before.owners} if before else {}
        for role, user_id in draft.owners.items():
            self.snapshot.check_user(user_id, f"owners.{role.value}", current.get(role))
        return dict(draft.owners)

    def _organization_id(self, draft: ProfileDraft, before: Profile | None) -> int | None:
        if draft.organization_id is None:
            return None
        if draft.kind is ProfileKind.ORGANIZATION:
            raise InvalidInput("Only a person belongs to an organization.", "organization")
        if draft.organization_id not in self.organizations or (before and before.id == draft.organization_id):
            raise InvalidInput("This organization does not exist.", "organization")
        return draft.organization_id


def default_category_id(snapshot: Snapshot) -> int | None:
    """The category of a new profile without a chosen one: the configured leaf, else the first leaf, else None."""
    leaves = [leaf.id for leaf in snapshot.leaves]
    configured = snapshot.settings.get("default_category", "")
    if configured.isdecimal() and int(configured) in leaves:
        return int(configured)
    return leaves[0] if leaves else None


def _one_default_per_kind(phones: Sequence[ProfilePhone], before: Set[tuple[str, str]]) -> tuple[ProfilePhone, ...]:
    """Keep one default number per kind; of several, the one that was not a default `before`, as it was marked now."""
    default: dict[PhoneKind, ProfilePhone] = {}
    for phone in phones:
        if phone.preferred and (phone.kind not in default or default[phone.kind].identity in before):
            default[phone.kind] = phone
    return tuple(replace(phone, preferred=default.get(phone.kind) is phone) for phone in phones)


def _extension(text: str, field: str) -> str:
    digits = latin_digits("".join(without_marks(text).split()))
    if digits and not _EXTENSION.fullmatch(digits):
        raise InvalidInput("An extension is a number of at most %(most)s digits.", field, values={"most": 7})
    return digits


def _emails(addresses: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for index, written in enumerate(addresses):
        address = without_marks(written).strip()
        refuse_controls(address, f"emails[{index}]")
        if len(address) > LONGEST_EMAIL or not _EMAIL.fullmatch(address):
            raise InvalidInput("This is no e-mail address.", f"emails[{index}]")
        kept.setdefault(address.casefold(), address)
    if len(kept) > MOST_EMAILS:
        raise InvalidInput("A profile has at most %(most)s e-mail addresses.", "emails", values={"most": MOST_EMAILS})
    return tuple(kept.values())
