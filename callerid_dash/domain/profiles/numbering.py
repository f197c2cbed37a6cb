"""Describes a number to people: its format, its place, its operator.

Digits stay Latin and text unmarked; the page converts digits and keeps numbers left-to-right. The facts are
libphonenumber's, in Persian ('fa') where it has them, else in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, carrier
from phonenumbers.carrierdata import CARRIER_DATA

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.phones import Dialing, NumberKind, PhoneNumber
from callerid_dash.domain.numbers.places import places_of
from callerid_dash.domain.profiles.profiles import PhoneKind

_LONG, _SHORT = 10, 7
"""Digits of a number whose first four, or first two, may be shown without naming a subscriber."""
_KINDS = {PhoneNumberType.MOBILE: PhoneKind.MOBILE, PhoneNumberType.FIXED_LINE: PhoneKind.LANDLINE}
_HIDDEN = 3
"""A masked number hides at least this many digits."""


@dataclass(frozen=True, slots=True)
class NumberDescription:
    """A number as it is shown.

    `place` is the province or area of a landline of the own region, or the country of a foreign number (in English;
    `region`, its ISO 3166 code, lets the page name it in another language), else ''. `operator` is the one that the
    range was assigned to; the subscriber may have ported the number.
    """

    national: str
    place: str = ""
    operator: str = ""
    region: str = ""


def describe(number: PhoneNumber | str, dialing: Dialing, language: str) -> NumberDescription:
    """Describe a parsed number or a canonical form; `language` is 'fa' or 'en'.

    Numbers of the own country are in national format, others in international format, short and internal ones
    unchanged, invalid ones as written, withheld ones ''.
    """
    if isinstance(number, str):
        return _describe(number, dialing.region, language)
    if number.canonical is None:
        return NumberDescription(number.raw.strip() if number.kind is NumberKind.INVALID else "")
    return _describe(number.canonical, dialing.region, language)


def written_out(canonical: str, dialing: Dialing) -> str:
    """A canonical number as people of the own country write it: 021 8877 6655, +49 30 1234567."""
    parsed = _parsed(canonical)
    return _formatted(parsed, dialing.region) if parsed else canonical


def masked(canonical: str, dialing: Dialing) -> str:
    """A number that anybody may see: 0912 ••• ••67. Internal and service numbers identify nobody and stay."""
    if not canonical.startswith("+"):
        return canonical
    text = written_out(canonical, dialing)
    digits = [i for i, sign in enumerate(text) if sign.isdigit()]
    ahead = 4 if len(digits) >= _LONG else 2 if len(digits) >= _SHORT else 0
    behind = min(2, max(0, len(digits) - ahead - _HIDDEN))
    hidden = set(digits[ahead : len(digits) - behind])
    return "".join("•" if i in hidden else sign for i, sign in enumerate(text))


class OriginKind(StrEnum):
    """The kind of origin: a `PLACE` in the own country, the `OPERATOR` of its mobiles, or a `COUNTRY`.

    `INSIDE` are extensions, short numbers and digits without a country code that no plan knows; `OTHER`: the plan gives
    neither place nor operator.
    """

    PLACE = "place"
    OPERATOR = "operator"
    COUNTRY = "country"
    INSIDE = "inside"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number is from; `name` is in the requested language where there is one, `region` is a country's."""

    kind: OriginKind
    name: str = ""
    region: str = ""


def origin(canonical: str, dialing: Dialing, language: str) -> Origin:
    """The place or operator of a number of the own country; the country of any other."""
    parsed = _parsed(canonical)
    if parsed is None:
        return Origin(OriginKind.OTHER if canonical.startswith("+") else OriginKind.INSIDE)
    described = describe(canonical, dialing, language)
    if not _is_own(parsed, dialing.region):
        return Origin(OriginKind.COUNTRY, described.place, described.region)
    if described.place:
        return Origin(OriginKind.PLACE, described.place)
    return Origin(OriginKind.OPERATOR, described.operator) if described.operator else Origin(OriginKind.OTHER)


def origin_code(canonical: str, dialing: Dialing) -> str:
    """The origin of a number as filters name it in every language: 'operator:Irancell', 'country:DE', 'inside'."""
    place = origin(canonical, dialing, "en")
    name = place.region if place.kind is OriginKind.COUNTRY else place.name
    return f"{place.kind}:{name}" if name else place.kind.value


def origin_of_code(code: str) -> Origin:
    """The origin of a code, named in English. Raises InvalidInput."""
    kind, _, name = code.partition(":")
    if kind not in set(OriginKind) or not code.isprintable():
        raise InvalidInput("'%(value)s' is no origin, such as country:DE.", "origin", values={"value": code[:40]})
    if kind == OriginKind.COUNTRY:
        return Origin(OriginKind.COUNTRY, region=name)
    return Origin(OriginKind(kind), name)


@lru_cache(maxsize=32)
def origin_digits(region: str) -> tuple[str, int]:
    """A region's country code with '+', and how many digits after it determine place and operator."""
    code = str(phonenumbers.country_code_for_region(region))
    operators = max((len(begin) for begin in CARRIER_DATA if begin.startswith(code)), default=0)
    return f"+{code}", max(operators - len(code), places_of(region).longest - len(code), 4)


def guess_phone_kind(number: PhoneNumber | str) -> PhoneKind:
    """Mobile or landline by the numbering plan; OTHER where it does not say (North America, internal numbers)."""
    parsed = _parsed((number if isinstance(number, str) else number.canonical) or "")
    return _KINDS.get(phonenumbers.number_type(parsed), PhoneKind.OTHER) if parsed else PhoneKind.OTHER


@lru_cache(maxsize=32_768)
def _describe(canonical: str, own_region: str, language: str) -> NumberDescription:
    parsed = _parsed(canonical)
    if parsed is None:
        return NumberDescription(canonical)
    return NumberDescription(
        national=_formatted(parsed, own_region),
        place=_place(parsed, own_region, language),
        operator=carrier.name_for_number(parsed, language),
        region=phonenumbers.region_code_for_number(parsed) or "",
    )


def _is_own(parsed: phonenumbers.PhoneNumber, own_region: str) -> bool:
    return bool(parsed.country_code == phonenumbers.country_code_for_region(own_region))


def _formatted(parsed: phonenumbers.PhoneNumber, own_region: str) -> str:
    how = PhoneNumberFormat.NATIONAL if _is_own(parsed, own_region) else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, how)


def _parsed(canonical: str) -> phonenumbers.PhoneNumber | None:
    if not canonical.startswith("+"):
        return None
    try:
        return phonenumbers.parse(canonical)
    except phonenumbers.NumberParseException:
        return None


def _place(parsed: phonenumbers.PhoneNumber, own_region: str, language: str) -> str:
    places = places_of(own_region)
    country = phonenumbers.region_code_for_number(parsed) or ""
    if not _is_own(parsed, own_region):
        return places.countries.get(country, "")
    area = places.area(parsed, language)
    return "" if area == places.countries.get(country) else area  # at home the country's name says nothing


def plausible_number(region: str, last_digits: str) -> str:
    """A possible mobile number of the region in canonical form, ending in these digits."""
    example = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE) or phonenumbers.example_number(
        region
    )
    if example is None:
        return f"+1202555{last_digits}"
    written = phonenumbers.format_number(example, PhoneNumberFormat.E164)
    return written[: -len(last_digits)] + last_digits
