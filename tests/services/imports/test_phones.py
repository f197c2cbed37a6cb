"""Every phone without a valid number is reported, and no person is refused because of it."""

from __future__ import annotations

import pytest

from callerid_dash.domain.numbers.locality import Locality
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.contacts.contact import Contact
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.services.imports.profiles.phones import sorted_out
from callerid_dash.services.profiles.validation import MOST_PHONES, ProfileRules
from callerid_dash.services.shared.directory import Snapshot

KEPT = "No numbering plan knows this number; it is kept as it is written."


def rules(dialing: Dialing) -> ProfileRules:
    return ProfileRules(Snapshot(configured=Locality(dialing)))


def told(text: str, dialing: Dialing | None = None) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The stored phones of the only entry, and the report on them."""
    (entry,) = read_contacts(text.encode(), ContactReading(delimiter=";")).entries
    assert isinstance(entry, Contact)
    phones, doubts = sorted_out(entry, rules(dialing or Dialing()))
    assert all(doubt.entry is entry for doubt in doubts)
    return [phone.number for phone in phones], [(each.field, each.value, str(each.reason)) for each in doubts]


@pytest.mark.parametrize(
    ("cell", "stored", "reason"),
    [
        ("09121234567", ["09121234567"], None),
        ("989121234502.0", ["989121234502"], None),
        ("1-800-FLOWERS", ["1-800-FLOWERS"], None),
        ("102", ["102"], None),
        ("#########", [], "A spreadsheet has shortened this number: digits of it are lost."),
        ("9.12E+09", [], "A spreadsheet has shortened this number: digits of it are lost."),
        ("ask her", [], "This is no telephone number."),
        ("3316541234.0", ["3316541234"], KEPT),
        ("0989121234567", ["0989121234567"], KEPT),
        ("+266696687", [], "This is no number that somebody could be called on."),
        ("0912" * 20, [], "At most 64 characters."),
        ("0912" + "1" * 2_000, [], "This cell has more than 1000 characters."),
        ("", [], None),
        (" " * 16_000, [], None),
        ("-", [], None),
    ],
)
def test_a_phone_is_stored_or_told_or_both(cell: str, stored: list[str], reason: str | None) -> None:
    found = told(f"Name;Cell\nAli;{cell}\n")
    assert found == (stored, [("Cell", cell[:80], reason)] if reason else [])


def test_an_extension_that_is_none_does_not_take_its_number_away() -> None:
    stored, doubts = told("Name;Phone;Extension\nAli;02188776655;reception\n")
    assert stored == ["02188776655"]
    assert [reason for _, _, reason in doubts] == ["An extension is a number of at most 7 digits."]


def test_more_numbers_than_a_profile_has_are_told() -> None:
    many = ",".join(f"0912{n:07}" for n in range(MOST_PHONES))
    stored, doubts = told(f"Name;Phone;Mobile\nAli;{many};09351112222\n")
    assert len(stored) == MOST_PHONES
    assert [(field, value) for field, value, _ in doubts] == [("Mobile", "09351112222")]


def test_a_local_number_that_may_have_lost_its_zero_is_told() -> None:
    berlin = Dialing("DE", "30")
    assert told("Name;Phone\nAli;89123456.0\n", berlin)[1] == [
        ("Phone", "89123456.0", "This may be 089 123456, if a spreadsheet has taken its first zero away.")
    ]
    assert told("Name;Phone\nAli;89123456\n", berlin)[1] == []
    assert told("Name;Phone\nAli;4989123456.0\n", berlin) == (["4989123456"], [])
