"""CSV that spreadsheet programs read as it is meant, and that does nothing when it is opened.

A cell that begins like a formula gets an apostrophe in front, as OWASP advises. That holds for telephone numbers, too:
`+989121234567` is a formula to a spreadsheet, which would show 9.89E+11; with the apostrophe it stays text with all its
digits. So does a cell that begins with an apostrophe. Programs take one leading apostrophe off any cell, or read
Parquet or Excel files, which know text from formulas.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

UNSAFE = "=+-@\t\r\n＝＋－＠'"
"""What a formula may begin with, also in full width; and the apostrophe, or taking one off would take a text's own."""
BOM = "\ufeff"
"""By which spreadsheet programs know UTF-8."""


def csv_line(values: Iterable[object], unsafe: str = UNSAFE) -> str:
    """A line of CSV (RFC 4180) from texts, numbers and None; texts that begin `unsafe` get an apostrophe in front."""
    return ",".join(_cell(value, unsafe) for value in values) + "\r\n"


def _cell(value: object, unsafe: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = str(value)
    guard = "'" if text[0] in unsafe else ""
    return f'"{guard}{text.replace(chr(34), chr(34) * 2)}"'
