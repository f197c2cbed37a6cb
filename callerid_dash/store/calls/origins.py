"""How the numbers begin that have ever called: by that, calls from one place, operator or country are found.

What a beginning tells of a place is `domain/profiles/numbering.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.store.engine.protocol import Session

FOREIGN_DIGITS = 10
"""So much of a number of another country tells which one it is, with the '+'; `reports/callers.sql` says the same."""


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The first `digits` signs of the numbers of one origin; `but` not of those so long: 'PREFIX/LENGTH'."""

    digits: int
    prefixes: tuple[str, ...]
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """Some numbers begin so and have so many signs, such as `example`."""

    prefix: str
    digits: int
    example: str


def seen(session: Session, own: str, own_digits: int) -> list[Beginning]:
    """Of all public numbers that have ever called. `own` and `own_digits` are as for `callers.places`."""
    rows = session.rows("callers.beginnings", own=own, own_digits=len(own) + own_digits)
    return [Beginning(row["prefix"], row["digits"], row["example"]) for row in rows]
