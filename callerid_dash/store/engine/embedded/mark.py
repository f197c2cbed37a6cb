"""A small file beside the database: which one lies there, and the number of its last commit.

DuckDB opens a database whose log is gone, or cut, without a word, as if what the log held had never been. The number is
written after each commit, so a database that knows of fewer has lost something, or is not the one that was here.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

_WIDTH = 20  # digits, so that a line is written over in place


@dataclass(frozen=True, slots=True)
class CommitMark:
    """`store` is the id of the database, `commit` the number of its last commit that somebody was told of."""

    store: str
    commit: int


def mark_path(database: Path) -> Path:
    """Beside the database."""
    return database.with_name(f"{database.name}.mark")


def read_mark(database: Path) -> CommitMark | None:
    """What stands there; None where there is none, or nothing that can be read."""
    try:
        said = json.loads(mark_path(database).read_text(encoding="ascii"))
        return CommitMark(str(said["store"]), int(said["commit"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


class MarkWriter:
    """Keeps the mark of a database that is open. One thread at a time."""

    def __init__(self, database: Path, mark: CommitMark) -> None:
        self._store = mark.store
        self._file = os.open(mark_path(database), os.O_WRONLY | os.O_CREAT, 0o600)
        self.commit(mark.commit)
        os.fsync(self._file)

    def commit(self, number: int) -> None:
        """This commit is durable. Not synchronized: after a power cut an older number only proves less."""
        with contextlib.suppress(OSError):  # what is stored is stored
            line = f'{{"store": "{self._store}", "commit": "{number:0{_WIDTH}d}"}}\n'
            os.pwrite(self._file, line.encode("ascii"), 0)

    def close(self) -> None:
        """Give the file back."""
        with contextlib.suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)
