"""Deleting profiles, and undo of a deletion."""

from __future__ import annotations

import pytest

from callerid_dash.domain.errors import Forbidden, NotFound
from callerid_dash.domain.profiles.profiles import ProfileKind
from tests.services.calls.attribution.conftest import MOBILE, OTHER, Office, record


def test_a_deleted_profile_leaves_its_calls_to_another_holder_or_to_nobody(office: Office) -> None:
    ali, maryam = office.save("Ali", MOBILE, OTHER), office.save("Maryam", MOBILE)
    office.rings("c1")
    office.rings("c2", OTHER)
    office.choose(ali, "c1")
    record(office, ali)
    before = office.contents()
    going = office.services.profiles.deleting.preview(ali.id, office.reza)
    assert (going.records, going.calls_unknown, going.calls_to_others) == (1, 1, 1)
    undo_id = office.services.profiles.deleting.delete(ali.id, office.reza)
    assert (office.shown("c1"), office.shown("c2")) == ("Maryam", None)
    assert office.of(maryam) == ["c1"]
    office.check()
    office.services.undo.undo(undo_id, office.reza)
    assert office.contents() == before
    office.check()


def test_the_people_of_a_deleted_organization_stay_without_it(office: Office) -> None:
    pars = office.save("Pars", kind=ProfileKind.ORGANIZATION)
    ali = office.save("Ali", organization_id=pars.id)
    undo_id = office.services.profiles.deleting.delete(pars.id, office.reza)
    assert office.services.profiles.get(ali.id).organization_id is None
    office.services.undo.undo(undo_id, office.reza)
    assert office.services.profiles.get(ali.id).organization == "Pars"
    with pytest.raises(NotFound):
        office.services.profiles.deleting.delete(10**9, office.reza)
    with pytest.raises(Forbidden):
        office.services.profiles.deleting.delete(pars.id, office.sara)


def test_a_deleted_number_registered_anew_keeps_its_calls_when_the_deletion_is_undone(office: Office) -> None:
    ali = office.save("Ali", MOBILE)
    office.rings()
    undo_id = office.services.profiles.deleting.delete(ali.id, office.reza)
    maryam = office.save("Maryam", MOBILE)
    office.services.undo.undo(undo_id, office.reza)
    assert {holder.name for holder in office.row().holders} == {"Ali", "Maryam"}
    assert "c1" in office.of(maryam)
    office.check()


def test_who_reads_meanwhile_neither_stops_a_deletion_and_its_undo_nor_sees_them(office: Office) -> None:
    ali, maryam = office.save("Ali", MOBILE, OTHER), office.save("Maryam", OTHER)
    with office.services.store.read() as session:
        before = session.rows("snapshots.phones", ids=[ali.id, maryam.id])
        for _ in range(2):
            undo_id = office.services.profiles.deleting.delete(ali.id, office.reza)
            office.services.undo.undo(undo_id, office.reza)
            undo_id = office.merge(maryam, ali)
            office.services.undo.undo(undo_id, office.reza)
        assert session.rows("snapshots.phones", ids=[ali.id, maryam.id]) == before
    assert office.services.profiles.get(ali.id).phones == ali.phones
    office.check()


def test_what_a_profile_referred_to_may_be_gone_when_it_comes_back(office: Office) -> None:
    pars = office.save("Pars", kind=ProfileKind.ORGANIZATION)
    ali = office.save("Ali", organization_id=pars.id)
    undo_id = office.services.profiles.deleting.delete(ali.id, office.reza)
    office.services.profiles.deleting.delete(pars.id, office.reza)
    office.services.undo.undo(undo_id, office.reza)
    assert office.services.profiles.get(ali.id).organization_id is None
    office.check()
