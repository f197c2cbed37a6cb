"""Finds the field of each column of a table of contacts: as the user set it, or guessed from the heads.

It knows usual English and Persian heads, and those of the exports of Google Contacts (old and new form) and Outlook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.profiles import BENEATH_NAME, TEXT_FIELDS


class ContactField(StrEnum):
    """The meaning of a column. Several columns may have the same field where a profile has several values, or
    a note.
    """

    SKIP = "skip"
    KIND = "kind"
    NAME = "name"
    PREFIX = "prefix"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    vars().update((name.upper(), name) for name in BENEATH_NAME)  # each text of a profile besides a person's name
    ORGANIZATION = "organization"
    CATEGORY = "category"
    COLOR = "color"
    SALES = "owners.sales"
    SUPPORT = "owners.support"
    OTHER = "owners.other"
    PHONE = "phone"
    MOBILE = "mobile"
    LANDLINE = "landline"
    FAX = "fax"
    PHONE_LABEL = "phone_label"
    """The label of the phone right after it if every phone has one, else of the phone before it."""
    EXTENSION = "extension"
    """The extension of the phone before it."""
    EMAIL = "email"
    NOTE = "note"


PHONES = frozenset({ContactField.PHONE, ContactField.MOBILE, ContactField.LANDLINE, ContactField.FAX})
MANY = PHONES | {
    ContactField.SKIP,
    ContactField.PHONE_LABEL,
    ContactField.EXTENSION,
    ContactField.EMAIL,
    ContactField.NOTE,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's field, and a label for its values: that of a phone, or the heading of a line of the note."""

    field: ContactField = ContactField.SKIP
    label: str = ""


_HEADS: Mapping[ContactField, str] = {
    **{ContactField(each.name): each.heads for each in TEXT_FIELDS},
    ContactField.KIND: "kind|contact type|person or organization|نوع|نوع مخاطب|نوع شخص|حقیقی حقوقی|نوع هویت",
    ContactField.NAME: "full name|display name|contact name|customer name|caller name|contact|"
    "نام و نام خانوادگی|نام کامل|"
    "نام مخاطب|نام مشتری|مشتری|مخاطب|نام نمایشی|اسم|عنوان",
    ContactField.MIDDLE_NAME: "middle name|middlename|additional name|نام میانی",
    ContactField.ORGANIZATION: "organization|organisation|organization name|company|company name|firm|employer|"
    "شرکت|نام شرکت|"
    "سازمان|نام سازمان|موسسه|نام موسسه|محل کار",
    ContactField.CATEGORY: "category|دسته|دسته بندی|گروه",
    ContactField.COLOR: "color|colour|رنگ",
    ContactField.SALES: "owners sales|sales|sales owner|salesperson|account manager|کارشناس فروش|مسئول فروش|"
    "فروش|فروشنده",
    ContactField.SUPPORT: "owners support|support|support owner|کارشناس پشتیبانی|مسئول پشتیبانی|پشتیبانی|پشتیبان",
    ContactField.OTHER: "owners other|owner|other owner|مسئول|کارشناس|مسئول متفرقه",
    ContactField.PHONE: "phone|phones|phone value|phone number|phone numbers|telephone|tel|number|numbers|"
    "caller id|callback|"
    "تلفن|شماره|شماره تلفن|تلفن تماس|شماره تماس|تلفن ها|شماره ها",
    ContactField.MOBILE: "mobile|mobile phone|mobile number|cell|cell phone|cellphone|cellular|موبایل|همراه|"
    "تلفن همراه|شماره همراه|شماره موبایل|تلفن موبایل",
    ContactField.LANDLINE: "landline|land line|تلفن ثابت|ثابت|شماره ثابت",
    ContactField.FAX: "fax|fax number|فکس|نمابر|دورنگار|شماره فکس",
    ContactField.PHONE_LABEL: "phone label|phone type|phone kind|نوع تلفن|نوع شماره|عنوان تلفن|برچسب تلفن",
    ContactField.EXTENSION: "extension|ext|phone extension|داخلی|شماره داخلی",
    ContactField.EMAIL: "email|emails|e mail|e mails|mail|email address|e mail address|e mail value|email value|ایمیل|"
    "پست الکترونیک|پست الکترونیکی|رایانامه|نشانی ایمیل|آدرس ایمیل",
    ContactField.NOTE: "note|notes|comment|comments|remarks|description|یادداشت|توضیح|توضیحات|ملاحظات|شرح",
}
_FIELDS = {search_key(head): field for field, heads in _HEADS.items() for head in heads.split("|")}
_NOTE_HEADS = (
    "job title|position|organization title|department|organization department|website|website value|web page|address|"
    "address formatted|street|city|state|postal code|zip|country|سمت|شغل|سایت|وب سایت|آدرس|نشانی|شهر|استان|کد پستی|کشور"
)
_NOTED = frozenset(map(search_key, _NOTE_HEADS.split("|")))
_PLACED = re.compile(r"(?:business|home|other) (?:street|city|state|postal code|country(?: region)?|address)")
_PHONE_LIKE = re.compile(r"(?P<label>.*?) ?\b(?:phone|telephone|tel|number)\b ?(?P<number>)|(?:تلفن|شماره) (?P<of>.+)")
_NO_PHONE = re.compile(r"\b(?:telex|pager|isdn|tty|identity|government|account|organizational|کد|ملی|حساب)\b")


