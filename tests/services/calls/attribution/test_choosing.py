"""Choosing one of the holders of a number for a call."""

from __future__ import annotations

import pytest

from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Visibility
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.store.office import directory as small_tables
from tests.scenes import API, answered_call
from tests.services.calls.attribution.conftest import MOBILE, OTHER, Office


def test_a_chosen_holder_is_remembered_for_that_call_alone(office: Office) -> None:
    ali, maryam = office.save("Ali", MOBILE), office.save("Maryam", MOBILE)
    office.rings("c1")
    office.rings("c2")
    office.choose(maryam)
    assert (office.shown("c1"), office.shown("c2")) == ("Maryam", "Ali")
    assert (office.of(ali), office.of(maryam)) == (["c2"], ["c1", "c2"])
    office.services.calls.ingest.submit(answered_call(caller=MOBILE))
    assert office.shown("c1") == "Maryam"
    office.choose(None)
    assert (office.shown("c1"), office.row().chosen_id) == ("Ali", None)
    office.check()


def test_a_call_that_was_made_unknown_again_can_still_be_given_to_a_holder(office: Office) -> None:
    office.rings()
    saved = office.services.profiles.create(ProfileDraft(ProfileKind.PERSON, "Ali", phones=(PhoneDraft(MOBILE),)), API)
    office.services.undo.undo(saved.undo_id or 0, office.reza)
    office.choose(saved.profile)
    assert office.shown() == "Ali"


def test_only_a_holder_can_be_chosen_for_a_call_that_is_there(office: Office) -> None:
    office.save("Ali", MOBILE)
    stranger = office.save("Maryam", OTHER)
    office.rings()
    with pytest.raises(InvalidInput):
        office.choose(stranger)
    with pytest.raises(NotFound):
        office.choose(stranger, "nowhere")


def test_an_agent_chooses_for_calls_in_sight_only(office: Office) -> None:
    services = office.services
    services.store.write(
        lambda s: small_tables.set_setting(s, "visibility", Visibility.OWN_EXTENSION_OR_PROFILES.value)
    )
    services.directory.reload()
    ali = office.save("Ali", MOBILE)
    office.rings("mine", extension="101")
    office.rings("theirs", extension="102")
    office.choose(ali, "mine", office.sara)
    with pytest.raises(Forbidden):
        office.choose(ali, "theirs", office.sara)
    assert (office.row("mine").chosen_id, office.row("theirs").chosen_id) == (ali.id, None)


def test_own_calls_stay_in_sight_when_the_number_has_left_the_own_profile(office: Office) -> None:
    services = office.services
    services.store.write(lambda s: small_tables.set_setting(s, "visibility", Visibility.OWN_PROFILES.value))
    services.directory.reload()
    ali = office.save("Ali", MOBILE, owners={OwnerRole.SALES: office.sara.id})
    office.rings()
    services.profiles.update(ali.id, ali.version, ProfileChanges(phones=()), API)
    assert [row.call.external_id for row in services.calls.log.page(office.sara).items] == ["c1"]
    assert office.row(viewer=office.sara).shown_to(office.sara)
