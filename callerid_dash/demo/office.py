"""The sample office: its users, lines, address book and callers; a seed decides how often each of them calls.

Names and numbers in the address book do not depend on the language; users' names and titles do. Ids are assigned when
it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from callerid_dash.demo.book import AddressBook, address_book
from callerid_dash.demo.tables import table
from callerid_dash.domain.profiles.profiles import OwnerRole, ProfileKind
from callerid_dash.domain.users import Role

PERSONS = 400
ORGANIZATIONS = 120
SEED = 1403


@dataclass(frozen=True, slots=True)
class SampleUser:
    """A user; `names` are by language, `team` is the queue that the user answers, '' for none."""

    username: str
    names: dict[str, str]
    role: Role
    extension: str
    team: str


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One of our numbers, its queue ('' for straight to a phone), and its share of calls."""

    number: str
    queue: str
    share: float


@dataclass(frozen=True, slots=True)
class SampleCaller:
    """A number and how often it calls; `extension` is that of the profile's owner, if there is one."""

    number: str
    weight: float
    extension: str = ""


@dataclass(frozen=True)
class SampleOffice:
    """The whole office."""

    users: tuple[SampleUser, ...]
    lines: tuple[SampleLine, ...]
    book: AddressBook
    known: tuple[SampleCaller, ...]
    unknown: tuple[SampleCaller, ...]
    teams: dict[str, tuple[str, ...]] = field(default_factory=dict)


def imagine(seed: int = SEED, persons: int = PERSONS, organizations: int = ORGANIZATIONS) -> SampleOffice:
    """The office of this size and seed."""
    rng = Random(seed)  # noqa: S311 - plausible, not secret
    users = tuple(_user(line) for line in table("users"))
    book = address_book(persons, organizations)
    return SampleOffice(
        users=users,
        lines=tuple(SampleLine(line["number"], line["queue"], float(line["share"])) for line in table("lines")),
        book=book,
        known=_known_callers(rng, book, {user.username: user.extension for user in users}),
        unknown=_unknown_callers(rng, 2 * persons),
        teams={team: tuple(u.extension for u in users if u.team == team) for team in ("sales", "support")},
    )


def _user(line: dict[str, str]) -> SampleUser:
    names = {language: line[language] for language in ("fa", "en")}
    return SampleUser(line["username"], names, Role(line["role"]), line["extension"], line["team"])


def _known_callers(rng: Random, book: AddressBook, extensions: dict[str, str]) -> tuple[SampleCaller, ...]:
    """A few call every other day, most hardly ever (a Pareto distribution); organizations more often than persons."""
    callers: dict[str, SampleCaller] = {}
    for profile in book.profiles:
        busy = 2.0 if profile.kind is ProfileKind.ORGANIZATION else 1.0
        owner = profile.owners.get(OwnerRole.SALES) or profile.owners.get(OwnerRole.SUPPORT) or ""
        for number in profile.calls_from:
            caller = SampleCaller(number, busy * min(rng.paretovariate(1.2), 25.0), extensions.get(owner, ""))
            callers.setdefault(number, caller)
    return tuple(callers.values())


def _unknown_callers(rng: Random, how_many: int) -> tuple[SampleCaller, ...]:
    return tuple(
        SampleCaller(line["number"], min(rng.paretovariate(1.5), 12.0)) for line in table("callers")[:how_many]
    )
