"""Finding profiles in the address book: by words, by numbers, forgiving and in a stable order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles import PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.services.audit import Audit
from callerid_dash.services.directory import Directory
from callerid_dash.services.matching import Matcher
from callerid_dash.services.news import News
from callerid_dash.services.profile_finder import ProfileFinder
from callerid_dash.services.profiles import Profiles
from callerid_dash.store.database import Store
from tests.scenes import API

PERSON = ProfileDraft(ProfileKind.PERSON, "Ali")
COMPANY = ProfileDraft(ProfileKind.ORGANIZATION, "Pars")
NUMBER = "+982188881111"


@pytest.fixture
def profiles(store: Store, directory: Directory, matcher: Matcher, audit: Audit, news: News) -> Profiles:
    return Profiles(store, directory, matcher, audit, news)


def with_phones(draft: ProfileDraft, *numbers: str) -> ProfileDraft:
    return replace(draft, phones=tuple(PhoneDraft(number) for number in numbers))


def names(found: Collection[Profile]) -> list[str]:
    return [profile.name for profile in found]


def test_holders_are_found_by_number_in_any_spelling(profiles: Profiles, finder: ProfileFinder) -> None:
    first = profiles.create(with_phones(PERSON, "021 8888 1111"), API).profile
    second = profiles.create(with_phones(COMPANY, NUMBER), API).profile
    for spelling in ("88881111", "۰۲۱۸۸۸۸۱۱۱۱", "0098 21 8888 1111", "(021) 8888-1111"):
        assert finder.by_number(spelling) == [first, second]
    for nobodys in ("0912 123 4567", "8888111", "anonymous", "", "\ud800"):
        assert finder.by_number(nobodys) == []


@pytest.mark.parametrize(
    "query",
    ["نيلوفر", "رضایی پارس", "021-8888", "۸۸۸۸۱۱۱۱", "+98 21 88881111", "NILOO", "  niloo  ", "02188881111 داخلی ۱۲"],
)
def test_a_profile_is_found_however_it_is_typed(profiles: Profiles, finder: ProfileFinder, query: str) -> None:
    company = profiles.create(replace(COMPANY, name="پارس"), API).profile
    draft = replace(PERSON, name="نیلوفر رضایی", trademark="Niloo", organization_id=company.id)
    niloofar = profiles.create(with_phones(draft, "021 8888 1111"), API).profile
    profiles.create(with_phones(PERSON, "0912 123 4567"), API)
    assert finder.search(query).items == (niloofar,)


@pytest.mark.parametrize("query", ["zzz", "999999", "%", "_", "\ud800x", "|||x", "x" * 10_000])
def test_what_nobody_is_called_finds_nobody(profiles: Profiles, finder: ProfileFinder, query: str) -> None:
    profiles.create(with_phones(PERSON, NUMBER), API)
    assert finder.search(query).items == ()


def test_search_goes_on_where_the_page_ended(profiles: Profiles, finder: ProfileFinder) -> None:
    profiles.import_drafts([replace(PERSON, name=f"Ali {i}") for i in range(5)])
    first = finder.search("ali", 3)
    second = finder.search("ali", 3, first.next_cursor)
    assert names((*first.items, *second.items)) == [f"Ali {i}" for i in range(5)]
    assert second.next_cursor is None
    for cursor in ("", "x", "WzEsMl0"):
        with pytest.raises(InvalidInput):
            finder.search("ali", 3, cursor)
    with pytest.raises(InvalidInput):
        finder.search("ali", 101)
