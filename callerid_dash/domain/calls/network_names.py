"""The caller's name as the network sends it, as a suggestion when somebody saves the caller."""

from __future__ import annotations

from callerid_dash.domain.names import search_key
from callerid_dash.domain.numbers.withheld import says_withheld

_LONGEST = 100
_NAMELESS = frozenset({"wireless caller", "cell phone", "mobile caller", "toll free call", "unknown name", "v"})
"""Sent by North American networks that know no name ('V' and digits is an id of their own)."""


def said_name(text: str) -> str:
    """The name on one line; '' for numbers, addresses and words that stand for no name."""
    name = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    words = search_key(name)
    is_address = "@" in name or words.startswith(("sip:", "tel:"))
    letters = sum(char.isalpha() for char in words)
    is_number = letters <= 1 and any(char.isdigit() for char in words)
    if not letters or is_address or is_number or words in _NAMELESS or says_withheld(name):
        return ""
    return name if len(name) <= _LONGEST else ""


def first_and_last(name: str) -> tuple[str, str]:
    """Split a person's name in two: 'Last, First' at its comma, otherwise the first word is the first name.

    A single word is a last name, by which offices call people.
    """
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first and last:
        return first, last
    words = name.replace(",", " ").split()
    return (words[0], " ".join(words[1:])) if len(words) > 1 else ("", " ".join(words))
