"""The file of rows that an import rejected, with the reason for each, to be corrected and imported again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TextIO, TypeVar
from uuid import UUID

from callerid_dash.domain.calls.history import Rejected
from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.files.spreadsheets import BOM, csv_line
from callerid_dash.domain.users import User
from callerid_dash.services.jobs.jobs import Jobs

REJECTED = "rejected.csv"
"""What the file is called in the folder of a job."""
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Telling(Generic[R]):
    """The language of a file of rejected rows: the heads of its own columns, and the words of a reason."""

    heads: tuple[str, ...]
    reason: Callable[[R], str]


ENGLISH: Telling[Rejected] = Telling(("line", "reason", "row"), attrgetter("reason"))
"""The language of the command line."""


def kept_rejects(jobs: Jobs, user: User, job_id: UUID) -> Path:
    """The file of what an import has left out. Raises NotFound."""
    jobs.get(user, job_id)
    folder = jobs.files.existing(job_id)
    if folder is None or not (folder / REJECTED).exists():
        raise NotFound("Rejected rows are kept for a day. Import the file again to have them.")
    return folder / REJECTED


class RejectsFile:
    """A CSV file for spreadsheet programs, created with its first row: an import without rejected rows leaves none."""

    def __init__(self, path: Path, telling: Telling[Rejected] = ENGLISH) -> None:
        self._path = path
        self._telling = telling
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        self._path.unlink(missing_ok=True)  # of an earlier try
        return self

    def write(self, row: Rejected) -> None:
        """Add a row."""
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
            self._file.write(BOM + csv_line(self._telling.heads))
        self._file.write(csv_line((row.line_no, self._telling.reason(row), row.row)))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
