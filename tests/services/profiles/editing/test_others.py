"""Changes that concern other profiles: shared numbers, members of organizations, imports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import PhoneDraft, PhoneKind, Profile, ProfileDraft, ProfileKind
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.store.engine.database import Store
from callerid_dash.store.profiles import holders
from tests.scenes import API
from tests.services.profiles.editing.conftest import NUMBER, PERSON, with_phones

COMPANY = ProfileDraft(ProfileKind.ORGANIZATION, "Pars")


def names(found: Collection[Profile]) -> list[str]:
    return [profile.name for profile in found]


def test_a_number_is_added_once(profiles: Profiles, heard: list[set[str]]) -> None:
    profile = profiles.create(with_phones(PERSON, "0912 123 4567"), API).profile
    heard.clear()
    after = profiles.add_phone(profile.id, PhoneDraft("88881111", PhoneKind.FAX), API).profile
    assert [(p.raw, p.kind) for p in after.phones] == [
        ("0912 123 4567", PhoneKind.MOBILE),
        ("88881111", PhoneKind.FAX),
    ]
    assert heard == [{"+989121234567", NUMBER}]
    with pytest.raises(InvalidInput, match="already on the profile") as caught:
        profiles.add_phone(profile.id, PhoneDraft("021-88881111"), API)
    assert caught.value.field == "number"
    assert profiles.get(profile.id) == after


def test_members_follow_the_new_name_of_their_organization(
    profiles: Profiles, finder: ProfileFinder, matcher: Matcher, store: Store, heard: list[set[str]]
) -> None:
    company = profiles.create(COMPANY, API).profile
    ali = profiles.create(with_phones(replace(PERSON, organization_id=company.id), NUMBER), API).profile
    assert ali.organization == "Pars"
    assert [h.organization for h in matcher.holders([NUMBER])[NUMBER]] == ["Pars"]
    heard.clear()
    profiles.update(company.id, 1, ProfileChanges(name="Arya"), API)
    assert heard == [{NUMBER}]
    assert [h.organization for h in matcher.holders([NUMBER])[NUMBER]] == ["Arya"]
    assert names(finder.search("arya").items) == ["Arya", "Ali"]
    assert finder.search("pars").items == ()
    with store.read() as session:
        assert holders.outdated(session) == []


def test_only_persons_belong_to_organizations_and_only_to_those(profiles: Profiles) -> None:
    company, ali = profiles.create(COMPANY, API).profile, profiles.create(PERSON, API).profile
    for draft in (replace(COMPANY, organization_id=company.id), replace(PERSON, organization_id=ali.id)):
        with pytest.raises(InvalidInput) as caught:
            profiles.create(draft, API)
        assert caught.value.field == "organization"
    profiles.update(ali.id, 1, ProfileChanges(organization_id=company.id), API)
    with pytest.raises(InvalidInput) as caught:
        profiles.update(company.id, 1, ProfileChanges(kind=ProfileKind.PERSON), API)
    assert caught.value.field == "kind"


def test_the_others_on_a_shared_number_are_told(profiles: Profiles) -> None:
    first = profiles.create(with_phones(PERSON, "021 8888 1111", "0912 123 4567"), API).profile
    second = profiles.create(with_phones(COMPANY, NUMBER), API).profile
    assert {n: [h.id for h in found] for n, found in profiles.shared_numbers(first).items()} == {NUMBER: [second.id]}


def test_an_import_is_checked_whole_before_anything_is_stored(
    profiles: Profiles, finder: ProfileFinder, heard: list[set[str]]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        profiles.import_drafts([PERSON, with_phones(PERSON, "anonymous")])
    assert (caught.value.index, caught.value.field) == (1, "phones[0].number")
    assert finder.search("").items == ()
    drafts = [with_phones(replace(PERSON, name=f"n{i}"), f"0912{i:07}") for i in range(6_000)]
    ids = profiles.import_drafts(drafts)
    assert [profiles.get(ids[i]).name for i in (0, 4_999, 5_000, 5_999)] == ["n0", "n4999", "n5000", "n5999"]
    assert sum(map(len, heard)) == 6_000
    assert profiles.import_drafts([]) == []
