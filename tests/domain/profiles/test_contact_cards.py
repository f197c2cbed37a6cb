"""vCards of all versions, as phones and address books write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.contact import Contact, Unread
from callerid_dash.domain.profiles.contacts.contact_file import (
    ContactFile,
    ContactFormat,
    ContactReading,
    read_contacts,
)
from callerid_dash.domain.profiles.profiles import PhoneKind, ProfileKind


def read(*lines: str) -> ContactFile:
    card = "\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD", ""))
    return read_contacts(card.encode(), ContactReading())


def one(*lines: str) -> Contact:
    (entry,) = read(*lines).entries
    assert isinstance(entry, Contact)
    return entry


def phones(contact: Contact) -> list[tuple[str, PhoneKind | None, str, bool, str | None]]:
    return [(each.number, each.kind, each.label, each.preferred, each.extension) for each in contact.phones]


def test_a_card_of_version_3() -> None:
    contact = one(
        "VERSION:3.0",
        "N:Ahmadi;Sara;Maria;Dr.;",
        "FN:Dr. Sara Maria Ahmadi",
        "ORG:Acme\\; Sons;Sales",
        "TITLE:Head of sales",
        "TEL;TYPE=CELL,VOICE;TYPE=pref:+98 912 123 4567",
        "TEL;TYPE=WORK,FAX:021-88776655",
        "EMAIL;TYPE=INTERNET:s@x.ir",
        "ADR;TYPE=WORK:;;1 Main Street;Tehran;;1234;Iran",
        "NOTE:first\\nsecond\\, third",
        "CATEGORIES:Customers,Friends",
    )
    assert (contact.name, contact.first_name, contact.last_name) == ("Dr. Sara Maria Ahmadi", "Sara Maria", "Ahmadi")
    assert (contact.organization, contact.emails, contact.tags) == ("Acme; Sons", ("s@x.ir",), ("Customers", "Friends"))
    assert phones(contact) == [
        ("+98 912 123 4567", PhoneKind.MOBILE, "", True, None),
        ("021-88776655", PhoneKind.FAX, "Work", False, None),
    ]
    assert "Address: 1 Main Street, Tehran, 1234, Iran" in contact.note
    assert "first\nsecond, third" in contact.note


def test_a_card_of_version_4() -> None:
    contact = one(
        "VERSION:4.0",
        "KIND:individual",
        "FN:Sara Ahmadi",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+98-21-8877-6655;ext=12',
        "TEL;VALUE=uri;TYPE=cell:tel:+989121234567",
        'ADR;LABEL="one^ntwo":;;Street\\;1;;;;',
    )
    assert phones(contact) == [
        ("+98-21-8877-6655", None, "Home", True, "12"),
        ("+989121234567", PhoneKind.MOBILE, "", False, None),
    ]
    assert contact.note == "Address: Street;1"


def test_a_card_of_version_2_with_quoted_printable() -> None:
    contact = one(
        "VERSION:2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B1=D8=B6=D8=A7;=D8=B9=",
        "=D9=84=DB=8C;;;",
        "TEL;CELL:09121234567",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo",
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ",
        " SkZJRgAB",
        "",
    )
    assert (contact.name, contact.first_name, contact.last_name) == ("علی رضا", "علی", "رضا")
    assert (contact.note, [each.kind for each in contact.phones]) == ("one\ntwo", [PhoneKind.MOBILE])


def test_groups_and_labels_of_apple() -> None:
    contact = one(
        "FN:Acme",
        "ORG:Acme;",
        "X-ABShowAs:COMPANY",
        "item1.TEL;type=pref:+982188776655",
        "item1.X-ABLabel:_$!<Main>!$_",
        "item2.TEL:+982188776656",
        "item2.X-ABLabel:انبار",
    )
    assert (contact.kind, contact.name, contact.organization) == (ProfileKind.ORGANIZATION, "Acme", "")
    assert [each.label for each in contact.phones] == ["Main", "انبار"]


def test_labels_that_are_lists_of_types_are_types() -> None:
    contact = one(
        "FN:Sara",
        'A.TEL;TYPE="WORK,VOICE":+982188770001',
        "A.X-ABLABEL:VOICE",
        "B.TEL:+982188770002",
        "B.X-ABLABEL:HOME\\;FAX\\;PREF",
        "C.TEL:+989121110003",
        "C.X-ABLABEL:cell, pref",
        "D.TEL:+989121110004",
        "D.X-ABLabel:X-Yacht",
        "E.TEL:+982188770005",
        "E.X-ABLabel:Sales, second floor",
        "F.TEL;TYPE=X-Garage:+982188770006",
    )
    assert phones(contact) == [
        ("+982188770001", None, "Work", False, None),
        ("+982188770002", PhoneKind.FAX, "Home", True, None),
        ("+989121110003", PhoneKind.MOBILE, "", True, None),
        ("+989121110004", None, "Yacht", False, None),
        ("+982188770005", None, "Sales, second floor", False, None),
        ("+982188770006", None, "Garage", False, None),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B3=D8=A7=D8=", " =B1=D8=A7"),
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B3=D8=A7=D8=", "=B1=D8=A7"),
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B3=D8=A7=D8=B1=D8=A", " 7"),
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B3=", " =D8=A7=", "\t=D8=B1=", " =D8=A7"),
    ],
)
def test_quoted_printable_may_be_folded_in_any_way_and_within_a_letter(lines: tuple[str, ...]) -> None:
    assert one("VERSION:2.1", *lines, "TEL;CELL:09121234567").name == "سارا"


def test_a_blank_after_a_soft_line_break_is_part_of_the_text() -> None:
    assert one("FN:Sara", "NOTE;ENCODING=QUOTED-PRINTABLE:one=", " two=", "three").note == "one twothree"


def test_a_card_that_ends_with_a_soft_line_break_ends_all_the_same() -> None:
    assert one("FN:Sara", "NOTE;ENCODING=QUOTED-PRINTABLE:one=").note == "one"


def test_nothing_of_a_name_goes_without_a_word() -> None:
    firm = one("X-ABShowAs:COMPANY", "FN:Acme", "N:Ahmadi;Sara;;Dr.;Jr.", "ORG:Acme Holding;Sales;East")
    assert firm.name == "Acme"
    told = ("Department: Sales, East", "Dr.", "Sara", "Ahmadi", "Jr.", "Acme Holding")
    assert all(word in firm.note for word in told)
    assert one("FN:*Sara “Sal” (mobile) 😀", "NICKNAME:Sal").name == "*Sara “Sal” (mobile) 😀"
    assert "Sal" in one("FN:Sara", "NICKNAME:Sal").note


def test_folded_lines_are_one_line() -> None:
    assert one("FN:Sara Ah", " madi", "TEL:0912123", "\t4567").name == "Sara Ahmadi"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("KIND:org", "FN:Acme"), ProfileKind.ORGANIZATION),
        (("FN:Acme", "N:;;;;", "ORG:Acme"), ProfileKind.ORGANIZATION),
        (("KIND:individual", "FN:Acme", "ORG:Acme"), ProfileKind.PERSON),
        (("FN:Sara", "ORG:Acme"), ProfileKind.PERSON),
    ],
)
def test_who_is_an_organization(lines: tuple[str, ...], kind: ProfileKind) -> None:
    assert one(*lines).kind is kind


def test_what_is_nobody_is_reported_and_the_rest_is_read() -> None:
    text = (
        "BEGIN:VCARD\nFN:Cut off\nBEGIN:VCARD\nKIND:group\nFN:Friends\nEND:VCARD\nBEGIN:VCARD\nTEL:0912\nEND:VCARD\n"
        "BEGIN:VCARD\nrubbish\nFN:Sara\nEND:VCARD\nBEGIN:VCARD\nFN:The end is miss"
    )
    found = read_contacts(text.encode(), ContactReading())
    assert [entry.line for entry in found.entries if isinstance(entry, Unread)] == [1, 3, 7, 14]
    assert [entry.name for entry in found.entries if isinstance(entry, Contact)] == ["Sara"]


@pytest.mark.parametrize("filling", [" ", ";", '"', "=", "_$!<", "\\", ";A=", ",", ";ext=", "p"])
@pytest.mark.parametrize("begin", ["TEL:0912", "TEL;TYPE=", "N:", "FN;ENCODING=QUOTED-PRINTABLE:", "A.X-ABLABEL:"])
def test_a_line_of_any_length_is_read_in_time_in_proportion_to_it(begin: str, filling: str) -> None:
    """With quadratic time this test would take hours."""
    found = read("FN:Sara", "A.TEL:0912", (begin + filling * 120_000)[:120_000])
    assert len(found.entries) == 1


def test_a_text_without_cards_is_refused() -> None:
    with pytest.raises(InvalidInput):
        read_contacts(b"FN:Sara", ContactReading(ContactFormat.VCARD))


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_lines_between_begin_and_end_are_one_entry_or_more(lines: list[str]) -> None:
    try:
        found = read_contacts(
            "\n".join(("BEGIN:VCARD", *lines, "END:VCARD")).encode("utf-8", "ignore"),
            ContactReading(ContactFormat.VCARD),
        )
    except InvalidInput as error:
        assert error.field  # noqa: PT017 - refused for a reason
    else:
        assert found.entries
