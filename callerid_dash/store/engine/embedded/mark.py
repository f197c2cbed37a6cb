"""A small file beside the database with the database's name and the number of its last commit.

DuckDB silently opens a database whose log is missing or cut, as if the data in the log had never existed. The number is
written after each commit, so a database with a lower number has lost data, or is another one.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

_WIDTH = 20  # digits, so that the line is overwritten in place


@dataclass(frozen=True, slots=True)
class CommitMark:
    """`store` is the id of the database, `commit` the number of its last acknowledged commit."""

    store: str
    commit: int


def mark_path(database: Path) -> Path:
    """The path of the mark, beside the database."""
    return database.with_name(f"{database.name}.mark")


def read_mark(database: Path) -> CommitMark | None:
    """The mark; None if there is none or it is unreadable."""
    try:
        content = json.loads(mark_path(database).read_text(encoding="ascii"))
        return CommitMark(str(content["store"]), int(content["commit"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


class MarkWriter:
    """Writes the mark of an open database. One thread at a time."""

    def __init__(self, database: Path, mark: CommitMark) -> None:
        self._store = mark.store
        self._file = os.open(mark_path(database), os.O_WRONLY | os.O_CREAT, 0o600)
        self.commit(mark.commit)
        os.fsync(self._file)

    def commit(self, number: int) -> None:
        """Write the number of a durable commit. Not synced: an older number after a power cut only proves less."""
        with contextlib.suppress(OSError):  # the data itself is stored
            line = f'{{"store": "{self._store}", "commit": "{number:0{_WIDTH}d}"}}\n'
            os.pwrite(self._file, line.encode("ascii"), 0)

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)
