"""The interface of both engines, and the choice between them by the database's URL.

An engine provides `Session`s: short-lived, one per reader, and one writing transaction at a time. Queries are called by
name ('calls.by_ids'); their texts are in the `.sql` files of the store. No business rules here.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy
from numpy.typing import NDArray

from callerid_dash.background import Background
from callerid_dash.domain.errors import BadSettings, StoreUnavailable

PROBE = "probe.ask"
"""The query that only tests whether storing works; of no interest to other processes."""
Row = Mapping[str, Any]
"""A result row by column name; the `store` modules turn it into domain objects at once."""
Instants = NDArray[numpy.datetime64]
"""Naive UTC, to the microsecond; NaT for none."""
Column = Sequence[object] | Instants
"""The values of a column, one per row."""
Changed = frozenset[UUID] | None
"""What another process has changed: these calls and nothing else, or (None) anything."""
log = logging.getLogger(__name__)


class Session(ABC):
    """A connection inside one transaction (writing) or one consistent read.

    Instants are aware UTC in the product and naive UTC `TIMESTAMP`s in the tables; they are converted here.
    """

    _instant: object
    """The driver's mark of a `TIMESTAMP` column."""

    def __init__(self, queries: Mapping[str, str]) -> None:
        self._queries = queries
        self._actions: list[Callable[[], None]] = []

    def rows(self, query: str, /, **parameters: object) -> list[dict[str, Any]]:
        """All rows of a named query."""
        result = self._execute(query, parameters)
        columns = result.description
        names = [column[0] for column in columns]
        rows = [dict(zip(names, values, strict=True)) for values in result.fetchall()]
        for name in [column[0] for column in columns if column[1] == self._instant]:
            for row in rows:
                if row[name] is not None:
                    row[name] = row[name].replace(tzinfo=UTC)
        return rows

    def row(self, query: str, /, **parameters: object) -> dict[str, Any] | None:
        """The first row of a named query, or None."""
        return next(iter(self.rows(query, **parameters)), None)

    def value(self, query: str, /, **parameters: object) -> Any:
        """The first column of the first row of a named query; None without a row."""
        row = self.row(query, **parameters)
        return next(iter(row.values())) if row else None

    def run(self, query: str, /, **parameters: object) -> None:
        """Run a named statement for its effect."""
        self._execute(query, parameters)

    def only_calls(self, _calls: Collection[UUID]) -> AbstractContextManager[None]:
        """What is written inside concerns these calls alone: other processes need not read anything else again."""
        return nullcontext()

    def concerns_more(self) -> None:  # noqa: B027 - an engine with one process has nobody to tell
        """Inside `only_calls`: this was not only about calls after all."""

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run this once the transaction is durable; it is dropped if the transaction fails."""
        self._actions.append(action)

    def committed(self) -> None:
        """Run the actions; the transaction is durable."""
        for action in self._actions:
            try:
                action()
            except Exception:  # raising would make the writer repeat what is stored already
                log.exception("What should follow a stored change failed")

    @abstractmethod
    def stream(self, query: str, size: int, /, **parameters: object) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a named query as stored, at most `size` at a time, of which only that many are in memory.

        The session must not be used for anything else before the last of them.
        """

    @abstractmethod
    def load(self, table: str, columns: Mapping[str, Column]) -> None:
        """Append many rows to a table, given by column: five times as fast as lists of parameters."""

    @abstractmethod
    def script(self, sql: str) -> None:
        """Run the text of a migration: several statements, no parameters."""

    @abstractmethod
    def _execute(self, query: str, parameters: Mapping[str, object]) -> Any:
        """The driver's cursor after a named query."""


def stored(values: Mapping[str, object]) -> dict[str, Any] | None:
    """Parameters or columns as drivers take them: instants are naive UTC; None if there are none."""
    return {name: _stored(value) for name, value in values.items()} or None


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, list) and isinstance(next((each for each in value if each is not None), None), datetime):
        return [_stored(each) for each in value]
    return value


class CommitFailed(StoreUnavailable):
    """COMMIT was sent and failed: it may have been applied or not. `committed` runs the actions after the commit."""

    def __init__(self, message: str, committed: Callable[[], None]) -> None:
        super().__init__(message)
        self.committed = committed


class Unreachable(StoreUnavailable):
    """The database cannot be reached, whatever is asked of it; nothing was stored."""


class Engine:
    """A database. Errors of the driver become StoreUnavailable with the cause kept.

    What one of the engines need not do does nothing here.
    """

    dialect: str

    def read(self, consistent: bool = True) -> AbstractContextManager[Session]:
        """A session for reading, from any thread.

        All its statements see the database at one instant, unless `consistent` is False, which is cheaper and enough
        for a single statement.
        """
        raise NotImplementedError

    def write(self) -> AbstractContextManager[Session]:
        """A writing transaction: committed on leaving, rolled back on an exception. Only the Writer calls it.

        It begins after every earlier one has ended. Raises CommitFailed if COMMIT itself failed, Unreachable if there
        is no connection; after any other exception nothing is stored.
        """
        raise NotImplementedError

    def in_bulk(self) -> AbstractContextManager[None]:
        """Much is written inside, so tidying up may wait."""
        return nullcontext()

    def after_migration(self) -> None:
        """All tables exist: from now on, detect that this is another database, or has lost data."""

    def maintain(self) -> None:
        """Do regular maintenance when it disturbs least; called every few seconds from one thread."""

    def when_lost(self, notify: Callable[[str], None]) -> None:
        """Call `notify` with one line when the database has failed for good; only a new process may help then."""

    def watch(self, on_change: Callable[[Changed], Future[Any]], background: Background) -> None:
        """Call `on_change`, from a thread of the engine, soon after other processes have written.

        It returns a future at once; if that fails, it is called again. Call `watch` once; others use `Store.watch`.
        """

    def stop_watching(self) -> None:
        """Stop calling `on_change`."""

    def close(self) -> None:
        """Close the database. Nothing may use the engine afterwards."""
        raise NotImplementedError


def no_database(where: str) -> StoreUnavailable:
    """The error for a missing database, where an empty one must not be created."""
    return StoreUnavailable(
        f"There is no database of callerid-dash at {where}. `callerid-dash serve` makes one; if there is one "
        "elsewhere, set CALLERID_DATABASE_URL as the server has it."
    )


def open_engine(url: str, *, make: bool = True) -> Engine:
    """Open `duckdb:///PATH` (`duckdb:////absolute`) or `postgresql://…`.

    Raises BadSettings, or StoreUnavailable: also for a missing file, unless `make`.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "duckdb":
        path = rest.removeprefix("/")
        if not make and not Path(path).exists():
            raise no_database(path)
        from callerid_dash.store.engine.embedded.engine import DuckDBEngine

        return DuckDBEngine(path)
    if scheme in ("postgresql", "postgres"):
        try:
            from callerid_dash.store.engine.postgresql.engine import PostgresEngine
        except ImportError as error:
            raise BadSettings("PostgreSQL needs its driver: pip install 'callerid-dash[postgres]'") from error

        return PostgresEngine(url)
    raise BadSettings(f"CALLERID_DATABASE_URL: '{scheme}' is no known database; use duckdb:///PATH or postgresql://…")
