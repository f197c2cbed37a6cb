"""What the network says a caller is called, as a suggestion for whoever saves them."""

from __future__ import annotations

from callerid_dash.domain.names import search_key
from callerid_dash.domain.numbers.withheld import says_withheld

_LONGEST = 100
_NAMELESS = frozenset({"wireless caller", "cell phone", "mobile caller", "toll free call", "unknown name", "v"})
"""What North American networks send where they know no name ('V' and digits: a number of their own)."""


def said_name(text: str) -> str:
    """The name that this is, on one line; '' for numbers, addresses, and words that stand for no name."""
    name = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    words = search_key(name)
    is_address = "@" in name or words.startswith(("sip:", "tel:"))
    letters = sum(char.isalpha() for char in words)
    is_number = letters <= 1 and any(char.isdigit() for char in words)
    if not letters or is_address or is_number or words in _NAMELESS or says_withheld(name):
        return ""
    return name if len(name) <= _LONGEST else ""


def first_and_last(name: str) -> tuple[str, str]:
    """A person's name in its two parts: 'Last, First' by its comma, otherwise the first word is the first name.

    One word alone is a last name, by which people are called in an office.
    """
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first and last:
        return first, last
    words = name.replace(",", " ").split()
    return (words[0], " ".join(words[1:])) if len(words) > 1 else ("", " ".join(words))
