"""Contacts in workbooks: cells as people see them, numbers as text, and harmless treatment of broken files."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.contacts.contact import Contact
from callerid_dash.domain.profiles.contacts.contact_file import LARGEST, ContactFile, ContactFormat, ContactReading
from callerid_dash.services.imports.profiles import workbook
from callerid_dash.services.imports.profiles.phones import sorted_out
from callerid_dash.services.imports.profiles.reading import read_in_subprocess
from callerid_dash.services.profiles.validation import ProfileRules
from callerid_dash.services.shared.directory import Snapshot

Read = Callable[[bytes], ContactFile]
ENGLISH, PERSIAN = ("name", "mobile", "phone", "note"), ("نام", "موبایل", "تلفن", "یادداشت")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a file as an import does."""

    def read(data: bytes) -> ContactFile:
        path = tmp_path / "contacts.bin"
        path.write_bytes(data)
        return read_in_subprocess(path, ContactReading(), any_columns=True)

    return read


def made(*rows: Sequence[object], title: str = "Sheet", book: openpyxl.Workbook | None = None) -> bytes:
    """A workbook with these rows in its last sheet."""
    if book is None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = title
    else:
        sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_sheet(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with another first sheet."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as after:
        for each in before.infolist():
            text = before.read(each)
            after.writestr(each.filename, change(text) if each.filename == "xl/worksheets/sheet1.xml" else text)
    return content.getvalue()


@pytest.mark.parametrize("heads", [ENGLISH, PERSIAN])
def test_cells_are_what_people_see(read: Read, heads: Sequence[str]) -> None:
    found = read(
        made(
            heads,
            ("Sara", 9121234506.0, "02188776655", date(2026, 3, 21)),
            ("Ali", "+989121234507", None, datetime(2026, 3, 21, 9, 30)),
            ("رضا", "۰۹۱۲۱۲۳۴۵۰۸", 9.89121234509e11, True),
            ("Mina", 0.1 + 0.2, -12, time(9, 30)),
        )
    )
    assert (found.form, found.heads, found.sheet) == (ContactFormat.EXCEL, tuple(heads), "Sheet")
    assert [column.field.value for column in found.columns] == ["name", "mobile", "phone", "note"]
    assert [entry.cells for entry in found.entries] == [
        ("Sara", "9121234506", "02188776655", "2026-03-21"),
        ("Ali", "+989121234507", "", "2026-03-21 09:30"),
        ("رضا", "۰۹۱۲۱۲۳۴۵۰۸", "989121234509", "TRUE"),
        ("Mina", "0.3", "-12", "09:30:00"),
    ]


def test_numbers_are_amounts_whose_zeros_may_be_gone_and_texts_are_not(read: Read) -> None:
    found = read(made(ENGLISH, ("Sara", 9121234506, 89123456), ("Ali", None, "89123456")))
    contacts = [entry for entry in found.entries if isinstance(entry, Contact)]
    assert [[phone.amount for phone in each.phones] for each in contacts] == [[True, True], [False]]
    berlin = Dialing("DE", "30")
    rules = ProfileRules(Snapshot(configured=Locality(berlin)))
    doubts = [[str(doubt.reason) for doubt in sorted_out(each, rules)[1]] for each in contacts]
    assert "This may be 089 123456, if a spreadsheet has taken its first zero away." in doubts[0]
    assert doubts[1] == []


def test_rows_have_the_numbers_that_the_program_shows(read: Read) -> None:
    found = read(made((), ("name", "mobile"), (), ("Sara", "09121234506"), (None, "09121234507")))
    assert [(entry.line, getattr(entry, "name", "")) for entry in found.entries] == [(4, "Sara"), (5, "")]


def test_the_first_sheet_that_shows_something_is_read(read: Read) -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("hidden")
    hidden.append(["name", "mobile"])
    hidden.append(["Nobody", "09120000000"])
    hidden.sheet_state = "hidden"
    found = read(made(("نام", "موبایل"), ("سارا", "09121234506"), title="مخاطبان", book=book))
    assert (found.sheet, [entry.name for entry in found.entries if isinstance(entry, Contact)]) == ("مخاطبان", ["سارا"])


def test_a_sheet_without_heads_is_all_contacts(read: Read) -> None:
    found = read(made(("Sara", 9121234506), ("Ali", 9121234507)))
    assert (found.heads, len(found.entries)) == (("1", "2"), 2)


def test_other_programs_write_workbooks_too(read: Read, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "made.xlsx")) as book:
        sheet = book.add_worksheet("تماس")
        sheet.write_row(0, 0, ["name", "mobile"])
        sheet.write_string(1, 0, "=Sara")
        sheet.write_number(1, 1, 9121234506)
        sheet.write_formula(2, 0, '="A"&"li"', value="Ali")
    found = read((tmp_path / "made.xlsx").read_bytes())
    assert [entry.cells for entry in found.entries] == [("=Sara", "9121234506"), ("Ali", "")]


GOOD = made(("name", "mobile"), ("Sara", "09121234506"))
LOCKED = b"\xd0\xcf\x11\xe0" + bytes(4_000) + "EncryptedPackage".encode("utf-16-le") + bytes(100)
FAR = with_sheet(
    GOOD, lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (GOOD[: len(GOOD) // 2], "cannot be read"),
        (GOOD.replace(b"xl/", b"xm/"), "cannot be read"),
        (with_sheet(GOOD, lambda xml: xml[: len(xml) // 2]), "cannot be read"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (b"\xd0\xcf\x11\xe0" + struct.pack("<1000I", *range(1000)), "cannot be read"),
        (FAR, "cannot be read"),  # seventeen thousand million cells
        (LOCKED, "locked with a password"),
        (made(), "This file is empty"),
        (b"PK\x03\x04" + bytes(LARGEST), "At most 20 MB"),
    ],
    ids=["cut", "no parts", "cut sheet", "no zip", "no xls", "far", "locked", "empty", "large"],
)
def test_what_is_wrong_is_said(read: Read, data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as error:
        read(data)
    assert error.value.field == "file"


def test_what_unpacks_to_more_than_it_may_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_UNPACKED", 1_000_000)
    bomb = with_sheet(GOOD, lambda xml: xml.replace(b"</sheetData>", b" " * 1_000_000 + b"</sheetData>"))
    assert len(bomb) < 20_000
    with pytest.raises(InvalidInput, match="Unpacked"):
        workbook.read_workbook(bomb)
