"""Merging profiles, and undo of a merge."""

from __future__ import annotations

import threading

import pytest

from callerid_dash.domain.errors import CallerIdError, Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import OwnerRole, Profile, ProfileKind
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.merge_rules import BOTH
from tests.scenes import API
from tests.services.calls.attribution.conftest import MOBILE, OTHER, Office, record


def test_merged_profiles_have_the_numbers_records_calls_and_people_of_all(office: Office) -> None:
    pars = office.save("Pars", OTHER, kind=ProfileKind.ORGANIZATION)
    parsian = office.save("Parsian", OTHER, "02177776666", kind=ProfileKind.ORGANIZATION, emails=("a@b.ir",))
    ali = office.save("Ali", organization_id=parsian.id)
    office.rings("c1", OTHER)
    office.rings("c2", "02177776666")
    office.choose(parsian, "c1")
    record(office, parsian)
    office.merge(pars, parsian)
    kept = office.services.profiles.get(pars.id)
    assert [phone.canonical for phone in kept.phones] == ["+982188881111", "+982177776666"]
    assert (kept.name, kept.emails, office.of(kept)) == ("Pars", ("a@b.ir",), ["c1", "c2"])
    assert (office.shown("c1"), office.row("c1").chosen_id, office.shown("c2")) == ("Pars", pars.id, "Pars")
    assert office.services.profiles.get(ali.id).organization == "Pars"
    assert office.services.profiles.merging.preview([pars.id, ali.id]).weights[pars.id].records == 1
    assert office.services.profiles.merging.went_to(parsian.id) == pars.id
    with pytest.raises(NotFound):
        office.services.profiles.get(parsian.id)
    office.check()


def test_conflicting_fields_are_taken_from_whom_was_chosen(office: Office) -> None:
    one = office.save("", first_name="Ali", last_name="Ahmadi", note="first", owners={OwnerRole.SALES: office.sara.id})
    two = office.save("", prefix="Dr.", first_name="Ali", last_name="Ahmady", note="second")
    office.merge(one, two, choices={"last_name": two.id})
    kept = office.services.profiles.get(one.id)
    assert (kept.name, kept.note) == ("Dr. Ali Ahmady", "first\n\nsecond")
    assert [owner.username for owner in kept.owners] == ["sara"]
    three = office.save("Ali A.", note="third")
    office.merge(kept, three, choices={"note": three.id, "name": three.id})
    kept = office.services.profiles.get(one.id)
    assert (kept.note, kept.name) == ("third", "Ali A.")


def test_the_notes_of_both_are_kept_when_that_is_chosen(office: Office) -> None:
    one, two = office.save("Ali", note="first"), office.save("Ali", note="second")
    office.merge(one, two, choices={"note": BOTH})
    assert office.services.profiles.get(one.id).note == "first\n\nsecond"


def test_a_person_may_be_merged_into_the_own_organization_but_its_people_are_not_lost(office: Office) -> None:
    pars = office.save("Pars", kind=ProfileKind.ORGANIZATION)
    ali, maryam = office.save("Ali", organization_id=pars.id), office.save("Maryam", organization_id=pars.id)
    with pytest.raises(InvalidInput) as refused:
        office.merge(ali, pars)
    assert refused.value.field == "kind"
    before = office.contents()
    undo_id = office.merge(ali, pars, choices={"kind": pars.id})
    assert office.services.profiles.get(maryam.id).organization_id == ali.id
    office.services.undo.undo(undo_id, office.reza)
    assert office.contents() == before
    office.check()


def test_undoing_a_merge_restores_every_byte(office: Office) -> None:
    one, two = office.save("Ali", MOBILE, note="n"), office.save("Maryam", MOBILE, OTHER, emails=("a@b.ir",))
    office.rings("c1")
    office.rings("c2", OTHER)
    office.choose(two, "c1")
    record(office, two)
    before = office.contents()
    undo_id = office.merge(one, two)
    assert office.contents() != before
    office.services.undo.undo(undo_id, office.reza)
    assert office.contents() == before
    assert (office.shown("c1"), office.shown("c2"), office.services.profiles.merging.went_to(two.id)) == (
        "Maryam",
        "Maryam",
        None,
    )
    office.check()


def test_a_merge_cannot_be_undone_once_the_profile_was_changed_but_in_turn_it_can(office: Office) -> None:
    one, two, three = (office.save(name, note=name) for name in ("Ali", "Maryam", "Omid"))
    first = office.merge(one, two)
    second = office.merge(one, three)
    with pytest.raises(Stale):
        office.services.undo.undo(first, office.reza)
    office.services.undo.undo(second, office.reza)
    office.services.undo.undo(first, office.reza)
    with pytest.raises(Stale):
        office.services.undo.undo(first, office.reza)
    assert {office.services.profiles.get(p.id).name for p in (one, two, three)} == {"Ali", "Maryam", "Omid"}


def test_what_came_after_a_merge_stays_when_it_is_undone(office: Office) -> None:
    one, two = office.save("Ali", MOBILE), office.save("Maryam", OTHER)
    undo_id = office.merge(one, two)
    record(office, one)
    office.rings("new", OTHER)
    office.services.undo.undo(undo_id, office.reza)
    assert office.services.profiles.merging.preview([one.id, two.id]).weights[one.id].records == 1
    assert office.of(one) == ["new"]
    office.check()


def test_a_merge_of_what_somebody_has_changed_meanwhile_is_refused(office: Office) -> None:
    one, two = office.save("Ali"), office.save("Maryam")
    office.services.profiles.update(two.id, two.version, ProfileChanges(note="new"), API)
    with pytest.raises(Stale):
        office.services.profiles.merging.merge(one.id, [one.id, two.id], {}, {one.id: 1, two.id: 1}, office.reza)
    with pytest.raises(InvalidInput):
        office.services.profiles.merging.merge(one.id, [one.id], {}, {one.id: 1}, office.reza)


def test_of_two_merges_at_once_one_is_done(office: Office) -> None:
    one, two, three = (office.save(name) for name in ("Ali", "Maryam", "Omid"))
    outcomes: list[object] = []

    def merge(keep: Profile, other: Profile) -> None:
        versions = {keep.id: keep.version, other.id: other.version}
        try:
            outcomes.append(office.services.profiles.merging.merge(keep.id, list(versions), {}, versions, office.reza))
        except CallerIdError as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, two), (three, two))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(outcome, int) for outcome in outcomes) == [False, True]
    office.check()


def test_agents_merge_what_is_theirs_or_nobodys(office: Office) -> None:
    mine = office.save("Ali", owners={OwnerRole.SALES: office.sara.id})
    free = office.save("Maryam")
    theirs = office.save("Omid", owners={OwnerRole.SALES: office.reza.id})
    office.merge(mine, free, actor=office.sara)
    with pytest.raises(Forbidden):
        office.merge(mine, theirs, actor=office.sara)
