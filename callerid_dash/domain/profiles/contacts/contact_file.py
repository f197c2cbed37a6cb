"""Reads a whole file of contacts in any format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts import cards, table
from callerid_dash.domain.profiles.contacts.columns import Column, check, named, placed
from callerid_dash.domain.profiles.contacts.contact import Entry
from callerid_dash.domain.profiles.contacts.decoding import decode
from callerid_dash.domain.profiles.profiles import ProfileKind

LARGEST = 20 * 1024 * 1024
"""Bytes; the address book of a hundred thousand contacts is smaller."""


class ContactFormat(StrEnum):
    """The format of a file of contacts."""

    CSV = "csv"
    VCARD = "vcard"
    EXCEL = "xlsx"
    """A workbook; other kinds of workbooks are read as well."""


@dataclass(frozen=True, slots=True)
class ContactReading:
    """How the user says a file is to be read; everything else is detected.

    `columns` maps heads to fields (see `columns.named`), `fields` lists the fields in order; `kind` is used for
    contacts without one.
    """

    form: ContactFormat | None = None
    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    kind: ProfileKind | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactFile:
    """A file that was read. `heads` name the cells of an entry, `columns` their meaning (empty for vCards).

    `sheet` is the sheet of the workbook that was read.
    """

    form: ContactFormat
    encoding: str
    delimiter: str
    heads: tuple[str, ...]
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    sheet: str = ""

    def examples(self, most: int = 2) -> list[list[str]]:
        """The first values of each column."""
        found: list[list[str]] = [[] for _ in self.columns]
        for entry in self.entries:
            for known, cell in zip(found, entry.cells, strict=False):
                if cell.strip() and len(known) < most and cell not in known:
                    known.append(cell)
            if all(len(known) == most for known in found):
                break
        return found


def read_contacts(data: bytes, reading: ContactReading, *, any_columns: bool = False) -> ContactFile:
    """Read a file. Raises InvalidInput when nothing of it can be read; single entries may be `Unread`.

    `any_columns`: accept a table without a column of names, so that the user can set the columns.
    """
    if len(data) > LARGEST:
        raise InvalidInput("At most %(most)s MB.", "file", values={"most": LARGEST >> 20})
    text, encoding = decode(data, reading.encoding)
    form = reading.form or (ContactFormat.VCARD if cards.is_cards(text) else ContactFormat.CSV)
    if form is ContactFormat.VCARD:
        entries = tuple(cards.contacts(text, reading.kind))
        if not entries:
            raise InvalidInput("There is no vCard in this file.", "file")
        return ContactFile(form, encoding, "", cards.HEADS, (), entries)
    return tabulated(form, encoding, table.read_table(text, reading.delimiter), reading, any_columns=any_columns)


def tabulated(
    form: ContactFormat,
    encoding: str,
    read: table.ContactTable,
    reading: ContactReading,
    *,
    any_columns: bool = False,
    sheet: str = "",
) -> ContactFile:
    """The contacts of a table once its columns are known. Raises InvalidInput."""
    by_fields = len(reading.fields) == len(read.heads)
    columns = placed(read.heads, reading.fields) if by_fields else named(read.heads, reading.columns)
    if not any_columns:
        check(columns)
    entries = tuple(table.contacts(read, columns, reading.kind))
    return ContactFile(form, encoding, read.delimiter, read.heads, columns, entries, sheet)


def read_mapping(text: str) -> ContactReading:
    """Read a mapping file: JSON with `columns` (head → field) and optionally `delimiter`, `encoding`, `kind`.

    Raises InvalidInput.
    """
    try:
        given = json.loads(text)
        columns = {str(head): str(words) for head, words in dict(given["columns"]).items()}
        kind = ProfileKind(given["kind"]) if given.get("kind") else None
        return ContactReading(None, str(given.get("encoding", "")), str(given.get("delimiter", "")), columns, kind)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInput(
            'The mapping is no JSON like {"columns": {"Mobile": "mobile", "Notes": "skip"}}.', "mapping"
        ) from error
