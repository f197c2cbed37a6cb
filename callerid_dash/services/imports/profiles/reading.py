"""Reads a contacts file in a subprocess with limits of memory and time, because the file is untrusted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.subprocess_reader import Bounds, ReadingFailed, answers
from callerid_dash.domain.profiles.contacts.contact import Entry
from callerid_dash.domain.profiles.contacts.contact_file import (
    LARGEST,
    ContactFile,
    ContactFormat,
    ContactReading,
    read_contacts,
    tabulated,
)
from callerid_dash.services.imports.profiles.workbook import is_workbook, read_workbook, unreadable

_BOUNDS = Bounds(memory=1 << 30, timeout=600.0)
_AT_ONCE = 1_000
"""Entries of one answer of the subprocess."""
_turn = threading.BoundedSemaphore(2)
"""Two files are read at a time; others wait."""


def read_in_subprocess(path: Path, reading: ContactReading, *, any_columns: bool = False) -> ContactFile:
    """The content of the file; see `read_contacts`. Raises InvalidInput or ReadingFailed."""
    entries: list[Entry] = []
    found: ContactFile | None = None
    with _turn:
        try:
            for some in answers(_BOUNDS, read_here, path.absolute(), reading, any_columns):
                entries += some.entries
                found = some
        except ReadingFailed as error:
            with path.open("rb") as file:
                if is_workbook(file.read(8)):  # calamine ends its process when memory runs out
                    raise unreadable() from error
            raise
    if found is None:
        raise InvalidInput("This file is empty.", "file")
    return replace(found, entries=tuple(entries))


def read_here(path: Path, reading: ContactReading, any_columns: bool) -> Iterator[ContactFile]:
    """The file in pieces, each with some of the entries."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        values = {"file": str(path), "reason": error.strerror or str(error)}
        raise InvalidInput("%(file)s cannot be read: %(reason)s.", "file", values=values) from error
    found = _read(data, reading, any_columns=any_columns)
    for start in range(0, max(len(found.entries), 1), _AT_ONCE):
        yield replace(found, entries=found.entries[start : start + _AT_ONCE])


def _read(data: bytes, reading: ContactReading, *, any_columns: bool) -> ContactFile:
    if reading.form is ContactFormat.EXCEL or (reading.form is None and is_workbook(data)):
        if len(data) > LARGEST:
            raise InvalidInput("At most %(most)s MB.", "file", values={"most": LARGEST >> 20})
        sheet, table = read_workbook(data)
        return tabulated(ContactFormat.EXCEL, "", table, reading, any_columns=any_columns, sheet=sheet)
    return read_contacts(data, reading, any_columns=any_columns)
