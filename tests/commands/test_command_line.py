"""The command line: fast help, finding the server's database, and no new database for commands that only read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from callerid_dash import settings
from callerid_dash.commands.place import settings_here
from callerid_dash.domain.errors import BadSettings
from callerid_dash.settings import database_at, read_settings
from tests.serving import ROOT, RunningProduct

URL = "CALLERID_DATABASE_URL"
USUAL = settings.Settings().database_url
READING = [
    ("users", "list"),
    ("users", "disable", "sara"),
    ("tokens", "list"),
    ("tokens", "revoke", "1"),
    ("export", "calls"),
    ("export", "profiles"),
    ("db", "verify"),
]
HELP = """
import sys
import click
from click.testing import CliRunner
from callerid_dash.cli import cli

def ask(command, words):
    answer = CliRunner().invoke(cli, [*words, "--help"])
    assert answer.exit_code == 0, answer.output
    for name, each in getattr(command, "commands", {}).items():
        ask(each, [*words, name])

ask(cli, [])
print(sorted({"dash", "pandas", "plotly", "duckdb", "numpy", "flask", "waitress"} & sys.modules.keys()))
"""


@pytest.fixture
def product(tmp_path: Path) -> Iterator[RunningProduct]:
    """A product for this test, not started yet."""
    product = RunningProduct(tmp_path)
    yield product
    product.stop()


def test_help_loads_nothing_that_it_does_not_need() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_command_that_reads_makes_no_database(words: tuple[str, ...], product: RunningProduct) -> None:
    done = product.command(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"no database of callerid-dash at {product.folder}/callerid.duckdb" in done.stderr
    assert list(product.folder.iterdir()) == []


@pytest.mark.postgres
def test_a_command_that_reads_makes_no_tables(product: RunningProduct, postgres_database: str) -> None:
    product.environ[URL] = postgres_database
    done = product.command("users", "list")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "no database of callerid-dash" in done.stderr
    with psycopg.connect(postgres_database) as connection:
        assert connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = current_schema()").fetchall() == []


def test_a_command_that_stores_something_makes_one(product: RunningProduct) -> None:
    assert product.command("users", "add", "sara", "--password", "a long password").returncode == 0
    assert product.command("users", "list").stdout.startswith("sara\t")


def test_the_running_servers_database_is_found_from_any_folder_and_without_its_settings(
    product: RunningProduct, tmp_path: Path
) -> None:
    product.start()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    found = product.command("users", "list", folder=elsewhere, without=[URL])
    assert found.stdout.startswith("admin\tadmin\t")
    assert found.stderr == f"The database of the running server: duckdb:///{product.folder}/callerid.duckdb\n"
    product.environ[URL] = "duckdb:///callerid.duckdb"
    assert product.command("users", "list", folder=elsewhere).stdout == found.stdout, "as from the server's folder"
    assert list(elsewhere.iterdir()) == []
    product.stop()
    assert list((product.folder / "state" / "callerid-dash" / "running").iterdir()) == []


def test_a_server_that_was_killed_is_not_found(product: RunningProduct, monkeypatch: pytest.MonkeyPatch) -> None:
    product.start()
    product.stop(9)
    found = settings_here({"XDG_STATE_HOME": str(product.folder / "state")})
    assert found.database_url == read_settings({}).database_url
    assert list((product.folder / "state" / "callerid-dash" / "running").iterdir()) == []


def test_who_runs_several_servers_says_which(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    several = [RunningProduct(tmp_path / name, dict(environ)) for name in ("one", "two")]
    try:
        for product in several:
            product.folder.mkdir()
            product.start()
        with pytest.raises(BadSettings, match=r"Several servers run: .*one.*two"):
            settings_here(environ)
    finally:
        for product in several:
            product.stop()


def test_a_socket_may_have_a_long_path(tmp_path: Path) -> None:
    product = RunningProduct(tmp_path / ("long" * 30))
    product.folder.mkdir()
    try:
        product.start()
        assert product.command("users", "list").stdout.startswith("admin\t")
    finally:
        product.stop()


def test_a_configured_path_is_meant_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert database_at("duckdb:///calls.duckdb", USUAL) == f"duckdb:///{tmp_path}/calls.duckdb"
    assert database_at("duckdb:////srv/calls.duckdb", USUAL) == "duckdb:////srv/calls.duckdb"
    assert database_at("postgresql://host/name", USUAL) == "postgresql://host/name"


def test_the_usual_path_does_not_depend_on_the_folder_unless_there_is_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert database_at("", USUAL) == f"duckdb:///{ROOT}/data/callerid.duckdb"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "callerid.duckdb").touch()
    assert database_at("", USUAL) == f"duckdb:///{tmp_path}/data/callerid.duckdb"


def test_an_installed_package_keeps_it_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "_CHECKOUT", tmp_path / "site-packages")
    assert database_at("", USUAL) == f"duckdb:///{tmp_path}/data/callerid.duckdb"
