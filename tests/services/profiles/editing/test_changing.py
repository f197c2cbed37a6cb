"""Changing a profile: versions, absent and empty fields, names, and references that stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callerid_dash.domain.errors import NotFound, Stale
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from tests.scenes import API, add_category
from tests.services.profiles.editing.conftest import NUMBER, PERSON, Office, with_phones


def test_what_does_not_exist_is_not_found(profiles: Profiles) -> None:
    for key in (1, -1, 1 << 70):
        with pytest.raises(NotFound):
            profiles.get(key)
        with pytest.raises(NotFound):
            profiles.update(key, 1, ProfileChanges(), API)
        with pytest.raises(NotFound):
            profiles.add_phone(key, PhoneDraft(NUMBER), API)


def test_absent_fields_stay_and_empty_ones_are_cleared(profiles: Profiles, office: Office) -> None:
    draft = replace(
        with_phones(PERSON, NUMBER),
        color_id=office.gold,
        note="n",
        owners={OwnerRole.SALES: office.sara.id, OwnerRole.OTHER: office.sara.id},
    )
    before = profiles.create(draft, API).profile
    same = profiles.update(before.id, 1, ProfileChanges(), API).profile
    assert same == replace(before, version=2, phones=same.phones)
    assert [replace(p, id=0) for p in same.phones] == [replace(p, id=0) for p in before.phones]
    changes = ProfileChanges(color_id=None, note="", owners={OwnerRole.SALES: None})
    after = profiles.update(before.id, 2, changes, API).profile
    assert (after.color, after.note, [o.role for o in after.owners]) == (None, "", [OwnerRole.OTHER])
    assert after.name == "Ali"


def test_a_stale_version_is_refused_and_changes_nothing(profiles: Profiles) -> None:
    before = profiles.create(PERSON, API).profile
    saved = profiles.update(before.id, before.version, ProfileChanges(name="Reza"), API).profile
    with pytest.raises(Stale):
        profiles.update(before.id, before.version, ProfileChanges(name="Hassan"), API)
    assert profiles.get(before.id) == saved


def test_a_name_made_of_parts_follows_them_and_a_given_one_stays(profiles: Profiles) -> None:
    made = profiles.create(ProfileDraft(ProfileKind.PERSON, first_name="Ali", last_name="Karimi"), API).profile
    assert profiles.update(made.id, 1, ProfileChanges(texts={"last_name": "Rezaei"}), API).profile.name == "Ali Rezaei"
    given = profiles.create(ProfileDraft(ProfileKind.PERSON, "The Boss", first_name="Ali"), API).profile
    assert profiles.update(given.id, 1, ProfileChanges(texts={"first_name": "Reza"}), API).profile.name == "The Boss"


def test_what_a_profile_had_already_may_stay(
    profiles: Profiles, store: Store, directory: Directory, office: Office
) -> None:
    before = profiles.create(
        replace(PERSON, category_id=office.leaf, owners={OwnerRole.SALES: office.sara.id}), API
    ).profile

    def reorganize(session: Session) -> None:
        session.script(f"UPDATE users SET disabled = TRUE WHERE id = {office.sara.id}")
        add_category(session, office.leaf, 0, "Below")

    store.write(reorganize)
    directory.reload()
    after = profiles.update(before.id, 1, ProfileChanges(note="n"), API).profile
    assert after == replace(before, version=2, note="n")


def test_a_number_keeps_its_meaning_when_the_area_code_changes(
    profiles: Profiles, store: Store, directory: Directory
) -> None:
    before = profiles.create(with_phones(PERSON, "88881111"), API).profile
    store.write(lambda session: small_tables.set_setting(session, "area_code", "31"))
    directory.reload()
    after = profiles.update(before.id, 1, ProfileChanges(note="n"), API).profile
    assert [p.canonical for p in after.phones] == [NUMBER]
