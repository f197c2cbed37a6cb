"""Versioned facts about renumbered numbers: which old number is which number today.

Only renumberings that a source documents are listed, one row each; no rule is extended by analogy. To add one, add a
row with its source and date, raise `VERSION`, and add the old number, its region and the new number to the table in
`tests/domain/numbers/test_renumbering.py`. This module does not parse numbers; the plans of today are libphonenumber's.

A row holds only where the old form is nobody's number today: the reader tries the rows last and takes their answer only
if it is a valid number. `certain` rows are the exception, see below.

Why a valid number may be rewritten at all: in Iran an old number and a number of today's plan have the same length.
0311 2234567 (Isfahan, until 2014) reads today as 031 1223 4567. No subscriber has the latter: a local number that
begins with 1 is a service code (110, 118, 1818, ...), dialled within the area, not behind an area code. So only the old
reading is a subscriber's number, and it is taken where all of these hold:
- the old code is the new one followed by 1 (province capitals), so that today's reading begins with 1;
- the old local number is one that existed: seven digits beginning with 2 to 9;
- one source says which digit was put in front of every local number of that code. Old codes of other towns (0361
  Kashan, 0262 Hashtgerd, ...) are left alone: 026 2... could be a number of today, and the digit put in front differed
  by exchange.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

VERSION = "2026-2"
"""Raised with every change of the rows or of how numbers are read: stored canonical forms are then computed again."""


@dataclass(frozen=True, slots=True)
class Renumbering:
    """National numbers (without trunk prefix) that fully match `old`, and `new`, their replacement.

    `in_force_by` is the day on which, by the source, the change was (or would be) in force. `certain`: the row applies
    even where the old form could be a number of today.
    """

    country_code: int
    place: str
    old: re.Pattern[str]
    new: str
    in_force_by: date
    source: str
    certain: bool = False


def _row(country_code: int, place: str, old: str, new: str, in_force_by: date, source: str) -> Renumbering:
    return Renumbering(country_code, place, re.compile(old), new, in_force_by, source)


def _iran(place: str, codes: tuple[str, str], added: str, in_force_by: date, source: str) -> Renumbering:
    old, new = codes
    pattern = re.compile(rf"{old}([2-9]\d{{6}})")
    return Renumbering(98, place, pattern, rf"{new}{added}\1", in_force_by, source, certain=True)


_BENIN = (date(2024, 11, 30), "https://github.com/mobi/telephone_number/issues/138")
_IVORY_COAST = (date(2021, 1, 31), "https://www.itu.int/dms_pub/itu-t/oth/02/02/T02020000310006PDFE.pdf")
"""The second digit of an old number gives the operator of a mobile (github.com/google/libphonenumber/issues/1909), the
third digit that of a landline (github.com/dykoffi/ccu)."""
_MEXICO = (
    date(2019, 8, 3),
    "https://notisema.com/no-entra-la-llamada-asi-es-la-nueva-marcacion-telefonica-desde-este-3-de-agosto",
)
"""By the regulator IFT; the old forms were put through until 2020-08-03."""
_VIET_NAM = (
    date(2018, 9, 15),
    "https://sggpnews.org.vn/science_technology/mobile-phone-numbers-conversion-to-affect-60-million-subscribers-nationwide-76279.html",
)
"""By the ministry of information and communications; old numbers were put through until 2018-11-14."""
_ARGENTINA = (date(2021, 11, 10), "https://github.com/google/libphonenumber/pull/2693")
"""Two ways of dialling mobiles, of which some write both: 15 before the subscriber's number at home, 9 before the area
code from abroad. The day is that of the source."""
_BRAZIL = "https://vcfaz.tv/2012/10/anatel-define-cronograma-de-implementao-do-nono-dgito-em-todo-pas/"
"""Resolution 553/2010 of the regulator Anatel; the days are the last ones that it gave each area."""

_MOBIFONE = {"120": "70", "121": "79", "122": "77", "126": "76", "128": "78"}
_VINAPHONE = {"123": "83", "124": "84", "125": "85", "127": "81", "129": "82"}
_VIETTEL = {f"16{digit}": f"3{digit}" for digit in range(2, 10)}
_VIETNAMESE = {**_MOBIFONE, **_VINAPHONE, **_VIETTEL, "186": "56", "188": "58", "199": "59"}
_BRAZILIAN = {
    "11": date(2012, 7, 29),
    "1[2-9]": date(2013, 12, 31),
    "2[12478]": date(2014, 1, 31),
    "9[1-9]": date(2014, 12, 31),
    "3[1-578]|7[13-579]|8[1-9]": date(2015, 12, 31),
    "4[1-9]|5[13-5]|6[1-9]": date(2016, 12, 31),
}
"""By area, the day from which mobiles have nine digits."""

RENUMBERINGS = (
    _iran("Qom", ("251", "25"), "3", date(2013, 5, 17), "https://mehrnews.com/amp/2053937"),
    # The day is that of a report that names Isfahan among the provinces already done (mehrnews.com/news/2300532).
    _iran("Isfahan", ("311", "31"), "3", date(2014, 5, 30), "https://github.com/google/libphonenumber/issues/1152"),
    # The day is that of the report that the whole national plan was done (mashreghnews.ir/news/375355).
    _iran("Mashhad", ("511", "51"), "3", date(2014, 12, 29), "https://www.irna.ir/news/81247946/"),
    _row(229, "Benin", r"([2-9]\d{7})", r"01\1", *_BENIN),
    _row(225, "Ivory Coast, Moov mobiles", r"([04-9][0-3]\d{6})", r"01\1", *_IVORY_COAST),
    _row(225, "Ivory Coast, MTN mobiles", r"([04-9][4-6]\d{6})", r"05\1", *_IVORY_COAST),
    _row(225, "Ivory Coast, Orange mobiles", r"([04-9][7-9]\d{6})", r"07\1", *_IVORY_COAST),
    _row(225, "Ivory Coast, Moov landlines", r"(2\d8\d{5})", r"21\1", *_IVORY_COAST),
    _row(225, "Ivory Coast, MTN landlines", r"([23]\d0\d{5})", r"25\1", *_IVORY_COAST),
    _row(225, "Ivory Coast, Orange landlines", r"([23]\d[1-79]\d{5}|3\d8\d{5})", r"27\1", *_IVORY_COAST),
    _row(52, "Mexico, mobiles from abroad", r"1(\d{10})", r"\1", *_MEXICO),
    _row(52, "Mexico, mobiles at home", r"04[45](\d{10})", r"\1", *_MEXICO),
    _row(52, "Mexico, long distance", r"01(\d{10})", r"\1", *_MEXICO),
    *(_row(84, f"Viet Nam, 0{old}", rf"{old}(\d{{7}})", rf"{new}\1", *_VIET_NAM) for old, new in _VIETNAMESE.items()),
    _row(54, "Argentina, Buenos Aires", r"9(11)15(\d{8})", r"9\1\2", *_ARGENTINA),
    _row(54, "Argentina, cities", r"9([23]\d\d)15(\d{7})", r"9\1\2", *_ARGENTINA),
    _row(54, "Argentina, towns", r"9([23]\d{3})15(\d{6})", r"9\1\2", *_ARGENTINA),
    *(
        _row(55, f"Brazil, mobiles of {area}", rf"({area})([6-9]\d{{7}})", r"\g<1>9\2", day, _BRAZIL)
        for area, day in _BRAZILIAN.items()
    ),
)


def renumbered(country_code: int, national: str, *, certain: bool) -> Iterator[str]:
    """Possible new forms of an old number, by the rows that are `certain` or by the others; none for most numbers."""
    for row in RENUMBERINGS:
        if row.country_code == country_code and row.certain is certain and (match := row.old.fullmatch(national)):
            yield match.expand(row.new)
