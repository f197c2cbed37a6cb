"""Other databases with the same history, started in temporary folders if they are installed. Ask them nothing."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg
import pymysql

from bench.world import World, fill_database
from callerid_dash.store.engine.database import Store
from tests.parts.mariadb_server import mariadb_server
from tests.parts.postgres_server import postgres_server
from tests.parts.real_parts import mariadb_path, postgres_bin

_DURABLE = {"listen_addresses": "", "timezone": "UTC"}
"""As PostgreSQL comes: it answers after the log is on the disk."""
_TABLES = ("profiles", "phones", "calls", "call_events")
_CDR = """
CREATE TABLE cdr (
    calldate DATETIME NOT NULL, src VARCHAR(80) NOT NULL, dst VARCHAR(80) NOT NULL, did VARCHAR(50) NOT NULL,
    duration INT NOT NULL, billsec INT NOT NULL, disposition VARCHAR(45) NOT NULL, uniqueid VARCHAR(32) NOT NULL,
    KEY calldate (calldate), KEY src (src), KEY dst (dst), KEY did (did), KEY uniqueid (uniqueid)
)
"""
_AS_CDR = """
SELECT strftime(started_at, '%Y-%m-%d %H:%M:%S'), number, extension, line,
       CAST(epoch(ended_at - started_at) AS INTEGER), coalesce(CAST(epoch(ended_at - answered_at) AS INTEGER), 0),
       CASE WHEN outcome = 'answered' THEN 'ANSWERED' ELSE 'NO ANSWER' END, external_id
FROM calls
"""
"""The columns of FreePBX's `cdr` that the questions need, with its indexes."""

_LOAD = "LOAD DATA LOCAL INFILE %s INTO TABLE cdr FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"'"


@contextmanager
def postgresql_of_ours(world: World, calls: int) -> Iterator[str | None]:
    """The product's PostgreSQL database with so many calls; yields its URL, or None if PostgreSQL is not installed."""
    programs = postgres_bin()
    if programs is None:
        yield None
        return
    history, folder = world.history(calls), world.new_folder()
    with postgres_server(programs, _DURABLE) as url:
        fill_database(url, lambda store: _copy_all(store, history, url, folder))
        yield url


@contextmanager
def mariadb_of_freepbx(world: World) -> Iterator[pymysql.Connection | None]:
    """A connection to a switchboard's table of calls, or None if MariaDB is not installed."""
    program = mariadb_path()
    if program is None:
        yield None
        return
    file = world.new_folder() / "cdr.csv"
    with duckdb.connect(str(world.history(world.scale.calls)), read_only=True) as calls:
        calls.execute(f"COPY ({_AS_CDR}) TO '{file}' (FORMAT csv, HEADER false)")
    with mariadb_server(program) as url:
        socket = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["unix_socket"][0]
        with pymysql.connect(
            user="root", unix_socket=socket, database="asteriskcdrdb", local_infile=True, autocommit=True
        ) as connection:
            with connection.cursor() as cursor:
                cursor.execute(_CDR)
                cursor.execute(_LOAD, [str(file)])
                cursor.execute("ANALYZE TABLE cdr")
            yield connection


def _copy_all(store: Store, history: Path, url: str, folder: Path) -> None:
    """Copy the tables from which everything else is derived."""
    with duckdb.connect(str(history), read_only=True) as source, psycopg.connect(url) as target:
        for name in _TABLES:
            file = folder / f"{name}.csv"
            columns = ", ".join(row[0] for row in source.execute(f"DESCRIBE {name}").fetchall())
            source.execute(f"COPY {name} TO '{file}' (FORMAT csv, HEADER false, NULLSTR '\\N')")
            with file.open("rb") as lines, target.cursor() as cursor:
                cursor.execute(f"DELETE FROM {name}")
                with cursor.copy(f"COPY {name} ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')") as copy:
                    while piece := lines.read(1 << 20):
                        copy.write(piece)
            file.unlink()
    with psycopg.connect(url, autocommit=True) as target:
        target.execute("ANALYZE")
