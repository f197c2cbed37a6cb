"""One entry of a file of contacts: a contact in the words of the file, or the reason why it cannot be read; and what an
import does with contacts that are in the address book already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileKind, ProfileTexts

LOST = "\ufffd"
"""The character that replaces a letter which a program could not write."""


@dataclass(frozen=True, slots=True)
class FoundPhone(PhoneDraft):
    """A phone of an entry. `field` is the file's name of its place, `written` the text there.

    `amount`: a spreadsheet took it for an amount, so leading zeros may be gone. `lost`: digits are missing.
    """

    field: str = ""
    written: str = ""
    amount: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Contact(ProfileTexts):
    """A contact as the file describes it. `line` is where the entry begins, `cells` are its texts.

    `tags` are words that may name a category; unlike `category` they need not.
    """

    line: int
    cells: tuple[str, ...]
    kind: ProfileKind
    name: str = ""
    organization: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    color: str = ""
    owners: Mapping[OwnerRole, str] = field(default_factory=dict)
    phones: tuple[FoundPhone, ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that cannot be read, and why."""

    line: int
    cells: tuple[str, ...]
    reason: InvalidInput


Entry = Contact | Unread


class Duplicates(StrEnum):
    """How to import an entry that matches an existing profile."""

    SKIP = "skip"
    ADD_NUMBERS = "add-numbers"
    """Add its numbers and missing fields to the profile."""
    CREATE = "create"


def checked(contact: Contact) -> Entry:
    """The contact, or Unread if it has no name or if letters of it are lost."""
    reason = None
    if any(LOST in cell for cell in contact.cells):
        reason = InvalidInput("Letters were lost when this file was saved; export it as UTF-8.", "name")
    elif not (contact.name or contact.first_name or contact.last_name):
        reason = InvalidInput("There is no name.", "name")
    return Unread(contact.line, contact.cells, reason) if reason else contact
