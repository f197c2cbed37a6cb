"""The meaning of columns in contact files: headings of Google, Outlook and Persian files, and mappings."""

from __future__ import annotations

import pytest

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.columns import ContactField, guess
from callerid_dash.domain.profiles.contacts.contact_file import (
    read_contacts,
    read_mapping,
)
from callerid_dash.domain.profiles.profiles import TEXT_FIELDS, OwnerRole, PhoneKind, ProfileKind, TextField
from tests.domain.profiles.contact_rows import numbers, only, read

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
