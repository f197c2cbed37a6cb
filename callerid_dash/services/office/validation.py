"""Checks what admins enter: titles, descriptions, colors. Each function returns the value to store or raises
InvalidInput.
"""

from __future__ import annotations

import json
import re

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.texts import is_visible, one_line

LONGEST_TITLE = 80
LONGEST_DESCRIPTION = 300
_HEX = re.compile(r"#[0-9a-f]{6}")


def title_of(text: str) -> str:
    """A title: one line with at least one visible character."""
    title = one_line(text, "title", LONGEST_TITLE)
    if not is_visible(title):
        raise InvalidInput("Give it a title.", "title")
    return title


def description_of(text: str) -> str:
    """A description: one line, or empty."""
    return one_line(text, "description", LONGEST_DESCRIPTION)


def hex_of(text: str) -> str:
    """A color as '#rrggbb'."""
    code = latin_digits(text).strip().lower()
    code = code if code.startswith("#") else f"#{code}"
    if not _HEX.fullmatch(code):
        raise InvalidInput("A color is written like #d4a017.", "hex")
    return code


def fingerprint(*parts: object) -> str:
    """A text that identifies the state of an item when somebody begins to change it, to detect changes by others."""
    return json.dumps(parts, ensure_ascii=False, default=str)
