"""Dial-string passwords that an old version stored as names of phones: a migration removes them everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import duckdb
import psycopg
import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.settings import read_settings
from callerid_dash.store.engine.database import open_store
from tests.parts.earlier_schema import before_summaries
from tests.scenes import NOON
from tests.services.raw_calls import KNOWN, save
from tests.services.reports.callers import first_admin

SECRETS = ("S3cretPw", "An0therPw", "Th1rdPw")
TEHRAN = Dialing("IR", "21")
VERSION = 14
OTHERS = ("sip:203", "tel:+982144", "101", "desk 4")
"""Extensions that hold no secret."""


def call(
    name: str, second: int, phones: Sequence[str], *, source: str = "asterisk", keys: bool = False
) -> Iterator[CallEvent]:
    """A call on these phones, answered by the last one; `keys` as an import of past calls gives them."""

    def event(kind: EventKind, at: datetime, event_id: str, extension: str = "") -> CallEvent:
        return CallEvent(source, name, kind, at, caller=KNOWN, line="2001", extension=extension, event_id=event_id)

    began = NOON + timedelta(seconds=second)
    for i, phone in enumerate(phones):
        yield event(EventKind.RINGING, began, f"ringing {phone}" if keys else f"ringing:{name}.{i}", phone)
    yield event(
        EventKind.ANSWERED, began + timedelta(seconds=7), "answered" if keys else f"answered:{name}", phones[-1]
    )
    yield event(EventKind.ENDED, began + timedelta(seconds=60), "ended")


@pytest.fixture
def old(store_url: str) -> str:
    """A database as the old version wrote it, with everything that users derived from such names."""
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    user = first_admin(services)
    save(services, "Known", KNOWN)
    for events in (
        call("live", 0, ["101", f"office:{SECRETS[0]}"]),
        call("account", 10, [f"user:{SECRETS[1]}", "Zoe", "abc"]),
        call(
            "imported",
            20,
            [f"office:{SECRETS[0]}", f"office:{SECRETS[2]}", "7001!02191005000!x"],
            source="past",
            keys=True,
        ),
        call("only", 30, [f"office:{SECRETS[0]}"], source="past", keys=True),
        call("untouched", 3600, OTHERS, source="door", keys=True),
        call("program", 7200, ["ward:7"], source="hospital"),
    ):
        services.calls.ingest.submit(list(events))
    dirty = f"office:{SECRETS[0]}"
    before_summaries(services.store.engine)
    execute(
        store_url,
        "INSERT INTO extensions VALUES (%s, %s), ('102', %s)",
        [dirty, user.id, user.id],
    )
    execute(
        store_url,
        "INSERT INTO call_views VALUES (1, 1, 'mine', %s, '', FALSE, TIMESTAMP '2026-01-01 00:00:00')",
        [f"state=missed&extension=office%3A{SECRETS[0]}&line=2001"],
    )
    execute(
        store_url,
        "INSERT INTO audit VALUES (99999, TIMESTAMP '2026-01-01 00:00:00', 0, 'x', 'a', 'user', '1', 'x', %s, NULL)",
        [json.dumps([["extensions", "101", f"101, {dirty}"]])],
    )
    execute(store_url, "DELETE FROM schema_migrations WHERE version = %s", [VERSION])
    services.store.close()
    return store_url


def execute(url: str, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Run raw SQL, bypassing the product's named queries."""
    if url.startswith("duckdb"):
        with closing(duckdb.connect(url.removeprefix("duckdb:///"))) as file:
            return file.execute(sql.replace("%s", "?"), list(values)).fetchall()
    with psycopg.connect(url) as server:
        cursor = server.execute(sql.encode(), list(values) or None)
        return cursor.fetchall() if cursor.description else []


def everything(url: str) -> str:
    """All values of all columns of all tables."""
    named = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    return "\n".join(str(execute(url, f'SELECT * FROM "{name}"')) for (name,) in execute(url, named))


def test_no_secret_stays_and_all_figures_agree(old: str) -> None:
    assert all(secret in everything(old) for secret in SECRETS), "the database of then has them"
    store = open_store(old)
    verdict = verify(store, TEHRAN)
    store.close()
    assert verdict.differences == ()
    left = everything(old)
    assert [secret for secret in SECRETS if secret in left] == []
    assert "spilled" not in left


def test_what_is_left_names_the_phones(old: str) -> None:
    open_store(old).close()
    rows = execute(old, "SELECT external_id, extension, rang FROM calls ORDER BY external_id")
    assert rows == [
        ("account", "abc", "Zoe,abc,user"),
        ("imported", "7001", "7001,office"),
        ("live", "office", "101,office"),
        ("only", "office", "office"),
        ("program", "ward:7", "ward:7"),
        ("untouched", "desk 4", "101,desk 4,sip:203,tel:+982144"),
    ]
    counted = execute(old, "SELECT value, sum(calls) FROM rollups WHERE dimension = 'extension' GROUP BY 1 ORDER BY 1")
    assert ("office", 3) in [(value, int(calls)) for value, calls in counted]
    assert execute(old, "SELECT number FROM extensions ORDER BY number") == [("102",), ("office",)]
    assert execute(old, "SELECT query FROM call_views") == [("state=missed&extension=office&line=2001",)]


def test_totals_by_extension_are_worked_out_anew(old: str) -> None:
    services: Services = build_services(read_settings({"CALLERID_DATABASE_URL": old}))
    try:
        while services.calls.ingest.refresh_summary("caller_totals", NOON + timedelta(days=90)):
            pass
        assert verify(services.store, TEHRAN).differences == ()
    finally:
        services.store.close()
    totals = dict(execute(old, "SELECT extension, CAST(answered AS INTEGER) FROM answered_totals"))
    assert totals["office"] == 2
    assert not [extension for extension in totals if any(secret in extension for secret in SECRETS)]
