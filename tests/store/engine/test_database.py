"""Opening a store: migrations run once, and every error is one clear line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest

from callerid_dash.domain.calls.calls import SIMULATED, call_uuid, fold
from callerid_dash.domain.errors import BadSettings, StoreUnavailable
from callerid_dash.domain.numbers.phones import Dialing, parse_number
from callerid_dash.store.calls import calls
from callerid_dash.store.calls.calls import StoredCall
from callerid_dash.store.engine.database import open_store
from callerid_dash.store.engine.migrate import available, migrate
from callerid_dash.store.engine.protocol import Engine, open_engine
from callerid_dash.store.engine.queries import load_queries
from tests.scenes import event


@pytest.mark.parametrize("new", ["duckdb_url", pytest.param("postgres_database", marks=pytest.mark.postgres)])
def test_migrations_are_applied_once(request: pytest.FixtureRequest, new: str) -> None:
    engine = open_engine(request.getfixturevalue(new))
    assert [m.version for m in migrate(engine)] == [m.version for m in available()]
    assert migrate(engine) == []
    engine.close()


DIES_IN_MIGRATION = """
import os, signal, sys
from callerid_dash.store.engine import migrate
from callerid_dash.store.engine.protocol import open_engine

engine, version = open_engine(sys.argv[1]), int(sys.argv[2])
with engine.write() as session:
    session_type = type(session)
run = session_type.run

def dies(session, query, /, **values):
    if query == "migrations.applied" and values["version"] == version:
        os.kill(os.getpid(), signal.SIGKILL)
    return run(session, query, **values)

session_type.run = dies
migrate.migrate(engine)
"""


@pytest.mark.parametrize("new", ["duckdb_url", pytest.param("postgres_database", marks=pytest.mark.postgres)])
def test_a_migration_that_is_killed_before_its_end_begins_anew(request: pytest.FixtureRequest, new: str) -> None:
    url = request.getfixturevalue(new)
    killed = [migration.version for migration in available()[::4]]
    for version in killed:
        dead = subprocess.run([sys.executable, "-c", DIES_IN_MIGRATION, url, str(version)], check=False)
        assert dead.returncode == -signal.SIGKILL
    engine = open_engine(url)
    assert [m.version for m in migrate(engine)] == [m.version for m in available() if m.version >= killed[-1]]
    engine.close()


def test_a_migration_with_a_lower_number_that_came_later_is_applied_as_well(store_url: str) -> None:
    engine = open_engine(store_url)
    migrate(engine)
    with engine.write() as session:
        session.script("DELETE FROM schema_migrations WHERE version = 6")
        session.script("DROP TABLE call_views")
        session.script("DROP SEQUENCE call_view_ids")
    assert [m.version for m in migrate(engine)] == [6]
    engine.close()


def test_the_event_log_keeps_its_events_when_it_loses_its_key(duckdb_url: str) -> None:
    engine = open_engine(duckdb_url)
    migrate(engine)
    told = (
        "CAST('00000000-0000-4000-8000-000000000001' AS UUID), '=1', 'pbx', 'c1', 'ringing', TIMESTAMP '2026-05-04', "
    )
    with engine.write() as session:
        session.script("DELETE FROM schema_migrations WHERE version = 9")
        session.script("ALTER TABLE call_events ADD PRIMARY KEY (call_id, key)")
        session.script(f"INSERT INTO call_events VALUES ({told} '0912', 'Sara', '2001', '101', 'sales', '')")
    before = _events(engine)
    assert [m.version for m in migrate(engine)] == [9]
    assert before == _events(engine)
    assert len(before) == 1
    engine.close()


def _events(engine: Engine) -> list[dict[str, Any]]:
    begin, end = datetime(2026, 5, 4), datetime(2026, 5, 5)
    with engine.read() as session:
        ids = ["00000000-0000-4000-8000-000000000001"]
        return session.rows("calls.events_of", ids=ids, since=begin, until=end)


def test_simulated_calls_that_earlier_versions_stored_are_gone(store_url: str) -> None:
    engine = open_engine(store_url)
    migrate(engine)
    real, simulated = (call_uuid(source, "c1") for source in ("pbx", SIMULATED))
    with engine.write() as session:
        session.script("DROP TABLE test_calls")
        session.script("DELETE FROM schema_migrations WHERE version = 17")
        for source in ("pbx", SIMULATED):
            rings = event("ringing", source=source)
            calls.add_events(session, {(call_uuid(source, "c1"), "~1"): rings})
            calls.save(session, [StoredCall(fold([rings]), parse_number(rings.caller, Dialing()))])
        for call_id in (real, simulated):
            session.script(
                "INSERT INTO records (profile_id, kind_id, call_id, subject, happened_at, author_id) "
                f"VALUES (1, 1, CAST('{call_id}' AS UUID), 'x', TIMESTAMP '2026-01-01 00:00:00', 1)"
            )
    assert [m.version for m in migrate(engine)] == [17]
    with engine.read() as session:
        assert calls.by_ids(session, [real, simulated]).keys() == {real}
        assert calls.events_between(session, UUID(int=0), UUID(int=(1 << 128) - 1)).keys() == {real}
        about = [(session.row("records.by_id", id=key) or {}).get("call_id") for key in (1, 2)]
    assert about == [real, None]
    engine.close()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(store_url: str) -> None:
    engine = open_engine(store_url)
    migrate(engine)
    with engine.write() as session:
        session.script("INSERT INTO schema_migrations VALUES (9999, 'future', TIMESTAMP '2030-01-01 00:00:00')")
    engine.close()
    with pytest.raises(StoreUnavailable, match="newer version of callerid-dash"):
        open_store(store_url)
    engine = open_engine(store_url)  # the failed attempt has given the database back
    with engine.read() as session:
        row = session.row("migrations.current")
    engine.close()
    assert row == {"version": 9999}


def test_both_engines_know_the_same_queries() -> None:
    assert load_queries("duckdb").keys() == load_queries("postgresql").keys()


def test_a_second_process_is_told_who_holds_the_file(duckdb_url: str) -> None:
    store = open_store(duckdb_url)
    code = f"from callerid_dash.store.engine.database import open_store; open_store({duckdb_url!r})"
    second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    store.close()
    last = second.stderr.strip().splitlines()[-1]
    assert second.returncode == 1
    assert f"in use by process {os.getpid()}" in last


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnavailable, match="file/callerid"):
        open_store(f"duckdb:///{tmp_path}/file/callerid.duckdb")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "callerid.duckdb"
    file.write_text("these are my holiday notes\n" * 1000)
    with pytest.raises(StoreUnavailable, match="Cannot open the database"):
        open_store(f"duckdb:///{file}")
    assert file.read_text().startswith("these are my holiday notes")


def test_a_full_disk_is_one_clear_line_and_damages_nothing(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path}/callerid.duckdb"
    open_store(url).close()
    code = f"""
