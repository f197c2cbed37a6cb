"""Reads contacts from a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods): its first visible sheet with content.

Cells become texts as users see them. calamine reads the file in the subprocess of
`services/imports/profiles/reading.py`. It returns cells with their types: a phone number that was typed into a cell is
a number that has lost its leading zeros.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from math import isfinite
from typing import TYPE_CHECKING

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.table import ContactTable, Row, arranged

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes; 100,000 contacts with 30 columns have fewer."""
_FEWEST_DIGITS = 7
"""Numbers with fewer digits are not phone numbers."""
_DIGITS_SHOWN = 15


def is_workbook(data: bytes) -> bool:
    """Does a file begin like a workbook?"""
    return data.startswith((_ZIP, _OLE))


def unreadable() -> InvalidInput:
    """The error for a workbook that cannot be read."""
    return InvalidInput(
        "This workbook cannot be read: it is broken, too large, or of a kind that is not known. Save it as .xlsx or "
        "“CSV UTF-8”, and choose that file.",
        "file",
    )


def read_workbook(data: bytes) -> tuple[str, ContactTable]:
    """The name of the sheet, and its content. Raises InvalidInput."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    if _ENCRYPTED in data[: 1 << 16] or (data.startswith(_OLE) and _ENCRYPTED in data):
        raise _protected()
    _check_size(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            shown = [each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible]
            for name in shown:
                rows, amounts = _rows(book.get_sheet_by_name(name))
                if rows:
                    return name, arranged(rows, amounts=amounts)
    except InvalidInput:
        raise
    except PasswordError as error:
        raise _protected() from error
    except Exception as error:  # calamine raises many kinds, and the file is untrusted
        raise unreadable() from error
    raise InvalidInput("This file is empty.", "file")


def _protected() -> InvalidInput:
    return InvalidInput("This workbook is locked with a password. Save it without one, and choose it again.", "file")


def _check_size(data: bytes) -> None:
    if not data.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise unreadable() from error
    if unpacked > _MOST_UNPACKED:
        most = {"most": _MOST_UNPACKED >> 20}
        raise InvalidInput(
            "Unpacked, this workbook has more than %(most)s MB. Save only the sheet with the contacts.",
            "file",
            values=most,
        )


def _rows(sheet: CalamineSheet) -> tuple[list[tuple[int, Row]], Mapping[int, frozenset[int]]]:
    """The rows that are not empty, with their numbers; and, by row number, which cells hold large whole numbers."""
    rows: list[tuple[int, Row]] = []
    amounts: dict[int, frozenset[int]] = {}
    first, _column = sheet.start or (0, 0)
    for number, values in enumerate(sheet.to_python(skip_empty_area=True), first + 1):
        cells = [_text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        rows.append((number, tuple(cells)))
        if counted := frozenset(place for place, value in enumerate(values) if _is_amount(value)):
            amounts[number] = counted
    return rows, amounts


def _is_amount(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        return False
    return value == int(value) and len(str(abs(int(value)))) >= _FEWEST_DIGITS


def _text(value: object) -> str:
    """A cell as the spreadsheet program shows it, without its number format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.{_DIGITS_SHOWN}g}"
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
