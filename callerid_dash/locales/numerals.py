"""The digits and separators of each language."""

from __future__ import annotations

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PERSIAN_SEPARATOR = "٬"


def digits(text: str, language: str) -> str:
    """The text with its digits replaced by the language's own."""
    return text.translate(_PERSIAN_DIGITS) if language == "fa" else text


def number(value: int, language: str) -> str:
    """A whole number with thousands separators: 12,345 or ۱۲٬۳۴۵."""
    text = f"{value:,}"
    return digits(text.replace(",", PERSIAN_SEPARATOR), language) if language == "fa" else text
