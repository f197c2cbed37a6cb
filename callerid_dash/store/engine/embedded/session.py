"""A session of DuckDB: one cursor inside one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
from duckdb.sqltypes import TIMESTAMP

from callerid_dash.store.engine.protocol import Column, Session, stored

Statements = dict[str, duckdb.Statement]
"""Parsed statements by their text: parsing takes a quarter of the time of a small one."""
MOST_PARSED = 1_000
"""The product has hundreds of statements; each combination of conditions on calls makes more of some."""


class DuckDBSession(Session):
    """See `store/engine/protocol.py: Session`."""

    _instant = TIMESTAMP

    def __init__(self, cursor: duckdb.DuckDBPyConnection, queries: Mapping[str, str], parsed: Statements) -> None:
        super().__init__(queries)
        self._cursor = cursor
        self._parsed = parsed

    def stream(self, query: str, size: int, /, **parameters: object) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a named query, at most `size` at a time."""
        result = self._execute(query, parameters)
        while rows := result.fetchmany(size):
            yield rows

    def load(self, table: str, columns: Mapping[str, Column]) -> None:
        """Append many rows to a table, by its columns."""
        from pandas import DataFrame  # takes half a second and 35 MB, so only where many rows are loaded

        self._cursor.register("arriving", DataFrame(stored(columns)))
        try:
            names = ", ".join(columns)
            self._cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving")  # noqa: S608 - our names
        finally:
            self._cursor.unregister("arriving")

    def script(self, sql: str) -> None:
        """Run the text of a migration."""
        self._cursor.execute(sql)

    def _execute(self, query: str, parameters: Mapping[str, object]) -> duckdb.DuckDBPyConnection:
        text = self._queries[query]
        statement = self._parsed.get(text)
        if statement is None:
            [statement] = self._cursor.extract_statements(text)
            if len(self._parsed) >= MOST_PARSED:
                self._parsed.clear()
            self._parsed[text] = statement
        return self._cursor.execute(statement, stored(parameters))
