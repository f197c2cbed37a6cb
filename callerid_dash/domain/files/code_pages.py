"""Decodes text that telephone systems send in whatever code page the office's computers use. Pure.

UTF-8 is tried first, because hardly any other text is valid UTF-8. Other text is read in the code page of the office's
language, or, where the language does not decide, of its region. The table lists the code pages of Windows in these
places.
"""

from __future__ import annotations

from collections.abc import Callable

DEFAULT = "cp1252"

_OF_LANGUAGE = {"fa": "cp1256"}
"""Languages that decide the code page by themselves. English does not: it is chosen everywhere."""

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
"""Bytes of the longest UTF-8 character."""


def code_page(language: str, region: str) -> str:
    """The code page of an office with this language (`auto`: none in particular) and region."""
    return _OF_LANGUAGE.get(language) or _BY_REGION.get(region, DEFAULT)


def decoded(data: bytes, page: Callable[[], str]) -> str:
    """The text, without any U+FFFD: a character that neither encoding can read becomes a question mark."""
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
