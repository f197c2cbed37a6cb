"""What every row gets: the scale, a folder, and databases with a history."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import seeding
from bench.seeding import seed
from callerid_dash import store
from callerid_dash.domain.numbers.renumbering import VERSION
from callerid_dash.domain.reports.rollups import BUCKET
from callerid_dash.services.imports.rereading import READ_BY
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.office.directory import set_setting
from callerid_dash.store.summaries import marks, rollups
from callerid_dash.store.summaries.catalogue import SUMMARIES
from callerid_dash.store.summaries.changes import SETTLED
from callerid_dash.store.summaries.refresher import refresh

_BUCKETS_AT_ONCE = 50_000
_MAKERS = sorted([*(Path(store.__file__).parent / "migrations").rglob("*.sql"), Path(seeding.__file__)])
"""What decides the content of a history."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The amount of work; each field bounds one loop. Times are in seconds."""

    calls: int = 10_000_000
    """Calls in the history beneath everything, three events each."""
    profiles: int = 20_000
    phones: int = 1_000_000
    """Numbers in the address book that is only searched."""
    lookups: int = 3_000
    searched: int = 300_000
    """Profiles that are searched by name."""
    searches: int = 100
    charts: int = 20
    pairs: int = 5_000
    """The most pairs of conditions that the call log is asked for."""
    imported: int = 500_000
    """Rows of a switchboard's history."""
    rounds: int = 3
    """How often each side of a ratio is measured, in turn."""
    load: float = 4.0
    connections: int = 16
    pollers: int = 500
    painted: int = 40
    batches: int = 8
    batch: int = 1_000
    single: int = 20_000
    """Events that come one by one, in each round, if there is time for all."""
    clients: int = 32
    processes: tuple[int, ...] = (1, 2, 4)
    """Web processes beside each other on PostgreSQL."""
    idle: float = 20.0


TINY = Scale(
    calls=50,
    profiles=20,
    phones=60,
    lookups=20,
    searched=60,
    searches=5,
    charts=2,
    pairs=20,
    imported=40,
    rounds=1,
    load=0.4,
    connections=2,
    pollers=4,
    painted=2,
    batches=2,
    batch=30,
    single=12,
    clients=3,
    processes=(2,),
    idle=0.2,
)
"""Enough to see that every row works; its figures mean nothing."""


@dataclass(slots=True)
class World:
    """One run of the benchmarks. `servers` is a folder with other WSGI servers; histories are kept in `seeds`."""

    scale: Scale
    folder: Path
    servers: Path | None = None
    seeds: Path | None = None
    made: int = field(default=0)

    def database(self) -> Path:
        """A separate database for the caller, with the history in it."""
        return Path(shutil.copy(self.history(self.scale.calls), self.new_folder() / "callerid.duckdb"))

    def history(self, calls: int) -> Path:
        """A database with so many calls that nobody writes to.

        Made once a day, because its calls end when it is made, for a version of tables and seed."""
        made_by = hashlib.sha256(b"".join(path.read_bytes() for path in _MAKERS)).hexdigest()[:12]
        folder, name = self.seeds or self.folder, f"history-{calls}"
        history = folder / f"{name}-{datetime.now(UTC):%Y%m%d}-{made_by}.duckdb"
        if not history.exists():
            folder.mkdir(parents=True, exist_ok=True)
            for earlier in folder.glob(f"{name}-*"):
                earlier.unlink()
            unfinished = history.with_suffix(".unfinished")
            make_database(unfinished, calls, self.scale.profiles, self.scale.profiles)
            unfinished.rename(history)
        return history

    def new_folder(self) -> Path:
        """An empty folder."""
        self.made += 1
        folder = self.folder / str(self.made)
        folder.mkdir()
        return folder

    def clear(self) -> None:
        """Delete the files of a row; the history stays."""
        for number in range(self.made):
            shutil.rmtree(self.folder / str(number + 1), ignore_errors=True)


def make_database(path: Path, calls: int, profiles: int, phones: int) -> None:
    """A migrated database with this many calls, profiles and phones."""

    def fill(opened: Store) -> None:
        for script in seed(calls, profiles, phones):
            with opened.engine.write() as session:
                session.script(script)

    fill_database(f"duckdb:///{path}", fill)


def fill_database(url: str, fill: Callable[[Store], None]) -> None:
    """Migrate an empty database, let `fill` put calls and profiles into it, and bring its summaries up to date."""
    opened = open_store(url)
    try:
        fill(opened)
        with opened.engine.write() as session:  # else the first server would read every number again
            set_setting(session, READ_BY, VERSION)
        with opened.read() as session:
            history = marks.history(session)
        buckets = [history.since + i * BUCKET for i in range(history.length // BUCKET)]
        for part in range(0, len(buckets), _BUCKETS_AT_ONCE):
            with opened.engine.write() as session:
                rollups.rebuild(session, buckets[part : part + _BUCKETS_AT_ONCE])
        for summary in SUMMARIES.values():
            while refresh(opened, summary, history.until - SETTLED, ZoneInfo(Settings().timezone)):
                pass
    finally:
        opened.close()
