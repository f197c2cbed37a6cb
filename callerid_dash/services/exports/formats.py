"""What is written into an exported file: its columns and rows, as CSV, Excel workbook or Parquet; flat in memory.

CSV comes out while it is read. A workbook and a Parquet file are made in a temporary file first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.files.spreadsheets import BOM, UNSAFE, csv_line
from callerid_dash.store.exports.parquet import write_parquet

MOST_IN_WORKBOOK = 1_048_575
"""Rows of a worksheet, but for the head."""
_BLOCK = 1 << 16
_LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Table:
    """What a file tells: the columns with their types in Parquet, how many rows, and the rows, some at a time.

    Types are TEXT, BIGINT, DOUBLE, BOOLEAN and TIMESTAMP; instants are naive UTC. `lines` are the same rows as CSV,
    where the database makes them: with the guard against formulas, or plain.
    """

    name: str
    columns: Sequence[tuple[str, str]]
    count: int
    rows: Iterator[list[tuple[Any, ...]]]
    zone: ZoneInfo
    lines: Callable[[bool], Iterator[list[str]]] | None = None

    def as_csv(self, *, guarded: bool) -> Iterator[list[str]]:
        """The rows as lines of CSV; texts that are no numbers are quoted."""
        return self.lines(guarded) if self.lines else _lines(self, guarded)


def check(form: Format, count: int) -> None:
    """Raises InvalidInput for more rows than a file of this kind holds."""
    if form is Format.XLSX and count > MOST_IN_WORKBOOK:
        raise InvalidInput(
            "An Excel workbook holds %(most)s rows, and these are %(count)s. Choose fewer, or take CSV or Parquet.",
            "format",
            values={"most": f"{MOST_IN_WORKBOOK:,}", "count": f"{count:,}"},
        )


def contents(form: Format, table: Table) -> Iterator[bytes]:
    """The file, piece by piece."""
    if form is Format.CSV:
        yield from _csv(table)
        return
    with tempfile.TemporaryDirectory(prefix="callerid-export-") as folder:
        path = Path(folder) / f"{table.name}.{form}"
        if form is Format.XLSX:
            _write_workbook(path, table)
        else:
            write_parquet(path, table.columns, table.as_csv(guarded=False))
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block


def _csv(table: Table) -> Iterator[bytes]:
    yield (BOM + ",".join(name for name, _ in table.columns) + "\r\n").encode()
    for lines in table.as_csv(guarded=True):
        yield "".join(lines).encode(errors="replace")


def _lines(table: Table, guarded: bool) -> Iterator[list[str]]:
    unsafe = UNSAFE if guarded else ""
    for rows in table.rows:
        yield [csv_line((_written(value, table.zone) for value in row), unsafe) for row in rows]


def _written(value: object, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).astimezone(zone).isoformat()
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _write_workbook(path: Path, table: Table) -> None:
    """One sheet; instants are by the office's clock, whose name is in the second sheet."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with Workbook(str(path), options) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for place, (name, kind) in enumerate(table.columns):
            sheet.set_column(place, place, 20 if kind in ("TEXT", "TIMESTAMP") else 12)
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(_each(table.rows), 1):
            for place, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, datetime):
                    local = value.replace(tzinfo=UTC).astimezone(table.zone).replace(tzinfo=None)
                    sheet.write_datetime(number, place, local, moment)
                elif isinstance(value, bool):
                    sheet.write_boolean(number, place, value)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value[:_LONGEST_CELL])
                else:
                    sheet.write_number(number, place, value)
        about = book.add_worksheet("about")
        about.write_string(0, 0, "time zone", bold)
        about.write_string(0, 1, table.zone.key)


def _each(batches: Iterable[list[tuple[Any, ...]]]) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield from batch
