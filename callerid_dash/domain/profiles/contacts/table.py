"""Reads a table of contacts (CSV): its delimiter, its heads, its rows, and the contact of each row.

A row with unmatched quotation marks becomes Unread, and reading continues on the next line.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.spreadsheets import UNSAFE
from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.contacts.columns import PHONES, Column, ContactField
from callerid_dash.domain.profiles.contacts.contact import Contact, Entry, FoundPhone, Unread, checked
from callerid_dash.domain.profiles.contacts.words import is_withheld, numbers_in, phone, phone_label, profile_kind
from callerid_dash.domain.profiles.profiles import TEXT_FIELDS, OwnerRole, PhoneKind, ProfileKind

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 50
_MOST_COLUMNS = 200
_LONGEST_ROW = 500
"""The most lines of one row; a longer one has a quotation mark that was never closed."""
_DIGITS_OF_A_NUMBER = 7
_EMAILS = re.compile(r"[\s,;،؛|]+|:::")
_PHONE_KINDS = {field: PhoneKind(field.value) for field in PHONES - {ContactField.PHONE}}
_OWNERS = {ContactField(f"owners.{role}"): role for role in OwnerRole}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactTable:
    """A table as read. `rows` are pairs of the first line and the cells, or Unread.

    `amounts`: by line, the cells that a workbook stores as numbers.
    """

    delimiter: str
    heads: Row
    rows: tuple[tuple[int, Row] | Unread, ...]
    amounts: Mapping[int, frozenset[int]] = field(default_factory=dict)


def read_table(text: str, delimiter: str = "") -> ContactTable:
    """Split a text into rows. Raises InvalidInput if there are none."""
    lines = list(io.StringIO(text, newline=""))
    first = 0
    if lines and (said := re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE)):
        first, delimiter = 1, delimiter or said[1]
    delimiter = delimiter or _delimiter(lines[first:])
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise InvalidInput("A delimiter is one character, not a quotation mark.", "delimiter")
    rows = [row for row in _rows(lines, first, delimiter) if isinstance(row, Unread) or any(map(str.strip, row[1]))]
    return arranged(rows, delimiter, whole=text.endswith(("\n", "\r")))


def arranged(
    rows: Sequence[tuple[int, Row] | Unread],
    delimiter: str = "",
    *,
    whole: bool = True,
    amounts: Mapping[int, frozenset[int]] | None = None,
) -> ContactTable:
    """A table of non-empty rows; the first are the heads, unless it contains a telephone number.

    `whole`: the last row is not cut off. Raises InvalidInput without rows.
    """
    if not rows:
        raise InvalidInput("This file is empty.", "file")
    if isinstance(head := rows[0], Unread):
        raise InvalidInput("The quotation marks on line %(line)s do not match.", "file", values={"line": head.line})
    if any(sum(map(str.isdecimal, cell)) >= _DIGITS_OF_A_NUMBER for cell in head[1]):  # no heads: they are contacts
        heads = tuple(str(number) for number, _ in enumerate(head[1], 1))
    else:
        heads, rows = _distinct(head[1]), rows[1:]
    if len(heads) > _MOST_COLUMNS:
        raise InvalidInput("At most %(most)s columns.", "file", values={"most": _MOST_COLUMNS})
    return ContactTable(delimiter, heads, tuple(_checked(rows, len(heads), whole=whole)), amounts or {})


def contacts(table: ContactTable, columns: Sequence[Column], kind: ProfileKind | None = None) -> Iterator[Entry]:
    """The contacts of the rows by these columns; `kind` is used for rows without one."""
    for row in table.rows:
        entry = row if isinstance(row, Unread) else _contact(*row, columns, kind, table.heads)
        yield _with_amounts(entry, table) if entry.line in table.amounts else entry


def _with_amounts(entry: Entry, table: ContactTable) -> Entry:
    """Mark the phones that a workbook stores as numbers: their leading zeros are gone."""
    if isinstance(entry, Unread):
        return entry
    kept = {table.heads[place] for place in table.amounts[entry.line]}
    return replace(
        entry, phones=tuple(replace(each, amount=each.amount or each.field in kept) for each in entry.phones)
    )


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter by which most of the first rows have as many cells as the head, and more than one."""

    def fit(delimiter: str) -> tuple[int, int]:
        sample = itertools.islice(_rows(lines[: _SAMPLE * 4], 0, delimiter), _SAMPLE)
        widths = [len(row[1]) for row in sample if not isinstance(row, Unread)]
        width = widths[0] if widths else 0
        return (widths.count(width) if width > 1 else 0, width)

    return max(DELIMITERS, key=fit)


def _rows(lines: Sequence[str], first: int, delimiter: str) -> Iterator[tuple[int, Row] | Unread]:
    feed = _Feed(lines, first)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while feed.at < len(lines):
        begun = feed.begin()
        try:
            yield begun + 1, tuple(map(_plain, next(reader)))
        except (csv.Error, StopIteration) as error:
            reason = InvalidInput("The quotation marks of this row do not match, or the file ends within it.")
            if "field larger" in str(error):
                values = {"most": csv.field_size_limit()}
                reason = InvalidInput("A cell of this row has more than %(most)s characters.", values=values)
            yield Unread(begun + 1, (lines[begun].rstrip("\r\n"),), reason)
            feed.at = begun + 1
            reader = csv.reader(feed, delimiter=delimiter, strict=True)


