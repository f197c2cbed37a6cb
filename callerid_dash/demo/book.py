"""The sample office's address book, `data/sample/profiles.csv`: organizations first, then persons, many of whom work
for one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from callerid_dash.demo.tables import Line, table
from callerid_dash.domain.profiles.profiles import TEXTS, OwnerRole, PhoneDraft, PhoneKind, ProfileKind, ProfileTexts


@dataclass(frozen=True, slots=True)
class SampleProfile(ProfileTexts):
    """A profile to be created; category, color and note are positions in their lists, the organization one in the book.

    `calls_from` are the numbers, in E.164, that it calls from.
    """

    kind: ProfileKind
    name: str = ""
    organization: int | None = None
    category: int = 0
    color: int | None = None
    owners: dict[OwnerRole, str] = field(default_factory=dict)
    phones: tuple[PhoneDraft, ...] = ()
    calls_from: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    note: int | None = None


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Organizations and persons in the order in which they are added."""

    organizations: tuple[SampleProfile, ...]
    persons: tuple[SampleProfile, ...]

    @property
    def profiles(self) -> tuple[SampleProfile, ...]:
        """Organizations, then persons."""
        return self.organizations + self.persons


def address_book(persons: int, organizations: int) -> AddressBook:
    """The first persons and organizations of the book."""
    firms = [line for line in table("profiles") if line["kind"] == ProfileKind.ORGANIZATION][:organizations]
    people = [line for line in table("profiles") if line["kind"] == ProfileKind.PERSON][:persons]
    places = {line["name"]: place for place, line in enumerate(firms)}
    return AddressBook(*(tuple(_profile(line, places) for line in lines) for lines in (firms, people)))


def _profile(line: Line, organizations: dict[str, int]) -> SampleProfile:
    return SampleProfile(
        kind=ProfileKind(line["kind"]),
        name=line["name"],
        **{name: line[name] for name in TEXTS},
        organization=organizations.get(line["organization"]),
        category=_place("categories", "en", line["category"]) or 0,
        color=_place("colors", "hex", line["color"]),
        owners={role: line[role] for role in OwnerRole if line[role]},
        phones=tuple(map(_phone, line["phones"].split(";"))),
        calls_from=tuple(line["calls_from"].split()),
        emails=tuple(line["emails"].split()),
        note=_place("notes", "en", line["note"]),
    )


def _phone(cell: str) -> PhoneDraft:
    kind, number, label = cell.split("|")
    return PhoneDraft(number, PhoneKind(kind), label)


def _place(name: str, column: str, value: str) -> int | None:
    """The position of the line of a list that has this value."""
    return next((place for place, line in enumerate(table(name)) if line[column] == value), None)
