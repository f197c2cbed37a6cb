"""Area codes that were renamed: versioned facts about which old number is which number today.

Only renamings that a source documents are listed, one row each; the rule is never extended by analogy. It does not
parse numbers and does not know the plan of today: that is libphonenumber's.

Why a valid number may be rewritten at all. In Iran an old number and a number of today's plan have the same length:
0311 2234567 (Isfahan, until 2014) reads today as 031 1223 4567. No subscriber has the latter: a local number that
begins with 1 is a service code (110, 118, 1818, ...), dialled within the area, not behind an area code. So the old
reading is the only one in which the number is somebody's, but only where all of these hold, and then it is taken:
- the old code is the new one followed by 1 (province capitals), so that today's reading begins with 1;
- the old local number is one that existed, seven digits beginning with 2 to 9;
- one source says which digit was put in front of every local number of that code.
Old codes of other towns (0361 Kashan, 0262 Hashtgerd, ...) are left alone: 026 2... could be a number of today, and
the digit put in front differed by exchange.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

VERSION = "2026-1"
"""Grows with every change of the rows: canonical forms that were stored under another version need a rebuild."""


@dataclass(frozen=True, slots=True)
class Renumbering:
    """National numbers (without trunk prefix) that match `old` wholly, `new` as its replacement.

    `in_force_by` is the day on which the source says that the change was (or would be) in force.
    """

    country_code: int
    place: str
    old: re.Pattern[str]
    new: str
    in_force_by: date
    source: str


def _capital(place: str, codes: tuple[str, str], added: str, in_force_by: date, source: str) -> Renumbering:
    old, new = codes
    return Renumbering(98, place, re.compile(rf"{old}([2-9]\d{{6}})"), rf"{new}{added}\1", in_force_by, source)


RENUMBERINGS = (
    _capital("Qom", ("251", "25"), "3", date(2013, 5, 17), "https://mehrnews.com/amp/2053937"),
    # The day is that of a report that names Isfahan among the provinces already done (mehrnews.com/news/2300532).
    _capital("Isfahan", ("311", "31"), "3", date(2014, 5, 30), "https://github.com/google/libphonenumber/issues/1152"),
    # The day is that of the report that the whole national plan was done (mashreghnews.ir/news/375355).
    _capital("Mashhad", ("511", "51"), "3", date(2014, 12, 29), "https://www.irna.ir/news/81247946/"),
)


def renumbered(country_code: int, national: str) -> str | None:
    """Today's national number for one of an old plan; None when it was not renamed or is no old number."""
    for row in RENUMBERINGS:
        if row.country_code == country_code and (match := row.old.fullmatch(national)):
            return match.expand(row.new)
    return None
