"""Parsing of generated numbers: any spelling, script or punctuation, and any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.numbers.phones import Dialing, MatchRule, NumberKind, parse_number
from tests.domain.numbers.dialings import BERLIN, NEW_YORK, TEHRAN, UK, USA

DIALINGS = st.sampled_from([TEHRAN, Dialing("IR", ""), Dialing("IR", "31"), BERLIN, NEW_YORK, USA, UK])


IRANIAN_MOBILES = st.from_regex(r"9(1[0-9]|3[035-9])[0-9]{7}", fullmatch=True)


@given(IRANIAN_MOBILES, st.sampled_from(["0", "", "98", "+98", "0098", "+98 0", "sip:0", "tel:+98", '"x" <0']))
def test_all_prefixes_of_an_iranian_mobile_lead_to_one_number(mobile: str, prefix: str) -> None:
    assert parse_number(prefix + mobile + (">" if "<" in prefix else ""), TEHRAN).canonical == "+98" + mobile


@given(IRANIAN_MOBILES, st.sampled_from("۰٠०０"), st.booleans())
def test_the_script_of_the_digits_does_not_matter(mobile: str, zero: str, plus: bool) -> None:
    latin = ("+98" if plus else "0") + mobile
    written = "".join(chr(ord(zero) + int(char)) if char.isdigit() else char for char in latin)
    assert parse_number(written, TEHRAN).canonical == parse_number(latin, TEHRAN).canonical == "+98" + mobile


@given(
    st.sampled_from(["09121234567", "02188776655", "88776655", "+442079460000", "101", "110", "0311 2234567"]),
    st.lists(st.sampled_from(["", " ", "-", ".", "(", ")", "\u00a0", "\u202a", "\u200f", "\u2011", "/"])),
)
def test_spaces_punctuation_and_direction_marks_do_not_matter(number: str, noise: list[str]) -> None:
    padded = noise + [""] * len(number)
    written = "".join(char + padded[index] for index, char in enumerate(number))
    plain = parse_number(number, TEHRAN)
    noisy = parse_number(written, TEHRAN)
    assert (noisy.kind, noisy.canonical, noisy.rule) == (plain.kind, plain.canonical, plain.rule)


NUMBERISH = st.text("0123456789۰۹+*#-() .x;=<>@:داخلیesiptl,%", max_size=40)


@given(st.one_of(st.text(), NUMBERISH, st.from_regex(r"\+?[0-9]{1,22}", fullmatch=True)), DIALINGS)
def test_whatever_is_written_is_read_without_error_and_its_canonical_form_reads_as_itself(
    written: str, dialing: Dialing
) -> None:
    number = parse_number(written, dialing)
    assert number.canonical or number.kind in {NumberKind.WITHHELD, NumberKind.INVALID}
    if number.canonical is not None:
        again = parse_number(number.canonical, dialing)
        assert (again.kind, again.canonical, again.rule) == (number.kind, number.canonical, MatchRule.EXACT)
    if number.e164:
        assert number.e164.startswith("+")
        assert number.e164[1:].isdecimal()


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_an_international_number_is_the_same_number_from_everywhere(written: str) -> None:
    assert len({parse_number(written, dialing).canonical for dialing in (TEHRAN, BERLIN, NEW_YORK, UK)}) == 1
