"""Names of places and countries as libphonenumber's geocoder has them, without the whole world in memory.

All its names take 90 MB, and Python does not give them back. A process of its own reads them, once for
each country that an office is in, and answers with what is needed there; where none can be started, they are read
here. What a number's place is good for is `domain/profiles/numbering.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import phonenumbers

from callerid_dash.domain.errors import CallerIdError
from callerid_dash.domain.files.subprocess_reader import Bounds, answers

LANGUAGES = ("en", "fa")
_TIMEOUT = 30.0
"""Seconds after which reading them here is quicker."""
_reading = threading.Lock()

Names = Mapping[str, str]
"""By language, or by country."""


@dataclass(frozen=True)
class Places:
    """Areas by how one country's numbers begin, without '+', and all countries by ISO 3166 code, in English."""

    areas: Mapping[str, Names]
    countries: Names

    @cached_property
    def longest(self) -> int:
        """How many digits tell an area at most, the country's code among them."""
        return max(map(len, self.areas), default=0)

    def area(self, number: phonenumbers.PhoneNumber, language: str) -> str:
        """The province or area of a landline of this country, in English where the language has no name; else ''."""
        if not phonenumbers.is_number_geographical(number):
            return ""
        code, national = number.country_code or 0, phonenumbers.national_significant_number(number)
        mobile = phonenumbers.country_mobile_token(code)  # in Argentina, it stands before the area code
        digits = f"{code}{national.removeprefix(mobile)}"
        for length in range(self.longest, 0, -1):
            names = self.areas.get(digits[:length], {})
            if name := names.get(language) or names.get("en"):
                return name
        return ""


def places_of(region: str) -> Places:
    """What there is to know in a country; the first to ask waits about half a second."""
    with _reading:
        return _places_of(region)


@lru_cache(maxsize=8)
def _places_of(region: str) -> Places:
    code = phonenumbers.country_code_for_region(region)
    try:
        (places,) = answers(Bounds(timeout=_TIMEOUT), read_here, code)
    except (OSError, ValueError, CallerIdError):
        (places,) = read_here(code)
    return places


def read_here(country_code: int) -> Iterator[Places]:
    """The names of one country, in this process."""
    yield _read(country_code)


def _read(country_code: int) -> Places:
    from phonenumbers.geodata import GEOCODE_DATA
    from phonenumbers.geodata.locale import LOCALE_DATA

    own = {begin: names for begin, names in GEOCODE_DATA.items() if begin.startswith(str(country_code))}
    areas = {begin: {each: names[each] for each in LANGUAGES if each in names} for begin, names in own.items()}
    return Places(areas, {region: _in_english(names) for region, names in LOCALE_DATA.items()})


def _in_english(names: Names) -> str:
    """A name that is the same in another language is kept there, and here '*' and that language."""
    name = names.get("en", "")
    return names.get(name[1:], "") if name.startswith("*") else name
