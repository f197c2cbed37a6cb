"""Checks what admins enter: titles, descriptions, colors. Each function returns the value to store or raises
InvalidInput.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.texts import one_line

LONGEST_TITLE = 80
LONGEST_DESCRIPTION = 300
_HEX = re.compile(r"#[0-9a-f]{6}")


def title_of(text: str, field: str = "title") -> str:
    """A title: one line with at least one visible character."""
    title = one_line(text, field, LONGEST_TITLE)
    if not any(unicodedata.category(character)[0] in "LNPS" for character in title):
        raise InvalidInput("Give it a title.", field)
    return title


def description_of(text: str, field: str = "description") -> str:
    """A description: one line, or empty."""
    return one_line(text, field, LONGEST_DESCRIPTION)


def hex_of(text: str, field: str = "hex") -> str:
    """A color as '#rrggbb'."""
    code = latin_digits(text).strip().lower()
    code = code if code.startswith("#") else f"#{code}"
    if not _HEX.fullmatch(code):
        raise InvalidInput("A color is written like #d4a017.", field)
    return code


def taken(title: str, titles: Iterable[str]) -> bool:
    """Is one of these titles the same, ignoring case?"""
    return title.casefold() in {other.casefold() for other in titles}


def fingerprint(*parts: object) -> str:
    """A text that identifies the state of an item when somebody begins to change it, to detect changes by others."""
    return json.dumps(parts, ensure_ascii=False, default=str)
