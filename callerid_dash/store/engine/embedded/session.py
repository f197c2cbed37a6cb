"""A session of DuckDB: one cursor inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import duckdb

from callerid_dash.store.engine.after_commit import AfterCommit
from callerid_dash.store.engine.protocol import Column


class DuckDBSession:
    """See `store/engine/protocol.py: Session`."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> None:
        self._cursor = cursor
        self._queries = queries
        self._after = AfterCommit()

    def rows(self, query: str, /, **parameters: object) -> list[dict[str, Any]]:
        """All rows of a named query."""
        result = self._cursor.execute(self._queries[query], parameters or None)
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]

    def row(self, query: str, /, **parameters: object) -> dict[str, Any] | None:
        """The first row of a named query, or None."""
        return next(iter(self.rows(query, **parameters)), None)

    def stream(self, query: str, size: int, /, **parameters: object) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a named query, at most `size` at a time."""
        result = self._cursor.execute(self._queries[query], parameters or None)
        while rows := result.fetchmany(size):
            yield rows

    def run(self, query: str, /, **parameters: object) -> None:
        """Run a named statement for its effect."""
        self._cursor.execute(self._queries[query], parameters or None)

    def load(self, table: str, columns: Mapping[str, Column]) -> None:
        """Append many rows to a table, by its columns."""
        from pandas import DataFrame  # takes half a second and 35 MB, so only where many rows are loaded

        self._cursor.register("arriving", DataFrame(columns))
        try:
            names = ", ".join(columns)
            self._cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving")  # noqa: S608 - our names
        finally:
            self._cursor.unregister("arriving")

    def script(self, sql: str) -> None:
        """Run the text of a migration."""
        self._cursor.execute(sql)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run this once the transaction is durable."""
        self._after.add(action)

    def committed(self) -> None:
        """Run the actions; the transaction is durable."""
        self._after.run()
