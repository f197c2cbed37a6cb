"""Fixtures for all tests: both stores, a real PostgreSQL server, a real browser, real switchboards."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright
from xdist.remote import Producer  # type: ignore[import-untyped]

from callerid_dash.services.accounts import passwords
from callerid_dash.store.engine.database import open_store
from tests.asterisk.rig.drivers import PJSIP_22
from tests.asterisk.rig.rig import AsteriskRig
from tests.asterisk.rig.switchboards import Switchboards
from tests.browsing import Browsing
from tests.parts.emptied_schema import EmptiedSchema, let_go
from tests.parts.postgres_server import postgres_server
from tests.parts.real_parts import NOT_HERE, chromium_path, everything_required, libatomic_path, missing, postgres_bin
from tests.scheduling import GroupScheduling, group_of

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_numbers = itertools.count(1)
QUICK_HASHING = "scrypt:1024:1:1"
settings.register_profile("ours", deadline=None)  # how long something takes is for `make bench` to say
settings.load_profile("ours")
gc.disable()  # until all tests are loaded: searching what is loaded for garbage again and again takes a quarter of that


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Make password hashing instant; a server in its own process hashes as the product does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "SCRYPT", QUICK_HASHING)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a real PostgreSQL server for this run. Tests share its contents."""
    programs = postgres_bin()
    if programs is None:
        missing("a PostgreSQL server (Debian package postgresql)")
    with postgres_server(programs) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database: a schema of its own, 100 times as fast as a whole database."""
    schema = f"test_{next(_numbers)}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        yield f"{postgres_url}&application_name={schema}&options=-csearch_path%3D{schema}"
        let_go(connection, schema)
        connection.execute("SET client_min_messages = warning")
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def duckdb_url(tmp_path: Path) -> str:
    """The URL of a DuckDB database that does not exist yet."""
    return f"duckdb:///{tmp_path / 'callerid.duckdb'}"


@pytest.fixture(scope="session")
def migrated_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows; copying it takes a fifth of the time of migrating."""
    path = tmp_path_factory.mktemp("migrated") / "callerid.duckdb"
    open_store(f"duckdb:///{path}").close()
    return path


@pytest.fixture
def empty_duckdb(migrated_duckdb: Path, tmp_path: Path) -> str:
    """The URL of a DuckDB database with all tables and no rows."""
    return f"duckdb:///{shutil.copy(migrated_duckdb, tmp_path / 'callerid.duckdb')}"


@pytest.fixture(scope="session")
def emptied_schema(postgres_url: str) -> EmptiedSchema:
    """A migrated PostgreSQL schema that tests use one after another."""
    return EmptiedSchema(postgres_url)


@pytest.fixture
def migrated_postgres(emptied_schema: EmptiedSchema) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database without rows."""
    with emptied_schema.lend() as url:
        yield url


@pytest.fixture(params=["duckdb", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; the test runs once on each engine."""
    url = request.getfixturevalue("empty_duckdb" if request.param == "duckdb" else "migrated_postgres")
    assert isinstance(url, str)
    return url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless, driven by Playwright."""
    path = chromium_path()
    if path is None or libatomic_path() is None:
        missing("a browser (Debian packages chromium and libatomic1)")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_FLAGS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture
def browsing(browser: Browser) -> Iterator[Browsing]:
    """Opens watched pages (`new_page`) and keeps the expected errors (`allow`)."""
    browsing = Browsing(browser)
    yield browsing
    browsing.close()
    assert browsing.trouble() == []


@pytest.fixture
def page(browsing: Browsing) -> Page:
    """One watched page in a fresh context."""
    return browsing.new_page()


@pytest.fixture(scope="module")
def switchboards() -> Iterator[Switchboards]:
    """The switchboards of a module's tests."""
    with Switchboards() as switchboards:
        yield switchboards


@pytest.fixture(scope="module")
def asterisk(request: pytest.FixtureRequest, switchboards: Switchboards) -> AsteriskRig:
    """The only running switchboard: the newest one, or the one of the driver that a test runs for.

    Tests share it; each places its own calls and waits for their end.
    """
    return switchboards.only(getattr(request, "param", PJSIP_22))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark browser tests and run them last, and keep tests with a shared switchboard together.

    The mark lets `-m "not browser"` deselect them; they keep their random order. Tests of one module that need the same
    switchboard share one, so they run in one process, one after the other.

    Once Playwright's synchronous interface runs, an event loop runs in this thread, and `asyncio.run` of other tests
    would refuse to start.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        assert group_of(item.nodeid) != item.nodeid or not item.get_closest_marker("asterisk"), item.nodeid
    yield
    first: dict[str, int] = {}
    place = {item: first.setdefault(group_of(item.nodeid), place) for place, item in enumerate(items)}
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, place[item]))


def pytest_collection_finish() -> None:
    """Search for garbage again, but no more in what loading has left: it stays."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling:
    """Schedule tests that share a switchboard into one process."""
    return GroupScheduling(config, log)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for any skipped test where everything is required."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        everything_required()
        and reporter
        and reporter.stats.get("skipped")
        and session.exitstatus == pytest.ExitCode.OK
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the real parts that this machine lacks, with the number of tests that needed them."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
        if reason.startswith(NOT_HERE):
            reasons[reason.removeprefix(NOT_HERE)] += 1
    if reasons:
        terminalreporter.section("Not run on this machine")
        for reason, tests in sorted(reasons.items()):
            terminalreporter.line(f"{tests} tests, for want of {reason}")
    if everything_required() and terminalreporter.stats.get("skipped"):
        terminalreporter.line("Every test is required here: skipped ones fail the run.", red=True)
