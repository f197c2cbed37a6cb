"""A silently dead connection to PostgreSQL: no request waits forever, and all continues when it is back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from callerid_dash.background import Background
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine.database import Store, open_store
from callerid_dash.store.engine.postgresql import watcher as postgres_watcher
from callerid_dash.store.engine.postgresql.engine import PostgresEngine
from callerid_dash.store.engine.postgresql.links import limited
from callerid_dash.store.office import directory
from tests.parts.silent_proxy import SilentProxy, silent_proxy
from tests.serving import wait_for

pytestmark = pytest.mark.postgres


@pytest.fixture
def proxy(migrated_postgres: str) -> Iterator[SilentProxy]:
    """A proxy before the real server."""
    folder = dict(parse_qsl(migrated_postgres.partition("?")[2]))["host"]

    def connect() -> socket.socket:
        link = socket.socket(socket.AF_UNIX)
        link.connect(str(Path(folder) / ".s.PGSQL.5432"))
        return link

    with silent_proxy(connect) as proxy:
        yield proxy


@pytest.fixture
def store(migrated_postgres: str, proxy: SilentProxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store behind the proxy, with short timeouts."""
    monkeypatch.setattr(postgres_watcher, "QUIET", 0.2)
    monkeypatch.setattr(postgres_watcher, "TIMEOUT", 0.5)
    said = conninfo_to_dict(migrated_postgres) | {"host": "127.0.0.1", "port": str(proxy.port), "connect_timeout": "2"}
    store = open_store("postgresql:///?" + "&".join(f"{name}={quote(str(value))}" for name, value in said.items()))
    store.engine._pool.timeout = 2  # type: ignore[attr-defined]
    yield store
    proxy.silent = False
    store.close()


def test_who_waits_on_a_dead_link_gets_an_error_and_all_goes_on_when_it_is_back(
    store: Store, proxy: SilentProxy, migrated_postgres: str
) -> None:
    read_again: list[int] = []
    store.watch(lambda _changed: read_again.append(1))
    wait_for(lambda: read_again, 10)
    proxy.silent = True
    waiting = store.probe()
    with pytest.raises(StoreUnavailable):
        waiting.result(30)
    with pytest.raises(StoreUnavailable), store.read() as session:
        session.rows("directory.settings")
    wait_for(lambda: {"store", "watcher"} <= {task.name for task in store.background.unwell()}, 30)
    other = open_store(migrated_postgres)  # another process, on a link that lives
    other.write(lambda session: directory.set_setting(session, "greeting", "hello"))
    other.close()
    read_again.clear()
    proxy.silent = False
    wait_for(lambda: read_again, 30)  # it may have missed something
    store.probe().result(30)
    with store.read() as session:
        assert directory.settings(session)["greeting"] == "hello"
    wait_for(lambda: not store.background.unwell(), 30)


def test_a_quiet_link_that_lives_is_left_alone_and_heard(store: Store, migrated_postgres: str) -> None:
    read_again: list[int] = []
    store.watch(lambda _changed: read_again.append(1))
    wait_for(lambda: read_again, 10)
    watcher = store.engine._watcher  # type: ignore[attr-defined]
    asked: list[int] = []
    ask = watcher._ping

    def ask_and_count(connection: psycopg.Connection) -> list[str]:
        asked.append(1)
        return list(ask(connection))

    watcher._ping = ask_and_count
    wait_for(lambda: len(asked) > 2, 10)
    assert len(read_again) == 1
    assert store.background.unwell() == ()
    other = open_store(migrated_postgres)
    other.write(lambda session: directory.set_setting(session, "greeting", "hello"))
    other.close()
    wait_for(lambda: len(read_again) == 2, 10)


def test_finding_out_whether_anything_can_be_stored_is_no_news_to_others(store: Store, migrated_postgres: str) -> None:
    read_again: list[int] = []
    store.watch(lambda _changed: read_again.append(1))
    wait_for(lambda: read_again, 10)
    other = open_store(migrated_postgres)
    other.probe().result(10)
    other.write(lambda session: directory.set_setting(session, "greeting", "hello"))
    other.close()
    wait_for(lambda: len(read_again) == 2, 10)
    assert len(read_again) == 2


def test_connections_that_the_server_has_ended_trouble_nobody(store: Store, migrated_postgres: str) -> None:
    with psycopg.connect(migrated_postgres, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()"
        )
    for _ in range(3):
        with store.read() as session:
            session.rows("directory.settings")
        store.probe().result(10)


def test_every_connection_is_limited_but_what_the_address_says_goes_before() -> None:
    said = conninfo_to_dict(limited("postgresql://me@db/calls?connect_timeout=60"))
    assert said["connect_timeout"] == "60"
    assert int(str(said["tcp_user_timeout"])) > 0
    engine = PostgresEngine.__new__(PostgresEngine)  # an absent server needs no wait here
    with pytest.raises(Exception, match="CALLERID_DATABASE_URL"):
        engine.__init__("postgresql://me@db/calls?nonsense=1")  # type: ignore[misc]
    assert Background().health() == ()
