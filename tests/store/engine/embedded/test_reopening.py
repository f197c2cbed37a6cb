"""The embedded database after a fatal error, or after its file was moved, deleted or replaced."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.embedded.engine import DuckDBEngine
from tests.store.engine.embedded.conftest import log_of, names, path_of, put, url_of


def put_junk_there(path: Path) -> None:
    junk = path.with_name("junk")
    junk.write_text("holiday notes " * 2000)
    junk.rename(path)


def fail_fatally(store: Store) -> None:
    """Cause DuckDB's fatal error as on a full disk: the log cannot be written into the file."""
    assert isinstance(store.engine, DuckDBEngine)
    root = store.engine._root
    root.execute("PRAGMA debug_checkpoint_abort = 'before_header'")
    with pytest.raises(Exception, match="heckpoint"):
        root.cursor().execute("CHECKPOINT")


def test_after_a_fatal_error_the_file_is_opened_again(store: Store) -> None:
    put(store, "before")
    fail_fatally(store)
    with pytest.raises(StoreUnavailable), store.read() as session:
        session.rows("directory.settings")
    put(store, "after")
    assert names(store) == {"before", "after"}


def test_a_write_that_meets_the_fatal_error_is_stored_once_all_the_same(store: Store) -> None:
    put(store, "before")
    fail_fatally(store)
    with pytest.raises(StoreUnavailable):
        put(store, "meets it")
    put(store, "after")
    assert names(store) >= {"before", "after"}


def test_statements_in_progress_do_not_keep_it_from_being_opened(store: Store) -> None:
    begun, ends = threading.Event(), threading.Event()
    ended: list[BaseException] = []

    def read_slowly() -> None:
        try:
            with store.read() as session:
                for _ in session.stream("directory.settings", 1):
                    begun.set()
                    ends.wait(20)
        except StoreUnavailable as error:
            ended.append(error)

    reader = threading.Thread(target=read_slowly)
    put(store, "one")
    put(store, "two")
    reader.start()
    assert begun.wait(10)
    fail_fatally(store)
    with pytest.raises(StoreUnavailable), store.read() as session:
        session.rows("directory.settings")
    put(store, "three")
    ends.set()
    reader.join()
    assert len(ended) == 1
    assert names(store) == {"one", "two", "three"}


def test_when_it_cannot_be_opened_again_whoever_watches_is_told(store: Store) -> None:
    told: list[str] = []
    store.when_lost(told.append)
    put(store, "before")
    fail_fatally(store)
    put_junk_there(path_of(store))
    with pytest.raises(StoreUnavailable), store.read() as session:
        session.rows("directory.settings")
    assert len(told) == 1
    assert "was deleted, moved or replaced while in use" in told[0]
    rescued = open_store(url_of(path_of(store).with_name("callerid.duckdb.rescued")))
    assert names(rescued) == {"before"}
    rescued.close()


def test_a_server_then_ends_with_one_line_so_that_it_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / "callerid.duckdb"
    code = f"""
import os, time
from callerid_dash.factory import build_product
from callerid_dash.settings import Settings
from callerid_dash.store.engine.embedded.connections import is_fatal
product = build_product(Settings("{url_of(path)}", admin_password="correct horse battery"))
product.start()
engine = product.services.store.engine
with engine._lock:  # nobody opens it again before it has been replaced
    engine._root.execute("PRAGMA debug_checkpoint_abort = 'before_header'")
    fatal = False
    while not fatal:  # refused, not fatal, as long as one of the product's own threads writes
        try:
            engine._root.cursor().execute("CHECKPOINT")
        except Exception as error:
            fatal = is_fatal(error)
    open("{path}.junk", "w").write("holiday notes " * 2000)
    os.rename("{path}.junk", "{path}")
product.services.store.probe()
time.sleep(60)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    lines = [line for line in ended.stderr.splitlines() if line.startswith("Error: ")]
    assert (ended.returncode, len(lines)) == (1, 1), ended.stderr
    assert str(path) in lines[0]


def test_a_deleted_database_stores_nothing_more_and_what_it_held_is_saved(store: Store) -> None:
    put(store, "before")
    path = path_of(store)
    path.unlink()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match=r"was deleted, moved or replaced while in use.*rescued"):
            put(store, "lost")
    assert [task.name for task in store.background.unwell()] == ["store"]
    rescued = open_store(url_of(path.with_name(f"{path.name}.rescued")))
    assert names(rescued) == {"before"}
    rescued.close()


def test_a_database_that_was_moved_away_goes_on_when_it_is_moved_back(store: Store) -> None:
    put(store, "before")
    path = path_of(store)
    away = path.rename(path.with_name("away"))
    with pytest.raises(StoreUnavailable, match="Move it back"):
        put(store, "lost")
    away.rename(path)
    put(store, "after")
    assert names(store) == {"before", "after"}


def test_another_database_that_was_put_in_its_place_is_left_alone(store: Store, file: Path) -> None:
    put(store, "before")
    path = path_of(store)
    for ours, other in ((path, file), (log_of(path), log_of(file))):
        Path(shutil.copy(other, path.with_name("other"))).rename(ours)
    with pytest.raises(StoreUnavailable, match="replaced"):
        put(store, "lost")
    store.close()
    assert (path.read_bytes(), log_of(path).read_bytes()) == (file.read_bytes(), log_of(file).read_bytes())