def guess(heads: Sequence[str]) -> tuple[Column, ...]:
    """The probable columns for these heads; a field that a profile has once goes to the first column that fits."""
    keys = [_key(head) for head in heads]
    taken: set[ContactField] = set()
    columns = []
    for head, key in zip(heads, keys, strict=True):
        column = _guess(head, key, frozenset(keys))
        if column.field in taken:
            column = Column()
        if column.field not in MANY:
            taken.add(column.field)
        columns.append(column)
    return tuple(columns)


def check(columns: Sequence[Column]) -> None:
    """Raise InvalidInput if two columns have the same single field, or no column has a name."""
    once = [column.field for column in columns if column.field not in MANY]
    for field in once:
        if once.count(field) > 1:
            raise InvalidInput("Two columns cannot both be “%(field)s”.", "mapping", values={"field": field.value})
    if not {ContactField.NAME, ContactField.FIRST_NAME, ContactField.LAST_NAME, ContactField.ORGANIZATION}.intersection(
        once
    ):
        raise InvalidInput("No column has the names. Say which one it is.", "mapping")


def named(heads: Sequence[str], mapping: Mapping[str, str]) -> tuple[Column, ...]:
    """Columns by a mapping of heads to fields; the others are guessed. Raises InvalidInput.

    A value is a field, optionally followed by a space and a label: 'phone Office'.
    """
    if unknown := [head for head in mapping if head not in heads]:
        raise InvalidInput("There is no column “%(head)s” in the file.", "mapping", values={"head": unknown[0]})
    guessed = guess([head for head in heads if head not in mapping])
    rest = iter(guessed)
    claimed = {_column(mapping[head]).field for head in heads if head in mapping} - MANY
    columns = []
    for head in heads:
        column = _column(mapping[head]) if head in mapping else next(rest)
        columns.append(Column() if head not in mapping and column.field in claimed else column)
    return tuple(columns)


def placed(heads: Sequence[str], fields: Sequence[str]) -> tuple[Column, ...]:
    """Columns from a list of fields in the order of the heads. Raises InvalidInput."""
    columns = []
    for head, guessed, chosen in zip(heads, guess(heads), map(_column, fields), strict=True):
        named_by_head = chosen.field in (ContactField.PHONE, ContactField.NOTE)
        same = guessed.field is chosen.field or {guessed.field, chosen.field} <= PHONES
        label = guessed.label if same else head if named_by_head else ""
        columns.append(Column(chosen.field, label))
    return tuple(columns)


def _column(words: str) -> Column:
    field, _, label = words.strip().partition(" ")
    try:
        return Column(ContactField(field or "skip"), label.strip())
    except ValueError as error:
        values = {"field": field, "fields": ", ".join(ContactField)}
        raise InvalidInput("There is no field “%(field)s”; there are: %(fields)s.", "mapping", values=values) from error


def _guess(head: str, key: str, keys: frozenset[str]) -> Column:
    if key in ("name", "نام"):
        family = any(_FIELDS.get(other) is ContactField.LAST_NAME for other in keys)
        first = any(_FIELDS.get(other) is ContactField.FIRST_NAME for other in keys)
        return Column(ContactField.FIRST_NAME if family and not first else ContactField.NAME)
    if key == "title":  # of Outlook: Mr., Dr.; elsewhere what somebody does
        return Column(ContactField.PREFIX) if "suffix" in keys else Column(ContactField.NOTE, head.strip())
    if key == "other" and {"sales", "support"} <= keys:  # in our own export
        return Column(ContactField.OTHER)
    if field := _FIELDS.get(key):
        return Column(field)
    if key in _NOTED or _PLACED.fullmatch(key):
        return Column(ContactField.NOTE, head.strip())
    return _numbers(head, key)


def _numbers(head: str, key: str) -> Column:
    """Heads that name a phone by its purpose: Business Phone, Home Fax, تلفن دفتر."""
    if _NO_PHONE.search(key):
        return Column()
    words = key.split()
    if "fax" in words or "فکس" in words:
        return Column(ContactField.FAX, _label(head, "fax", "فکس", "number"))
    if found := _PHONE_LIKE.fullmatch(key):
        kind = ContactField.MOBILE if {"mobile", "cell", "همراه", "موبایل"}.intersection(words) else ContactField.PHONE
        return Column(kind, found["of"] or _label(head, "phone", "telephone", "tel", "number"))
    if words[-1:] in (["mobile"], ["email"]) or key.endswith("e mail address"):
        return Column(ContactField.MOBILE if words[-1] == "mobile" else ContactField.EMAIL)
    return Column()


def _label(head: str, *without: str) -> str:
    words = [word for word in re.split(r"[\s_]+", head) if search_key(word) not in without and not word.isdigit()]
    return " ".join(words).removesuffix("'s")


def _key(head: str) -> str:
    """The head in a normal form: 'Phone 2 - Value' is 'phone value', 'first_name' is 'first name'."""
    words = re.sub(r"[^\w]+|_", " ", search_key(head.replace("\u200c", " ")))
    return " ".join(word for word in words.split() if not word.isdigit())
