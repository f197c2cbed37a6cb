"""Reads a number in any spelling into its canonical form.

Matching is equality on `PhoneNumber.canonical`: never a substring, never the last N digits. This module does no I/O and
knows no profiles. `domain/numbers/raw_numbers.py` finds the number in a text, `domain/numbers/renumbering.py` has the
renamed area codes, `domain/profiles/numbering.py` formats numbers for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers

from callerid_dash.domain.numbers.raw_numbers import MAX_WRITTEN, read_written
from callerid_dash.domain.numbers.renumbering import renumbered
from callerid_dash.domain.numbers.withheld import is_keypad_word

_INTERNAL = re.compile(r"[0-9]{2,6}|[*#][0-9*#]{1,7}")
_EXTERNAL = re.compile(r"\+?[0-9]{6,20}")
_SERVICE = re.compile(r"[1-9][0-9]{1,5}")
_COMPARABLE = re.compile(r"\+?[0-9]{3,18}")
"""Not a valid number, but may call again; more digits are several numbers."""
_LOCAL_DIGITS = range(6, 9)
"""A number of so many digits that is no extension is read as a local number first, then as a national one."""
_WHOLE_DIGITS = 11
"""From this length on, digits without a prefix are read as an international number that lost its plus."""
_SURE_DIGITS = 8
"""A shorter national number counts only if the plan lists its range."""
_ADVERTISED = frozenset(
    getattr(phonenumbers.PhoneNumberType, name)
    for name in ("TOLL_FREE", "PREMIUM_RATE", "SHARED_COST", "UAN", "FIXED_LINE_OR_MOBILE")
)
"""Types of numbers that are advertised with letters. North America does not tell landlines from mobiles."""


class NumberKind(StrEnum):
    """The kind of number that the network gave."""

    EXTERNAL = "external"
    INTERNAL = "internal"
    SHORT = "short"
    WITHHELD = "withheld"
    INVALID = "invalid"


class MatchRule(StrEnum):
    """How the canonical form was derived; users see it as 'how it matched'."""

    EXACT = "exact"
    AREA_CODE_ADDED = "area_code_added"
    OLD_NUMBERING_PLAN = "old_numbering_plan"


@dataclass(frozen=True, slots=True)
class Dialing:
    """The office's place for reading numbers: its region (ISO 3166 alpha-2) and area code without trunk prefix."""

    region: str = "IR"
    area_code: str = "21"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as written, with its canonical form.

    `canonical` is E.164 for external numbers and the bare digits for short and internal ones. For an invalid number it
    is its own digits, with a plus if they form an international number, so that the number equals only itself. It is
    None for withheld callers and for text that is no number. `extension` followed ';ext=', 'x', 'داخلی' or the like.
    """

    raw: str
    kind: NumberKind
    canonical: str | None = None
    extension: str | None = None
    rule: MatchRule = MatchRule.EXACT

    @property
    def e164(self) -> str | None:
        """The canonical form of an external number, else None."""
        return self.canonical if self.kind is NumberKind.EXTERNAL else None


def parse_number(raw: str | None, dialing: Dialing) -> PhoneNumber:
    """Read a number in any spelling. Never raises: garbage is INVALID, a missing number WITHHELD.

    The last 32,768 distinct spellings are cached.
    """
    if raw is None or len(raw) > MAX_WRITTEN:  # no oversized keys in the cache
        return _parse(raw or "", dialing)
    return _parse_cached(raw, dialing)


def _parse(raw: str, dialing: Dialing) -> PhoneNumber:
    written = read_written(raw)
    if written.withheld:
        return PhoneNumber(raw, NumberKind.WITHHELD)
    if written.spelled:
        kind, canonical, rule = _spelled(written.spelled, dialing)
    else:
        kind, canonical, rule = _classify(written.number, dialing)
    return PhoneNumber(raw, kind, canonical, written.extension if canonical else None, rule)


def _classify(number: str, dialing: Dialing) -> tuple[NumberKind, str | None, MatchRule]:
    exact = MatchRule.EXACT
    if _is_short(number, dialing.region):
        return NumberKind.SHORT, number, exact
    if _EXTERNAL.fullmatch(number) and (found := _reading(number, dialing)):
        return NumberKind.EXTERNAL, *found
    if is_keypad_word(number):
        return NumberKind.WITHHELD, None, exact
    if _INTERNAL.fullmatch(number):
        return NumberKind.INTERNAL, number, exact
    return NumberKind.INVALID, _own_digits(number, dialing), exact


def _spelled(digits: str, dialing: Dialing) -> tuple[NumberKind, str | None, MatchRule]:
    """A number with letters is valid only among the types advertised so; otherwise the letters are words beside it."""
    found = _reading(digits, dialing)
    if found and phonenumbers.number_type(phonenumbers.parse(found[0])) in _ADVERTISED:
        return NumberKind.EXTERNAL, *found
    return NumberKind.INVALID, None, MatchRule.EXACT


def _own_digits(number: str, dialing: Dialing) -> str | None:
    """The canonical form of a number that no plan knows: its own digits, which equal only themselves."""
    if not _COMPARABLE.fullmatch(number):
        return None
    digits = number.removeprefix("+")
    abroad = digits[2:] if digits.startswith("00") else digits
    written_abroad = digits != number or abroad != digits or len(digits) >= _WHOLE_DIGITS
    if written_abroad and not abroad.startswith("0") and _COMPARABLE.fullmatch(abroad):  # no country code begins with 0
        international = f"+{abroad}"
        if number == international or not _reading(international, dialing):
            return international
    return None if _INTERNAL.fullmatch(digits) else digits


_parse_cached = lru_cache(maxsize=32_768)(_parse)


def _is_short(number: str, region: str) -> bool:
    """Does the region's plan list it as an emergency or service number?"""
    country_code = phonenumbers.country_code_for_region(region)
    if not country_code or not _SERVICE.fullmatch(number):
        return False
    as_number = phonenumbers.PhoneNumber(country_code=country_code, national_number=int(number))
    return phonenumbers.is_valid_short_number_for_region(as_number, region)


