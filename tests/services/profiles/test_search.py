"""Search for profiles: by words, by numbers, with typing errors, and in a stable order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.profiles.search import ProfileFilter, ProfileFinder
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from tests.scenes import API, add_category, add_color

PERSON = ProfileDraft(ProfileKind.PERSON, "Ali")
COMPANY = ProfileDraft(ProfileKind.ORGANIZATION, "Pars")
NUMBER = "+982188881111"


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


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


def people(profiles: Profiles, *called: str) -> None:
    profiles.import_drafts([replace(PERSON, name=name) for name in called])


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("حسین کریمی", "حسن کریمی"),
        ("نیلوفر رضایی", "نیلوفر رضاییی"),
        ("محمد احمدی", "محمد احدمی"),
        ("علی رضا نادری", "علیرضا نادری"),
        ("علیرضا نادری", "علی رضا نادری"),
        ("Maryam Hosseini", "maryam hoseini"),
        ("Maryam Hosseini", "hossieni mariam"),
        ("Khorasan Steel", "khorsan stel"),
        ("Mohammadreza Kermani", "mohamadreza kermnai"),
        ("Mohammadreza Kermani", "kermani mohmad"),
    ],
)
def test_typing_errors_are_forgiven_in_both_scripts(
    profiles: Profiles, finder: ProfileFinder, stored: str, typed: str
) -> None:
    people(profiles, stored, "Zahra Tavakoli", "پروانه شمس")
    found = finder.search(typed)
    assert names(found.items) == [stored]


def test_a_word_that_is_another_one_is_no_typing_error(profiles: Profiles, finder: ProfileFinder) -> None:
    people(profiles, "Maryam Hosseini", "علی")
    assert [names(finder.search(typed).items) for typed in ("karim hosseini", "al", "رضا")] == [[], [], []]


def test_what_was_typed_comes_before_what_is_like_it(profiles: Profiles, finder: ProfileFinder) -> None:
    in_rank = ["Reza", "Rezaei", "Ali Reza", "Alireza"]
    people(profiles, *reversed(in_rank), "Rena", "Hassan")
    found = finder.search("reza")
    assert names(found.items) == [*in_rank, "Rena"]
    assert found.similar == 1


def test_similar_names_are_not_shown_behind_enough_hits(profiles: Profiles, finder: ProfileFinder) -> None:
    people(profiles, *(f"Reza {letter}" for letter in "abcde"), "Rena")
    assert len(finder.search("reza").items) == 5
    assert finder.counts("reza").total == 5


def test_words_in_any_order_and_by_their_beginnings_come_before_their_middles(
    profiles: Profiles, finder: ProfileFinder
) -> None:
    people(profiles, "Sara Karimi", "Nasara Bakarimi")
    assert names(finder.search("kar sar").items) == ["Sara Karimi", "Nasara Bakarimi"]


def test_pages_go_on_from_hits_into_similar_ones_without_gap(profiles: Profiles, finder: ProfileFinder) -> None:
    people(profiles, "Karim A", "Karim B", "Karin C", "Karin D", "Carim E", "Zahra F")
    seen: list[str] = []
    cursor = None
    while True:
        page = finder.search("karim", 1, cursor)
        seen += names(page.items)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == names(finder.search("karim").items)
    assert seen[:2] == ["Karim A", "Karim B"]
    assert sorted(seen[2:]) == ["Carim E", "Karin C", "Karin D"]


def test_a_renamed_profile_is_found_by_its_new_words(profiles: Profiles, finder: ProfileFinder) -> None:
    made = profiles.create(replace(PERSON, name="Golestan"), API).profile
    assert finder.search("golistan").items
    profiles.update(made.id, 1, ProfileChanges(name="Bahramipour"), API)
    assert names(finder.search("bahramipuor").items) == ["Bahramipour"]
    assert finder.search("golistan").items == ()


@pytest.fixture
def filed(store: Store, directory: Directory, profiles: Profiles) -> dict[str, int]:
    """The category Customers with Retail and Wholesale below, two colors, an owner, and four profiles in them."""

    def work(session: Session) -> dict[str, int]:
        branch = add_category(session, None, 0, "Customers")
        return {
            "branch": branch,
            "retail": add_category(session, branch, 1, "Retail"),
            "wholesale": add_category(session, branch, 2, "Wholesale"),
            "other": add_category(session, None, 3, "Other"),
            "gold": add_color(session, 0, "VIP", "", "#ffd700"),
            "red": add_color(session, 1, "Unhappy", "", "#ff0000"),
            "sara": accounts.add_user(session, "sara", "Sara", Role.AGENT, "") or 0,
        }

    made = store.write(work)
    directory.reload()
    profiles.import_drafts(
        [
            replace(PERSON, name="Ali A", category_id=made["retail"], color_id=made["gold"]),
            replace(PERSON, name="Ali B", category_id=made["wholesale"], owners={OwnerRole.SUPPORT: made["sara"]}),
            replace(COMPANY, name="Ali Co", category_id=made["retail"], color_id=made["red"]),
            replace(PERSON, name="Zahra", category_id=made["other"], color_id=made["gold"]),
        ]
    )
    return made


def test_filters_narrow_the_list(finder: ProfileFinder, filed: dict[str, int]) -> None:
    def found(query: str = "", **conditions: object) -> list[str]:
        wanted = ProfileFilter(**conditions)  # type: ignore[arg-type]
        listed = finder.search(query, wanted=wanted)
        assert finder.ids(query, wanted) == [profile.id for profile in listed.items]
        assert finder.counts(query, wanted).total == len(listed.items)
        return names(listed.items)

    assert found() == ["Ali A", "Ali B", "Ali Co", "Zahra"]
    assert found(category=filed["branch"]) == ["Ali A", "Ali B", "Ali Co"]
    assert found(category=filed["retail"]) == ["Ali A", "Ali Co"]
    assert found(color=filed["gold"]) == ["Ali A", "Zahra"]
    assert found(owner=filed["sara"]) == ["Ali B"]
    assert found(no_owner=True) == ["Ali A", "Ali Co", "Zahra"]
    assert found(kind=ProfileKind.ORGANIZATION) == ["Ali Co"]
    assert found("ali", color=filed["gold"], category=filed["branch"]) == ["Ali A"]
    assert found("zahar", color=filed["gold"]) == ["Zahra"]
    assert found("zahar", color=filed["red"]) == []
    assert found(anonymous=True) == found(category=999_999) == found(owner=1 << 70) == []


def test_counts_say_what_another_choice_would_show(finder: ProfileFinder, filed: dict[str, int]) -> None:
    counts = finder.counts("", ProfileFilter(color=filed["gold"], category=filed["branch"]))
    assert counts.total == 1
    assert counts.categories == {filed["branch"]: 1, filed["retail"]: 1, filed["other"]: 1}
    assert counts.colors == {filed["gold"]: 1, filed["red"]: 1}
    assert counts.kinds == {ProfileKind.PERSON: 1, ProfileKind.ORGANIZATION: 0}
    similar = finder.counts("zahar")
    assert (similar.total, similar.similar, similar.categories) == (1, 1, {filed["other"]: 1})


def test_names_like_a_new_one_are_told(profiles: Profiles, finder: ProfileFinder) -> None:
    people(profiles, "علی کریمی", "علی کریمی نژاد اصل", "Ali Karimi")
    company = profiles.create(replace(COMPANY, name="علی کریمی"), API).profile
    for name in ("علي كريمي", "کریمی علی", "علی کریم", "آقای علی کریمی"):
        assert names(finder.similar(name, ProfileKind.PERSON)) == ["علی کریمی"], name
    assert finder.similar("علی کریمی", ProfileKind.ORGANIZATION) == [company]
    assert finder.similar("", ProfileKind.PERSON) == finder.similar("۱۲۳", ProfileKind.PERSON) == []
