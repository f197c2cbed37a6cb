"""Guesses the format and the encoding of a file from its beginning, and a mapping for a CSV file from its headings.

Only suggestions, which the user can change. The mapping is text in the format of mapping files (TOML).
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterable, Sequence
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

_WORDS = {
    "id": ("uniqueid", "unique id", "call id", "callid", "id", "شناسه"),
    "started_at": (
        *("started at", "start time", "start", "started", "calldate", "call date", "datetime", "date time", "begin"),
        *("call time", "timestamp", "زمان شروع", "شروع", "تاریخ و ساعت", "زمان تماس"),
    ),
    "answered_at": ("answered at", "answer time", "answer", "connected at", "زمان پاسخ"),
    "ended_at": ("ended at", "end time", "end", "ended", "hangup time", "hangup", "زمان پایان", "پایان"),
    "duration": ("duration", "total duration", "call duration", "length", "مدت", "مدت تماس"),
    "wait": ("wait", "waiting time", "wait time", "ring time", "ring seconds", "زمان انتظار", "انتظار"),
    "talk": ("talk", "talk time", "talk seconds", "talk duration", "billsec", "مدت مکالمه", "مکالمه"),
    "caller": (
        *("caller", "caller number", "caller id", "callerid", "from", "src", "source", "number", "phone"),
        *("phone number", "شماره تماس گیرنده", "تماس گیرنده", "شماره", "از"),
    ),
    "caller_name": ("caller name", "name", "نام تماس گیرنده", "نام"),
    "line": ("line", "did", "to", "dst", "destination", "called", "called number", "خط", "شماره مقصد", "به"),
    "extension": ("extension", "ext", "agent", "داخلی", "کارشناس"),
    "queue": ("queue", "department", "صف"),
    "status": ("status", "result", "disposition", "outcome", "call status", "وضعیت", "نتیجه"),
    "direction": ("direction", "call type", "type", "جهت", "نوع", "نوع تماس"),
}
_DAY, _CLOCK = ("date", "day", "تاریخ"), ("time", "clock", "ساعت", "زمان")
_ANSWERED = re.compile(r"\b(answered|answer|ok|completed|connected|success)\b|پاسخ داده", re.IGNORECASE)
_NOT = re.compile(r"\b(no|not)\b|\bun|نشد|نداد|بی.?پاسخ", re.IGNORECASE)
_INCOMING = re.compile(r"^in(coming|bound)?$|ورودی", re.IGNORECASE)
_JALALI = re.compile(r"[1۱][34۳۴][\d۰-۹]{2}[-/.]")
_DELIMITERS = {",": "", ";": ";", "\t": "tab", "|": "|"}
_MOST_VALUES = 20
"""The most different values of a column that may be a status."""


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


def headings(lines: Sequence[str]) -> list[str]:
    """The headings: the cells of the first line."""
    return next(iter(_rows(lines[:1])), [])


def suggested_mapping(lines: Sequence[str]) -> str:
    """A mapping for a file that begins with these lines."""
    rows = _rows(lines)
    columns = _columns(next(iter(rows), []))
    said: dict[str, str | list[str]] = {**columns}
    for field, option, likely in (("status", "answered", _is_answered), ("direction", "incoming", _is_incoming)):
        if (head := columns.get(field)) is not None:
            values = _values(rows, head)
            fit = [value for value in values if likely(value)]
            if fit and len(values) <= _MOST_VALUES:
                said[option] = fit
            else:
                del said[field]  # only the user can say what its values mean
    if any(_JALALI.match(value) for value in _values(rows, columns.get("started_at"))):
        said["calendar"] = "jalali"
    if lines and (delimiter := _DELIMITERS[_delimiter(lines[0])]):
        said["delimiter"] = delimiter
    return "\n".join(f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in said.items())


def _columns(heads: Sequence[str]) -> dict[str, str | list[str]]:
    plain = {_plain(head): head for head in reversed(heads)}
    found: dict[str, str | list[str]] = {}
    for field, words in _WORDS.items():
        if head := next((plain[word] for word in words if word in plain), None):
            found[field] = head
    if "started_at" not in found:
        day = next((plain[word] for word in _DAY if word in plain), None)
        clock = next((plain[word] for word in _CLOCK if word in plain), None)
        parts = [part for part in (day, clock) if part]
        if parts:
            found["started_at"] = parts if len(parts) > 1 else parts[0]
    return {field: found[field] for field in _WORDS if field in found}


def _values(rows: Sequence[Sequence[str]], head: str | list[str] | None) -> list[str]:
    """The different values of a column; of the first one, if several columns are read as one."""
    if head is None:
        return []
    place = rows[0].index(head if isinstance(head, str) else head[0])
    return list(dict.fromkeys(row[place] for row in rows[1:] if len(row) > place))


def _plain(head: str) -> str:
    words = re.sub(r"[\W_]+", " ", head.replace("\u200c", " ").replace("ي", "ی").replace("ك", "ک"))
    return words.strip().lower()


def _is_answered(value: str) -> bool:
    return bool(_ANSWERED.search(value)) and not _NOT.search(value)


def _is_incoming(value: str) -> bool:
    return bool(_INCOMING.search(value))


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _rows(lines: Sequence[str]) -> list[list[str]]:
    return first_rows(lines, _delimiter(lines[0])) if lines else []
