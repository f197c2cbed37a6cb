"""CSV that spreadsheet programs read correctly and that runs no formula when it is opened.

A cell that begins like a formula gets an apostrophe in front, as OWASP advises, also a telephone number: a spreadsheet
takes `+989121234567` for a formula and shows 9.89E+11; with the apostrophe it stays text with all its digits. A cell
that begins with an apostrophe gets one, too, so that a program may strip one leading apostrophe from any cell. Parquet
and Excel files, which tell text from formulas, need none of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

UNSAFE = "=+-@\t\r\n＝＋－＠'"
"""Characters that begin a formula, also in full width; and the apostrophe, so that stripping one never removes the
text's own.
"""
BOM = "\ufeff"
"""Marks UTF-8 for spreadsheet programs."""


def csv_line(values: Iterable[object], unsafe: str = UNSAFE) -> str:
    """A line of CSV (RFC 4180) from texts, numbers and None; texts that begin with an `unsafe` character get an
    apostrophe.
    """
    return ",".join(_cell(value, unsafe) for value in values) + "\r\n"


def _cell(value: object, unsafe: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = str(value)
    guard = "'" if text[0] in unsafe else ""
    return f'"{guard}{text.replace(chr(34), chr(34) * 2)}"'
