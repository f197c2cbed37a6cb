"""Helpers for connections to DuckDB."""

from __future__ import annotations

from contextlib import suppress

import duckdb


def is_fatal(error: BaseException | None) -> bool:
    """Does DuckDB refuse everything after this error, until the file is opened again?"""
    return isinstance(error, (duckdb.FatalException, duckdb.InternalException)) or "invalidated" in str(error)


def closed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Close the connection; False while a statement runs on it, which is interrupted."""
    with suppress(duckdb.Error):
        connection.interrupt()
    try:
        connection.close()
    except duckdb.Error:
        return False
    return True


def skip_checkpoint_on_close(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep this connection from writing the log into the file when it closes."""
    with suppress(duckdb.Error):
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")


def first_line(error: BaseException) -> str:
    """The first line of an error, without the details."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def quietly_roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Roll back the transaction, if there still is one."""
    try:
        cursor.rollback()
    except duckdb.Error:
        return  # a failed commit has rolled back already
