"""Text that telephone systems send in whatever code page the office's computers had. Pure.

UTF-8 is tried first, for hardly any other text happens to be valid UTF-8. What is not is read in the code page of
the office's language; where that is not set to one with its own script, in that of its region. Facts: the code pages
that Windows gives its users in these places.
"""

from __future__ import annotations

from collections.abc import Callable

DEFAULT = "cp1252"

_OF_LANGUAGE = {"fa": "cp1256"}
"""Languages of the product that say by themselves how names are written; English is chosen everywhere."""

_OF_REGION = {
    "cp1256": "IR AF IQ SA AE KW QA BH OM YE SY LB JO EG SD LY DZ PK PS TN MA",
    "cp1251": "RU UA BY BG MK RS ME KZ KG TJ MN UZ",
    "cp1250": "PL CZ SK HU RO SI HR BA AL MD",
    "cp1253": "GR CY",
    "cp1254": "TR AZ",
    "cp1255": "IL",
    "cp1257": "EE LV LT",
    "cp1258": "VN",
    "cp874": "TH",
    "cp932": "JP",
    "cp949": "KR",
    "gb18030": "CN SG",
    "big5hkscs": "TW HK MO",
}
_BY_REGION = {region: page for page, regions in _OF_REGION.items() for region in regions.split()}
_LOST = "\ufffd"
_LONGEST = 4
"""Bytes of one character in UTF-8."""


def code_page(language: str, region: str) -> str:
    """The code page of an office with this language (`auto` for none in particular) and region."""
    return _OF_LANGUAGE.get(language) or _BY_REGION.get(region, DEFAULT)


def decoded(data: bytes, page: Callable[[], str]) -> str:
    """The text, without any U+FFFD: a character that is lost in both ways of reading is a question mark."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if _is_cut(data, error):
            return data[: error.start].decode()
        text = data.decode(page(), "replace")
    return text.replace(_LOST, "?") if _LOST in text else text


def _is_cut(data: bytes, error: UnicodeDecodeError) -> bool:
    """Is it UTF-8 whose last character was cut off? Asterisk cuts names by bytes."""
    at_end = error.start > len(data) - _LONGEST and error.reason == "unexpected end of data"
    return at_end and not data[: error.start].isascii()
