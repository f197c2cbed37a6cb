"""Text that people type: how much of it, on how many lines, and what may not be in it.

Control characters break files and lists, and are refused. Marks of writing direction come along when something is
copied, cannot be seen to be taken out, and make text look like another: they are left out. Joiners are letters.
"""

from __future__ import annotations

import re
import unicodedata

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits

LONGEST_CODE = 40
_CODE = re.compile(r"[0-9A-Za-z+*#._@/:-]+")
_TURNS_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})


def one_line(text: str, field: str, longest: int) -> str:
    """The text on one line with single spaces, without marks of direction. Raises InvalidInput with the field."""
    if not text:
        return ""
    line = " ".join(without_marks(text).split())
    refuse_controls(line, field)
    _measure(line, field, longest)
    return line


def several_lines(text: str, field: str, longest: int) -> str:
    """The text with plain line ends, without blanks around it and marks of direction. Raises InvalidInput."""
    lines = without_marks(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    _measure(lines, field, longest)
    refuse_controls(lines.replace("\n", " ").replace("\t", " "), field)
    return lines


def code_of(text: str, field: str = "number") -> str:
    """A line or an extension as calls carry it; digits of any script become Latin ones. Raises InvalidInput."""
    code = latin_digits("".join(c for c in text if unicodedata.category(c) != "Cf")).strip()
    if not code:
        raise InvalidInput("Write the number as the telephone system sends it.", field)
    _measure(code, field, LONGEST_CODE)
    if not _CODE.fullmatch(code):
        raise InvalidInput("Digits, Latin letters and + * # . _ @ / : - only, without spaces.", field)
    return code


def refuse_controls(text: str, field: str) -> None:
    """Raise InvalidInput with the field for text with control characters."""
    if text.isprintable():
        return
    if any(unicodedata.category(character) in _CONTROLS for character in text):
        raise InvalidInput("Control characters cannot be stored.", field)


def without_marks(text: str) -> str:
    """The text without marks of writing direction."""
    return text if text.isascii() else "".join(char for char in text if char not in _TURNS_DIRECTION)


def _measure(text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise InvalidInput("At most %(most)s characters.", field, values={"most": longest})
