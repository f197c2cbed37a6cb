"""Uploads in pieces: complete, in order, private to the user, and limited."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.jobs import JobKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.jobs.jobs import Jobs
from callerid_dash.services.jobs.uploads import LARGEST, Uploads, plain_name
from callerid_dash.store.engine.database import Store
from tests.scenes import SUPERVISOR

BOSS, OTHER_BOSS = User(1, "boss", "", Role.ADMIN), User(2, "chief", "", Role.ADMIN)
CALLS = JobKind.IMPORT_CALLS


@pytest.fixture
def uploads(store: Store, tmp_path: Path) -> Uploads:
    return Uploads(Jobs(store, tmp_path / "jobs"))


def test_pieces_become_the_file_and_one_that_comes_twice_counts_once(uploads: Uploads) -> None:
    upload = uploads.begin(BOSS, CALLS, "Master.csv", 10)
    assert not upload.complete
    for offset, piece in ((0, b"abcd"), (0, b"abcd"), (8, b"xx"), (4, b"efghij"), (4, b"efghij")):
        upload = uploads.add(BOSS, upload.id, offset, piece)
    assert upload.complete
    assert upload.path.read_bytes() == b"abcdefghij"
    assert uploads.get(BOSS, upload.id) == upload


def test_more_than_was_announced_is_refused(uploads: Uploads) -> None:
    upload = uploads.begin(BOSS, CALLS, "Master.csv", 3)
    with pytest.raises(InvalidInput):
        uploads.add(BOSS, upload.id, 0, b"abcd")
    assert upload.received == 0


@pytest.mark.parametrize("size", [0, -1, LARGEST + 1])
def test_empty_and_huge_files_are_refused_before_anything_is_sent(uploads: Uploads, size: int) -> None:
    with pytest.raises(InvalidInput):
        uploads.begin(BOSS, CALLS, "Master.csv", size)


def test_a_file_that_would_fill_the_disk_is_refused(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Usage(NamedTuple):
        free: int = 300 * 2**20

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage())
    uploads.begin(BOSS, CALLS, "Master.csv", 40 * 2**20)
    with pytest.raises(InvalidInput, match="not enough room"):
        uploads.begin(BOSS, CALLS, "Master.csv", 50 * 2**20)
    assert len(list((tmp_path / "jobs").iterdir())) == 1


def test_only_who_may_import_sends_files_and_only_they_see_theirs(uploads: Uploads) -> None:
    with pytest.raises(Forbidden):
        uploads.begin(SUPERVISOR, CALLS, "Master.csv", 3)
    upload = uploads.begin(BOSS, CALLS, "Master.csv", 3)
    for stranger in (SUPERVISOR, OTHER_BOSS):
        with pytest.raises(NotFound):
            uploads.add(stranger, upload.id, 0, b"abc")
        with pytest.raises(NotFound):
            uploads.discard(stranger, upload.id)
    with pytest.raises(NotFound):
        uploads.get(BOSS, uuid4())
    uploads.discard(BOSS, upload.id)
    with pytest.raises(NotFound):
        uploads.add(BOSS, upload.id, 0, b"abc")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Master.csv", "Master.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\calls.csv", "calls.csv"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\u202e.csv", "ab.csv"),
        ("تماس‌ها.csv", "تماسها.csv"),
        ("x" * 500 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_the_name_of_a_file_is_one_that_every_disk_takes(name: str, plain: str) -> None:
    assert plain_name(name) == plain
