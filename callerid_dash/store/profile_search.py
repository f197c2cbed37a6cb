"""Finding profiles by what somebody typed: words of names and organizations, or digits of a number.

The order is: exact number or name, names that begin so, organizations that begin so, a word that begins so, part of a
number, anything else that contains every word.
"""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.store.engine import Session

_WORDS = 4
"""The search looks for so many words, the longest; more narrow nothing down."""
_BEFORE_ALL = (-1, "", 0)

Position = tuple[int, str, int]
"""Where a hit stands in the order: its rank, its search key, its id."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`phrase` is a search key, '' for every profile; `digits` is part of a canonical number, '' for no number."""

    phrase: str = ""
    digits: str = ""
    canonical: str | None = None


def search(session: Session, wanted: Wanted, limit: int, after: Position | None = None) -> list[Position]:
    """The best `limit` hits behind `after`; a hit's last element is the profile's id."""
    words = sorted(set(wanted.phrase.split()), key=len, reverse=True)[:_WORDS]
    place, key, profile_id = after or _BEFORE_ALL
    rows = session.rows(
        "profiles.search",
        phrase=wanted.phrase,
        **{f"word{i + 1}": words[i] if i < len(words) else "" for i in range(_WORDS)},
        digits=wanted.digits,
        canonical=wanted.canonical,
        after_place=place,
        after_key=key,
        after_id=profile_id,
        limit=limit,
    )
    return [(row["place"], row["search_key"], row["id"]) for row in rows]
