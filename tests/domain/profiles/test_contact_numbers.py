"""Numbers in contact files: several in a cell, labels, and what spreadsheets make of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.profiles.contacts.words import numbers_in, phone
from callerid_dash.domain.profiles.profiles import PhoneKind
from tests.domain.profiles.contact_rows import numbers, only, read, reasons


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("09121234567 / 09351112222", ["09121234567", "09351112222"]),
        ("09121234567،09351112222", ["09121234567", "09351112222"]),
        ("021-88776655/66", ["021-88776655/66"]),
        ("-", []),
        ("'+989121234567", ["+989121234567"]),
    ],
)
def test_several_numbers_in_a_cell_are_told_apart(cell: str, expected: list[str]) -> None:
    assert [phone.number for phone in only(read(f"name;phone\nAli;{cell}")).phones] == expected


def test_what_is_dialled_after_a_pause_is_an_extension() -> None:
    assert numbers(only(read("name;phone\nAli;02188776655,12"))) == [("02188776655", None, "", "12")]


def test_a_label_belongs_to_the_phone_beside_it() -> None:
    contact = only(read("name,phone,phone type,phone 2,phone type 2\nAli,02111111,Office,02222222,fax"))
    assert [(phone.number, phone.kind, phone.label) for phone in contact.phones] == [
        ("02111111", None, "Office"),
        ("02222222", PhoneKind.FAX, ""),
    ]


@pytest.mark.parametrize(
    ("cell", "number", "extension"),
    [
        ("989121234502.0", "989121234502", None),
        ("9121234503.00", "9121234503", None),
        ("4989123456,00", "4989123456", None),
        ("9,121,234,506", "9121234506", None),
        ("9.121.234.506,00", "9121234506", None),
        ("۹٬۱۲۱٬۲۳۴٬۵۰۶", "9121234506", None),
        ("9 121 234 506.00", "9121234506", None),
        ("9’121’234’506", "9121234506", None),
        ("9.121234506E+09", "9121234506", None),
        ("9,121234506E9", "9121234506", None),
        ('=""09121234504""', "09121234504", None),
        ("=+989121234504", "+989121234504", None),
        ("'09121234504", "09121234504", None),
        ("“09121234504”", "09121234504", None),
        ("\u200e\u00a009121234504\u00a0\u200f", "09121234504", None),
        ("02188776655,12", "02188776655", "12"),
        ("02188776655p12#", "02188776655", "12"),
        ("09121234567; 101", "09121234567", "101"),
    ],
)
def test_what_a_spreadsheet_has_made_of_a_number_is_undone(cell: str, number: str, extension: str | None) -> None:
    quoted = cell if cell.startswith('=""') else cell.replace('"', '""')
    contact = only(read(f'Name;Mobile\nAli;"{quoted}"\n', delimiter=";"))
    assert [(each.number, each.extension, each.field) for each in contact.phones] == [(number, extension, "Mobile")]


@pytest.mark.parametrize("cell", ["#########", "#N/A", "#REF!", "9.12E+09", "9.1212345E+09", "9E9"])
def test_a_number_of_which_digits_are_lost_says_so(cell: str) -> None:
    (found,) = only(read(f"Name,Mobile\nAli,{cell}\n")).phones
    assert (found.lost, found.written) == (True, cell)


@given(st.integers(1_000_000, 10**15 - 1))
def test_no_spreadsheet_s_spelling_of_an_amount_is_read_as_another_one(amount: int) -> None:
    groups = f"{amount:,}"
    apart = [groups.replace(",", sign) for sign in (",", ".", " ", "\u00a0", "'", "’")]
    for spelling in (f"{amount}.0", f"{groups}.00", *apart, f'="{amount}"', f"'{amount}", f"{amount:E}"):
        (cell,) = numbers_in(spelling)
        found = phone(cell, None)
        assert found.lost or "".join(filter(str.isdecimal, found.number)) == str(amount)


def test_several_numbers_of_a_cell_are_told_apart() -> None:
    assert numbers_in("09121234567, 0935 111 2222 ::: 02188776655 / 021-44556677") == [
        *("09121234567", "0935 111 2222", "02188776655", "021-44556677"),
    ]
    assert numbers_in("02188776655, ext 12; 09121234567") == ["02188776655, ext 12", "09121234567"]


@pytest.mark.parametrize("filling", [" ", ",", "p", "0 ", "/ ", "\u00a0", ";ext=", "(", '"', "#", "_$!<", "::", "x1,"])
@pytest.mark.parametrize("head", ["phone", "email", "note", "category", "kind", "extension", "phone label"])
def test_a_cell_of_any_length_is_read_in_time_in_proportion_to_it(filling: str, head: str) -> None:
    """With quadratic time this test would take hours."""
    cell = ("0912" + filling * 120_000)[:120_000] + "1"
    found = read(f'name|{head}|phone 2\nAli|"{cell.replace(chr(34), chr(34) * 2)}"|02188776655\n', delimiter="|")
    assert len(found.entries) == 1


def test_a_cell_that_is_longer_than_files_may_have_says_so() -> None:
    assert reasons(read(f"name,note\nAli,{'x' * 140_000}\nSara,\n")) == [
        (2, "A cell of this row has more than 131072 characters.")
    ]
