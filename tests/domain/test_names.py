"""Search keys of names: spellings that readers take for the same name have the same key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.names import alphabetical, latin_digits, search_key


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("علي كريمي", "علی کریمی"),
        ("علی\u200cرضا", "علیرضا"),
        ("فاطمة", "فاطمه"),
        ("أحمد", "احمد"),
        ("آرش", "ارش"),
        ("رئیسی", "رییسی"),
        ("مؤمنی", "مومنی"),
        ("خانۀ ما", "خانه ما"),
        ("مُحَمَّد", "محمد"),
        ("حســـن", "حسن"),
        ("موسى", "موسی"),
        ("ﻼله", "لاله"),
        ("شرکت ۲۱", "شرکت 21"),
        ("شرکت ٢١", "شرکت 21"),
        ("\u202bنوین\u202c   گستر\u00a0", "نوین گستر"),
        ("MÜLLER", "muller"),
        ("Straße", "strasse"),
        ("ＡＣＭＥ\tLtd", "acme ltd"),
        ("İstanbul", "istanbul"),
    ],
)
def test_variants_of_a_name_meet(typed: str, stored: str) -> None:
    assert search_key(typed) == search_key(stored)


@pytest.mark.parametrize(("one", "other"), [("علی رضا", "علیرضا"), ("کرمی", "کریمی"), ("نور", "نوری"), ("a", "b")])
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


def test_text_that_nobody_can_see_has_an_empty_key() -> None:
    assert search_key(" \u200c\u200f\n\u00a0\u0640") == ""


@given(st.text())
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key


@given(st.text(), st.text())
def test_case_and_white_space_around_and_between_words_do_not_matter(one: str, other: str) -> None:
    assert search_key(f"  {one} \t {other}\n") == search_key(f"{one} {other}")
    assert search_key(f"{one} {other}".casefold()) == search_key(f"{one} {other}")


@given(st.text("0123456789", min_size=1), st.sampled_from("۰٠०０"))
def test_digits_of_every_script_become_latin(digits: str, zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in digits)
    assert latin_digits(written) == digits


def test_names_are_in_the_order_of_the_alphabet() -> None:
    names = [
        "Alborz",
        "yazd",
        "آذربایجان شرقی",
        "بوشهر",
        "پارس",
        "تهران",
        "فارس",
        "قم",
        "کرمان",
        "گیلان",
        "لرستان",
        "یزد",
    ]
    backwards = names[::-1]
    assert sorted(backwards, key=alphabetical) == names
