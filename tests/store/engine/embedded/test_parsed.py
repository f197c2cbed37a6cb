"""Statements are parsed once and kept, but not without end."""

from __future__ import annotations

from pathlib import Path

import pytest

from callerid_dash.store.engine.embedded import session as sessions
from callerid_dash.store.engine.embedded.engine import DuckDBEngine


def test_few_parsed_statements_are_kept_and_all_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_PARSED", 3)
    engine = DuckDBEngine(str(tmp_path / "store.duckdb"))
    queries = {f"number {i}": f"SELECT {i} AS number" for i in range(10)}
    monkeypatch.setattr(engine, "_queries", queries)
    with engine.read() as session:
        assert [session.value(name) for name in [*queries, *queries]] == [*range(10), *range(10)]
    assert len(engine._parsed) <= 3
    engine.close()
