"""The leading digits of all numbers that have ever called. They select the calls from a place, operator or country.

`domain/profiles/numbering.py` says which origin leading digits stand for.
"""

from __future__ import annotations

from dataclasses import dataclass

from callerid_dash.store.engine.protocol import Session

FOREIGN_DIGITS = 10
"""How many characters of a foreign number, '+' included, determine its country; as in `reports/callers.sql`."""


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The first `digits` characters of one origin's numbers. `but`: numbers to leave out, as 'PREFIX/LENGTH'."""

    digits: int
    prefixes: tuple[str, ...]
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """Numbers that begin with `prefix` and have `digits` characters, such as `example`."""

    prefix: str
    digits: int
    example: str


def seen(session: Session, own: str, own_digits: int) -> list[Beginning]:
    """The beginnings of all public numbers that have ever called. `own` and `own_digits` as for `callers.places`."""
    rows = session.rows("callers.beginnings", own=own, own_digits=len(own) + own_digits)
    return [Beginning(row["prefix"], row["digits"], row["example"]) for row in rows]
