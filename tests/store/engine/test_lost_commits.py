"""A broken PostgreSQL connection during writes: nothing is stored twice, nothing acknowledged is lost."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from callerid_dash.domain.errors import OutcomeUnknown, StoreUnavailable
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from callerid_dash.settings import read_settings
from callerid_dash.store.engine import certain
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.postgresql import engine as postgres_engine
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory
from tests.parts.cut_line import Cut, CutLine, cut_line
from tests.scenes import API, event
from tests.serving import wait_for

pytestmark = pytest.mark.postgres
SENDERS = 8


@dataclass
class Said:
    """The result of each sent name: 'stored', 'refused' (nothing was stored) or 'unknown'."""

    names: dict[str, str] = field(default_factory=dict)

    def by(self, outcome: str) -> set[str]:
        """The names with this result."""
        return {name for name, said in self.names.items() if said == outcome}


@pytest.fixture
def line(migrated_postgres: str) -> Iterator[CutLine]:
    """A connection that the test cuts."""
    with cut_line(migrated_postgres) as line:
        yield line


@pytest.fixture
def services(line: CutLine) -> Iterator[Services]:
    """The product's services over that connection."""
    services = build_services(read_settings({"CALLERID_DATABASE_URL": line.url}))
    yield services
    services.store.close()


class Senders:
    """Threads that write objects of several kinds, without keys, one after the other."""

    def __init__(self, services: Services) -> None:
        self.said = Said()
        self._services = services
        self._numbers = itertools.count()
        self._home = services.profiles.create(ProfileDraft(ProfileKind.ORGANIZATION, "Home"), API).profile.id
        self._kinds: list[tuple[str, Callable[[str], None]]] = [
            ("profile", self._profile),
            ("record", self._record),
            ("call", self._call),
            ("token", self._token),
        ]
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(seed,)) for seed in range(SENDERS)]

    def __enter__(self) -> Said:
        for thread in self._threads:
            thread.start()
        return self.said

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._stop.is_set():
            kind, send = chance.choice(self._kinds)
            name = f"{kind} {next(self._numbers)}"
            try:
                send(name)
                self.said.names[name] = "stored"
            except OutcomeUnknown:
                self.said.names[name] = "unknown"
            except StoreUnavailable:
                self.said.names[name] = "refused"

    def _profile(self, name: str) -> None:
        phone = PhoneDraft(f"0912{name.split()[1]:0>7}")
        self._services.profiles.create(ProfileDraft(ProfileKind.PERSON, name, phones=(phone,)), API)

    def _record(self, name: str) -> None:
        kind = next(iter(self._services.directory.snapshot.record_kinds))
        self._services.records.create(RecordDraft(self._home, kind, name, ""), API)

    def _call(self, name: str) -> None:
        self._services.calls.ingest.submit([event("ringing", 0, name, caller=f"0912{name.split()[1]:0>7}")])

    def _token(self, name: str) -> None:
        self._services.accounts.tokens.create(name, ["calls:read"], OPERATOR)


STORED = """
SELECT name FROM profiles WHERE kind = 'person' UNION ALL SELECT subject FROM records
UNION ALL SELECT external_id FROM calls UNION ALL SELECT name FROM tokens
"""


def stored(url: str) -> Counter[str]:
    """How often each name is stored."""
    store = open_store(url)
    try:
        with store.read() as session:
            rows = session._connection.execute(STORED).fetchall()  # type: ignore[attr-defined] # no query of the product's
        return Counter(name for (name,) in rows)
    finally:
        store.close()


def more_than(said: Said, enough: int) -> None:
    """Wait until more than this many have been answered."""
    wait_for(lambda: len(said.names) >= enough, 60)


def never_twice(found: Counter[str], said: Said) -> None:
    """Each result is true, and nothing is stored twice."""
    assert {name for name, times in found.items() if times > 1} == set()
    assert said.by("stored") - found.keys() == set(), "acknowledged and lost"
    assert said.by("refused") & found.keys() == set(), "refused and stored"


@pytest.mark.parametrize(
    ("where", "cuts"),
    [(Cut.AFTER_COMMIT, 20), (Cut.BEFORE_COMMIT, 5), (Cut.COMMIT_LATE, 5), (Cut.AT_THE_LOCK, 5)],
)
def test_a_line_that_breaks_again_and_again(
    where: Cut, cuts: int, services: Services, line: CutLine, migrated_postgres: str
) -> None:
    with Senders(services) as said:
        for _ in range(cuts):
            line.cut(where)
            more_than(said, len(said.names) + SENDERS)
    found = stored(migrated_postgres)
    assert line.cuts == cuts
    never_twice(found, said)
    assert said.by("unknown") == set()
    assert services.calls.ingest.accepted == sum(1 for name in found if name.startswith("call"))


def test_everything_is_cut_for_a_second(services: Services, line: CutLine, migrated_postgres: str) -> None:
    with Senders(services) as said:
        for _ in range(3):
            more_than(said, len(said.names) + SENDERS)
            with line.down():
                time.sleep(1)
    found = stored(migrated_postgres)
    never_twice(found, said)
    assert said.by("unknown") == set(), "a second is no reason to give up"
    assert services.calls.ingest.accepted == sum(1 for name in found if name.startswith("call"))


@pytest.fixture
def impatient(line: CutLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with short timeouts."""
    monkeypatch.setattr(certain, "TIMEOUT", 0.5)
    monkeypatch.setattr(postgres_engine, "TIMEOUT", 0.5)
    store = open_store(line.url)
    yield store
    store.close()


def answers(store: Store) -> bool:
    """Whether the database is back."""
    with suppress(StoreUnavailable):
        store.write(lambda session: directory.set_setting(session, "c", "x"))
        return True
    return False


@pytest.mark.parametrize("where", [Cut.AFTER_COMMIT, Cut.BEFORE_COMMIT])
def test_a_server_that_stays_away_leaves_the_outcome_unknown_until_it_is_back(
    where: Cut, impatient: Store, line: CutLine
) -> None:
    followed: list[str] = []

    def work(session: Session) -> None:
        session.after_commit(lambda: followed.append("stored"))
        directory.set_setting(session, "a", "x")

    with line.down_after(where):
        with pytest.raises(OutcomeUnknown, match="not known"):
            impatient.write(work)
        with pytest.raises(StoreUnavailable) as refused:
            impatient.write(lambda session: directory.set_setting(session, "b", "x"))
        assert not isinstance(refused.value, OutcomeUnknown)
        assert followed == []
    wait_for(lambda: answers(impatient), 30)
    with impatient.read() as session:
        was_stored = "a" in directory.settings(session)
    assert was_stored is (where is Cut.AFTER_COMMIT)
    assert followed == (["stored"] if was_stored else [])
