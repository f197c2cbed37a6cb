"""The sample office's address book: organizations first, then persons, many of whom work for one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from callerid_dash.demo.numbers import OLD_PLAN, Numbers, written_by_hand
from callerid_dash.demo.tables import Line, chance, draw, part, table
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, PhoneKind, ProfileKind, ProfileTexts

EMPLOYED = 0.65
LATIN = 0.35
"""Share of names written in Latin letters."""
SHARING = 0.075
"""Share of persons who hold the switchboard's number of their organization, which is then on several profiles."""


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


def address_book(
    rng: Random, numbers: Numbers, agents: dict[str, list[str]], persons: int, organizations: int
) -> AddressBook:
    """Create a random book. `agents` are usernames by team."""
    maker = _Maker(rng, numbers, agents)
    names = [(stem, sector) for sector in table("sectors") for stem in table("stems")]
    firms = tuple(maker.organization(*name) for name in rng.sample(names, organizations))
    return AddressBook(firms, tuple(maker.person(firms) for _ in range(persons)))


class _Maker:
    def __init__(self, rng: Random, numbers: Numbers, agents: dict[str, list[str]]) -> None:
        self._rng = rng
        self._numbers = numbers
        self._agents = agents

    def organization(self, stem: Line, sector: Line) -> SampleProfile:
        script = self._script()
        city = draw(self._rng, table("cities"))
        switchboard = self._landline(city["area_code"])
        phones = [self._phone(switchboard, PhoneKind.LANDLINE, self._label("switchboard", script))]
        calls_from = [switchboard]
        if chance(self._rng, 0.5):
            calls_from.append(self._numbers.landline(city["area_code"]))
            phones.append(self._phone(calls_from[-1], PhoneKind.LANDLINE, self._label("sales", script)))
        if chance(self._rng, 0.3):
            calls_from.append(self._numbers.mobile())
            phones.append(self._phone(calls_from[-1], PhoneKind.MOBILE, ""))
        if chance(self._rng, 0.4):
            fax = self._numbers.landline(city["area_code"])
            phones.append(self._phone(fax, PhoneKind.FAX, ""))
        host = stem["en"].lower()
        return SampleProfile(
            kind=ProfileKind.ORGANIZATION,
            name=sector[script].format(stem[script]),
            trademark=self._rng.choice([stem["en"], stem["fa"], ""]),
            category=self._category("organization"),
            color=self._color(),
            owners=self._owners(0.9),
            phones=tuple(phones),
            calls_from=tuple(calls_from),
            emails=tuple(f"{box}@{host}.example" for box in ("info", "sales")[: self._rng.choice([0, 1, 1, 2])]),
            note=self._note(),
        )

    def person(self, firms: tuple[SampleProfile, ...]) -> SampleProfile:
        script, gender = self._script(), self._rng.choice(["male", "female"])
        first, last = self._rng.choice(part("names", gender)), self._rng.choice(part("names", "last"))
        employer = self._rng.randrange(len(firms)) if firms and chance(self._rng, EMPLOYED) else None
        abroad = chance(self._rng, 0.02)
        mobile = self._numbers.foreign() if abroad else self._numbers.mobile()
        phones, calls_from = [self._phone(mobile, PhoneKind.OTHER if abroad else PhoneKind.MOBILE, "")], [mobile]
        if employer is not None and chance(self._rng, SHARING / EMPLOYED):
            calls_from.append(firms[employer].calls_from[0])
            phones.append(self._phone(calls_from[-1], PhoneKind.LANDLINE, self._label("work", script)))
        elif chance(self._rng, 0.2):
            calls_from.append(self._landline(draw(self._rng, table("cities"))["area_code"]))
            phones.append(self._phone(calls_from[-1], PhoneKind.LANDLINE, self._label("home", script)))
        address = f"{first['en']}.{last['en']}@mail.example".lower()
        return SampleProfile(
            kind=ProfileKind.PERSON,
            prefix=self._rng.choice(part("prefixes", gender))[script] if chance(self._rng, 0.7) else "",
            first_name=first[script],
            last_name=last[script],
            organization=employer,
            category=self._category("person"),
            color=self._color(),
            owners=self._owners(0.7),
            phones=tuple(phones),
            calls_from=tuple(calls_from),
            emails=(address,) if chance(self._rng, 0.4) else (),
            note=self._note(),
        )

    def _script(self) -> str:
        return "en" if chance(self._rng, LATIN) else "fa"

    def _landline(self, area_code: str) -> str:
        if area_code in OLD_PLAN and chance(self._rng, 0.15):
            return self._numbers.renumbered(area_code)
        return self._numbers.landline(area_code)

    def _phone(self, number: str, kind: PhoneKind, label: str) -> PhoneDraft:
        return PhoneDraft(written_by_hand(number, self._rng), kind, label)

    def _label(self, which: str, script: str) -> str:
        return next(line[script] for line in table("labels") if line["part"] == which)

    def _category(self, kind: str) -> int:
        fitting = [line for line in table("categories") if line["used_by"] in (kind, "both")]
        return table("categories").index(draw(self._rng, fitting))

    def _color(self) -> int | None:
        return table("colors").index(draw(self._rng, table("colors"))) if chance(self._rng, 0.35) else None

    def _note(self) -> int | None:
        return self._rng.randrange(len(table("notes"))) if chance(self._rng, 0.25) else None

    def _owners(self, looked_after: float) -> dict[OwnerRole, str]:
        if not chance(self._rng, looked_after):
            return {}
        owners = {OwnerRole.SALES: self._rng.choice(self._agents["sales"])}
        if chance(self._rng, 0.5):
            owners[OwnerRole.SUPPORT] = self._rng.choice(self._agents["support"])
        if chance(self._rng, 0.1):
            owners[OwnerRole.OTHER] = "supervisor"
        return owners
