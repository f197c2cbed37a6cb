"""Guesses the format and encoding of a file from its beginning. Only a suggestion, which the user can change."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

_EVENTS = {"CHAN_START", "CHAN_END", "BRIDGE_ENTER", "BRIDGE_EXIT", "APP_START", "LINKEDID_END"}
_CEL_HEADINGS = {"EVENTTYPE", "EVENTTIME"}
_DISPOSITIONS = {"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"}
_CDR_HEADINGS = {"SRC", "DST", "CHANNEL", "DISPOSITION"}
_CDR_COLUMNS = 16
"""The fewest columns of a CDR file without headings; the dispositions alone are words too common to decide."""
_CAUSES = {
    "NORMAL_CLEARING",
    "ORIGINATOR_CANCEL",
    "NO_ANSWER",
    "USER_BUSY",
    "CALL_REJECTED",
    "NO_USER_RESPONSE",
    "ALLOTTED_TIMEOUT",
    "UNALLOCATED_NUMBER",
}
_FREESWITCH_COLUMNS = 10
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8"}
LOOKED_AT = 65_536
"""Bytes of the file's beginning that are used."""
_LINES = 20
_LONGEST_LETTER = 4  # bytes of UTF-8 that may be cut at the end


class Guess(NamedTuple):
    """A format and an encoding, by their names in `FileFormat`."""

    form: str
    encoding: str


def guess(head: bytes) -> Guess:
    """The probable format and encoding of a file with this beginning."""
    encoding = _encoding(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    return Guess(_form(text), encoding)


def _encoding(head: bytes) -> str:
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    try:
        head.decode()
    except UnicodeDecodeError as error:
        cut = error.start >= len(head) - _LONGEST_LETTER
        return "utf-8" if cut else "cp1256"
    return "utf-8"


def _form(text: str) -> str:
    if text.startswith(("{", "[")):
        return "freeswitch-json"
    for row in first_rows(text.splitlines()[:_LINES]):
        cells = {cell.upper() for cell in row}
        if cells & _EVENTS or cells >= _CEL_HEADINGS:
            return "asterisk-cel"
        if (cells & _DISPOSITIONS and len(row) >= _CDR_COLUMNS) or cells >= _CDR_HEADINGS:
            return "asterisk-cdr"
        if cells & _CAUSES and len(row) >= _FREESWITCH_COLUMNS:
            return "freeswitch-csv"
    return "csv"


def first_rows(lines: Iterable[str], delimiter: str = ",") -> list[list[str]]:
    """The rows of these lines, as far as they can be read."""
    rows: list[list[str]] = []
    with suppress(csv.Error):  # damaged, or a quote that is never closed: the rows read so far must do
        rows.extend([cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter))
    return rows
