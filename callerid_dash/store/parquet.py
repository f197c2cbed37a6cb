"""Parquet files, written by DuckDB whatever the product's own database is: rows go through a scratch database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from callerid_dash.domain.errors import StoreUnavailable

_MEMORY = "256MB"
_DTYPES = {
    "BIGINT": "Int64",
    "DOUBLE": "Float64",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "datetime64[us]",
    "TEXT": "object",
}


def write_parquet(path: Path, columns: Sequence[tuple[str, str]], batches: Iterable[list[tuple[Any, ...]]]) -> None:
    """Write rows with these columns (name and SQL type); TIMESTAMP is naive UTC and leaves as an instant."""
    scratch = path.with_suffix(".duckdb")
    definition = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    leaving = ", ".join(
        f'"{name}" AT TIME ZONE \'UTC\' AS "{name}"' if kind == "TIMESTAMP" else f'"{name}"' for name, kind in columns
    )
    try:
        with duckdb.connect(str(scratch), config={"memory_limit": _MEMORY, "threads": 1}) as connection:
            connection.execute(f"CREATE TABLE rows ({definition})")
            for batch in filter(None, batches):
                frame = _frame(columns, batch)
                connection.register("batch", frame)
                connection.execute("INSERT INTO rows SELECT * FROM batch")
                connection.unregister("batch")
            quoted = str(path).replace("'", "''")
            connection.execute(f"COPY (SELECT {leaving} FROM rows) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608
    except duckdb.Error as error:
        raise StoreUnavailable(f"The Parquet file could not be written: {str(error).splitlines()[0]}") from error


def _frame(columns: Sequence[tuple[str, str]], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Types are given, not guessed: a batch may have nothing but None in a column."""
    values = zip(columns, zip(*rows, strict=True), strict=True)
    return pd.DataFrame({name: pd.Series(list(column), dtype=_DTYPES[kind]) for (name, kind), column in values})
