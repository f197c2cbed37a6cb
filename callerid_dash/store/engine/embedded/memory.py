"""Gives back the memory that DuckDB keeps after queries.

DuckDB keeps what it has read, up to most of the machine's memory. It has no lower bound here, because a commit that
cannot have the memory for its index is fatal. Instead the bound is lowered for a moment while nothing runs.
"""

from __future__ import annotations

from contextlib import suppress

import duckdb

from callerid_dash.store.engine.embedded.session import DuckDBSession

KEPT = 160 * 2**20
"""Bytes of tables that stay in memory between queries; the next ones read the rest from the file again."""


def give_back(session: DuckDBSession, connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what exceeds `KEPT`. No statement may run meanwhile: it could fail for want of memory."""
    memory = session.row("memory.used")
    if memory is None or memory["other"] <= KEPT:
        return
    with suppress(duckdb.Error):  # if something cannot be dropped, the bound stays as it is
        connection.execute(f"SET GLOBAL memory_limit = '{memory['indexes'] + KEPT}B'")
    connection.execute("RESET GLOBAL memory_limit")
