"""Limits of typed text: its length, its lines, and its characters.

Control characters break files and lists, so they are refused. Direction marks are left out: they come along when text
is copied, are invisible, and make one text look like another. Joiners are letters and stay.
"""

from __future__ import annotations

import re
import unicodedata

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits

LONGEST_CODE = 40
_CODE = re.compile(r"[0-9A-Za-z+*#._@/:-]+")
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})


def one_line(text: str, field: str, longest: int) -> str:
    """The text on one line with single spaces, without direction marks. Raises InvalidInput with the field."""
    if not text:
        return ""
    line = " ".join(without_marks(text).split())
    refuse_controls(line, field)
    _measure(line, field, longest)
    return line


def several_lines(text: str, field: str, longest: int) -> str:
    """The text with plain line ends, without surrounding blanks and direction marks. Raises InvalidInput."""
    lines = without_marks(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    _measure(lines, field, longest)
    refuse_controls(lines.replace("\n", " ").replace("\t", " "), field)
    return lines


def code_of(text: str, field: str = "number") -> str:
    """A line or an extension as calls carry it; digits of any script become Latin. Raises InvalidInput."""
    code = latin_digits("".join(c for c in text if unicodedata.category(c) != "Cf")).strip()
    if not code:
        raise InvalidInput("Write the number as the telephone system sends it.", field)
    _measure(code, field, LONGEST_CODE)
    if not _CODE.fullmatch(code):
        raise InvalidInput("Digits, Latin letters and + * # . _ @ / : - only, without spaces.", field)
    return code


def refuse_controls(text: str, field: str) -> None:
    """Raise InvalidInput with the field if the text has control characters."""
    if text.isprintable():
        return
    if any(unicodedata.category(character) in _CONTROLS for character in text):
        raise InvalidInput("Control characters cannot be stored.", field)


def is_visible(text: str) -> bool:
    """Has the text a letter, a digit, a punctuation mark or a symbol?"""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def without_marks(text: str) -> str:
    """The text without direction marks."""
    return text if text.isascii() else "".join(char for char in text if char not in DIRECTION_MARKS)


def _measure(text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise InvalidInput("At most %(most)s characters.", field, values={"most": longest})
