"""Undoes what spreadsheets do to a telephone number, or reports that digits are lost.

A spreadsheet takes a telephone number for an amount: 989121234502 becomes 989121234502.0, 9,121,234,506 or 9.12E+09; a
column that is too narrow becomes #########. Some programs prevent that with ="…" or an apostrophe in front.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from callerid_dash.domain.names import latin_digits

_FORMULA = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)'|(\+?\d+))")
_FLOAT = re.compile(r"(\+?\d+)\.0+|([1-9]\d{5,}),0{1,2}")
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([,'’٬.\s])\d{3})(?:\2\d{3})+)([.,]0{1,2})?")
_AMOUNTS = ",'’٬"
"""Separators that group only the digits of amounts; blanks and points also separate those of telephone numbers."""
_POWER = re.compile(r"(\d)(?:[.,٫](\d+))?[eE]\+?(\d{1,2})")
_ERROR = re.compile(r"#+|#(?:N/?A|REF!|VALUE!|NUM!|NAME\?|DIV/0!|NULL!|SPILL!)", re.IGNORECASE)
_FEWEST_DIGITS = 7
"""Fewer grouped digits are not a telephone number."""
_LONGEST = 60
"""A longer cell is not a number written by a spreadsheet."""
_QUOTES = "\"'‘’“”`´"


@dataclass(frozen=True, slots=True)
class SpreadsheetCell:
    """A cell without a spreadsheet's marks. `amount`: a spreadsheet took it for one, so leading zeros are gone.

    `lost`: digits are missing and cannot be recovered.
    """

    text: str
    amount: bool = False
    lost: bool = False


def read_cell(written: str) -> SpreadsheetCell:
    """The cell as it was meant. Takes time in proportion to the text."""
    text = _bare(written)
    if len(text) > _LONGEST:
        return SpreadsheetCell(text)
    if formula := _FORMULA.fullmatch(text):
        text = _bare(next(filter(None, formula.groups()), ""))
    if _ERROR.fullmatch(text):
        return SpreadsheetCell(text, lost=True)
    latin = latin_digits(text)
    if power := _POWER.fullmatch(latin):
        return _written_out(text, *power.groups(""))
    if whole := _FLOAT.fullmatch(latin):
        return SpreadsheetCell(whole[1] or whole[2], amount=True)
    if (grouped := _GROUPED.fullmatch(latin)) and (grouped[2] in _AMOUNTS or grouped[3]):
        digits = "".join(filter(str.isdecimal, grouped[1]))
        if len(digits) >= _FEWEST_DIGITS:
            return SpreadsheetCell(digits, amount=True)
    return SpreadsheetCell(text)


def _written_out(text: str, first: str, rest: str, power: str) -> SpreadsheetCell:
    """9.121234506E+09 has all its digits, 9.12E+09 has not."""
    if len(rest) != int(power):
        return SpreadsheetCell(text, lost=True)
    return SpreadsheetCell(first + rest, amount=True)


def _bare(text: str) -> str:
    """The text without surrounding blanks, invisible marks and quotation marks, and without a leading apostrophe."""
    seen = text if text.isascii() else "".join(char for char in text if unicodedata.category(char) != "Cf")
    seen = seen.strip()
    while len(seen) > 1 and seen[0] in _QUOTES and (seen[-1] in _QUOTES or seen[0] in "'’"):
        seen = seen[1:].strip() if seen[-1] not in _QUOTES else seen[1:-1].strip()
    return seen
