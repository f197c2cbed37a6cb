"""Writes a table as CSV, Excel workbook or Parquet; memory does not grow with the number of rows.

CSV is sent while the rows are read. Workbooks and Parquet files are written to a temporary file first.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.files.spreadsheets import BOM, UNSAFE, csv_line
from callerid_dash.store.exports.parquet import write_parquet

MOST_IN_WORKBOOK = 1_048_575
"""Rows of a worksheet, without the head."""
_BLOCK = 1 << 16
_LONGEST_CELL = 32_767
_LONGEST_TITLE = 31
_REFUSED = str.maketrans("", "", "[]:*?/\\'")
_WIDE, _NARROW = 20, 12
"""Widths of columns, in characters."""


@dataclass(frozen=True, slots=True)
class ExportTable:
    """The content of a file: the columns with their types in Parquet, the number of rows, and the rows in batches.

    Types are TEXT, BIGINT, DOUBLE, BOOLEAN and TIMESTAMP; instants are naive UTC. A workbook shows a SHARE as a
    percentage. `lines` yields the same rows as CSV if the database formats them; its argument says whether formulas
    are guarded. `title` names the sheet of a workbook.
    """

    name: str
    columns: Sequence[tuple[str, str]]
    count: int
    rows: Iterator[list[tuple[Any, ...]]]
    zone: ZoneInfo
    lines: Callable[[bool], Iterator[list[str]]] | None = None
    title: str = ""

    def as_csv(self, *, guarded: bool) -> Iterator[list[str]]:
        """The rows as lines of CSV; texts other than numbers are quoted."""
        return self.lines(guarded) if self.lines else _lines(self, guarded)


@dataclass(frozen=True, slots=True)
class About:
    """The description of a file, as pairs of name and value: the sheet `title`, put last, or the first lines of CSV."""

    title: str
    lines: Sequence[tuple[str, str]]
    rtl: bool = False


def check(form: Format, count: int) -> None:
    """Raises InvalidInput if a file of this format cannot hold so many rows."""
    if form is Format.XLSX and count > MOST_IN_WORKBOOK:
        raise InvalidInput(
            "An Excel workbook holds %(most)s rows, and these are %(count)s. Choose fewer, or take CSV or Parquet.",
            "format",
            values={"most": f"{MOST_IN_WORKBOOK:,}", "count": f"{count:,}"},
        )


def contents(form: Format, table: ExportTable) -> Iterator[bytes]:
    """The file, piece by piece."""
    if form is Format.CSV:
        yield from csv_contents(table)
    elif form is Format.XLSX:
        yield from workbook_contents([table], About("about", [("time zone", table.zone.key)]))
    else:
        yield from _file(lambda path: write_parquet(path, table.columns, table.as_csv(guarded=False)))


def csv_contents(table: ExportTable, about: About | None = None) -> Iterator[bytes]:
    """CSV with a head; the description of the file, if any, comes first and ends with an empty line."""
    told = "".join(map(csv_line, about.lines)) + "\r\n" if about else ""
    yield (BOM + told + ",".join(name for name, _ in table.columns) + "\r\n").encode()
    for lines in table.as_csv(guarded=True):
        yield "".join(lines).encode(errors="replace")


def workbook_contents(tables: Sequence[ExportTable], about: About) -> Iterator[bytes]:
    """An Excel workbook with a sheet for each table."""
    yield from _file(lambda path: _write_workbook(path, tables, about))


def _file(write: Callable[[Path], None]) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(prefix="callerid-export-") as folder:
        path = Path(folder) / "made"
        write(path)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block


def _lines(table: ExportTable, guarded: bool) -> Iterator[list[str]]:
    unsafe = UNSAFE if guarded else ""
    for rows in table.rows:
        yield [csv_line((_written(value, table.zone) for value in row), unsafe) for row in rows]


def _written(value: object, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).astimezone(zone).isoformat()
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _write_workbook(path: Path, tables: Sequence[ExportTable], about: About) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        formats = {
            "TIMESTAMP": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "SHARE": book.add_format({"num_format": "0.0%"}),
        }
        for table in tables:
            sheet = _sheet(book, table.title or table.name, about)
            sheet.freeze_panes(1, 0)
            _write_sheet(sheet, table, bold, formats)
        last = _sheet(book, about.title, about)
        last.set_column(0, 1, _WIDE)
        for number, (name, value) in enumerate(about.lines):
            last.write_string(number, 0, name, bold)
            last.write_string(number, 1, value)


def _sheet(book: Workbook, title: str, about: About) -> Worksheet:
    """Add a sheet; its name is reduced to the characters and the length that Excel accepts."""
    name = title.translate(_REFUSED)
    sheet = book.add_worksheet(name if len(name) <= _LONGEST_TITLE else f"{name[: _LONGEST_TITLE - 1]}…")
    if about.rtl:
        sheet.right_to_left()
    return sheet


def _write_sheet(sheet: Worksheet, table: ExportTable, bold: object, formats: Mapping[str, object]) -> None:
    """Write the head and the rows; instants are in the time zone of the table."""
    for place, (name, kind) in enumerate(table.columns):
        sheet.set_column(place, place, _WIDE if kind in ("TEXT", "TIMESTAMP") else _NARROW)
        sheet.write_string(0, place, name, bold)
    looks = [formats.get(kind) for _, kind in table.columns]
    for number, row in enumerate(itertools.chain.from_iterable(table.rows), 1):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, datetime):
                local = value.replace(tzinfo=UTC).astimezone(table.zone).replace(tzinfo=None)
                sheet.write_datetime(number, place, local, looks[place])
            elif isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            elif isinstance(value, str):
                sheet.write_string(number, place, value[:_LONGEST_CELL])
            else:
                sheet.write_number(number, place, value, looks[place])