import resource, signal
from callerid_dash.domain.calls.calls import SIMULATED, call_uuid, fold
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.office import directory as directory
from callerid_dash.store.engine.database import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
store = open_store({url!r})
try:
    for i in range(100):
        store.write(lambda s: directory.set_setting(s, f"big{{i}}", "x" * 100_000))
except StoreUnavailable as error:
    print("stated:", error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.startswith("stated: The database"), run.stderr
    assert run.stdout.count("\n") == 1
    store = open_store(url)
    with store.read() as session:
        kept = session.rows("directory.settings")
    store.close()
    assert all(row["value"] == "x" * 100_000 for row in kept if row["name"] != "store_id")


def test_an_unknown_scheme_names_the_variable() -> None:
    with pytest.raises(BadSettings, match="CALLERID_DATABASE_URL"):
        open_store("oracle://somewhere")


def test_an_absent_postgresql_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from callerid_dash.store.engine.postgresql import engine as postgres_engine

    monkeypatch.setattr(postgres_engine, "TIMEOUT", 0.5)
    with pytest.raises(StoreUnavailable, match="PostgreSQL does not answer"):
        postgres_engine.PostgresEngine("postgresql://nobody@127.0.0.1:9/none")


def test_a_driver_error_is_wrapped_and_its_cause_kept(duckdb_url: str) -> None:
    engine = open_engine(duckdb_url)
    with pytest.raises(StoreUnavailable) as caught, engine.read() as session:
        session.run("directory.users")  # the table does not exist yet
    engine.close()
    assert isinstance(caught.value.__cause__, duckdb.Error)
