"""Display formats of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.numbers.phones import Dialing, parse_number
from callerid_dash.domain.profiles.numbering import NumberDescription, describe, guess_phone_kind, masked
from callerid_dash.domain.profiles.profiles import PhoneKind

TEHRAN = Dialing()
USA = Dialing("US", "")


def test_a_landline_at_home_has_its_national_format_and_province() -> None:
    assert describe("+982188776655", TEHRAN, "fa") == NumberDescription(
        national="021 8877 6655", place="استان تهران", operator="", region="IR"
    )
    assert describe("+983132234567", TEHRAN, "en").place == "Isfahan province"


def test_a_mobile_at_home_has_its_operator_and_no_place() -> None:
    assert describe("+989121234567", TEHRAN, "fa") == NumberDescription(
        national="0912 123 4567", place="", operator="همراه اول", region="IR"
    )
    assert describe("+989351234567", TEHRAN, "en").operator == "Irancell"


def test_a_foreign_number_has_its_international_format_and_country() -> None:
    shown = describe("+442079460000", TEHRAN, "fa")
    assert (shown.national, shown.place, shown.region) == ("+44 20 7946 0000", "United Kingdom", "GB")


def test_home_is_where_the_office_is() -> None:
    assert describe("+982188776655", USA, "en").national == "+98 21 8877 6655"
    assert describe("+12127365000", USA, "en").national == "(212) 736-5000"


@pytest.mark.parametrize("written", ["110", "101", "*98"])
def test_short_and_internal_numbers_are_shown_as_they_are(written: str) -> None:
    assert describe(parse_number(written, TEHRAN), TEHRAN, "fa") == NumberDescription(written)


def test_an_invalid_number_is_shown_as_written_and_a_withheld_one_not_at_all() -> None:
    assert describe(parse_number(" call me ", TEHRAN), TEHRAN, "fa") == NumberDescription("call me")
    assert describe(parse_number("anonymous", TEHRAN), TEHRAN, "fa") == NumberDescription("")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("09121234567", PhoneKind.MOBILE),
        ("88776655", PhoneKind.LANDLINE),
        ("+12127365000", PhoneKind.OTHER),
        ("101", PhoneKind.OTHER),
        ("anonymous", PhoneKind.OTHER),
    ],
)
def test_the_kind_of_phone_is_guessed_from_the_plan(written: str, kind: PhoneKind) -> None:
    assert guess_phone_kind(parse_number(written, TEHRAN)) is kind


@given(st.text(max_size=30), st.sampled_from(["fa", "en"]))
def test_any_text_can_be_described(text: str, language: str) -> None:
    shown = describe(parse_number(text, TEHRAN), TEHRAN, language)
    assert describe(text, TEHRAN, language).national is not None
    assert shown == describe(parse_number(text, TEHRAN), TEHRAN, language)


@given(st.from_regex(r"9(1[0-9]|3[035-9])[0-9]{7}", fullmatch=True))
def test_what_is_shown_reads_as_the_number_it_stands_for(mobile: str) -> None:
    for dialing in (TEHRAN, USA):
        assert parse_number(describe("+98" + mobile, dialing, "fa").national, dialing).canonical == "+98" + mobile


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+989121236767", "0912 ••• ••67"),
        ("+982188776655", "021 8••• ••55"),
        ("+442079460958", "+44 20 •••• ••58"),
        ("+9800000", "•••0"),
        ("201", "201"),
        ("110", "110"),
    ],
)
def test_a_masked_number_keeps_where_it_is_from_and_its_last_digits(number: str, shown: str) -> None:
    assert masked(number, TEHRAN) == shown


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_masking_hides_at_least_three_digits_of_every_outside_number(number: str) -> None:
    assert masked(number, TEHRAN).count("•") >= 3
