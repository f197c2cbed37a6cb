"""Call detail records in tables: MariaDB as in FreePBX, PostgreSQL as cdr_pgsql writes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pymysql
import pytest

from callerid_dash.domain.calls.history import LeftOut, PastCall, Position, Reading, Rejected, Why
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.asterisk import cdr_tables
from tests.parts.mariadb_server import mariadb_server
from tests.parts.real_parts import mariadb_path, missing
from tests.sources.history.reading import NOW, rows_in

FREEPBX = """CREATE TABLE cdr (
    calldate DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00', clid VARCHAR(80), src VARCHAR(80), dst VARCHAR(80),
    dcontext VARCHAR(80), channel VARCHAR(80), dstchannel VARCHAR(80), lastapp VARCHAR(80), lastdata VARCHAR(80),
    duration INT, billsec INT, disposition VARCHAR(45), amaflags INT, accountcode VARCHAR(20), uniqueid VARCHAR(32),
    userfield VARCHAR(255), did VARCHAR(50), recordingfile VARCHAR(255), linkedid VARCHAR(32), sequence INT)"""
PGSQL = """CREATE TABLE cdr (
    calldate TIMESTAMP WITH TIME ZONE NOT NULL, clid TEXT, src TEXT, dst TEXT, dcontext TEXT, channel TEXT,
    dstchannel TEXT, lastapp TEXT, lastdata TEXT, duration BIGINT, billsec BIGINT, disposition TEXT, amaflags BIGINT,
    accountcode TEXT, uniqueid TEXT, userfield TEXT, answer TIMESTAMP WITH TIME ZONE, "end" TIMESTAMP WITH TIME ZONE)"""
COMMON = ("calldate", "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata")
START = datetime(2026, 5, 4, 9, tzinfo=UTC)
HOW = Reading(zone="Asia/Tehran", now=NOW, incoming_contexts=("from-trunk",))


@pytest.fixture(scope="module")
def mariadb() -> Iterator[str]:
    program = mariadb_path()
    if program is None:
        missing("a MariaDB server (Debian package mariadb-server)")
    with mariadb_server(program) as url:
        yield url


@pytest.fixture
def freepbx(mariadb: str) -> Iterator[tuple[str, Any]]:
    """The URL of a database with an empty table, and a cursor to fill it."""
    socket = mariadb.partition("unix_socket=")[2]
    connection = pymysql.connect(user="root", unix_socket=socket, database="asteriskcdrdb", autocommit=True)
    with connection, connection.cursor() as cursor:
        cursor.execute("SET sql_mode = ''")  # as switchboards run it: dates may be 0000-00-00
        cursor.execute(FREEPBX)
        yield mariadb, cursor
        cursor.execute("DROP TABLE cdr")


@pytest.fixture
def pgsql(postgres_database: str) -> Iterator[tuple[str, Any]]:
    with psycopg.connect(postgres_database, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(PGSQL)
        yield postgres_database, cursor


def insert(cursor: Any, calldate: str, phone: str, *, answered: bool, **more: Any) -> None:
    lasted = {"duration": 60, "billsec": 55 if answered else 0, "disposition": "ANSWERED" if answered else "NO ANSWER"}
    told = (
        calldate,
        '"سارا" <09121234567>',
        "09121234567",
        "600",
        "ext-group",
        "SIP/trunk-1",
        f"SIP/{phone}-2",
        "Dial",
        f"SIP/{phone}",
    )
    row = {**dict(zip(COMMON, told, strict=True)), **lasted, "uniqueid": "1777885200.1", **more}
    columns = ", ".join(f'"{name}"' if name == "end" else name for name in row)
    places = ", ".join("%s" for _ in row)
    cursor.execute(f"INSERT INTO cdr ({columns}) VALUES ({places})", list(row.values()))


def calls(url: str, **how: Any) -> list[PastCall]:
    return [entry for entry in cdr_tables.read(url, "cdr", HOW, **how) if isinstance(entry, PastCall)]


def test_a_table_of_freepbx(freepbx: tuple[str, Any]) -> None:
    url, cursor = freepbx
    own = {"linkedid": "1777885200.1", "did": "2001"}
    insert(cursor, "2026-05-04 12:31:00", "102", answered=True, **own)
    insert(cursor, "2026-05-04 12:30:00", "101", answered=False, **own)
    (call,) = calls(url)
    assert (call.external_id, call.started_at, call.line, call.rows) == ("1777885200.1", START, "2001", 2)
    assert (call.answered_at, call.ended_at) == (START + timedelta(seconds=65), START + timedelta(seconds=120))
    assert (call.extension, call.rang, call.caller_name) == ("102", ("101", "102"), "سارا")


def test_what_our_own_phones_dial_is_left_out_whatever_they_are_called(freepbx: tuple[str, Any]) -> None:
    url, cursor = freepbx
    insert(cursor, "2026-05-04 12:30:00", "alice", answered=True, did="02191005000", linkedid="1777885200.1")
    for i, number in enumerate(("201", "02191005000")):
        own = {"channel": "SIP/alice-7", "src": number, "dcontext": "from-internal", "dst": "09351112233", "did": ""}
        own |= {"dstchannel": "SIP/trunk-8", "lastdata": "SIP/trunk/09351112233,300", "uniqueid": f"1777885300.{i}"}
        insert(cursor, "2026-05-04 12:40:00", "alice", answered=True, linkedid=f"1777885300.{i}", **own)
    told = list(cdr_tables.read(url, "cdr", HOW))
    assert [call.caller for call in told if isinstance(call, PastCall)] == ["09121234567"]
    assert [entry.why for entry in told if isinstance(entry, LeftOut)] == [Why.OURS, Why.OURS]


def test_dates_that_are_none_are_rejected(freepbx: tuple[str, Any]) -> None:
    url, cursor = freepbx
    insert(cursor, "0000-00-00 00:00:00", "101", answered=False)
    insert(cursor, "2026-05-04 12:30:00", "101", answered=False)
    told = list(cdr_tables.read(url, "asteriskcdrdb.cdr", HOW))
    assert [entry.reason for entry in told if isinstance(entry, Rejected)] == [
        "'0000-00-00 00:00:00' is no date and time."
    ]
    assert rows_in(told) == 2
    assert [entry for entry in told if isinstance(entry, Position)] == [Position(2)]


def test_a_table_of_postgresql(pgsql: tuple[str, Any]) -> None:
    url, cursor = pgsql
    times = {"answer": "2026-05-04 09:00:05+00", "end": "2026-05-04 09:01:00+00"}
    insert(cursor, "2026-05-04 09:00:00+00", "101", answered=True, **times)
    (call,) = calls(url)
    assert (call.external_id, call.started_at, call.extension) == ("1777885200.1", START, "101")
    assert (call.answered_at, call.ended_at) == (START + timedelta(seconds=5), START + timedelta(seconds=60))


@pytest.mark.parametrize("engine", ["freepbx", "pgsql"])
def test_only_what_began_later_if_one_wishes(engine: str, request: pytest.FixtureRequest) -> None:
    url, cursor = request.getfixturevalue(engine)
    if engine == "pgsql":
        cursor.execute('ALTER TABLE cdr DROP COLUMN "end"')  # then the duration tells it, as on FreePBX
    zone = "+03:30" if engine == "pgsql" else ""
    insert(cursor, f"2026-05-04 12:30:00{zone}", "101", answered=False, uniqueid="1777885200.1")
    insert(cursor, f"2026-05-05 12:30:00{zone}", "101", answered=False, uniqueid="1777971600.1")
    assert len(calls(url)) == 2
    assert [call.external_id for call in calls(url, since=START + timedelta(hours=1))] == ["1777971600.1"]


@pytest.mark.parametrize("engine", ["freepbx", "pgsql"])
def test_only_the_first_rows_if_one_wishes(engine: str, request: pytest.FixtureRequest) -> None:
    url, cursor = request.getfixturevalue(engine)
    if engine == "pgsql":
        cursor.execute('ALTER TABLE cdr DROP COLUMN "end"')
    zone = "+03:30" if engine == "pgsql" else ""
    for day in (6, 4, 5):
        insert(cursor, f"2026-05-0{day} 12:30:00{zone}", "101", answered=False, uniqueid=f"177788520{day}.1")
    assert [call.external_id for call in calls(url, most=2)] == ["1777885204.1", "1777885205.1"]
    assert [call.external_id for call in calls(url, most=1, since=START + timedelta(hours=1))] == ["1777885205.1"]


def test_more_rows_than_are_fetched_at_a_time(pgsql: tuple[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdr_tables, "AT_A_TIME", 3)
    url, cursor = pgsql
    for minute in range(10):
        insert(cursor, f"2026-05-04 12:{minute:02}:00+03:30", "101", answered=False, uniqueid=f"17778852{minute:02}.1")
    told = list(cdr_tables.read(url, "cdr", HOW))
    assert rows_in(told) == 10
    assert [entry.done for entry in told if isinstance(entry, Position)] == [3, 6, 9, 10]


@pytest.mark.parametrize("engine", ["freepbx", "pgsql"])
def test_a_table_that_is_missing_or_no_cdr_is_said(engine: str, request: pytest.FixtureRequest) -> None:
    url, cursor = request.getfixturevalue(engine)
    with pytest.raises(InvalidInput, match="cannot be read") as refused:
        list(cdr_tables.read(url, "nothing", HOW))
    assert refused.value.field == "url"
    cursor.execute("ALTER TABLE cdr DROP COLUMN channel")
    with pytest.raises(InvalidInput, match="no column 'channel'"):
        list(cdr_tables.read(url, "cdr", HOW))


@pytest.mark.parametrize(
    ("url", "table", "field"),
    [("sqlite:///x", "cdr", "url"), ("mysql://h/d", "cdr; DROP", "table"), ("mysql://h/d", "a.b.c", "table")],
)
def test_what_is_no_address_or_table_is_refused_at_once(url: str, table: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        cdr_tables.read(url, table, HOW)
    assert refused.value.field == field


@pytest.mark.parametrize("url", ["mysql://u:secret@127.0.0.1:1/d", "postgresql://u:secret@127.0.0.1:1/d"])
def test_a_server_that_is_not_there_is_said_without_the_password(url: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be read") as refused:
        list(cdr_tables.read(url, "cdr", HOW))
    assert "secret" not in str(refused.value)
