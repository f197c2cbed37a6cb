"""Reads contact tables for tests."""

from __future__ import annotations

from callerid_dash.domain.profiles.contacts.contact import Contact, Unread
from callerid_dash.domain.profiles.contacts.contact_file import (
    ContactFile,
    ContactReading,
    read_contacts,
)
from callerid_dash.domain.profiles.profiles import PhoneKind


def read(text: str, **reading: object) -> ContactFile:
    return read_contacts(text.encode(), ContactReading(**reading))  # type: ignore[arg-type]


def only(found: ContactFile) -> Contact:
    (entry,) = found.entries
    assert isinstance(entry, Contact)
    return entry


def numbers(contact: Contact) -> list[tuple[str, PhoneKind | None, str, str | None]]:
    return [(phone.number, phone.kind, phone.label, phone.extension) for phone in contact.phones]


def reasons(found: ContactFile) -> list[tuple[int, str]]:
    return [(entry.line, str(entry.reason)) for entry in found.entries if isinstance(entry, Unread)]
