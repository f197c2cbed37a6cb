"""Tables of contacts: reading them, the meaning of columns, and the contents of a row."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.columns import ContactField, guess
from callerid_dash.domain.profiles.contacts.contact import Contact, Unread
from callerid_dash.domain.profiles.contacts.contact_file import (
    ContactFile,
    ContactFormat,
    ContactReading,
    read_contacts,
    read_mapping,
)
from callerid_dash.domain.profiles.contacts.words import numbers_in, phone
from callerid_dash.domain.profiles.profiles import TEXT_FIELDS, OwnerRole, PhoneKind, ProfileKind, TextField

GOOGLE = (
    "First Name,Middle Name,Last Name,Name Prefix,Name Suffix,Organization Name,Organization Title,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value"
)
OLD_GOOGLE = "Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name"
OUTLOOK = (
    "First Name,Last Name,Title,Suffix,E-mail Address,Home Phone,Business Phone,Business Phone 2,Mobile Phone,Pager,"
    "Business Fax,Assistant's Phone,TTY/TDD Phone,Job Title,Company,Business Street,Notes,Categories"
)
PERSIAN = "نام,نام خانوادگی,شرکت,تلفن همراه,تلفن دفتر,داخلی,دورنگار,ایمیل,نشانی,کد ملی,کارشناس فروش,رنگ,دسته‌بندی,نوع"


def read(text: str, **reading: object) -> ContactFile:
    return read_contacts(text.encode(), ContactReading(**reading))  # type: ignore[arg-type]


def only(found: ContactFile) -> Contact:
    (entry,) = found.entries
    assert isinstance(entry, Contact)
    return entry


def numbers(contact: Contact) -> list[tuple[str, PhoneKind | None, str, str | None]]:
    return [(phone.number, phone.kind, phone.label, phone.extension) for phone in contact.phones]


def reasons(found: ContactFile) -> list[tuple[int, str]]:
    return [(entry.line, str(entry.reason)) for entry in found.entries if isinstance(entry, Unread)]


def test_the_heads_of_google_contacts_are_known() -> None:
    contact = only(
        read(f"{GOOGLE}\nSara,,Ahmadi,Dr.,,Acme,CEO,hello,* friends,,s@x.ir,Mobile,0912 123 4567,* Work,021")
    )
    assert (contact.first_name, contact.last_name, contact.prefix) == ("Sara", "Ahmadi", "Dr.")
    assert (contact.organization, contact.emails, contact.category) == ("Acme", ("s@x.ir",), "")
    assert contact.note == "Organization Title: CEO\nhello"
    assert numbers(contact)[-1] == ("021", None, "Work", None)
    old = only(read(f"{OLD_GOOGLE}\nSara Ahmadi,Sara,Ahmadi,* friends,Mobile,0912 123 4567 ::: 0935 111 2222,Acme"))
    assert (old.name, old.organization) == ("Sara Ahmadi", "Acme")
    assert [phone.kind for phone in old.phones] == [PhoneKind.MOBILE, PhoneKind.MOBILE]


def test_the_heads_of_outlook_are_known() -> None:
    row = (
        "Sara,Ahmadi,Ms.,,s@x.ir,02188,02144556677,02144556678,09121234567,1,02144556679,02144556680,1,CEO,Acme,"
        "Street 1,,"
    )
    contact = only(read(f"{OUTLOOK}\n{row}"))
    assert contact.prefix == "Ms."
    assert numbers(contact) == [
        ("02188", None, "Home", None),
        ("02144556677", None, "Business", None),
        ("02144556678", None, "Business", None),
        ("09121234567", PhoneKind.MOBILE, "", None),
        ("02144556679", PhoneKind.FAX, "Business", None),
        ("02144556680", None, "Assistant", None),
    ]
    assert contact.note == "Job Title: CEO\nBusiness Street: Street 1"


def test_persian_heads_are_known() -> None:
    row = "سارا,احمدی,پارس,۰۹۱۲۱۲۳۴۵۶۷,۰۲۱۸۸۷۷۶۶۵۵,۱۲,,s@x.ir,خیابان یک,1,sara,طلایی,مشتریان / تهران,حقیقی"
    contact = only(read(f"{PERSIAN}\n{row}"))
    assert (contact.first_name, contact.last_name, contact.organization) == ("سارا", "احمدی", "پارس")
    assert numbers(contact) == [("۰۹۱۲۱۲۳۴۵۶۷", PhoneKind.MOBILE, "", None), ("۰۲۱۸۸۷۷۶۶۵۵", None, "دفتر", "۱۲")]
    assert contact.owners == {OwnerRole.SALES: "sara"}
    assert (contact.color, contact.category, contact.note) == ("طلایی", "مشتریان / تهران", "نشانی: خیابان یک")


@pytest.mark.parametrize("known", TEXT_FIELDS, ids=lambda known: known.name)
def test_every_text_of_a_profile_has_a_column_under_each_of_its_heads(known: TextField) -> None:
    for head in known.heads.split("|"):
        assert guess(["Full name", head.title()])[1].field == known.name
        contact = only(read(f"Kind,Full name,{head}\n{known.of},Arman,Said"))
        assert getattr(contact, known.name) == "Said"


def test_a_name_beside_a_surname_is_a_first_name() -> None:
    assert [column.field for column in guess(["Name", "Surname"])] == [ContactField.FIRST_NAME, ContactField.LAST_NAME]
    assert [column.field for column in guess(["نام", "موبایل"])] == [ContactField.NAME, ContactField.MOBILE]
    assert guess(["Name", "Given Name", "Family Name"])[0].field is ContactField.NAME


def test_a_firm_without_a_person_is_an_organization() -> None:
    contact = only(read("First name,Company,Phone\n,Acme,02188776655"))
    assert (contact.kind, contact.name, contact.organization) == (ProfileKind.ORGANIZATION, "Acme", "")
    assert only(read("name,phone\nAcme,1", kind=ProfileKind.ORGANIZATION)).kind is ProfileKind.ORGANIZATION
    told = only(read("name,kind,phone\nAcme,حقوقی,1"))
    assert told.kind is ProfileKind.ORGANIZATION


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


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    rows = [["name", "note", "phone"], ["Ali", 'a, b; c | "d"', "0912"], ["Sara", "", "0935"]]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    found = read("\r\n".join(quoted))
    assert found.delimiter == delimiter
    assert [entry.name for entry in found.entries if isinstance(entry, Contact)] == ["Ali", "Sara"]


def test_excels_line_about_the_delimiter_is_understood() -> None:
    found = read("sep=;\nname;phone\nAli;1\n")
    assert (found.delimiter, only(found).line) == (";", 3)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("windows-1256", b""),
    ],
)
def test_the_encoding_is_found_out(encoding: str, mark: bytes) -> None:
    text = "name,phone\nعلی گرامی,09121234567\n"
    written = text.replace("ی", "ي") if encoding == "windows-1256" else text
    assert only(read_contacts(mark + written.encode(encoding), ContactReading())).name == "علی گرامی"


@pytest.mark.parametrize(
    ("data", "encoding", "field"),
    [
        ("name,phone\nJürgen,1".encode("latin-1"), "", "encoding"),
        ("name,phone\nعلی,1".encode(), "ascii", "encoding"),
        (b"name,phone\nAli,1", "klingon", "encoding"),
        (b"name,phone\nAli,1", "hex", "encoding"),
        (b"PK\x03\x04....", "", "file"),
        (b"\x89PNG\0\0\0\x01", "", "file"),
        (b"", "", "file"),
        (b"a,b\n1,2", "", "mapping"),
        (b'"name,phone\nAli,1', "", "file"),
        (b"name," * 300 + b"\nAli", "", "file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(data: bytes, encoding: str, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_contacts(data, ContactReading(encoding=encoding))
    assert caught.value.field == field


@pytest.mark.parametrize("cut", [1, 2])  # in the middle of a letter, and of one that takes two places
def test_a_file_in_utf_16_that_is_cut_off_is_refused_with_the_line(cut: int) -> None:
    with pytest.raises(InvalidInput, match="cut off in line 2") as caught:
        read_contacts("name,phone\nAli 😀".encode("utf-16")[:-cut], ContactReading())
    assert caught.value.field == "file"


def test_latin_text_is_read_when_its_encoding_is_named() -> None:
    assert (
        only(read_contacts("name,phone\nJürgen,1".encode("latin-1"), ContactReading(encoding="latin-1"))).name
        == "Jürgen"
    )


def test_a_misquoted_row_is_reported_and_the_rest_is_read() -> None:
    found = read('name,phone\nAli,1\n"Sara,2\n"Reza",3\nMina,"4" x\nNima,5\n')
    assert [entry.name for entry in found.entries if isinstance(entry, Contact)] == ["Ali", "Reza", "Nima"]
    assert [line for line, _ in reasons(found)] == [3, 5]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    rows = [f"Ali {number},{number}" for number in range(2_000)]
    rows[3] = '"Ali 3,3'
    found = read("name,phone\n" + "\n".join(rows) + "\n")
    assert len(found.entries) == 2_000
    assert [line for line, _ in reasons(found)] == [5]


def test_a_row_over_several_lines_is_one_row() -> None:
    found = read('name,note,phone\nAli,"one\ntwo",1\nSara,,2\n')
    assert [(entry.line, getattr(entry, "note", None)) for entry in found.entries] == [(2, "one\ntwo"), (4, "")]


def test_rows_that_do_not_fit_are_reported() -> None:
    found = read("name,phone,note\nAli,1,,,\nSara,2,x,y\n,3,\nNi�ma,4,\nMina,5")
    assert [line for line, _ in reasons(found)] == [3, 4, 5, 6]
    assert "4 cells" in reasons(found)[0][1]


def test_a_table_without_heads_keeps_its_first_row() -> None:
    with pytest.raises(InvalidInput):
        read("Ali,09121234567\nSara,09351112222")
    found = read("Ali,09121234567\nSara,09351112222", columns={"1": "name", "2": "mobile"})
    assert [entry.line for entry in found.entries] == [1, 2]
    assert found.heads == ("1", "2")


def test_a_mapping_says_what_columns_mean() -> None:
    reading = read_mapping(
        '{"columns": {"Who": "name", "Line": "phone Front desk", "Phone": "skip"}, "kind": "organization"}'
    )
    contact = only(read_contacts(b"Who,Line,Phone,Fax\nAcme,02188776655,1,02188776656", reading))
    assert (contact.kind, contact.name) == (ProfileKind.ORGANIZATION, "Acme")
    assert [(phone.number, phone.label) for phone in contact.phones] == [
        ("02188776655", "Front desk"),
        ("02188776656", ""),
    ]


@pytest.mark.parametrize(
    "mapping",
    [
        '{"columns": {"Nobody": "name"}}',
        '{"columns": {"Who": "flavour"}}',
        '{"columns": {"Who": "name", "Line": "name"}}',
        '{"columns": {"Who": "skip"}}',
        "[]",
        "{",
        '{"columns": 3}',
        '{"columns": {}, "kind": "cat"}',
    ],
)
def test_a_mapping_that_cannot_be_is_refused(mapping: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_contacts(b"Who,Line\nAcme,1", read_mapping(mapping))
    assert caught.value.field == "mapping"


def test_a_form_that_is_named_is_not_guessed() -> None:
    with pytest.raises(InvalidInput):
        read("name,phone\nAli,1", form=ContactFormat.VCARD)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        found = read_contacts(("name,phone\n" + text).encode("utf-8", "ignore"), ContactReading())
    except InvalidInput as error:
        assert error.field  # noqa: PT017 - refused for a reason
    else:
        assert all(entry.line > 1 for entry in found.entries)


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
