"""What files of contacts say in a word: kinds of identities and of phones, in English and Persian."""

from __future__ import annotations

import re

from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles import PhoneDraft, PhoneKind, ProfileKind
from callerid_dash.domain.written import read_written

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
_NO_LABEL = {search_key(word) for word in re.split(r"\|", _WORDLESS)} | _PHONE_OF.keys()
_PARTS = re.compile(r"\s*(?::::|[\n\r;؛|]|,|،|/|\\)+\s*")
_PAUSED = re.compile(r"(.{7,}?)[,;pPwW]+(\d{1,7})#?")
_FEWEST_DIGITS = 5


def profile_kind(text: str) -> ProfileKind | None:
    """The kind that a word means; None for none."""
    return _KIND_OF.get(search_key(text))


def phone_kind(text: str) -> PhoneKind | None:
    """The kind that a label means; None where the number has to tell."""
    return _PHONE_OF.get(search_key(text))


def phone_label(text: str) -> str:
    """A label without marks of other programs; '' where it says no more than the kind does."""
    label = text.strip().removeprefix("*").strip()
    return "" if search_key(label) in _NO_LABEL else label


def numbers_in(text: str) -> list[str]:
    """The numbers in a cell, of which programs put several into one. A part that is too short belongs to the rest."""
    whole = text.strip()
    parts = [part for part in _PARTS.split(whole) if part]
    if len(parts) > 1 and all(sum(map(str.isdecimal, part)) >= _FEWEST_DIGITS for part in parts):
        return parts
    return [whole] if whole else []


def phone(number: str, kind: PhoneKind | None, label: str = "", *, preferred: bool = False) -> PhoneDraft:
    """A number as a draft. What telephones dial after a pause is its extension."""
    paused = _PAUSED.fullmatch(number)
    written, extension = (paused[1], paused[2]) if paused else (number, None)
    return PhoneDraft(written, kind or phone_kind(label), phone_label(label), preferred, extension)


def is_withheld(number: str) -> bool:
    """Does a cell only say that there is no number?"""
    return read_written(number).withheld
