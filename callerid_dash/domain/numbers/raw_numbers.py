"""Finds the number in a caller field or an address book's field.

It removes display names, `sip:` and `tel:` addresses, invisible characters, other scripts of digits and the marks of
spreadsheets, splits off the extension, and knows the words for 'no number'. It knows no numbering plan: that is
`phones.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.numbers.cells import read_cell
from callerid_dash.domain.numbers.extensions import split_extension
from callerid_dash.domain.numbers.withheld import keypad_digits, says_withheld

MAX_WRITTEN = 250
"""A longer field is no number; this bounds the work on one field."""


@dataclass(frozen=True, slots=True)
class RawNumber:
    """The digits, `+`, `*` and `#` as written, and the digits of the extension.

    `withheld`: the text says that there is no number. `number` is '' when the text is none. `spelled` has the digits of
    a number with letters (1-800-FLOWERS); the numbering plan decides whether it is one.
    """

    number: str = ""
    extension: str | None = None
    withheld: bool = False
    spelled: str = ""


def read_written(raw: str | None) -> RawNumber:
    """Find the number in a field. Never raises."""
    if raw is None or not raw.strip():
        return RawNumber(withheld=True)
    if len(raw) > MAX_WRITTEN:
        return RawNumber()
    if _BARE.fullmatch(raw) and raw.strip("+0"):
        return RawNumber(raw)  # most calls and imported rows; a third of the time is saved
    cell = read_cell(_plain(raw))
    if cell.lost:
        return RawNumber()
    address, host = _address(cell.text)
    if host.endswith(".invalid") or says_withheld(address):
        return RawNumber(withheld=True)
    base, extension = split_extension(address)
    if not base and extension:  # 'داخلی 12' alone is an internal number
        base, extension = extension, None
    number = _dialable(base)
    return RawNumber(number, extension, spelled="" if number else _spelled(base))


def _plain(raw: str) -> str:
    text = latin_digits(unicodedata.normalize("NFKC", raw))
    return " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())


def _address(text: str) -> tuple[str, str]:
    """The part that holds the number, and its host."""
    if bracketed := _BRACKETED.findall(text):  # the last: a display name may hold brackets too
        text = bracketed[-1].strip()
    scheme = _SCHEME.match(text)
    if scheme:
        text = unquote(text[scheme.end() :])
    user, at, host = text.rpartition("@")
    if at:
        host = re.split(r"[;:?>]", host, maxsplit=1)[0].casefold()
        text = user.partition(":")[0]
    elif scheme and _HOST_ONLY.match(text):
        return "", text
    context = _CONTEXT.search(text)
    text = _PARAMETER.sub("", text).strip()
    if context and not text.startswith("+"):
        text = context[1] + text
    return text, host if at else ""


def _dialable(text: str) -> str:
    """The text without separators; '' if it cannot be dialled."""
    number = _SEPARATORS.sub("", text)
    return number if _DIALABLE.fullmatch(number) else ""


def _spelled(text: str) -> str:
    """The digits of a number that ends in letters; '' for other texts."""
    number = _SEPARATORS.sub("", text)
    return keypad_digits(number) if _SPELLED.fullmatch(number) else ""


_BARE = re.compile(r"\+?[0-9]{1,30}")
_BRACKETED = re.compile(r"<([^<>]*)>")
_SCHEME = re.compile(r"(?:sips?|tel|callto):(?://)?", re.IGNORECASE)
_HOST_ONLY = re.compile(r"\[|\d{1,3}(?:\.\d{1,3}){3}(?:[:;]|$)|[^;:]*[a-z][^;:]*\.", re.IGNORECASE)
_CONTEXT = re.compile(r";phone-context=(\+\d{1,15})", re.IGNORECASE)
_PARAMETER = re.compile(r";(?!ext=)[^;]*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s()\[\].,/\\_~\"'`‐‑‒–—―−-]+")
_DIALABLE = re.compile(r"\+?[\d*#]{1,30}")
_SPELLED = re.compile(r"\+?\d[\dA-Za-z]{0,12}[A-Za-z]{2}[\dA-Za-z]{0,4}")
