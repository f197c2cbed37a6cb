"""The import of past calls, with builders of such calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.calls.history import PastCall
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.imports.calls.service import Importing
from callerid_dash.sources.history.subprocess_reader import read_in_subprocess
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.calls.calls import StoredCall
from callerid_dash.store.engine.database import Store
from tests.scenes import NOON

TEHRAN = Dialing("IR", "21")


MINUTE = timedelta(minutes=1)


@pytest.fixture
def importing(core: Core, ingest: Ingest) -> Importing:
    """The import service, with the readers of the test only."""
    return Importing(core, ingest, {}, read_in_subprocess)


@pytest.fixture
def rejects(tmp_path: Path) -> Path:
    """The folder of rejected rows."""
    return tmp_path / "rejected.csv"


def past(name: str = "1", at: datetime = NOON, answered: bool = True, **told: Any) -> PastCall:
    """A call of five minutes; answered after ten seconds on 101, which rang beside 102."""
    call = PastCall(
        line_no=1,
        external_id=name,
        named=True,
        started_at=at,
        answered_at=at + timedelta(seconds=10) if answered else None,
        ended_at=at + 5 * MINUTE,
        caller="09121234567",
        line="02188880000",
        extension="101" if answered else "",
        rang=("101", "102"),
        cause="normal",
    )
    return call._replace(**told)


def stored(store: Store, name: str, source: str = "asterisk") -> StoredCall | None:
    with store.read() as session:
        return call_tables.by_ids(session, [call_uuid(source, name)]).get(call_uuid(source, name))


def how_many(store: Store) -> int:
    with store.read() as session:
        return call_tables.count(session)


def some_calls(count: int) -> Iterator[PastCall]:
    return (past(str(i), NOON + i * MINUTE, answered=i % 3 > 0, caller=f"0912000{i % 50:04}") for i in range(count))
