"""The texts of all named queries, in the parameter style of one engine.

`calls.sql` with `-- name: by_ids(ids)`, in any folder of the store, is called 'calls.by_ids'. `calls.<dialect>.sql`
beside it overrides single queries where the engines truly differ. `{{asked}}` stands for the text of
`fragments/asked.sql`: conditions that several queries have in common.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import aiosql

_STORE = Path(__file__).parents[1]
_NO_QUERIES = {"fragments", "migrations"}
_SHARED = re.compile(r"\{\{(\w+)\}\}")
_DRIVERS = {"duckdb": "duckdb", "postgresql": "psycopg"}


@cache
def load_queries(dialect: str) -> dict[str, str]:
    """SQL by query name, for 'duckdb' or 'postgresql'."""
    texts: dict[str, str] = {}
    shared = {file.stem: _without_comments(file.read_text()) for file in (_STORE / "fragments").glob("*.sql")}
    for file in _files(dialect):
        text = _SHARED.sub(lambda found: shared[found[1]], file.read_text())
        queries = aiosql.from_str(text, _DRIVERS[dialect])
        for name in queries.available_queries:
            if not name.endswith("_cursor"):
                texts[f"{file.name.partition('.')[0]}.{name}"] = getattr(queries, name).sql
    return texts


def _files(dialect: str) -> list[Path]:
    """Those that every engine has, then those of this one."""
    files = [file for folder in _STORE.iterdir() if folder.name not in _NO_QUERIES for file in folder.rglob("*.sql")]
    general = sorted(file for file in files if file.name.count(".") == 1)
    return general + sorted(file for file in files if file.name.endswith(f".{dialect}.sql"))


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))
