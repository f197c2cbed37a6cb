"""Writes the sample office into an empty store through the services that people and phones use.

Each step is one transaction or adds only what is missing. The first step stores the seed and the instant at which the
past ends, so that an interrupted fill continues where it stopped. A store with other data is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from callerid_dash.demo.book import SampleProfile
from callerid_dash.demo.callbacks import add_callbacks
from callerid_dash.demo.identified import identify
from callerid_dash.demo.office import SEED, SampleOffice, imagine
from callerid_dash.demo.records import add_records
from callerid_dash.demo.rhythm import USUAL, arrivals, staffed
from callerid_dash.demo.switchboard import Switchboard
from callerid_dash.demo.tables import table
from callerid_dash.domain.calls.calls import CallEvent
from callerid_dash.domain.calls.scripts import events
from callerid_dash.domain.errors import BadSettings
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.profiles.profiles import Category, Color, ProfileDraft
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables
from callerid_dash.store.office import lists
from callerid_dash.store.profiles import holders

MARK = "sample_office"
"""The stored setting that marks a store with a sample office and says whether it is complete."""
SOURCE = "sample"
BATCH = 1_000
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything.

    `calls` is the number of an ordinary working day, `histories` that of profiles with records, `identified` that of
    unknown callers who were saved after they had called.
    """

    persons: int = 400
    organizations: int = 120
    days: int = 42
    calls: int = USUAL
    histories: int = 20
    identified: int = 60


def fill(
    services: Services,
    password: str,
    *,
    seed: int = SEED,
    size: Size | None = None,
    now: datetime | None = None,
    say: Say = lambda _: None,
) -> SampleOffice:
    """Fill the store with the sample office and return it; every user has the password `password`.

    A store that is already full costs nothing. Raises BadSettings for a store with other data.
    """
    size = size or Size()
    mark = _mark(services, seed, now or datetime.now(UTC))
    office = imagine(mark.seed, size.persons, size.organizations)
    if not mark.complete:
        _Fill(services, office, size, mark, say).run(password)
    return office


@dataclass(frozen=True, slots=True)
class _Mark:
    seed: int
    now: datetime
    begun: bool = False
    complete: bool = False

    def text(self, *, complete: bool) -> str:
        return json.dumps({"seed": self.seed, "now": self.now.isoformat(), "complete": complete})


def _mark(services: Services, seed: int, now: datetime) -> _Mark:
    stored = services.directory.snapshot.settings.get(MARK)
    if stored:
        found = json.loads(stored)
        return _Mark(found["seed"], datetime.fromisoformat(found["now"]), True, found["complete"])
    if services.directory.snapshot.users:
        raise BadSettings(
            "This database is in use by an office. The demo fills an empty one: set CALLERID_DATABASE_URL."
        )
    return _Mark(seed, now)


