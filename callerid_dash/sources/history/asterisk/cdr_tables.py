"""Reads Asterisk's call detail records from a database table: MySQL or MariaDB, as in FreePBX, or PostgreSQL.

The database is another system's and is only read, so this module uses the drivers directly and nothing of `store/`
(pyproject.toml exempts it from the rule). They come with the extra `cdr`. Rows are fetched as text, a few thousand at a
time by a cursor on the server, and read like the lines of a CSV file with a heading.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.history import Entry, Position, Reading, Rejected
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.asterisk.cdr_rows import Rows
from callerid_dash.sources.history.asterisk.leg_calls import LegCalls
from callerid_dash.sources.history.asterisk.legs import Gathering
from callerid_dash.sources.history.secrets_hidden import hidden

AT_A_TIME = 5_000
"""Rows fetched at a time, and between two positions."""

_MYSQL = frozenset({"mysql", "mariadb"})
_POSTGRESQL = frozenset({"postgresql", "postgres"})
_TABLE = re.compile(r"[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?", re.ASCII)
_TIMEOUT = 600
"""Seconds that the server waits for us while we store what it sent."""
_STARTS = ("calldate", "start")


class _Database(NamedTuple):
    """A connection's two cursors, one for short queries and one that stays on the server, and its SQL dialect."""

    ask: Any
    cursor: Any
    quote: str
    as_text: str
    errors: tuple[type[Exception], ...]


def read(
    url: str, table: str, how: Reading, since: datetime | None = None, most: int | None = None
) -> Generator[Entry]:
    """The calls of the table: those whose legs began at `since` or later if given, of the first `most` rows if given.

    `url` is mysql://user:password@host/database, mariadb://… or postgresql://…; entries are those of any reader, with
    row numbers for line numbers. Raises InvalidInput at once for an invalid URL or table name, and later if the
    database cannot be reached or has no such table. Close the generator to end the connection early.
    """
    scheme = urlsplit(url).scheme
    if scheme not in _MYSQL | _POSTGRESQL:
        raise InvalidInput("The address begins with mysql://, mariadb:// or postgresql://.", "url")
    if not _TABLE.fullmatch(table):
        raise InvalidInput("'%(value)s' is no name of a table.", "table", values={"value": table[:100]})
    since_text = since.astimezone(ZoneInfo(how.zone)).strftime("%Y-%m-%d %H:%M:%S") if since else ""
    return hidden(_entries(url, table, how, since_text, most))


def _entries(url: str, table: str, how: Reading, since: str, most: int | None) -> Generator[Entry]:
    rows, calls, gathering = Rows(how), LegCalls(how), Gathering()
    number = 0
    with _answer(url, table, how.zone, since, most) as (columns, cursor):
        if missing := rows.name_columns(columns):
            raise InvalidInput("The table has no column '%(column)s'.", "table", values={"column": missing})
        while fetched := cursor.fetchmany(AT_A_TIME):
            for row in fetched:
                number += 1
                fields = [_text(value) for value in row]
                try:
                    leg = rows.leg(number, fields)
                except InvalidInput as fault:
                    yield Rejected(number, fault.message, ",".join(map(_text, row)), fault.values)
                    continue
                calls.note(leg)
                for legs in gathering.add(leg):
                    yield calls.call_of(legs)
            yield Position(number)
    for legs in gathering.rest():
        yield calls.call_of(legs)


@contextmanager
def _answer(url: str, table: str, zone: str, since: str, most: int | None) -> Iterator[tuple[list[str], Any]]:
    """The names of the columns, and a cursor on the server over all rows of the table in order of their beginning."""
    opened = _mysql(url) if urlsplit(url).scheme in _MYSQL else _postgresql(url, zone)
    with opened as (ask, cursor, quote, as_text, errors):
        name = ".".join(quote + part + quote for part in table.split("."))
        try:
            ask.execute(f"SELECT * FROM {name} WHERE 1 = 0")  # noqa: S608 the name was checked
            columns = [str(column[0]) for column in ask.description]
            start = next((column for column in columns if column.lower() in _STARTS), "")
            if not start:
                raise InvalidInput("The table has no column '%(column)s'.", "table", values={"column": _STARTS[0]})
            wanted = ", ".join(as_text.format(quote + column + quote) for column in columns)
            where = f"WHERE {quote}{start}{quote} >= %s" if since else ""
            limit = f"LIMIT {most}" if most is not None else ""
            query = f"SELECT {wanted} FROM {name} {where} ORDER BY {quote}{start}{quote} {limit}"  # noqa: S608
            cursor.execute(query, (since,) if since else None)
            yield columns, cursor
        except errors as error:
            raise _unreachable(error) from error


@contextmanager
def _mysql(url: str) -> Iterator[_Database]:
    try:
        import pymysql
        from pymysql.converters import encoders
        from pymysql.cursors import Cursor, SSCursor
    except ImportError:
        raise _no_driver() from None
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    try:
        connection = pymysql.connect(
            host=parts.hostname or "localhost",
            port=parts.port or 3306,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=unquote(parts.path.strip("/")) or None,
            unix_socket=options.get("unix_socket"),
            charset="utf8mb4",
            conv=dict(encoders),  # answers stay text: values such as 0000-00-00 are no dates, but occur
            ssl={"ca": options["ssl_ca"]} if "ssl_ca" in options else None,
        )
    except (pymysql.MySQLError, ValueError, OSError) as error:
        raise _unreachable(error) from error
    with connection, connection.cursor(Cursor) as ask, connection.cursor(SSCursor) as cursor:
        ask.execute(f"SET SESSION net_write_timeout = {_TIMEOUT}")
        yield _Database(ask, cursor, "`", "{}", (pymysql.MySQLError,))


@contextmanager
def _postgresql(url: str, zone: str) -> Iterator[_Database]:
    try:
        import psycopg
    except ImportError:
        raise _no_driver() from None
    try:
        connection = psycopg.connect(url)
    except (psycopg.Error, ValueError) as error:
        raise _unreachable(error) from error
    with connection:
        connection.read_only = True
        connection.execute("SELECT set_config('timezone', %s, false), set_config('datestyle', 'ISO', false)", (zone,))
        with connection.cursor() as ask, connection.cursor(name="callerid_history") as cursor:
            yield _Database(ask, cursor, '"', "CAST({} AS TEXT)", (psycopg.Error,))


def _text(value: object) -> str:
    if isinstance(value, bytes):  # a column of MySQL without an encoding
        return value.decode(errors="replace")
    return "" if value is None else str(value)


def _no_driver() -> InvalidInput:
    return InvalidInput(
        "The drivers for other systems' databases are missing: pip install 'callerid-dash[cdr]'.", "url"
    )


def _unreachable(error: Exception) -> InvalidInput:
    problem = " ".join(str(error).split())[:200]
    return InvalidInput("The database cannot be read: %(problem)s", "url", values={"problem": problem})
