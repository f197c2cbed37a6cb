"""Reading in a subprocess gives what reading in this process gives, and ends when it is no longer needed."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callerid_dash.domain.calls.history import Reading
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.subprocess_reader import ReadingFailed
from callerid_dash.domain.local_times import AmbiguousTime
from callerid_dash.services.imports.calls.batching import AT_ONCE, Gathered, gathered
from callerid_dash.sources.history import READERS
from callerid_dash.sources.history.subprocess_reader import read_in_subprocess

HOW = Reading(
    zone="Asia/Tehran",
    now=datetime(2026, 5, 5, tzinfo=UTC),
    twice=AmbiguousTime.EARLIER,
    incoming_contexts=("from-trunk",),
)
LINE = (
    '"","0912{i:07}","02191000000","from-trunk","","SIP/trunk-{i:08x}","SIP/101-{i:08x}","Dial","SIP/101,30",'
    '"2026-05-04 12:00:00","","2026-05-04 12:00:09",9,0,"NO ANSWER","DOCUMENTATION","17778852{i:02}.{i}",""\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A Master.csv with more calls than one batch, and some rows that are no calls."""
    path = tmp_path / "Master.csv"
    path.write_text("not,a,call\n\n" + "".join(LINE.format(i=i) for i in range(AT_ONCE + 5)))
    return path


def told(batches: list[Gathered]) -> list[object]:
    return [
        (
            some.columns.id,
            some.columns.started_at.tolist(),
            some.columns.answered_at.tolist(),
            some.columns.caller,
            some.columns.rang,
            some.rows,
            some.repeated,
            some.rejected,
            some.left_out.rows,
            some.done,
        )
        for some in batches
    ]


def test_it_tells_what_reading_here_tells(file: Path) -> None:
    with file.open("rb") as opened:
        here = list(gathered(READERS["asterisk-cdr"](opened, HOW), "asterisk"))
    in_subprocess = list(read_in_subprocess("asterisk-cdr", file, HOW, "asterisk"))
    assert told(in_subprocess) == told(here)
    assert [len(some.columns.id) for some in here] == [AT_ONCE, 5]
    assert here[0].columns.started_at[0].item() == datetime(2026, 5, 4, 8, 30)
    assert (len(here[0].rejected), here[0].left_out.total) == (1, 1)


def test_what_is_wrong_with_the_file_is_said_as_if_it_was_read_here(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("src,dst\n")
    with pytest.raises(InvalidInput, match="names no column 'start'") as error:
        list(read_in_subprocess("asterisk-cdr", file, HOW, "asterisk"))
    assert (error.value.field, error.value.values) == ("format", {"column": "start"})


def test_it_ends_with_whoever_wanted_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*args: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(start(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr("callerid_dash.domain.files.subprocess_reader.subprocess.Popen", noted)
    batches = read_in_subprocess("asterisk-cdr", file, HOW, "asterisk")
    next(batches)
    assert started[0].poll() is None
    batches.close()
    assert started[0].returncode is not None


def test_a_reader_that_dies_is_not_the_end_of_the_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReadingFailed, match="sudden end"):
        list(read_in_subprocess("asterisk-cdr", tmp_path / "gone.csv", HOW, "asterisk"))
    assert "gone.csv" in capfd.readouterr().err
