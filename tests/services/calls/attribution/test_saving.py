"""Saving a number on a profile: its past calls follow, and undo takes them back."""

from __future__ import annotations

import pytest

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.services.profiles.auto_contacts import AnonymousRule
from callerid_dash.services.profiles.changes import ProfileChanges
from tests.scenes import API, add_category, answered_call
from tests.services.calls.attribution.conftest import MOBILE, OTHER, Office


def test_past_unknown_calls_become_those_of_the_profile_that_gets_their_number(office: Office) -> None:
    office.rings("before")
    office.rings("other", OTHER)
    office.rings("withheld", "anonymous")
    assert office.services.calls.attribution.past_calls("۰۹۱۲ ۱۲۳ ۴۵۶۷") == 1
    saved = office.services.profiles.create(ProfileDraft(ProfileKind.PERSON, "Ali", phones=(PhoneDraft(MOBILE),)), API)
    assert (saved.past_calls, office.shown("before"), office.shown("other")) == (1, "Ali", None)
    assert (office.known(True), office.known(False)) == (["before"], ["other"])
    assert office.services.calls.attribution.past_calls(MOBILE) == 0


@pytest.mark.parametrize("way", ["add_phone", "update"])
def test_so_they_do_when_the_number_is_put_on_a_profile_later(office: Office, way: str) -> None:
    office.rings()
    ali = office.save("Ali")
    assert office.shown() is None
    profiles = office.services.profiles
    if way == "update":
        saved = profiles.update(ali.id, ali.version, ProfileChanges(phones=(PhoneDraft(MOBILE),)), API)
    else:
        saved = profiles.add_phone(ali.id, PhoneDraft(MOBILE), API)
    assert (saved.past_calls, office.shown()) == (1, "Ali")


def test_profiles_made_of_unknown_callers_get_the_earlier_calls_with_the_next_housekeeping(office: Office) -> None:
    services = office.services
    leaf = services.store.write(lambda s: add_category(s, None, 0, "Unknown"))
    services.directory.reload()
    office.rings("before")
    services.office.auto_contacts.configure(AnonymousRule(enabled=True, category_id=leaf), API)
    office.rings("after", second=100)
    made = office.shown("after")
    assert made
    assert office.shown("before") is None
    services.calls.attribution.adopt_for_created()
    assert office.shown("before") == made
    office.check()


def test_imported_profiles_get_the_past_calls_of_their_numbers(office: Office) -> None:
    office.rings()
    drafts = [ProfileDraft(ProfileKind.PERSON, name, phones=(PhoneDraft(MOBILE),)) for name in ("Ali", "Reza")]
    office.services.profiles.import_drafts(drafts)
    assert office.shown() == "Ali"
    office.check()


def test_undo_makes_them_unknown_again_and_later_events_leave_it_at_that(office: Office) -> None:
    office.rings()
    before = office.contents()["calls"]
    saved = office.services.profiles.create(ProfileDraft(ProfileKind.PERSON, "Ali", phones=(PhoneDraft(MOBILE),)), API)
    assert saved.undo_id
    office.services.undo.undo(saved.undo_id, office.reza)
    assert office.contents()["calls"] == before
    office.services.calls.ingest.submit(answered_call(caller=MOBILE))
    assert (office.shown(), office.known(False), office.of(saved.profile)) == (None, ["c1"], [])
    office.rings("next")
    assert office.shown("next") == "Ali"
    office.check()


def test_whether_the_caller_was_known_then_is_never_rewritten(office: Office) -> None:
    office.rings("before")
    office.save("Ali", MOBILE)
    office.rings("after")
    known_then = {row[0]: row[-1] for row in office.contents()["calls"]}
    assert [known_then[str(call_uuid("pbx", key))] for key in ("before", "after")] == [False, True]


def test_a_number_that_leaves_a_profile_takes_no_calls_along(office: Office) -> None:
    ali = office.save("Ali", MOBILE)
    office.rings()
    office.services.profiles.update(ali.id, ali.version, ProfileChanges(phones=()), API)
    assert (office.shown(), office.known(True), office.of(ali)) == ("Ali", ["c1"], ["c1"])
    maryam = office.save("Maryam", MOBILE)
    assert office.shown() == "Maryam"  # who has the number is shown, but who had it is among the holders
    assert [holder.name for holder in office.row().holders] == ["Maryam", "Ali"]
    assert (office.of(ali), office.of(maryam)) == (["c1"], ["c1"])
    office.choose(ali)
    assert (office.shown(), office.of(maryam)) == ("Ali", [])
    office.check()
