"""Loads the texts of all named queries, in the parameter style of one engine.

`calls.sql` with `-- name: by_ids(ids)`, in any folder of the store, is called 'calls.by_ids'. `calls.<dialect>.sql`
beside it overrides single queries where the engines truly differ. `{{prefix}}` is replaced by the text of
`fragments/prefix.sql`, which several queries share; `{{quoted_cell(line)}}` by that of `fragments/quoted_cell.sql` with
'line' in place of `{{it}}`. `{{texts: _ = new._}}` is replaced by one such part for each text field of a profile, with
the column in place of `_`, separated by commas.

Parameters that have the names of columns are given with their types: `INSERT INTO t {{insert: a TEXT, b BIGINT[]}}` is
`INSERT INTO t (a, b) SELECT CAST(:a AS TEXT), unnest(CAST(:b AS BIGINT[]))`, `{{given: …}}` the same `SELECT` with the
names, and `{{set: …}}` is `a = new.a, b = new.b`. An array has one value per row.

'call_log.page line known' is 'call_log.page' with two clauses of `calls/filter.sql`, joined by 'and', in place of
`{{filter}}`; in place of `{{measured}}`, clauses named `measured_…` take precedence. Without clauses, the condition is
true.

'lists.add colors title hex' is 'lists.add' for a table and these columns of it. Their names
replace `{{table}}` and `{{columns}}`, the columns' parameters `{{values}}`, and both (`title = :title`) `{{changes}}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import aiosql

from callerid_dash.domain.profiles.profiles import TEXTS

_STORE = Path(__file__).parents[1]
_NO_QUERIES = {"fragments", "migrations"}
_PLACE = re.compile(r"\{\{(\w+)(?:\((\w+)\))?\}\}")
_TEXTS = re.compile(r"\{\{texts: (.+?)\}\}")
_COLUMNS = re.compile(r"\{\{(insert|given|set): ([^{}]+?)\}\}")
_DRIVERS = {"duckdb": "duckdb", "postgresql": "psycopg"}
_CLAUSES = {"filter": ("",), "measured": ("measured_", "")}
"""The places of clauses, and the prefixes of the clauses that may stand there, in order of precedence."""
_PARAMETERS = {"duckdb": "${}", "postgresql": "%({})s"}
_TABLES = {"table", "columns", "values", "changes"}
_FILLED_LATER = _CLAUSES.keys() | _TABLES


class Queries(dict[str, str]):
    """SQL by the name of its query; a query with clauses or a table is put together when it is read."""

    def __init__(self, texts: dict[str, str], parameter: str) -> None:
        self._texts = texts
        self._parameter = parameter
        super().__init__({name: self._filled(text, ()) for name, text in texts.items()})

    def __missing__(self, key: str) -> str:
        name, *clauses = key.split()
        return self._filled(self._texts[name], clauses)

    def _filled(self, text: str, words: Sequence[str]) -> str:
        def filled(place: re.Match[str]) -> str:
            if place[1] in _TABLES:
                return self._of_table(place[1], words)
            return " AND ".join(f"({self._clause(each, _CLAUSES[place[1]])})" for each in words) or "TRUE"

        return _PLACE.sub(filled, text)

    def _of_table(self, place: str, words: Sequence[str]) -> str:
        table, columns = words[:1], words[1:]
        values = [self._parameter.format(column) for column in columns]
        changes = [f"{column} = {value}" for column, value in zip(columns, values, strict=True)]
        return ", ".join({"table": table, "columns": columns, "values": values, "changes": changes}[place])

    def _clause(self, name: str, beginnings: Sequence[str]) -> str:
        names = (f"filter.{beginning}{name}" for beginning in beginnings)
        return next(self._texts[each] for each in names if each in self._texts).rstrip(";")


@cache
def load_queries(dialect: str) -> Queries:
    """SQL by query name, for 'duckdb' or 'postgresql'."""
    texts: dict[str, str] = {}
    shared = {file.stem: _without_comments(file.read_text()) for file in (_STORE / "fragments").glob("*.sql")}
    for file in _files(dialect):
        text = _TEXTS.sub(_of_each_text, _with_fragments(file.read_text(), shared))
        text = _COLUMNS.sub(_of_columns, text)
        queries = aiosql.from_str(text, _DRIVERS[dialect], mandatory_parameters=False)
        for name in queries.available_queries:
            if not name.endswith("_cursor"):
                texts[f"{file.name.partition('.')[0]}.{name}"] = getattr(queries, name).sql
    return Queries(texts, _PARAMETERS[dialect])


def _files(dialect: str) -> list[Path]:
    """The files for every engine, then those for this one."""
    files = [file for folder in _STORE.iterdir() if folder.name not in _NO_QUERIES for file in folder.rglob("*.sql")]
    general = sorted(file for file in files if file.name.count(".") == 1)
    return general + sorted(file for file in files if file.name.endswith(f".{dialect}.sql"))


def _with_fragments(text: str, shared: Mapping[str, str]) -> str:
    def fragment(place: re.Match[str]) -> str:
        name, it = place[1], place[2] or ""
        return place[0] if name in _FILLED_LATER else _with_fragments(shared[name].replace("{{it}}", it), shared)

    return _PLACE.sub(fragment, text)


def _of_each_text(place: re.Match[str]) -> str:
    return ", ".join(re.sub(r"\b_\b", text, place[1]) for text in TEXTS)


def _of_columns(place: re.Match[str]) -> str:
    types = dict(column.split(maxsplit=1) for column in place[2].split(","))
    names = ", ".join(types)
    if place[1] == "set":
        return ", ".join(f"{name} = new.{name}" for name in types)
    casts = {name: f"CAST(:{name} AS {kind.strip()})" for name, kind in types.items()}
    values = (f"unnest({cast}) AS {name}" if "[" in cast else f"{cast} AS {name}" for name, cast in casts.items())
    return (f"({names}) " if place[1] == "insert" else "") + f"SELECT {', '.join(values)}"


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))
