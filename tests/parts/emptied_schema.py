"""A filled PostgreSQL schema that tests use one after another; each finds it in its initial state.

Resetting it takes a thirtieth of the time of creating the tables. Each test gets the schema under another name, so
that a leftover thread of an earlier test does not find it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from callerid_dash.store.engine.database import open_store

_names = itertools.count(1)
_LARGE = 1 << 20  # what a test has filled like this is given back to the disk, or the next one would read through it

# Everything that can be said of a schema's shape: a test that changed it leaves it to be thrown away.
_SHAPE = """
SELECT kind, place, name, written FROM (
    SELECT 'relation' AS kind, oid AS place, relnamespace, '' AS name, '' AS written FROM pg_class
    UNION ALL
    SELECT 'column', attrelid, relnamespace, attname, pg_attribute.xmin::text
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    UNION ALL
    SELECT 'rule', ev_class, relnamespace, rulename, pg_rewrite.xmin::text
    FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
    UNION ALL
    SELECT 'constraint', conrelid, connamespace, conname, pg_constraint.xmin::text FROM pg_constraint
) AS parts WHERE relnamespace = CAST(%s AS regnamespace) ORDER BY kind, place, name
"""


class EmptiedSchema:
    """The schema, and the statements that reset it. `fill` makes it what tests find, here the tables without rows."""

    def __init__(self, server: str, fill: Callable[[str], None] = lambda url: open_store(url).close()) -> None:
        self._server = server
        self._fill = fill
        self._make()

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The URL of the database for one test."""
        yield _url(self._server, self._schema)
        with _connected(self._server) as connection:
            let_go(connection, self._schema)
            changed = self._shape != _shape(connection, self._schema)
            if changed:
                connection.execute(f"DROP SCHEMA {self._schema}, {self._seeds} CASCADE")
            else:
                self._empty(connection)
        if changed:
            self._make()

    def _make(self) -> None:
        self._schema = f"migrated_{next(_names)}"
        self._seeds = f"{self._schema}_seeds"
        with _connected(self._server) as connection:
            connection.execute(f"CREATE SCHEMA {self._schema}")
            connection.execute(f"CREATE SCHEMA {self._seeds}")
            self._fill(_url(self._server, self._schema))
            self._as_new = ";".join(self._steps(connection))
            self._shape = _shape(connection, self._schema)

    def _steps(self, connection: psycopg.Connection) -> Iterator[str]:
        """The statements that reset the schema from any state; `%` stands for its name."""
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [self._schema])
        for (table,) in tables.fetchall():
            yield f"DELETE FROM %.{table}"
            seeds = connection.execute(f"CREATE TABLE {self._seeds}.{table} AS TABLE {self._schema}.{table}")
            if seeds.rowcount:
                yield f"INSERT INTO %.{table} TABLE {self._seeds}.{table}"
            else:
                connection.execute(f"DROP TABLE {self._seeds}.{table}")
        sequences = connection.execute(
            "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL"
            " FROM pg_sequences WHERE schemaname = %s",
            [self._schema],
        )
        for name, value, called in sequences.fetchall():
            yield f"SELECT setval('%.{name}', {value}, {called})"

    def _empty(self, connection: psycopg.Connection) -> None:
        large = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = CAST(%s AS regnamespace) AND relkind = 'r'"
            " AND pg_relation_size(oid) > %s",
            [self._schema, _LARGE],
        )
        for (table,) in large.fetchall():
            connection.execute(f"TRUNCATE {self._schema}.{table}")
        connection.execute(self._as_new.replace("%", self._schema))
        before, self._schema = self._schema, f"migrated_{next(_names)}"
        connection.execute(f"ALTER SCHEMA {before} RENAME TO {self._schema}")


def let_go(connection: psycopg.Connection, schema: str) -> None:
    """Close connections that a test left open: their locks would block what follows."""
    connection.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = %s", [schema]
    )


def _connected(server: str) -> psycopg.Connection:
    connection = psycopg.connect(server, autocommit=True)
    connection.execute("SET client_min_messages = warning")
    return connection


def _url(server: str, schema: str) -> str:
    return f"{server}&application_name={schema}&options=-csearch_path%3D{schema}"


def _shape(connection: psycopg.Connection, schema: str) -> list[tuple[object, ...]]:
    return connection.execute(_SHAPE, [schema]).fetchall()
