"""The texts of all named queries, in the parameter style of one engine.

`queries/calls.sql` with `-- name: by_ids(ids)` is called 'calls.by_ids'. A file of the same name in
`queries/<dialect>/` overrides single queries where the engines truly differ.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import aiosql

_FOLDER = Path(__file__).parent / "queries"
_DRIVERS = {"duckdb": "duckdb", "postgresql": "psycopg"}


@cache
def load_queries(dialect: str) -> dict[str, str]:
    """SQL by query name, for 'duckdb' or 'postgresql'."""
    texts: dict[str, str] = {}
    for file in (*sorted(_FOLDER.glob("*.sql")), *sorted((_FOLDER / dialect).glob("*.sql"))):
        queries = aiosql.from_path(file, _DRIVERS[dialect])
        for name in queries.available_queries:
            if not name.endswith("_cursor"):
                texts[f"{file.stem}.{name}"] = getattr(queries, name).sql
    return texts
