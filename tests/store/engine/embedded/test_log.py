"""The log of the embedded database: deleted, written into the file, and on a full disk."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine import database
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.embedded import engine as duckdb_engine
from callerid_dash.store.engine.embedded.engine import DuckDBEngine
from callerid_dash.store.engine.embedded.files import DatabaseFiles
from tests.parts.small_disk import Ballast, small_disk
from tests.serving import wait_for
from tests.store.engine.embedded.conftest import STORED, log_of, names, path_of, put, url_of


def test_a_log_that_is_deleted_in_use_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "callerid.duckdb"
    code = f"""
import os
from callerid_dash.store.office import directory as directory
from callerid_dash.store.engine.database import open_store
store = open_store("duckdb:///{path}")
def put(name):
    store.write(lambda session: directory.set_setting(session, name, "x" * 200))
put("before")
os.unlink("{path}.wal")
put("after")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    store = open_store(url_of(path))
    assert names(store) == {"before", "after"}
    store.close()


def test_the_log_is_written_into_the_file_when_it_is_quiet(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, "something")
    log = log_of(path_of(store))
    store.engine.maintain()
    assert log.exists()  # too little, too early
    monkeypatch.setattr(duckdb_engine, "_MUCH", 1)
    store.engine.maintain()
    assert log.exists()  # somebody has written just now
    monkeypatch.setattr(duckdb_engine, "_QUIET", 0.0)
    with store.engine.in_bulk():
        store.engine.maintain()
        assert log.exists()
    with store.read() as session:
        session.rows("directory.settings")
        store.engine.maintain()
    assert not log.exists()
    put(store, "more")
    assert log.exists()


@pytest.mark.parametrize("limit", ["_TOO_MUCH", "_SELDOM"])
def test_a_log_that_grows_or_lasts_too_long_is_not_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    put(store, "something")
    monkeypatch.setattr(duckdb_engine, limit, 1 if limit == "_TOO_MUCH" else 0.0)
    store.engine.maintain()
    assert not log_of(path_of(store)).exists()


def test_a_log_that_meets_a_full_disk_on_its_way_into_the_file_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "disk", 16) as folder, closing(open_store(url_of(folder / "callerid.duckdb"))) as store:
        ballast, stored = Ballast(folder), [f"n{i}" for i in range(STORED)]
        for name in stored:
            put(store, name)
        ballast.fill()
        monkeypatch.setattr(duckdb_engine, "_TOO_MUCH", 1)
        monkeypatch.setattr(duckdb_engine, "_ROOM", -1)  # the room has gone since it was looked at
        monkeypatch.setattr(DatabaseFiles, "free", lambda _self: 2**40)
        assert isinstance(store.engine, DuckDBEngine)
        before = store.engine._root
        with pytest.raises(StoreUnavailable, match="No space left"):
            store.engine.maintain()
        assert store.engine._root is not before
        assert names(store) == set(stored)
        ballast.clear()
        put(store, "after")
        store.engine.maintain()
        assert names(store) == {*stored, "after"}


def test_the_log_is_not_written_into_a_disk_without_room(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, "something")
    monkeypatch.setattr(duckdb_engine, "_TOO_MUCH", 1)
    monkeypatch.setattr(duckdb_engine, "_ROOM", 2**60)
    with pytest.raises(StoreUnavailable, match="MB are free on the disk"):
        store.engine.maintain()
    put(store, "more")


def test_while_nothing_can_be_stored_it_is_tried_again_and_again(
    duckdb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "EVERY", 0.02)
    store = open_store(duckdb_url)
    path = path_of(store)
    away = path.rename(path.with_name("away"))
    with pytest.raises(StoreUnavailable):
        put(store, "lost")
    assert "store" in {task.name for task in store.background.unwell()}
    away.rename(path)
    wait_for(lambda: not store.background.unwell(), 10)
    store.close()