class _Feed:
    """Hands out lines one by one, at most `_LONGEST_ROW` for one row."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self._lines = lines
        self._row = at
        self.at = at

    def begin(self) -> int:
        """Begin a row at the next line; returns its index."""
        self._row = self.at
        return self.at

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at >= min(len(self._lines), self._row + _LONGEST_ROW):
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _plain(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from reading a number as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in UNSAFE else cell


def _distinct(heads: Row) -> Row:
    """Unique names for the heads: '', Phone, Phone → 1, Phone, Phone (3)."""
    seen: set[str] = set()
    found = []
    for number, head in enumerate(heads, 1):
        name = " ".join(head.split()) or str(number)
        found.append(f"{name} ({number})" if name in seen else name)
        seen.add(found[-1])
    return tuple(found)


def _checked(
    rows: Sequence[tuple[int, Row] | Unread], width: int, *, whole: bool
) -> Iterator[tuple[int, Row] | Unread]:
    for place, row in enumerate(rows, 1):
        if isinstance(row, Unread):
            yield row
            continue
        line, cells = row
        values = {"cells": len(cells), "columns": width}
        if len(cells) > width and any(map(str.strip, cells[width:])):
            reason = InvalidInput("This row has %(cells)s cells, but there are %(columns)s columns.", values=values)
            yield Unread(line, cells, reason)
        elif len(cells) < width and place == len(rows) and not whole:
            yield Unread(line, cells, InvalidInput("The file ends within this row."))
        else:
            yield line, cells[:width] + ("",) * (width - len(cells))


def _contact(line: int, cells: Row, columns: Sequence[Column], kind: ProfileKind | None, heads: Row) -> Entry:
    given = {
        column.field: text
        for column, cell in reversed(list(zip(columns, cells, strict=True)))
        if (text := cell.strip()) and column.field not in PHONES
    }
    of = given.get
    stated = of(ContactField.KIND, "")
    if stated and profile_kind(stated) is None:
        return Unread(
            line, cells, InvalidInput("“%(kind)s” is no kind of profile.", "kind", values={"kind": stated[:80]})
        )
    first = " ".join(filter(None, (of(ContactField.FIRST_NAME, ""), of(ContactField.MIDDLE_NAME, ""))))
    name, organization = of(ContactField.NAME, ""), of(ContactField.ORGANIZATION, "")
    parts = bool(first or of(ContactField.LAST_NAME))
    chosen = profile_kind(stated) or (ProfileKind.ORGANIZATION if organization and not (name or parts) else kind)
    if chosen is ProfileKind.ORGANIZATION:
        name = name or organization or " ".join(filter(None, (first, of(ContactField.LAST_NAME, ""))))
        organization = ""
    person = chosen is not ProfileKind.ORGANIZATION
    fitting = [each.name for each in TEXT_FIELDS if person or each.of is ProfileKind.ORGANIZATION]
    texts = {each: first if each == "first_name" else of(ContactField(each), "") for each in fitting}
    return checked(
        Contact(
            line=line,
            cells=cells,
            kind=chosen or ProfileKind.PERSON,
            name=name,
            **texts,
            tags=(),
            organization=organization,
            category=of(ContactField.CATEGORY, ""),
            color=of(ContactField.COLOR, ""),
            owners={role: given[field] for field, role in _OWNERS.items() if field in given},
            phones=tuple(_phones(columns, cells, heads)),
            emails=tuple(_emails(columns, cells)),
            note=_note(columns, cells),
        )
    )


def _phones(columns: Sequence[Column], cells: Row, heads: Row) -> Iterator[FoundPhone]:
    places = [place for place, column in enumerate(columns) if column.field in PHONES]
    labels = [place for place, column in enumerate(columns) if column.field is ContactField.PHONE_LABEL]
    ahead = all(place + 1 in places for place in labels)
    beside: dict[tuple[int, ContactField], str] = {}
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if column.field in (ContactField.PHONE_LABEL, ContactField.EXTENSION) and places and cell.strip():
            before = max((at for at in places if at < place), default=places[0])
            of = place + 1 if ahead and column.field is ContactField.PHONE_LABEL else before
            beside[of, column.field] = cell.strip()
    for place in places:
        column = columns[place]
        said = beside.get((place, ContactField.PHONE_LABEL), "")
        for number in numbers_in(cells[place]):
            if is_withheld(number):
                continue
            draft = phone(number, _PHONE_KINDS.get(column.field), said or column.label)
            extension = beside.get((place, ContactField.EXTENSION)) or draft.extension
            label = draft.label or phone_label(column.label)
            yield replace(draft, label=label, extension=extension, field=heads[place])


def _emails(columns: Sequence[Column], cells: Row) -> Iterator[str]:
    for column, cell in zip(columns, cells, strict=True):
        if column.field is ContactField.EMAIL:
            yield from filter(None, _EMAILS.split(cell))


def _note(columns: Sequence[Column], cells: Row) -> str:
    lines = [
        f"{column.label}: {cell.strip()}" if column.label and search_key(column.label) else cell.strip()
        for column, cell in zip(columns, cells, strict=True)
        if column.field is ContactField.NOTE and cell.strip()
    ]
    return "\n".join(lines)
