"""Services over a real store, constructed by hand so that each test can reach their parts."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from callerid_dash.factory import build_services
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core, core_over
from callerid_dash.services.exports.service import Exporting
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.services import Services
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.settings import read_settings
from callerid_dash.store.engine.database import Store, open_store
from tests.parts.emptied_schema import EmptiedSchema
from tests.services.raw_calls import FIRST, KNOWN, LATER, built_until, save, some_calls


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store on each engine, closed after the test."""
    store = open_store(store_url)
    yield store
    store.close()


@pytest.fixture
def core(store: Store) -> Core:
    """The core of services."""
    return core_over(store)


@pytest.fixture
def directory(core: Core) -> Directory:
    """The small tables in memory."""
    return core.directory


@pytest.fixture
def matcher(core: Core) -> Matcher:
    """The caller lookup."""
    return core.matcher


@pytest.fixture
def feed(core: Core) -> Feed:
    """An empty live feed."""
    return core.feed


@pytest.fixture
def ingest(core: Core) -> Ingest:
    """The writer of calls, for an office in Tehran."""
    return Ingest(core)


@pytest.fixture
def audit(core: Core) -> Audit:
    """The audit trail."""
    return core.audit


@pytest.fixture
def finder(core: Core) -> ProfileFinder:
    """The search for profiles."""
    return ProfileFinder(core)


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    """The whole product on each engine, empty."""
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    yield services
    services.store.close()


def furnish(url: str) -> None:
    """Add a few hundred calls; one caller known from the start, one saved later; summaries of half of the days."""
    services = build_services(read_settings({"CALLERID_DATABASE_URL": url}))
    save(services, "Known", KNOWN)
    events = some_calls(random.Random(7), 250)
    for i in range(0, len(events), 100):
        services.calls.ingest.submit(events[i : i + 100])
    built_until(services.store, FIRST + timedelta(days=2.5))
    save(services, "Later", LATER)
    services.store.close()


@pytest.fixture(scope="session")
def furnished_duckdb(migrated_duckdb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with these calls, to be copied."""
    path = Path(shutil.copy(migrated_duckdb, tmp_path_factory.mktemp("furnished") / "callerid.duckdb"))
    furnish(f"duckdb:///{path}")
    return path


@pytest.fixture(scope="session")
def furnished_schema(postgres_url: str) -> EmptiedSchema:
    """A PostgreSQL schema with these calls."""
    return EmptiedSchema(postgres_url, furnish)


@pytest.fixture
def furnished_postgres(furnished_schema: EmptiedSchema) -> Iterator[str]:
    """The URL of a PostgreSQL database with these calls."""
    with furnished_schema.lend() as url:
        yield url


@pytest.fixture(params=["duckdb", pytest.param("postgresql", marks=pytest.mark.postgres)])
def furnished(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    """The whole product on each engine, with these calls."""
    if request.param == "duckdb":
        template = request.getfixturevalue("furnished_duckdb")
        url = f"duckdb:///{shutil.copy(template, tmp_path / 'callerid.duckdb')}"
    else:
        url = request.getfixturevalue("furnished_postgres")
    services = build_services(read_settings({"CALLERID_DATABASE_URL": url}))
    yield services
    services.store.close()


@pytest.fixture
def log(core: Core) -> CallLog:
    """The log of calls."""
    return CallLog(core)


@pytest.fixture
def exporting(core: Core, finder: ProfileFinder) -> Exporting:
    """The export service."""
    return Exporting(core, finder)
