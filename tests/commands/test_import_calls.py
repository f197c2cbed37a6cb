"""`import calls` on the command line: on a free database, and while a server holds it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from callerid_dash.cli import main
from callerid_dash.commands.imports import calls_work as call_imports
from callerid_dash.commands.imports.options import import_streams
from callerid_dash.commands.remote import ServerSocket
from callerid_dash.factory import build_services
from callerid_dash.services.shared.verify import verify
from callerid_dash.settings import Settings
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.engine.database import open_store

Run = Callable[..., tuple[int, str, str]]


def cdr(minute: int, caller: str, line: str = "02191000000", *, context: str = "from-trunk", talk: int = 0) -> str:
    """A row of Master.csv this many minutes after noon: a call that rang on 101 for 20 seconds."""
    start = f"2026-05-04 12:{minute:02}:00"
    answer, end = (f"2026-05-04 12:{minute:02}:{second}" for second in ("07", "20"))
    said = "ANSWERED" if talk else "NO ANSWER"
    channels = ("SIP/101-00000001", "SIP/trunk-00000002")
    here, there = channels if context == "from-internal" else channels[::-1]
    fields = ("", caller, line, context, caller, here, there, "Dial", "SIP/101,30", start, answer if talk else "", end)
    rest = ("20", str(talk), said, "DOCUMENTATION", f"{1777883400 + 60 * minute}.1", "")
    return ",".join(f'"{field}"' for field in (*fields, *rest)) + "\n"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A file with two incoming calls, an outgoing one, and one that ends before it begins."""
    file = tmp_path / "Master.csv"
    backwards = cdr(15, "02188882222").replace("12:15:20", "12:14:20")
    outgoing = cdr(10, "101", "09350000000", context="from-internal")
    file.write_text(cdr(0, "09121234567", talk=13) + cdr(5, "02188881111") + outgoing + backwards, encoding="utf-8")
    return file


