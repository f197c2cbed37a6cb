"""DuckDB: one file, one process, one cursor per reader, one writing transaction at a time.

After an error that DuckDB calls fatal, it refuses everything until the file is opened again, which happens here
automatically. If that fails, the callback of `when_lost` is called. What was acknowledged is in the log by then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

import duckdb

from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine.embedded.connections import (
    closed,
    first_line,
    is_fatal,
    quietly_roll_back,
    skip_checkpoint_on_close,
)
from callerid_dash.store.engine.embedded.files import DatabaseFiles
from callerid_dash.store.engine.embedded.mark import CommitMark, MarkWriter
from callerid_dash.store.engine.embedded.memory import give_back
from callerid_dash.store.engine.embedded.session import DuckDBSession, Statements
from callerid_dash.store.engine.protocol import CommitFailed, Engine, Session
from callerid_dash.store.engine.queries import load_queries

log = logging.getLogger(__name__)

_LOOKED_UP = 1_000
"""Values of a list up to which DuckDB skips the parts of a table that contain none of them; its default is 50."""
_LOG_BOUND = "1GB"
"""The log is written into the file between the commits (`maintain`), not in one of them, which somebody waits for."""
_QUIET = 5.0
_OFTEN, _SELDOM = 3_600.0, 21_600.0
"""Seconds: without a write for `_QUIET` it is quiet; then a log is written into the file every `_OFTEN`, and in any
case every `_SELDOM`.
"""
_MUCH, _TOO_MUCH = 2**20, 16 * 2**20
"""Bytes of a log that is written into the file when it is quiet (for a large file a hundredth of it, as its indexes are
rewritten, which takes 80 MB for two million calls), and at once."""
_ROOM = 16 * 2**20
"""Bytes that must be free on the disk, or as many as the log, or as half the file: indexes are rewritten, and a full
disk is then fatal."""
_TIMEOUT = 10.0  # seconds that running statements have to end before the file is opened again


class DuckDBEngine(Engine):
    """An embedded database file. Opening it locks it against every other process."""

    dialect = "duckdb"

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._files = DatabaseFiles(self._path)
        self._queries = load_queries(self.dialect)
        self._parsed: Statements = {}
        self._lock = threading.RLock()
        self._cursors: set[duckdb.DuckDBPyConnection] = set()
        self._mark: MarkWriter | None = None
        self._bulk = 0
        self._written_at = self._tidied_at = time.monotonic()
        self._lost: Callable[[str], None] = lambda message: None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(self._files.why_not(error)) from error
        self._root = self._opened()

    @contextmanager
    def read(self, consistent: bool = True) -> Iterator[Session]:
        """A session on its own cursor."""
        with self._cursor() as cursor:
            try:
                if consistent:
                    cursor.begin()
                yield DuckDBSession(cursor, self._queries, self._parsed)
            finally:
                if consistent:
                    quietly_roll_back(cursor)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction; durable (in the write-ahead log) when left."""
        with self._cursor() as cursor:
            session = DuckDBSession(cursor, self._queries, self._parsed)
            try:
                cursor.begin()
                yield session
                self._commit(cursor, session)
            except BaseException:
                quietly_roll_back(cursor)
                raise
        session.committed()

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Write the log into the file less often, because each time the indexes are rewritten as a whole."""
        self._bulk += 1
        try:
            yield
        finally:
            self._bulk -= 1

    def after_migration(self) -> None:
        """Name the database if it has no name yet, and write its mark from now on."""
        with self._cursor() as cursor:
            known = self._stored_mark(cursor)
        if not known.store:
            with self.write() as session:
                session.run("identity.name_store", store_id=token_hex(16))
        self._keep_mark()

    def maintain(self) -> None:
        """Give back memory; write the log into the file when it is quiet or the log is long. For one thread."""
        self._give_memory_back()
        size, now = self._files.log_size(), time.monotonic()
        quiet, since = now - self._written_at >= _QUIET, now - self._tidied_at
        if not size or self._bulk:
            return
        much = max(_MUCH, self._files.size() // 100)
        if (quiet and (size >= much or since >= _OFTEN)) or since >= _SELDOM or size >= _TOO_MUCH:
            self._write_log_into_file(size)

    def when_lost(self, notify: Callable[[str], None]) -> None:
        """Call `notify` with one line if the database cannot be opened again after a fatal error."""
        self._lost = notify

    def close(self) -> None:
        """Write everything into the main file and release the lock."""
        with self._lock:
            if self._files.gone():
                skip_checkpoint_on_close(self._root)  # the log may be another database's
            self._parsed.clear()  # DuckDB's library reports objects that outlive it
            self._root.close()
            if self._mark:
                self._mark.close()
                self._mark = None

    def _commit(self, cursor: duckdb.DuckDBPyConnection, session: DuckDBSession) -> None:
        self._refuse_if_gone()
        number = session.value("identity.count_commit") if self._mark else 0
        try:
            cursor.commit()
        except duckdb.Error as error:  # it may be in the log nevertheless, as when writing the file failed after it
            raise CommitFailed(f"The database {self._path} failed: {first_line(error)}", session.committed) from error
        self._written_at = time.monotonic()
        if self._mark:
            self._mark.commit(number)
            if not self._files.log.exists():
                self._save_deleted_log(cursor, session)

    def _save_deleted_log(self, cursor: duckdb.DuckDBPyConnection, session: DuckDBSession) -> None:
        """Write the data of a log that was deleted while in use into the file; memory still has it."""
        try:
            cursor.execute("CHECKPOINT")
        except duckdb.Error as error:
            raise CommitFailed(
                f"The log {self._files.log} was deleted: {first_line(error)}", session.committed
            ) from error

    def _give_memory_back(self) -> None:
        """Give back the memory that DuckDB keeps, if nothing runs; what begins meanwhile waits."""
        with self._lock:
            if self._cursors or self._bulk:
                return
            with self._cursor() as cursor:
                give_back(DuckDBSession(cursor, self._queries, self._parsed), cursor)

    def _write_log_into_file(self, size: int) -> None:
        self._refuse_if_gone()
        if (free := self._files.free()) < max(_ROOM, size, self._files.size() // 2):
            raise StoreUnavailable(f"Only {free // 2**20} MB are free on the disk of {self._path}: make room.")
        with self._cursor() as cursor, suppress(duckdb.TransactionException):  # if somebody is in its way, next time
            cursor.execute("CHECKPOINT")
            self._tidied_at = time.monotonic()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor; errors of DuckDB become StoreUnavailable, and after a fatal one the file is opened again."""
        root = self._root
        try:
            with self._lock:
                root = self._root
                cursor = root.cursor()
                self._cursors.add(cursor)
            try:
                yield cursor
            finally:
                self._cursors.discard(cursor)
                with suppress(duckdb.Error):
                    cursor.close()
        except CommitFailed as error:
            self._open_again_after(error.__cause__, root)
            raise
        except duckdb.Error as error:
            self._open_again_after(error, root)
            raise StoreUnavailable(f"The database {self._path} failed: {first_line(error)}") from error

    def _open_again_after(self, error: BaseException | None, root: duckdb.DuckDBPyConnection) -> None:
        """Open the file again after a fatal error; threads with the same error find it open."""
        if not is_fatal(error):
            return
        with self._lock:
            if self._root is not root:
                return
            try:
                self._refuse_if_gone()  # what was deleted is saved as long as we still hold it
                self._close_all()
                self._root = self._opened()
            except StoreUnavailable as failure:
                self._lost(str(failure))
                raise
            self._keep_mark()

    def _refuse_if_gone(self) -> None:
        if trouble := self._files.gone():
            raise StoreUnavailable(trouble)

    def _close_all(self) -> None:
        """Close all connections, else DuckDB does not open the file anew. Raises StoreUnavailable."""
        latest = time.monotonic() + _TIMEOUT
        left = [*list(self._cursors), self._root]
        while True:
            left = [connection for connection in left if not closed(connection)]
            if not left:
                return
            if time.monotonic() > latest:
                raise StoreUnavailable(f"The database {self._path} has failed and cannot be opened again: it is busy.")
            time.sleep(0.005)

    def _opened(self) -> duckdb.DuckDBPyConnection:
        """Open the file if it is the database that was here before. Else raises StoreUnavailable and changes
        nothing.
        """
        if trouble := self._files.trouble_before_opening():
            raise StoreUnavailable(trouble)
        try:
            root = duckdb.connect(str(self._path))
            root.execute(f"SET GLOBAL wal_autocheckpoint = '{_LOG_BOUND}'")
            root.execute(f"SET GLOBAL dynamic_or_filter_threshold = {_LOOKED_UP}")
            mark = self._stored_mark(root)
        except (duckdb.Error, OSError) as error:
            raise StoreUnavailable(self._files.why_not(error)) from error
        if trouble := self._files.trouble_with(mark.store or None, mark.commit):
            skip_checkpoint_on_close(root)
            root.close()
            raise StoreUnavailable(trouble)
        self._files.opened()
        return root

    def _stored_mark(self, connection: duckdb.DuckDBPyConnection) -> CommitMark:
        """The name and last commit that the database has stored; empty for an empty database."""
        session = DuckDBSession(connection, self._queries, self._parsed)
        try:
            store = session.value("identity.store_id")
        except duckdb.CatalogException:
            return CommitMark("", 0)
        return CommitMark(store or "", session.value("identity.commits") or 0)

    def _keep_mark(self) -> None:
        with self._lock:
            if self._mark:
                self._mark.close()
                self._mark = None
            try:
                with self._root.cursor() as cursor:
                    self._mark = MarkWriter(self._path, self._stored_mark(cursor))
            except OSError as error:
                log.warning("Cannot write beside the database %s: %s", self._path, error.strerror)
