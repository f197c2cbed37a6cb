"""The file of what an import could not read: a line per row, with the reason, to be mended and imported again."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from callerid_dash.domain.history import Rejected
from callerid_dash.domain.spreadsheets import BOM, csv_line

HEADINGS = ("line", "reason", "row")


class RejectsFile:
    """CSV for spreadsheet programs. It is made with its first row: an import without rejected rows leaves none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        self._path.unlink(missing_ok=True)  # of an earlier try
        return self

    def write(self, row: Rejected) -> None:
        """Add a row."""
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
            self._file.write(BOM + csv_line(HEADINGS))
        self._file.write(csv_line((row.line_no, row.reason, row.row)))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
