"""DuckDB: one file, one process, one cursor per reader, one writing transaction at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas

from callerid_dash.background import Background
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.after_commit import AfterCommit
from callerid_dash.store.engine import Column, CommitFailed, Session
from callerid_dash.store.queries import load_queries

_LOOKED_UP = 1_000
"""Values of a list up to which DuckDB, reading a table, skips what holds none of them; by itself it stops at 50."""


class DuckDBEngine:
    """An embedded database file. Opening it locks it against every other process."""

    dialect = "duckdb"

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._queries = load_queries(self.dialect)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._root = duckdb.connect(str(self._path))
            self._root.execute(f"SET GLOBAL dynamic_or_filter_threshold = {_LOOKED_UP}")
        except (duckdb.Error, OSError) as error:
            raise StoreUnavailable(self._cannot_open(error)) from error

    @contextmanager
    def read(self, consistent: bool = True) -> Iterator[Session]:
        """A session on its own cursor."""
        with self._wrapped():
            cursor = self._root.cursor()
            try:
                if consistent:
                    cursor.begin()
                yield _DuckDBSession(cursor, self._queries)
            finally:
                if consistent:
                    _quietly_roll_back(cursor)
                cursor.close()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction; durable (in the write-ahead log) when left."""
        with self._wrapped():
            cursor = self._root.cursor()
            session = _DuckDBSession(cursor, self._queries)
            try:
                cursor.begin()
                yield session
                self._commit(cursor, session)
            except BaseException:
                _quietly_roll_back(cursor)
                raise
            finally:
                cursor.close()
        session.committed()

    def _commit(self, cursor: duckdb.DuckDBPyConnection, session: _DuckDBSession) -> None:
        try:
            cursor.commit()
        except duckdb.Error as error:  # it may be in the log all the same, as when writing the file has failed after it
            raise CommitFailed(f"The database {self._path} failed: {_first_line(error)}", session.committed) from error

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Write the log into the file less often: each time, the indexes are written as a whole."""
        with self._wrapped():
            self._root.execute("SET wal_autocheckpoint = '1GB'")
        try:
            yield
        finally:
            with self._wrapped():
                self._root.execute("RESET wal_autocheckpoint")

    def watch(self, on_change: Callable[[], Future[Any]], background: Background) -> None:
        """Nothing to watch: no other process can have opened the file."""

    def stop_watching(self) -> None:
        """Nothing was watched."""

    def close(self) -> None:
        """Write everything into the main file and release the lock."""
        self._root.close()

    @contextmanager
    def _wrapped(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            reason = _first_line(error)
            raise StoreUnavailable(f"The database {self._path} failed: {reason}") from error

    def _cannot_open(self, error: Exception) -> str:
        reason = _first_line(error)
        if "lock" in reason.lower():
            holder = re.search(r"PID (\d+)", str(error))
            who = f"process {holder[1]}" if holder else "another process"
            return (
                f"The database {self._path} is in use by {who}. Stop it first, or set CALLERID_DATABASE_URL "
                "to another file."
            )
        if "newer" in reason.lower() or "version number" in reason.lower():
            return f"The database {self._path} was written by a newer version of DuckDB; install that version: {reason}"
        if isinstance(error, PermissionError) or "permission denied" in reason.lower():
            return f"No permission to write {self._path}. Give this user the folder, or set CALLERID_DATABASE_URL."
        return f"Cannot open the database {self._path}: {reason}"


class _DuckDBSession:
    def __init__(self, cursor: duckdb.DuckDBPyConnection, queries: dict[str, str]) -> None:
        self._cursor = cursor
        self._queries = queries
        self._after = AfterCommit()

    def rows(self, query: str, /, **parameters: object) -> list[dict[str, Any]]:
        result = self._cursor.execute(self._queries[query], parameters or None)
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]

    def row(self, query: str, /, **parameters: object) -> dict[str, Any] | None:
        return next(iter(self.rows(query, **parameters)), None)

    def stream(self, query: str, size: int, /, **parameters: object) -> Iterator[list[tuple[Any, ...]]]:
        result = self._cursor.execute(self._queries[query], parameters or None)
        while rows := result.fetchmany(size):
            yield rows

    def run(self, query: str, /, **parameters: object) -> None:
        self._cursor.execute(self._queries[query], parameters or None)

    def load(self, table: str, columns: Mapping[str, Column]) -> None:
        self._cursor.register("arriving", pandas.DataFrame(columns))
        try:
            names = ", ".join(columns)
            self._cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving")  # noqa: S608 - our names
        finally:
            self._cursor.unregister("arriving")

    def script(self, sql: str) -> None:
        self._cursor.execute(sql)

    def after_commit(self, action: Callable[[], None]) -> None:
        self._after.add(action)

    def committed(self) -> None:
        self._after.run()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _quietly_roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:
        return  # a failed commit has rolled back already
