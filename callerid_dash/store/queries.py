"""The texts of all named queries, in the parameter style of one engine.

`queries/calls.sql` with `-- name: by_ids(ids)` is called 'calls.by_ids'. A file of the same name in
`queries/<dialect>/` overrides single queries where the engines truly differ. `{{asked}}` stands for the text of
`queries/shared/asked.sql`: conditions that several queries have in common.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import aiosql

_FOLDER = Path(__file__).parent / "queries"
_SHARED = re.compile(r"\{\{(\w+)\}\}")
_DRIVERS = {"duckdb": "duckdb", "postgresql": "psycopg"}


@cache
def load_queries(dialect: str) -> dict[str, str]:
    """SQL by query name, for 'duckdb' or 'postgresql'."""
    texts: dict[str, str] = {}
    shared = {file.stem: _without_comments(file.read_text()) for file in (_FOLDER / "shared").glob("*.sql")}
    for file in (*sorted(_FOLDER.glob("*.sql")), *sorted((_FOLDER / dialect).glob("*.sql"))):
        text = _SHARED.sub(lambda found: shared[found[1]], file.read_text())
        queries = aiosql.from_str(text, _DRIVERS[dialect])
        for name in queries.available_queries:
            if not name.endswith("_cursor"):
                texts[f"{file.stem}.{name}"] = getattr(queries, name).sql
    return texts


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))