def _reading(number: str, dialing: Dialing) -> tuple[str, MatchRule] | None:
    """The most likely E.164 reading: a number valid today before one of an old numbering plan."""
    old: list[str] = []
    for digits, rule, explicit in _candidates(number, dialing):
        try:
            parsed = phonenumbers.parse(digits, dialing.region)
        except phonenumbers.NumberParseException:
            continue
        code, national = parsed.country_code or 0, phonenumbers.national_significant_number(parsed)
        for today in renumbered(code, national, certain=True):
            return f"+{code}{today}", MatchRule.OLD_NUMBERING_PLAN
        if phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), rule
        if not old:
            options = (f"+{code}{today}" for today in renumbered(code, national, certain=False))
            old += (each for each in options if phonenumbers.is_valid_number(phonenumbers.parse(each)))
        if explicit and not old and _may_be_new(parsed, national):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), rule
    return (old[0], MatchRule.OLD_NUMBERING_PLAN) if old else None


def _candidates(number: str, dialing: Dialing) -> Iterator[tuple[str, MatchRule, bool]]:
    """The possible readings of the digits: a dial string, its rule, and whether the number was written in full."""
    exact = MatchRule.EXACT
    if number.startswith("+"):
        yield number, exact, True
        if not number.startswith("+0"):
            return
        number = number[1:]  # no country code begins with 0: some gateways put a plus before whatever they have
    if number.startswith("00"):
        yield "+" + number[2:], exact, True
    trunk = phonenumbers.ndd_prefix_for_region(dialing.region, True) or ""
    written_in_full = bool(trunk) and number.startswith(trunk)
    own = str(phonenumbers.country_code_for_region(dialing.region))
    local = bool(dialing.area_code) and not written_in_full
    if len(number) in _LOCAL_DIGITS and not written_in_full:
        # Dialled here, these digits are a local number; a national number that lost its zero is longer.
        if local:
            yield dialing.area_code + number, MatchRule.AREA_CODE_ADDED, False
        if _has_local_numbers(dialing.region) and (local or len(number) == _LOCAL_DIGITS[0]):
            return
    if len(number) >= _WHOLE_DIGITS and number.startswith(own):
        yield "+" + number, exact, False
    yield number, exact, written_in_full
    if local and len(number) > _LOCAL_DIGITS[-1] and _is_local_length(len(number), dialing.region):
        yield dialing.area_code + number, MatchRule.AREA_CODE_ADDED, False
    if len(number) >= _WHOLE_DIGITS and not number.startswith("0"):
        yield "+" + number, exact, False


@lru_cache(maxsize=32)
def _local_lengths(region: str) -> frozenset[int]:
    """How many digits of this country's numbers can be dialled without their area code, where the plan says so."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    parts = (plan.general_desc, plan.fixed_line, plan.mobile) if plan else ()
    return frozenset(length for part in parts if part for length in part.possible_length_local_only)


def _has_local_numbers(region: str) -> bool:
    """Denmark, for one, has no area codes: eight digits are the whole number, six in the Faroe Islands."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    fixed = plan.fixed_line.possible_length if plan and plan.fixed_line else ()
    return bool(_local_lengths(region)) or all(length > _LOCAL_DIGITS[-1] for length in fixed)


def _is_local_length(digits: int, region: str) -> bool:
    """Nine digits are local in Brazil; ten are in Argentina, where 15 stands before mobiles."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    rewritten = bool(plan and plan.national_prefix_transform_rule)
    return digits in _local_lengths(region) or (rewritten and digits - len("15") in _local_lengths(region))


def _may_be_new(parsed: phonenumbers.PhoneNumber, national: str) -> bool:
    """Does a number written in full fit its country's plan, though no operator is listed for its range?

    Ranges are opened faster than offices update libraries; such a caller must be matched and saved all the same.
    """
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    if plan is None or plan.general_desc is None or len(national) < _SURE_DIGITS:
        return False
    pattern = plan.general_desc.national_number_pattern
    possible = phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE
    return possible and bool(pattern and re.fullmatch(pattern, national))
