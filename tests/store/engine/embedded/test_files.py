"""The files of the embedded database: after a kill, and missing, damaged or replaced ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine.database import open_store
from callerid_dash.store.engine.embedded.mark import mark_path, read_mark
from tests.store.engine.embedded.conftest import STORED, log_of, names, put, url_of


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
