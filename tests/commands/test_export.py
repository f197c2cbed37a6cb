"""`export` on the command line: on a free database, and while a server holds it."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import openpyxl
import pytest

from callerid_dash.cli import main
from callerid_dash.commands.accounts import open_accounts
from callerid_dash.commands.exports.work import open_exports
from callerid_dash.commands.remote import ServerSocket
from callerid_dash.commands.streams import Streamed
from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.jobs import ProgressCallback
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import core_over
from callerid_dash.services.exports.service import Download
from callerid_dash.settings import Settings
from callerid_dash.store.engine.database import open_store
from callerid_dash.store.shared import audit
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import answered_call, event
from tests.serving import wait_for

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(store_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a database with two calls; returns its exit status and its output."""
    fill(store_url)
    monkeypatch.setenv("CALLERID_DATABASE_URL", store_url)
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    def command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(words))
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out, printed.err

    return command


def fill(url: str) -> None:
    store = open_store(url)
    try:
        ingest = Ingest(core_over(store))
        ingest.submit(answered_call("answered", line="L1"))
        ingest.submit([event("ringing", 100_000, "missed"), event("ended", 100_009, "missed")])
    finally:
        store.close()


def ids(text: str) -> list[str]:
    return [row["call_id"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]


def test_a_list_goes_to_standard_output_or_into_a_file_of_the_kind_that_its_name_says(run: Run, tmp_path: Path) -> None:
    status, out, error = run("export", "calls")
    assert (status, ids(out), error) == (0, ["missed", "answered"], "")
    book, table = tmp_path / "calls.xlsx", tmp_path / "calls.parquet"
    assert run("export", "calls", "--output", str(book)) == (0, f"{book}: 2 rows\n", "")
    assert openpyxl.load_workbook(book, read_only=True)["calls"].max_row == 3
    assert run("export", "calls", "--output", str(table))[0] == 0
    assert duckdb.execute(f"SELECT count(*) FROM '{table}'").fetchall() == [(2,)]
    assert book.stat().st_mode & 0o077 == 0


def test_filters_are_those_of_the_log_and_days_are_days_of_the_office(run: Run) -> None:
    assert ids(run("export", "calls", "--line", "L1")[1]) == ["answered"]
    assert ids(run("export", "calls", "--outcome", "missed", "--unknown")[1]) == ["missed"]
    assert ids(run("export", "calls", "--from", "2026-05-04", "--to", "2026-05-04")[1]) == ["answered"]
    assert ids(run("export", "calls", "--from", "2026-05-04T08:30:01Z")[1]) == ["missed"]
    assert ids(run("export", "calls", "--weekday", "2", "--hour", "15", "--unknown-then", "--real")[1]) == ["missed"]
    assert ids(run("export", "calls", "--wait-over", "8", "--wait-up-to", "9")[1]) == ["missed"]
    assert ids(run("export", "calls", "--origin", "operator:IR-MCI")[1]) == ["missed", "answered"]
    assert ids(run("export", "calls", "--origin", "country:DE")[1]) == []
    assert run("export", "profiles", "--kind", "person", "--owner", "none")[1].startswith("\ufeffid,kind,")
    assert run("export", "records", "--to", "2026-05-04", "--profile", "1")[1].count("\n") == 1


def test_the_trail_says_that_the_operator_took_it(run: Run, store_url: str) -> None:
    run("export", "calls", "--line", "L1")
    store = open_store(store_url)
    try:
        with store.read() as session:
            (entry,) = audit.page(session, AuditFilter(action=AuditAction.EXPORTED), 9)
    finally:
        store.close()
    assert (entry.actor, entry.title) == ("operator", "calls.csv")
    assert {change.field: change.after for change in entry.changes} == {"rows": "1", "line": "L1"}


@pytest.mark.parametrize(
    "words",
    [
        ["calls", "--from", "soon"],
        ["calls", "--from", "2026-05-04T08:30:00"],
        ["calls", "--number", "abc"],
        ["calls", "--origin", "moon"],
        ["calls", "--from", "2026-05-05", "--to", "2026-05-03"],
        ["profiles", "--owner", "nobody"],
        ["calls", "--output", "/nowhere/calls.csv"],
    ],
)
def test_a_stated_error_is_one_line_and_status_1(run: Run, words: list[str]) -> None:
    status, out, error = run("export", *words)
    assert (status, out, error.count("\n"), error[:7]) == (1, "", 1, "Error: ")


@pytest.mark.parametrize(
    "words", [["call"], ["calls", "--format", "doc"], ["calls", "--state", "odd"], ["records", "-q"]]
)
def test_wrong_usage_is_status_2(run: Run, words: list[str]) -> None:
    assert run("export", *words)[0] == 2


def in_another_process(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "callerid_dash.cli", "export", *words],
        env={"CALLERID_DATABASE_URL": settings.database_url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def settings(empty_duckdb: str) -> Settings:
    fill(empty_duckdb)
    return Settings(database_url=empty_duckdb)


Serve = Callable[[Mapping[str, Streamed]], None]


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    """Listen like a running server that offers these files."""
    listening: list[ServerSocket] = []
    with open_accounts(settings, make=True):
        yield lambda streams: listening.append(ServerSocket(settings, streams))
        for each in listening:
            each.close()


def test_the_server_that_holds_the_database_makes_the_file(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    with open_exports(settings) as exports:
        listening = ServerSocket(settings, exports)
        try:
            taken = in_another_process(settings, "calls", "--output", str(file))
            wrong = in_another_process(settings, "calls", "--number", "abc")
        finally:
            listening.close()
    assert (taken.returncode, taken.stdout, taken.stderr) == (0, f"{file}: 2 rows\n", "")
    assert ids(file.read_text("utf-8")) == ["missed", "answered"]
    assert (wrong.returncode, wrong.stderr) == (1, "Error: This is no telephone number.\n")


def test_half_a_file_never_has_its_name_and_the_old_one_stays(serve: Serve, settings: Settings, tmp_path: Path) -> None:
    def broken(_words: Mapping[str, str], progress: ProgressCallback) -> Download:
        def rest() -> Iterator[bytes]:
            progress(1, 2)
            yield from ()
            raise StoreUnavailable("The disk is gone.")

        return Download("calls.csv", Format.CSV, 2, b"half a file", rest())  # type: ignore[arg-type]

    serve({"calls": broken})
    file = tmp_path / "calls.csv"
    file.write_text("yesterday's")
    failed = in_another_process(settings, "calls", "--output", str(file))
    assert (failed.returncode, failed.stderr) == (1, "Error: The disk is gone.\n")
    assert file.read_text() == "yesterday's"
    assert list(tmp_path.glob("*.part")) == []


def test_who_is_stopped_in_the_middle_leaves_nothing_and_ends_the_servers_read(
    serve: Serve, settings: Settings, tmp_path: Path
) -> None:
    ended: list[bool] = []

    def endless(_words: Mapping[str, str], progress: ProgressCallback) -> Download:
        def rest() -> Iterator[bytes]:
            try:
                while True:
                    progress(1, 2)
                    yield b"x" * 100_000
            finally:
                ended.append(True)

        return Download("calls.csv", Format.CSV, 2, b"begun", rest())  # type: ignore[arg-type]

    serve({"calls": endless})
    words = [sys.executable, "-m", "callerid_dash.cli", "export", "calls", "--output", "calls.csv"]
    environment = {"CALLERID_DATABASE_URL": settings.database_url, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as command:
        wait_for(lambda: [part for part in tmp_path.glob(".calls.csv.*") if part.stat().st_size > 0], 20)
        command.send_signal(signal.SIGTERM)
        assert command.wait(20) == 1
    assert [file.name for file in tmp_path.iterdir() if "calls.csv" in file.name] == []
    wait_for(lambda: ended, 20)


def test_a_reader_who_has_enough_is_no_traceback(settings: Settings) -> None:
    command = f"{sys.executable} -m callerid_dash.cli export calls | true; echo ${{PIPESTATUS[0]}}"
    environment = {"CALLERID_DATABASE_URL": settings.database_url, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "Error: - could not be written: Broken pipe.\n")
