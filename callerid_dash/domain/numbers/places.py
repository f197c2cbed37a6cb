"""Names of places and countries from libphonenumber's geocoder, without keeping the whole world in memory.

All names take 90 MB, which Python does not give back. So a subprocess reads them, once for each country that an office
is in, and answers with that country's names; if no subprocess can be started, they are read here.
`domain/profiles/numbering.py` describes numbers with them.
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
    """Areas by the leading digits of a country's numbers, without '+'; all countries by ISO 3166 code, in English."""

    areas: Mapping[str, Names]
    countries: Names

    @cached_property
    def longest(self) -> int:
        """The most digits that identify an area, country code included."""
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
    """The names for a region; the first call waits about half a second."""
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
    """The names for one country, read in this process."""
    from phonenumbers.geodata import GEOCODE_DATA
    from phonenumbers.geodata.locale import LOCALE_DATA

    own = {begin: names for begin, names in GEOCODE_DATA.items() if begin.startswith(str(country_code))}
    areas = {begin: {each: names[each] for each in LANGUAGES if each in names} for begin, names in own.items()}
    yield Places(areas, {region: _in_english(names) for region, names in LOCALE_DATA.items()})


def _in_english(names: Names) -> str:
    """The English name. A name that equals that of another language is stored as '*' and the other language."""
    name = names.get("en", "")
    return names.get(name[1:], "") if name.startswith("*") else name
