"""`import profiles` on the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from callerid_dash.cli import main
from callerid_dash.commands.imports.options import import_streams
from callerid_dash.commands.remote import ServerSocket
from callerid_dash.factory import build_services
from callerid_dash.settings import Settings

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(duckdb_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `import profiles`; returns its exit status and its output."""
    monkeypatch.setenv("CALLERID_DATABASE_URL", duckdb_url)

    def command(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["import", "profiles", *map(str, words)])
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, printed.out, printed.err

    return command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text("name;phone\nAli;09121234567\nSara;ask the boss\n", encoding="utf-8")
    return path


def test_a_file_is_looked_at_then_imported_then_known(run: Run, file: Path, tmp_path: Path) -> None:
    status, out, _ = run(file, "--dry-run")
    assert status == 0
    assert "2 new" in out
    assert "line 3: Sara: phone “ask the boss”: This is no telephone number." in out
    assert "Nothing was stored." in out
    rejected = tmp_path / "rejected.csv"
    status, out, _ = run(file, "--rejected", rejected)
    assert status == 0
    assert "2 added" in out
    assert "line 3: Sara: phone “ask the boss”: This is no telephone number." in out
    assert rejected.read_text(encoding="utf-8-sig").splitlines()[1].startswith("3,")
    assert "take it back" in out
    again = run(file)[1]
    assert "2 skipped" in again
    assert "take it back" not in again


def test_a_workbook_is_read_from_the_sheet_that_is_named(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["نام", "موبایل"], ["سارا", 9121234506]):
        book.worksheets[0].append(row)
    book.worksheets[0].title = "مخاطبان"
    book.save(tmp_path / "contacts.xlsx")
    status, out, _ = run(tmp_path / "contacts.xlsx")
    assert status == 0
    assert "Read 1 entries (xlsx, sheet 'مخاطبان')." in out
    assert "1 added" in out
    (tmp_path / "broken.xlsx").write_bytes((tmp_path / "contacts.xlsx").read_bytes()[:2_000])
    status, out, error = run(tmp_path / "broken.xlsx")
    assert (status, out, error[:6]) == (1, "", "Error:")
    assert "This workbook cannot be read" in error


def test_a_mapping_a_delimiter_and_an_encoding_can_be_said(run: Run, tmp_path: Path) -> None:
    file, mapping = tmp_path / "contacts.txt", tmp_path / "mapping.json"
    file.write_bytes("Wer|Wo\nJürgen|02188776655\n".encode("latin-1"))
    mapping.write_text('{"columns": {"Wer": "name", "Wo": "landline Office"}}')
    assert run(file)[0] == 1
    status, out, _ = run(file, "--mapping", mapping, "--delimiter", "|", "--encoding", "latin-1")
    assert status == 0
    assert "Wo → landline Office" in out
    assert "1 added" in out


def test_vcards_are_known_by_how_they_begin(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "contacts.vcf"
    file.write_text("BEGIN:VCARD\nVERSION:4.0\nFN:Sara\nTEL:tel:+989121234567\nEND:VCARD\n")
    assert "Read 1 entries (vcard" in run(file, "--dry-run")[1]


def test_what_cannot_be_done_is_one_line_and_status_1(run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text("one;two\n1;2\n")
    status, _, error = run(file)
    assert (status, error) == (1, "Error: No column has the names. Say which one it is.\n")
    assert run(tmp_path / "nowhere.csv")[0] == 2
    assert run(file, "--duplicates", "burn")[0] == 2


def test_the_server_that_holds_the_database_imports(duckdb_url: str, file: Path, tmp_path: Path) -> None:
    settings, rejected = Settings(database_url=duckdb_url), tmp_path / "rejected.csv"
    services = build_services(settings)
    listening = ServerSocket(settings, import_streams(services))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "callerid_dash.cli", "import", "profiles", str(file), "--rejected", str(rejected)],
            env={"CALLERID_DATABASE_URL": duckdb_url, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=False,
        )
        assert [profile.name for profile in services.profiles.finder.search("").items] == ["Ali", "Sara"]
    finally:
        listening.close()
        services.store.close()
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 added" in done.stdout
    assert rejected.exists()
