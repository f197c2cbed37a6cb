"""A migrated store on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from callerid_dash.store.engine.database import Store, open_store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, closed after the test."""
    store = open_store(store_url)
    yield store
    store.close()
