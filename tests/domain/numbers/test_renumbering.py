"""Old numbers match their present numbers. Each row of the renumbering table needs a row here."""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest

from callerid_dash.domain.numbers.phones import Dialing, MatchRule, parse_number
from callerid_dash.domain.numbers.renumbering import RENUMBERINGS

OLD_AND_NEW = [
    # the number as it was, the region where it was written so, the number of today
    ("0311 2234567", "IR", "+983132234567"),
    ("+98 251 7712345", "US", "+982537712345"),
    ("0511 8412345", "IR", "+985138412345"),
    ("+229 97 12 34 56", "IR", "+2290197123456"),
    ("97123456", "BJ", "+2290197123456"),
    ("21 30 12 34", "BJ", "+2290121301234"),
    ("+225 02 12 34 56", "FR", "+2250102123456"),
    ("+225 45 12 34 56", "FR", "+2250545123456"),
    ("07 12 34 56", "CI", "+2250707123456"),
    ("20 80 12 34", "CI", "+2252120801234"),
    ("20 00 12 34", "CI", "+2252520001234"),
    ("20 21 12 34", "CI", "+2252720211234"),
    ("+52 1 55 1234 5678", "MX", "+525512345678"),
    ("+5215512345678", "IR", "+525512345678"),
    ("044 55 1234 5678", "MX", "+525512345678"),
    ("045 33 1234 5678", "MX", "+523312345678"),
    ("01 81 1234 5678", "MX", "+528112345678"),
    *((f"0{old} 123 4567", "VN", f"+84{new}1234567") for old, new in (("120", "70"), ("121", "79"), ("122", "77"))),
    *((f"0{old} 123 4567", "VN", f"+84{new}1234567") for old, new in (("126", "76"), ("128", "78"), ("123", "83"))),
    *((f"0{old} 123 4567", "VN", f"+84{new}1234567") for old, new in (("124", "84"), ("125", "85"), ("127", "81"))),
    *((f"0{old} 123 4567", "VN", f"+84{new}1234567") for old, new in (("129", "82"), ("186", "56"), ("188", "58"))),
    *((f"+84 16{digit} 123 4567", "IR", f"+843{digit}1234567") for digit in range(2, 10)),
    ("+84 199 123 4567", "IR", "+84591234567"),
    ("+54 9 11 15 2345 6789", "AR", "+5491123456789"),
    ("+54 9 351 15 234 5678", "AR", "+5493512345678"),
    ("+54 9 2202 15 45 6789", "AR", "+5492202456789"),
    ("+55 11 8765-4321", "IR", "+5511987654321"),
    ("(12) 8765-4321", "BR", "+5512987654321"),
    ("(21) 9765-4321", "BR", "+5521997654321"),
    ("(92) 9165-4321", "BR", "+5592991654321"),
    ("(71) 8165-4321", "BR", "+5571981654321"),
    ("0 (48) 9965-4321", "BR", "+5548999654321"),
]


@pytest.mark.parametrize(("old", "region", "new"), OLD_AND_NEW)
def test_an_old_number_is_todays_number(old: str, region: str, new: str) -> None:
    number = parse_number(old, Dialing(region, ""))
    assert (number.canonical, number.rule) == (new, MatchRule.OLD_NUMBERING_PLAN)
    for again in (Dialing(region, ""), Dialing(), Dialing("DE", "30")):
        assert (parse_number(new, again).canonical, parse_number(new, again).rule) == (new, MatchRule.EXACT)


@pytest.mark.parametrize("row", RENUMBERINGS, ids=lambda row: row.place)
def test_every_row_has_a_source_a_day_and_an_example_above(row: object) -> None:
    assert row in RENUMBERINGS
    (found,) = (each for each in RENUMBERINGS if each is row)
    assert found.source.startswith("https://")
    assert date(1990, 1, 1) < found.in_force_by < date.today()  # noqa: DTZ011 - a day of the past by any clock
    examples = (national for old, region, _ in OLD_AND_NEW for national in _nationals(old, region, found.country_code))
    assert any(found.old.fullmatch(national) for national in examples)


@pytest.mark.parametrize(
    ("written", "region", "canonical"),
    [
        ("15512345678", "MX", "+15512345678"),  # New Jersey
        ("+54 11 2345 6789", "AR", "+541123456789"),  # a landline
        ("+55 11 7890-1234", "BR", "+551178901234"),  # a radio telephone; those kept their eight digits
        ("03612234567", "IR", "+983612234567"),
        ("03111234567", "IR", "+983111234567"),
    ],
)
def test_what_is_somebodys_number_today_is_not_taken_for_an_old_one(written: str, region: str, canonical: str) -> None:
    number = parse_number(written, Dialing(region, ""))
    assert (number.canonical, number.rule) == (canonical, MatchRule.EXACT)


def test_an_old_local_number_gets_its_area_code_first() -> None:
    assert parse_number("8765-4321", Dialing("BR", "11")).canonical == "+5511987654321"


def test_no_row_leads_to_a_number_that_another_row_changes() -> None:
    for old, region, new in OLD_AND_NEW:
        national = phonenumbers.national_significant_number(phonenumbers.parse(new))
        code = phonenumbers.parse(new).country_code
        assert not any(row.certain and row.country_code == code and row.old.fullmatch(national) for row in RENUMBERINGS)
        assert phonenumbers.is_valid_number(phonenumbers.parse(new)), (old, region)


def _nationals(old: str, region: str, country_code: int) -> list[str]:
    parsed = phonenumbers.parse(old, region)
    return [phonenumbers.national_significant_number(parsed)] if parsed.country_code == country_code else []
