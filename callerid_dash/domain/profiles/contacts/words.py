"""Single words in files of contacts: kinds of profiles and phones, in English and Persian."""

from __future__ import annotations

import re

from callerid_dash.domain.names import search_key
from callerid_dash.domain.numbers.cells import read_cell
from callerid_dash.domain.numbers.extensions import split_pause
from callerid_dash.domain.numbers.raw_numbers import read_written
from callerid_dash.domain.profiles.contacts.contact import FoundPhone
from callerid_dash.domain.profiles.profiles import PhoneKind, ProfileKind

_KINDS = {
    ProfileKind.PERSON: "person|individual|human|contact|حقیقی|شخص|فرد|شخص حقیقی|انسان",
    ProfileKind.ORGANIZATION: "organization|organisation|org|company|business|firm|حقوقی|شرکت|سازمان|شخص حقوقی|موسسه",
}
_PHONES = {
    PhoneKind.MOBILE: "mobile|cell|cellular|cell phone|mobile phone|iphone|موبایل|همراه|تلفن همراه",
    PhoneKind.FAX: "fax|work fax|workfax|home fax|homefax|other fax|business fax|facsimile|فکس|نمابر|دورنگار",
    PhoneKind.LANDLINE: "landline|fixed|ثابت|تلفن ثابت",
}
_KIND_OF = {search_key(word): kind for kind, words in _KINDS.items() for word in words.split("|")}
_PHONE_OF = {search_key(word): kind for kind, words in _PHONES.items() for word in words.split("|")}
_WORDLESS = "voice|pref|phone|tel|text|other|internet|تلفن|شماره|سایر"
_NO_LABEL = {search_key(word) for word in _WORDLESS.split("|")} | _PHONE_OF.keys()
_BETWEEN = re.compile(r":::|[\n\r;؛|,،/\\]")
_FEWEST_DIGITS = 5
_BLANKS = " \t\u00a0,;|،؛"
LONGEST_CELL = 1_000
"""The most characters of a cell of numbers; a longer cell is ignored."""


def profile_kind(text: str) -> ProfileKind | None:
    """The kind of profile that a word names; None for other words."""
    return _KIND_OF.get(search_key(text))


def phone_kind(text: str) -> PhoneKind | None:
    """The kind of phone that a label names; None where the number decides."""
    return _PHONE_OF.get(search_key(text))


def phone_label(text: str) -> str:
    """The label without other programs' marks; '' if it says no more than the kind."""
    label = text.strip().removeprefix("*").strip()
    return "" if search_key(label) in _NO_LABEL else label


def numbers_in(text: str) -> list[str]:
    """The numbers in a cell; programs put several into one. Takes time in proportion to the text.

    A part with few digits belongs to the part before it, the first part to the one after it. A cell longer than
    `LONGEST_CELL` stays in one piece.
    """
    whole = text.strip()
    if len(whole) > LONGEST_CELL:
        return [whole]
    cell = read_cell(whole)
    if cell.amount or cell.lost:
        return [whole]
    starts = [0, *(found.end() for found in _BETWEEN.finditer(whole))]
    ends = [*(found.start() for found in _BETWEEN.finditer(whole)), len(whole)]
    numbers: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        if numbers and (_few(whole[start:end]) or _few(whole[slice(*numbers[-1])])):
            numbers[-1] = (numbers[-1][0], end)
        else:
            numbers.append((start, end))
    return [part for start, end in numbers if (part := whole[start:end].strip(_BLANKS))]


def _few(part: str) -> bool:
    return sum(map(str.isdecimal, part)) < _FEWEST_DIGITS


def phone(number: str, kind: PhoneKind | None, label: str = "", *, preferred: bool = False) -> FoundPhone:
    """A number as it was meant. The digits that phones dial after a pause are its extension."""
    cell = read_cell(number) if len(number) <= LONGEST_CELL else None
    written, extension = split_pause(cell.text) if cell and not cell.amount else (cell.text if cell else number, None)
    return FoundPhone(
        written,
        kind or phone_kind(label),
        phone_label(label),
        preferred,
        extension,
        written=number,
        amount=bool(cell and cell.amount),
        lost=bool(cell and cell.lost),
    )


def is_withheld(number: str) -> bool:
    """Does the cell only say that there is no number?"""
    return read_written(number).withheld
