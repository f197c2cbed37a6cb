"""The memory that DuckDB keeps after queries is given back while nothing runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.embedded import memory
from tests.store.engine.embedded.conftest import url_of

MUCH = 32 * 2**20


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with a table of more than `MUCH` bytes, of which little stays in memory."""
    url = url_of(tmp_path / "callerid.duckdb")
    store = open_store(url)
    with store.engine.write() as session:
        session.script("CREATE TABLE much AS SELECT hash(range) AS a, hash(range, 1) AS b FROM range(4_000_000)")
    store.close()
    monkeypatch.setattr(memory, "KEPT", 4 * 2**20)
    monkeypatch.setattr("callerid_dash.store.engine.database.EVERY", 3_600.0)  # only the test gives back
    return open_store(url)


@pytest.fixture
def used(store: Store) -> Callable[[], int]:
    def bytes_in_memory() -> int:
        with store.read() as session:
            return int((session.row("memory.used") or {})["other"])

    return bytes_in_memory


def look_through(store: Store) -> None:
    with store.engine.write() as session:
        session.script("SELECT sum(a % 7), sum(b % 7) FROM much")


def test_what_was_read_is_given_back(store: Store, used: Callable[[], int]) -> None:
    look_through(store)
    assert used() > MUCH
    store.engine.maintain()
    assert used() <= memory.KEPT
    look_through(store)  # needs more than is kept, and gets it
    store.close()


def test_nothing_is_given_back_while_something_runs(store: Store, used: Callable[[], int]) -> None:
    look_through(store)
    with store.read():
        store.engine.maintain()
    assert used() > MUCH
    store.close()
