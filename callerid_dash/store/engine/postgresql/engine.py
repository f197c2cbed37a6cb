"""PostgreSQL, or any server with its protocol: a pool of connections, one writing transaction at a time.

Instead of the embedded engine's single writer, an advisory lock gives several web processes the same guarantees.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import numpy
import psycopg
from psycopg import postgres
from psycopg_pool import ConnectionPool, PoolTimeout

from callerid_dash.background import Background
from callerid_dash.domain.errors import BadSettings, StoreUnavailable
from callerid_dash.store.engine.postgresql.links import Links, limited
from callerid_dash.store.engine.postgresql.watcher import CHANNEL, PostgresWatcher, announcement
from callerid_dash.store.engine.protocol import (
    PROBE,
    Changed,
    Column,
    CommitFailed,
    Engine,
    Session,
    Unreachable,
    stored,
)
from callerid_dash.store.engine.queries import load_queries

TIMEOUT = 10.0
"""Seconds to wait for a connection."""
_Connection = psycopg.Connection[tuple[Any, ...]]
_WRITER_LOCK = 0x63616C6C  # any constant that all our processes share
_ENTER = """
SELECT set_config('idle_in_transaction_session_timeout', '60s', true), pg_advisory_xact_lock(%s)
"""
"""The timeout releases the lock of a vanished client, which the server might otherwise keep for hours."""
_NOTIFY_OTHERS = "SELECT pg_notify(%s, %s) WHERE pg_current_xact_id_if_assigned() IS NOT NULL"
"""PostgreSQL numbers a transaction at its first write. One without writes is not announced: processes that answered
each other's notifications with transactions of their own would never end."""


class PostgresEngine(Engine):
    """A PostgreSQL database behind a pool."""

    dialect = "postgresql"

    def __init__(self, url: str, connections: int = 8) -> None:
        try:
            self._url = limited(url)
        except psycopg.Error as error:
            raise BadSettings("CALLERID_DATABASE_URL is no address of a PostgreSQL database.") from error
        self._queries = load_queries(self.dialect)
        self._name = secrets.token_hex(8)
        self._watcher: PostgresWatcher | None = None
        self._links = Links()
        self._pool: ConnectionPool[_Connection] = ConnectionPool(
            self._url,
            configure=self._configure,
            check=ConnectionPool.check_connection,
            min_size=1,
            max_size=connections,
            timeout=TIMEOUT,
            open=False,
        )
        try:
            self._pool.open(wait=True, timeout=TIMEOUT)
        except (psycopg.Error, PoolTimeout) as error:
            self._pool.close()
            raise StoreUnavailable(
                "PostgreSQL does not answer at CALLERID_DATABASE_URL. Is it running, and are address, user and "
                "password right?"
            ) from error

    @contextmanager
    def read(self, consistent: bool = True) -> Iterator[Session]:
        """A session on a connection of the pool, in one transaction."""
        with self._wrapped(), self._pool.connection() as connection:
            if consistent:
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _PostgresSession(connection, self._queries)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that overlaps no other writer's, of any process."""
        with self._wrapped(), self._pool.connection() as connection:
            connection.execute(_ENTER, [_WRITER_LOCK])
            session = _PostgresSession(connection, self._queries)
            yield session
            if session.changed or session.calls:
                calls = None if session.changed else frozenset(session.calls)
                connection.execute(_NOTIFY_OTHERS, [CHANNEL, announcement(self._name, calls)])
            _commit(connection, session)
        session.committed()

    def watch(self, on_change: Callable[[Changed], Future[Any]], background: Background) -> None:
        """Listen for what other processes commit."""
        self._watcher = PostgresWatcher(self._url, self._name, on_change, self._links.cut, background)

    def stop_watching(self) -> None:
        """Close the listening connection."""
        if self._watcher:
            self._watcher.stop()
            self._watcher = None

    def close(self) -> None:
        """Close every connection."""
        self.stop_watching()
        self._pool.close()

    def _configure(self, connection: _Connection) -> None:
        # Whatever the server's default is: after waiting for the writer's lock, we must see what was stored meanwhile.
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        self._links.add(connection)

    @contextmanager
    def _wrapped(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout as error:
            raise Unreachable(_words(error)) from error
        except psycopg.Error as error:
            raise StoreUnavailable(_words(error)) from error


def _commit(connection: _Connection, session: _PostgresSession) -> None:
    try:
        connection.commit()
    except psycopg.Error as error:
        raise CommitFailed(_words(error), session.committed) from error


def _words(error: Exception) -> str:
    return f"The PostgreSQL database failed: {(str(error).splitlines() or [type(error).__name__])[0]}"


class _PostgresSession(Session):
    _instant = postgres.types["timestamp"].oid

    def __init__(self, connection: _Connection, queries: Mapping[str, str]) -> None:
        super().__init__(queries)
        self._connection = connection
        self.changed = self._concerns_more = False
        """Has it done anything that other processes may need to know, besides changing calls?"""
        self.calls: set[UUID] = set()
        """The calls that it may have changed."""

    @contextmanager
    def only_calls(self, calls: Collection[UUID]) -> Iterator[None]:
        changed, self._concerns_more = self.changed, False
        self.calls.update(calls)
        yield
        self.changed = changed or self._concerns_more

    def concerns_more(self) -> None:
        self._concerns_more = True

    def stream(self, query: str, size: int, /, **parameters: object) -> Iterator[list[tuple[Any, ...]]]:
        # A cursor on the server: one of ours would hold the whole result.
        with self._connection.cursor("stream") as cursor:
            cursor.execute(self._queries[query].rstrip().rstrip(";").encode(), stored(parameters))
            while rows := cursor.fetchmany(size):
                yield rows

    def load(self, table: str, columns: Mapping[str, Column]) -> None:
        self.changed = True
        text = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(text.encode()) as copy:
            given = (stored(columns) or {}).values()
            values = (each.tolist() if isinstance(each, numpy.ndarray) else each for each in given)
            for row in zip(*values, strict=True):
                copy.write_row(row)

    def script(self, sql: str) -> None:
        self.changed = True
        self._connection.execute(sql.encode())

    def _execute(self, query: str, parameters: Mapping[str, object]) -> psycopg.Cursor[tuple[Any, ...]]:
        self.changed |= query != PROBE and "write_batches" not in query
        return self._connection.execute(self._queries[query].encode(), stored(parameters))
