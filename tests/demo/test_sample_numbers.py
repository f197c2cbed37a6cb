"""Numbers of simulated callers: spellings, places and operators."""

from __future__ import annotations

from random import Random

import phonenumbers
import pytest

from callerid_dash.demo.numbers import WITHHELD, as_network_says, old_spelling
from callerid_dash.demo.office import SampleCaller, imagine
from callerid_dash.domain.numbers.phones import MatchRule, NumberKind, parse_number
from callerid_dash.domain.profiles.numbering import describe
from tests.demo.simulated import DIALING

WHOLE = imagine()


# Numbers


@pytest.mark.parametrize("callers", [WHOLE.known, WHOLE.unknown], ids=["known", "unknown"])
def test_every_spelling_of_a_number_is_read_as_that_number(callers: tuple[SampleCaller, ...]) -> None:
    rng = Random(1)
    for number in (caller.number for caller in callers):
        assert phonenumbers.is_valid_number(phonenumbers.parse(number))
        assert parse_number(as_network_says(number, rng), DIALING).canonical == number


def test_nobody_in_the_book_is_an_unknown_caller() -> None:
    unknown = {caller.number for caller in WHOLE.unknown}
    assert len(unknown) == len(WHOLE.unknown)
    assert not unknown & {caller.number for caller in WHOLE.known}


def test_every_number_in_the_book_is_a_valid_one_by_which_its_owner_is_recognized() -> None:
    for profile in WHOLE.book.profiles:
        written = {parse_number(phone.number, DIALING).canonical for phone in profile.phones}
        assert written >= set(profile.calls_from)
        assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in profile.calls_from)


def test_numbers_show_where_they_are_from_and_whose_range_they_are_in() -> None:
    described = [describe(parse_number(caller.number, DIALING), DIALING, "fa") for caller in WHOLE.unknown]
    assert all(each.operator or each.place for each in described)
    assert any(each.operator for each in described)


def test_landlines_cannot_be_taken_for_service_codes() -> None:
    local = {caller.number.removeprefix("+9821") for caller in WHOLE.unknown if caller.number.startswith("+9821")}
    assert len(local) > 50
    for number in local:
        assert number.startswith("10")
        for digits in range(3, 7):
            code = phonenumbers.PhoneNumber(country_code=98, national_number=int(number[:digits]))
            assert not phonenumbers.is_valid_short_number_for_region(code, "IR")


def test_every_spelling_without_a_number_is_withheld() -> None:
    assert {parse_number(spelling, DIALING).kind for spelling in WITHHELD} == {NumberKind.WITHHELD}


def test_an_old_spelling_is_known_as_one() -> None:
    assert parse_number(old_spelling("+983139000012"), DIALING).rule is MatchRule.OLD_NUMBERING_PLAN
