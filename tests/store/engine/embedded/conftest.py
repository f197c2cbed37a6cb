"""Embedded databases of processes that were killed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.embedded.engine import DuckDBEngine
from callerid_dash.store.office import directory

STORED = 20


def put(store: Store, name: str) -> None:
    store.write(lambda session: directory.set_setting(session, name, "x" * 200))


def names(store: Store) -> set[str]:
    with store.read() as session:
        return {name for name, value in directory.settings(session).items() if value == "x" * 200}


def killed(file: Path, stored: int = STORED) -> None:
    """A process that has stored something there and was killed."""
    code = f"""
import os
from callerid_dash.store.office import directory as directory
from callerid_dash.store.engine.database import open_store
store = open_store("duckdb:///{file}")
for i in range({stored}):
    store.write(lambda session: directory.set_setting(session, f"n{{i}}", "x" * 200))
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(scope="module")
def left_behind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a killed process: all rows are in the log, the file itself is empty."""
    folder = tmp_path_factory.mktemp("killed")
    killed(folder / "callerid.duckdb")
    return folder


@pytest.fixture
def file(left_behind: Path, tmp_path: Path) -> Path:
    """A copy of that folder's database."""
    return Path(shutil.copytree(left_behind, tmp_path / "office")) / "callerid.duckdb"


@pytest.fixture
def store(duckdb_url: str) -> Iterator[Store]:
    store = open_store(duckdb_url)
    yield store
    store.close()


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")


def url_of(file: Path) -> str:
    return f"duckdb:///{file}"


# While it runs


def path_of(store: Store) -> Path:
    assert isinstance(store.engine, DuckDBEngine)
    return store.engine._path
