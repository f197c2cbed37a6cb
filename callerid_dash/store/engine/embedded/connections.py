"""What can be said of, and done to, connections to DuckDB whatever they are used for."""

from __future__ import annotations

from contextlib import suppress

import duckdb


def is_fatal(error: BaseException | None) -> bool:
    """Does DuckDB refuse everything from now on, until the file is opened again?"""
    return isinstance(error, (duckdb.FatalException, duckdb.InternalException)) or "invalidated" in str(error)


def closed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Close it; False while somebody uses it, who is asked to stop."""
    with suppress(duckdb.Error):
        connection.interrupt()
    try:
        connection.close()
    except duckdb.Error:
        return False
    return True


def skip_checkpoint_on_close(connection: duckdb.DuckDBPyConnection) -> None:
    """Closing this connection will not write the log into the file."""
    with suppress(duckdb.Error):
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")


def first_line(error: BaseException) -> str:
    """What an error says, without the details."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def quietly_roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """End the transaction, if there is one still."""
    try:
        cursor.rollback()
    except duckdb.Error:
        return  # a failed commit has rolled back already