@pytest.fixture
def run(store_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on an empty database; returns its exit status and its output."""
    monkeypatch.setenv("CALLERID_DATABASE_URL", store_url)

    def command(*words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["import", "calls", *map(str, words)])
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out, printed.err

    return command


@pytest.fixture
def server(duckdb_url: str) -> Iterator[None]:
    """A stand-in for a server that holds the embedded database."""
    settings = Settings(database_url=duckdb_url)
    services = build_services(settings)
    socket = ServerSocket(settings, import_streams(services))
    yield
    socket.close()
    services.store.close()


def stored(url: str) -> int:
    store = open_store(url)
    try:
        with store.read() as session:
            return call_tables.count(session)
    finally:
        store.close()


def test_calls_are_taken_in_and_rows_that_cannot_be_are_in_a_file_beside_it(
    run: Run, master: Path, store_url: str
) -> None:
    status, out, error = run(master, "--format", "asterisk-cdr")
    assert (status, error) == (0, "")
    rejected = Path(f"{master}.rejected.csv")
    assert out == (
        "4 rows: 2 calls (2 new, 0 completed, 0 stored already), 1 rows rejected, 1 of no incoming call.\n"
        "  1 row left out: our own telephones, or the system itself, made the call.\n"
        f"The rejected rows and why: {rejected}\n"
    )
    (row,) = csv.DictReader(rejected.read_text("utf-8-sig").splitlines())
    assert (row["line"], row["reason"]) == ("4", "The call ends before it begins.")
    assert stored(store_url) == 2
    assert " (0 new, 0 completed, 2 stored already)" in run(master, "--format", "asterisk-cdr")[1]
    assert stored(store_url) == 2


def test_a_file_that_a_spreadsheet_program_has_saved_as_unicode_text_is_read(run: Run, master: Path) -> None:
    master.write_text(master.read_text("utf-8"), encoding="utf-16")
    assert "4 rows: 2 calls (2 new" in run(master, "--format", "asterisk-cdr")[1]


def test_a_dry_run_shows_what_would_be_and_stores_nothing(run: Run, master: Path, store_url: str) -> None:
    status, out, _ = run(master, "--format", "asterisk-cdr", "--dry-run")
    assert status == 0
    assert out.splitlines()[0].split("\t") == [
        "2026-05-04 08:30:00Z", "+989121234567", "02191000000", "101", "answered",
    ]  # fmt: skip
    assert out.splitlines()[-2:] == [
        "2 calls, 1 rejected rows, 1 rows of no incoming call",
        "  1 row left out: our own telephones, or the system itself, made the call.",
    ]
    assert stored(store_url) == 0


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["--format", "asterisk-cdr", "--zone", "Mars/Base"], 1, "is no time zone"),
        (["--format", "asterisk-cdr", "--encoding", "klingon"], 1, "klingon"),
        (["--format", "wav"], 2, "Invalid value for '--format'"),
        ([], 2, "Missing option '--format'"),
        (["--format", "csv"], 1, "mapping"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    run: Run, master: Path, store_url: str, words: list[str], status: int, says: str
) -> None:
    left, out, error = run(master, *words)
    assert (left, out) == (status, "")
    assert says in error
    assert "Traceback" not in error
    assert stored(store_url) == 0


@pytest.mark.usefixtures("server")
def test_a_server_that_holds_the_database_reads_the_file_itself(
    duckdb_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], master: Path
) -> None:
    monkeypatch.setenv("CALLERID_DATABASE_URL", duckdb_url)
    main_in_process(["import", "calls", str(master), "--format", "asterisk-cdr"])
    assert "2 calls (2 new" in capsys.readouterr().out
    main_in_process(["import", "calls", str(master), "--format", "asterisk-cdr", "--dry-run"])
    assert capsys.readouterr().out.count("(stored already)") == 2


def test_any_csv_file_is_read_with_a_mapping(run: Run, tmp_path: Path, store_url: str) -> None:
    file, mapping = tmp_path / "calls.csv", tmp_path / "mapping.toml"
    file.write_text("when,who,wait,talk\n2026-05-04 12:00:00,09121234567,5,60\n", encoding="utf-8")
    mapping.write_text('started_at = "when"\ncaller = "who"\nwait = "wait"\ntalk = "talk"\n', encoding="utf-8")
    status, out, error = run(file, "--format", "csv", "--mapping", mapping, "--source", "old pbx")
    assert (status, error) == (0, "")
    assert out.startswith("2 rows: 1 calls (1 new")
    assert stored(store_url) == 1


@pytest.fixture
def table(postgres_database: str) -> list[str]:
    """The arguments that import another system's table, which has one call on 3 May and one on 4 May."""
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        names = [
            "clid",
            "src",
            "dst",
            "dcontext",
            "channel",
            "dstchannel",
            "lastapp",
            "lastdata",
            "disposition",
            "uniqueid",
        ]
        typed = ", ".join(f"{name} TEXT" for name in names)
        connection.execute(f"CREATE TABLE records (calldate TIMESTAMPTZ, {typed}, duration INT, billsec INT)".encode())
        told = ("0912", "09121234567", "600", "from-trunk", "SIP/t-1", "SIP/101-2", "Dial", "", "ANSWERED")
        for day in ("2026-05-03", "2026-05-04"):
            values = (f"{day} 12:00:00+03:30", *told, f"{day}.1", 60, 50)
            connection.execute(f"INSERT INTO records VALUES ({', '.join(['%s'] * 13)})".encode(), values)
    return ["import", "calls", postgres_database, "--format", "asterisk-table", "--table", "records"]


def test_detail_records_are_read_where_another_system_keeps_them(
    duckdb_url: str,
    table: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("CALLERID_DATABASE_URL", duckdb_url)
    monkeypatch.chdir(tmp_path)
    main_in_process([*table, "--since", "2026-05-04"])
    assert "1 rows: 1 calls (1 new" in capsys.readouterr().out
    main_in_process(table)
    assert "2 rows: 2 calls (1 new, 0 completed, 1 stored already)" in capsys.readouterr().out


def test_a_dry_run_shows_the_beginning_of_a_table_and_stores_nothing(
    duckdb_url: str, table: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLERID_DATABASE_URL", duckdb_url)
    main_in_process([*table, "--dry-run", "--since", "2026-05-04"])
    assert capsys.readouterr().out.splitlines() == [
        "2026-05-04 08:30:00Z\t+989121234567\t600\t101\tanswered",
        "1 calls, 0 rejected rows, 0 rows of no incoming call",
    ]
    monkeypatch.setattr(call_imports, "LOOKED_AT", 1)
    main_in_process([*table, "--dry-run"])
    assert capsys.readouterr().out.startswith("2026-05-03")
    assert stored(duckdb_url) == 0


@pytest.mark.usefixtures("server")
def test_a_server_looks_at_a_table_itself(
    duckdb_url: str, table: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLERID_DATABASE_URL", duckdb_url)
    main_in_process([*table, "--dry-run"])
    assert capsys.readouterr().out.endswith("2 calls, 0 rejected rows, 0 rows of no incoming call\n")


def main_in_process(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 0


def test_what_is_imported_is_what_verify_expects(run: Run, master: Path, store_url: str) -> None:
    run(master, "--format", "asterisk-cdr")
    services = build_services(Settings(database_url=store_url))
    try:
        assert verify(services.store, services.directory.snapshot.locality.dialing).differences == ()
    finally:
        services.store.close()
