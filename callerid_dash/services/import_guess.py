"""What the beginning of a file says of its format and encoding, so that people seldom have to. Only a suggestion."""

from __future__ import annotations

import codecs
import csv
from typing import NamedTuple

_CEL = {"CHAN_START", "CHAN_END", "ANSWER", "HANGUP", "LINKEDID_END", "APP_START", "EVENTTYPE", "EVENTNAME"}
_CDR = {"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION", "DISPOSITION", "LASTAPP", "LASTDATA"}
_CAUSES = {
    "NORMAL_CLEARING",
    "ORIGINATOR_CANCEL",
    "NO_ANSWER",
    "USER_BUSY",
    "CALL_REJECTED",
    "NO_USER_RESPONSE",
    "ALLOTTED_TIMEOUT",
    "UNALLOCATED_NUMBER",
    "HANGUP_CAUSE",
    "CALLER_ID_NUMBER",
}
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8"}
LOOKED_AT = 65_536
"""Bytes of the file's beginning that tell."""
_LINES = 20
_LONGEST_LETTER = 4  # bytes of UTF-8 that may be cut at the end


class Guess(NamedTuple):
    """A format and an encoding, by the names that `FileFormat` has for them."""

    form: str
    encoding: str


def guess(head: bytes) -> Guess:
    """What a file that begins like this probably is."""
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
    for words, form in ((_CEL, "asterisk-cel"), (_CDR, "asterisk-cdr"), (_CAUSES, "freeswitch-csv")):
        if words & _cells(text):
            return form
    return "csv"


def _cells(text: str) -> set[str]:
    """The distinct cells of the first lines, in capitals."""
    cells: set[str] = set()
    try:
        for row in csv.reader(text.splitlines()[:_LINES]):
            cells.update(cell.strip().upper() for cell in row)
    except csv.Error:  # a quote that is never closed: what was read by then must do
        return cells
    return cells
