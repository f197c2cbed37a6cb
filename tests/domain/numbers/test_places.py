"""Names of places, compared with those of libphonenumber's geocoder."""

from __future__ import annotations

import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType, geocoder

from callerid_dash.domain.numbers import places
from callerid_dash.domain.numbers.places import LANGUAGES, places_of

REGIONS = ["IR", "US", "GB", "DE", "AR", "MX", "BR", "AF", "CN"]


def from_the_geocoder(number: phonenumbers.PhoneNumber, language: str) -> str:
    """The geocoder's description, if it says more than the country."""
    found = geocoder.description_for_number(number, language)
    return "" if found == geocoder.country_name_for_number(number, language) else found


@pytest.mark.parametrize("region", REGIONS)
def test_examples_of_all_kinds_are_where_the_geocoder_says(region: str) -> None:
    kinds = PhoneNumberType.values()
    examples = [phonenumbers.example_number_for_type(region, kind) for kind in kinds]
    for number in filter(None, examples):
        for language in LANGUAGES:
            assert places_of(region).area(number, language) == from_the_geocoder(number, language)


@given(st.integers(10_000_000, 99_999_999), st.sampled_from(LANGUAGES))
def test_any_number_of_the_own_country_is_where_the_geocoder_says(digits: int, language: str) -> None:
    number = phonenumbers.parse(f"+98{digits}00", None)
    assert places_of("IR").area(number, language) == from_the_geocoder(number, language)


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
def test_countries_are_called_as_the_geocoder_calls_them(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number
    named = geocoder.country_name_for_number(number, "en")  # '' where several countries share the number
    assert named in {"", places_of("IR").countries.get(region)}


def test_the_rest_of_the_world_is_not_kept_in_memory() -> None:
    seen = "from callerid_dash.domain.numbers.places import places_of; places_of('IR')"
    script = f"import sys; {seen}; sys.exit('phonenumbers.geodata' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_where_no_process_can_be_started_the_names_are_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    places._places_of.cache_clear()
    assert places_of("IR").countries["DE"] == "Germany"
    places._places_of.cache_clear()