class _Fill:
    def __init__(self, services: Services, office: SampleOffice, size: Size, mark: _Mark, say: Say) -> None:
        self._services = services
        self._office = office
        self._size = size
        self._mark = mark
        self._say = say
        self._unknown = {caller.number for caller in office.unknown}
        self._last_calls: dict[str, datetime] = {}  # canonical number -> last call
        self._language = "fa" if services.settings.language == "fa" else "en"

    def run(self, password: str) -> None:
        if not self._mark.begun:
            self._say("Colors, categories, lines")
            self._services.store.write(self._add_lists)
            self._services.directory.reload()
        self._say(f"{len(self._office.users)} users")
        self._add_users(password)
        self._say(f"{self._size.organizations} organizations and {self._size.persons} persons")
        self._add_profiles()
        self._say(f"The calls of {self._size.days} days")
        self._add_calls()
        self._say("What came of them")
        mark, language = self._mark, self._language
        add_records(self._services, mark.seed, mark.now, self._size.histories, language)
        identify(self._services, mark.seed, mark.now, self._last_calls, self._size.identified, language)
        add_callbacks(self._services, mark.seed, mark.now, language)
        self._services.store.write(lambda s: tables.set_setting(s, MARK, self._mark.text(complete=True)))
        self._services.directory.reload()

    def _add_lists(self, session: Session) -> None:
        language = self._language
        for position, line in enumerate(table("colors")):
            color = Color(0, position, line[language], line[f"about_{language}"], line["hex"])
            lists.add(session, lists.COLORS, color)
        nodes: dict[tuple[str, ...], int] = {}
        for position, line in enumerate(table("categories")):
            path = tuple(line[language].split(" / "))
            for depth in range(1, len(path) + 1):
                if path[:depth] not in nodes:
                    parent = nodes.get(path[: depth - 1])
                    node = Category(0, parent, position, path[depth - 1])
                    nodes[path[:depth]] = lists.add(session, lists.CATEGORIES, node)
        for line in table("lines"):
            tables.set_line(session, line["number"], line[language])
        tables.set_setting(session, MARK, self._mark.text(complete=False))

    def _add_users(self, password: str) -> None:
        first, *others = self._office.users
        if first.username not in self._services.directory.snapshot.usernames:
            self._services.accounts.add(first.username, password, first.role, OPERATOR, first.names[self._language])

        def add_others(session: Session) -> None:
            credentials = accounts.credentials(session, first.username)
            hashed = credentials.password_hash if credentials else ""
            for user in others:  # hashing takes a third of a second, and the password is the same
                accounts.add_user(session, user.username, user.names[self._language], user.role, hashed)
            ids = {user.username: user.id for user in tables.users(session)}
            for user in self._office.users:
                tables.set_extension(session, user.extension, ids[user.username])

        self._services.store.write(add_others)
        self._services.directory.reload()

    # Profiles

    def _add_profiles(self) -> None:
        book = self._office.book
        self._import(book.organizations, [])
        with self._services.store.read() as session:
            firms = [self._id_of(session, firm) for firm in book.organizations]
        self._import(book.persons, firms)

    def _import(self, profiles: Sequence[SampleProfile], organizations: Sequence[int | None]) -> None:
        with self._services.store.read() as session:
            existing = self._id_of(session, profiles[-1])  # an import is one transaction: the last says it of all
        if existing is None:
            self._services.profiles.import_drafts([self._draft(profile, organizations) for profile in profiles])

    def _id_of(self, session: Session, profile: SampleProfile) -> int | None:
        snapshot, number = self._services.directory.snapshot, profile.calls_from[0]
        found = holders.holders(session, [number], snapshot.users, snapshot.colors).get(number, ())
        return next((holder.id for holder in found if holder.kind is profile.kind), None)

    def _draft(self, profile: SampleProfile, organizations: Sequence[int | None]) -> ProfileDraft:
        snapshot = self._services.directory.snapshot
        colors = {color.position: color.id for color in snapshot.colors.values()}
        leaves = {leaf.position: leaf.id for leaf in snapshot.leaves}
        return ProfileDraft(
            kind=profile.kind,
            name=profile.name,
            **profile.texts(),
            organization_id=None if profile.organization is None else organizations[profile.organization],
            category_id=leaves[profile.category],
            color_id=None if profile.color is None else colors[profile.color],
            owners={role: snapshot.usernames[name].id for role, name in profile.owners.items()},
            phones=profile.phones,
            emails=profile.emails,
            note="" if profile.note is None else table("notes")[profile.note][self._language],
        )

    # Calls

    def _add_calls(self) -> None:
        batch: list[CallEvent] = []
        for of_call in self._past_calls():
            if len(batch) + len(of_call) > BATCH:
                self._services.calls.ingest.submit(batch)
                batch = []
            batch.extend(of_call)
        self._services.calls.ingest.submit(batch)

    def _past_calls(self) -> Iterator[list[CallEvent]]:
        """The events of every call that ended before the fill, oldest call first."""
        zone = ZoneInfo(self._services.settings.timezone)
        rng = Random(self._mark.seed)  # noqa: S311 - plausible, not secret
        switchboard = Switchboard(self._office, rng)
        today = self._mark.now.astimezone(zone).date()
        for ago in range(self._size.days, -1, -1):
            day = today - timedelta(days=ago)
            for number, at in enumerate(arrivals(day, zone, rng, self._size.calls)):
                script = switchboard.call(at, staffed(at, zone))
                if at + timedelta(seconds=script.length) <= self._mark.now:
                    self._remember(script.caller, at)
                    yield events(script, SOURCE, f"{day:%Y%m%d}-{number}", at)

    def _remember(self, caller: str, at: datetime) -> None:
        canonical = parse_number(caller, self._services.settings.dialing).canonical
        if canonical in self._unknown:
            self._last_calls[canonical] = at
