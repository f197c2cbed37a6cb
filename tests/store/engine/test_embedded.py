"""The embedded database: it reopens its file after a fatal error, and tells the file from any other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine import database
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.embedded import engine as duckdb_engine
from callerid_dash.store.engine.embedded.engine import DuckDBEngine
from callerid_dash.store.engine.embedded.files import DatabaseFiles
from callerid_dash.store.engine.embedded.mark import mark_path, read_mark
from callerid_dash.store.office import directory
from tests.parts.small_disk import Ballast, small_disk
from tests.serving import wait_for

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


def test_after_a_kill_everything_is_there(file: Path) -> None:
    assert log_of(file).stat().st_size > file.stat().st_size
    mark = read_mark(file)
    assert mark
    assert mark.commit >= STORED
    store = open_store(url_of(file))
    assert names(store) == {f"n{i}" for i in range(STORED)}
    store.close()
    again = open_store(url_of(file))  # closed in peace: no log is needed
    assert len(names(again)) == STORED
    again.close()


def cut(file: Path, share: float) -> None:
    os.truncate(file, int(file.stat().st_size * share))


def zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def spoil(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 300] = b"\xff" * 300
    file.write_bytes(content)


def put_another_there(file: Path) -> None:
    for each in (file, log_of(file)):
        each.unlink()
    another = file.with_name("another.duckdb")
    open_store(url_of(another)).close()
    another.rename(file)
    mark_path(another).unlink()


TROUBLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "the log is missing": (lambda file: log_of(file).unlink(), "is empty, though .* its log .* is missing"),
    "the log was emptied": (lambda file: cut(log_of(file), 0), "is empty, though"),
    "the log was zeroed": (lambda file: zero(log_of(file)), "is empty, though"),
    "the log was cut": (lambda file: cut(log_of(file), 0.99), r"has lost its last \d+ changes"),
    "half the log is missing": (lambda file: cut(log_of(file), 0.5), "is empty, though|has lost its last"),
    "the log was spoilt": (lambda file: spoil(log_of(file)), "The log .* is damaged"),
    "the file is missing": (lambda file: file.unlink(), "is missing, but its log"),
    "both are missing": (
        lambda file: [each.unlink() for each in (file, log_of(file))],
        "which has been used here, is missing",
    ),
    "the file was emptied": (lambda file: cut(file, 0), "no DuckDB database"),
    "the file was zeroed": (zero, "no DuckDB database"),
    "the file was cut": (lambda file: cut(file, 0.4), "no DuckDB database"),
    "the file is something else": (lambda file: file.write_text("holiday notes " * 2000), "no DuckDB database"),
    "another database lies there": (put_another_there, "is not the database that was here before"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_is_wrong_with_the_files_is_said_and_nothing_is_changed(file: Path, trouble: str) -> None:
    mangle, said = TROUBLES[trouble]
    mangle(file)
    before = contents(file.parent)
    for _ in range(2):  # also the second time
        with pytest.raises(StoreUnavailable, match=said) as refused:
            open_store(url_of(file))
        assert "\n" not in str(refused.value)
        assert "estore a backup" in str(refused.value)
    assert contents(file.parent) == before


def contents(folder: Path) -> dict[str, bytes]:
    """The contents of all files that are not empty."""
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.stat().st_size}


@pytest.mark.parametrize("trouble", ["the log is missing", "the log was cut", "both are missing"])
def test_one_can_go_on_with_what_is_left_on_purpose(file: Path, trouble: str) -> None:
    TROUBLES[trouble][0](file)
    mark_path(file).unlink()
    open_store(url_of(file)).close()
    assert read_mark(file)


def test_a_log_that_was_missing_can_be_put_back(file: Path) -> None:
    away = log_of(file).rename(file.with_name("away"))
    with pytest.raises(StoreUnavailable):
        open_store(url_of(file))
    away.rename(log_of(file))
    store = open_store(url_of(file))
    assert len(names(store)) == STORED
    store.close()


def test_an_older_copy_is_noticed(file: Path, tmp_path: Path) -> None:
    open_store(url_of(file)).close()
    copy = shutil.copy(file, tmp_path / "copy.duckdb")
    store = open_store(url_of(file))
    put(store, "one more")
    store.close()
    shutil.copy(copy, file)
    with pytest.raises(StoreUnavailable, match="has lost its last 1 changes"):
        open_store(url_of(file))


def test_a_database_of_an_earlier_version_has_no_mark_and_gets_one(file: Path) -> None:
    mark_path(file).unlink()
    store = open_store(url_of(file))
    put(store, "new")
    store.close()
    assert read_mark(file)


def test_serve_says_so_in_one_line_and_makes_no_new_admin(file: Path) -> None:
    log_of(file).unlink()
    environ = {**os.environ, "CALLERID_DATABASE_URL": url_of(file)}
    refused = subprocess.run(
        [sys.executable, "-m", "callerid_dash.cli", "serve"], env=environ, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "is empty, though" in refused.stderr


# While it runs


def path_of(store: Store) -> Path:
    assert isinstance(store.engine, DuckDBEngine)
    return store.engine._path


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
