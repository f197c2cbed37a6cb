"""What admins may write: titles, descriptions, colors. Each answers what is stored or raises InvalidInput."""

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
    """A name of something: one line with something to read in it."""
    title = one_line(text, field, LONGEST_TITLE)
    if not any(unicodedata.category(character)[0] in "LNPS" for character in title):
        raise InvalidInput("Give it a title.", field)
    return title


def description_of(text: str, field: str = "description") -> str:
    """One line, or nothing."""
    return one_line(text, field, LONGEST_DESCRIPTION)


def hex_of(text: str, field: str = "hex") -> str:
    """A color as '#rrggbb'."""
    code = latin_digits(text).strip().lower()
    code = code if code.startswith("#") else f"#{code}"
    if not _HEX.fullmatch(code):
        raise InvalidInput("A color is written like #d4a017.", field)
    return code


def taken(title: str, titles: Iterable[str]) -> bool:
    """Does one of these titles read the same?"""
    return title.casefold() in {other.casefold() for other in titles}


def fingerprint(*parts: object) -> str:
    """What somebody has seen of a thing when they began to change it; another one means that others were quicker."""
    return json.dumps(parts, ensure_ascii=False, default=str)
