"""Profiles in the store: batch writes, reads, and search by name and number in the same order on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.profiles import (
    Category,
    Color,
    Owner,
    OwnerRole,
    PhoneKind,
    Profile,
    ProfileKind,
    ProfilePhone,
)
from callerid_dash.domain.users import Role, User
from callerid_dash.store.engine.database import Store
from callerid_dash.store.profiles import profiles
from callerid_dash.store.profiles.profile_search import ProfileConditions, search
from callerid_dash.store.profiles.profiles import ProfileContent, ProfileLookups

NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LOOKUPS = ProfileLookups(
    users={7: User(7, "sara", "Sara", Role.AGENT), 8: User(8, "reza", "Reza", Role.AGENT)},
    colors={3: Color(3, 0, "VIP", "", "#ffd700")},
    categories={5: Category(5, None, 0, "Customers")},
)
BARE = ProfileContent(
    kind=ProfileKind.PERSON,
    name="Ali",
    prefix="",
    first_name="",
    last_name="",
    trademark="",
    organization_id=None,
    organization="",
    category_id=None,
    color_id=None,
    owners={},
    phones=(),
    emails=(),
    note="",
)
FULL = replace(
    BARE,
    name="دکتر نیلوفر رضایی",
    prefix="دکتر",
    first_name="نیلوفر",
    last_name="رضایی",
    category_id=5,
    color_id=3,
    owners={OwnerRole.OTHER: 7, OwnerRole.SALES: 8},
    phones=(
        ProfilePhone(0, "021 8888-1111", "+982188881111", "12", PhoneKind.LANDLINE, "office"),
        ProfilePhone(0, "no idea", None),
    ),
    emails=("b@example.com", "a@example.com"),
    note="first line\nsecond line % ' \\",
)


def add(store: Store, *contents: ProfileContent) -> list[int]:
    return store.write(lambda session: profiles.insert(session, contents, NOON, None))


def read(store: Store, *ids: int) -> dict[int, Profile]:
    with store.read() as session:
        return profiles.by_ids(session, ids, LOOKUPS)


def test_everything_that_was_written_is_read_back(store: Store) -> None:
    (key,) = add(store, FULL)
    profile = read(store, key)[key]
    assert profile == Profile(
        id=key,
        kind=ProfileKind.PERSON,
        name="دکتر نیلوفر رضایی",
        version=1,
        prefix="دکتر",
        first_name="نیلوفر",
        last_name="رضایی",
        category=LOOKUPS.categories[5],
        color=LOOKUPS.colors[3],
        owners=(Owner(OwnerRole.SALES, 8, "reza"), Owner(OwnerRole.OTHER, 7, "sara")),
        phones=tuple(replace(p, id=s.id) for p, s in zip(FULL.phones, profile.phones, strict=True)),
        emails=FULL.emails,
        note=FULL.note,
        created_at=NOON,
        updated_at=NOON,
    )


def test_ids_answer_the_order_of_the_batch(store: Store) -> None:
    ids = add(store, *(replace(BARE, name=f"n{i}") for i in range(100)))
    found = read(store, *ids)
    assert [found[key].name for key in ids] == [f"n{i}" for i in range(100)]
    assert add(store) == []


def test_unknown_ids_are_left_out(store: Store) -> None:
    (key,) = add(store, BARE)
    assert list(read(store, key, key + 1)) == [key]
    assert read(store) == {}


def test_an_update_replaces_all_and_counts_the_version(store: Store) -> None:
    (key,) = add(store, FULL)
    assert store.write(lambda s: profiles.update(s, key, 1, BARE, LATER))
    profile = read(store, key)[key]
    assert profile == Profile(key, ProfileKind.PERSON, "Ali", 2, created_at=NOON, updated_at=LATER)


def test_an_update_of_another_version_changes_nothing(store: Store) -> None:
    (key,) = add(store, FULL)
    before = read(store, key)
    assert not store.write(lambda s: profiles.update(s, key, 2, BARE, LATER))
    assert read(store, key) == before


def test_organizations_are_known_by_name_and_persons_are_none(store: Store) -> None:
    company, person = add(store, replace(BARE, name="Pars", kind=ProfileKind.ORGANIZATION), BARE)
    member = add(store, replace(BARE, organization_id=company, organization="Pars"))
    with store.read() as session:
        assert profiles.organizations(session, [company, person]) == {company: "Pars"}
        assert profiles.organizations(session, []) == {}
        assert profiles.members(session, company) == member
    assert read(store, *member)[member[0]].organization == "Pars"


def found(store: Store, wanted: ProfileConditions, limit: int = 50) -> list[str]:
    with store.read() as session:
        hits = search(session, wanted, limit)
        names = profiles.by_ids(session, [hit[-1] for hit in hits], LOOKUPS)
    return [names[hit[-1]].name for hit in hits]


def test_hits_are_ranked_from_the_exact_name_to_a_part_of_a_word(store: Store) -> None:
    in_rank = [
        replace(BARE, name="Reza"),
        replace(BARE, name="Rezaei"),
        replace(BARE, name="Zahra", organization="Reza Tools"),
        replace(BARE, name="Ali Reza"),
        replace(BARE, name="Alireza"),
    ]
    add(store, *reversed(in_rank), replace(BARE, name="Hassan"))
    assert found(store, ProfileConditions("reza")) == [content.name for content in in_rank]


def test_every_word_must_occur_in_whatever_order(store: Store) -> None:
    add(store, replace(BARE, name="Sara Rezaei", organization="Pars"), replace(BARE, name="Sara Karimi"))
    assert found(store, ProfileConditions("pars sara")) == ["Sara Rezaei"]
    assert found(store, ProfileConditions("sara")) == ["Sara Karimi", "Sara Rezaei"]


@pytest.mark.parametrize("typed", ["%", "_", "a%i", "\\", "'"])
def test_what_was_typed_is_no_pattern(store: Store, typed: str) -> None:
    add(store, BARE, replace(BARE, name=f"x {typed} y"))
    assert found(store, ProfileConditions(search_key(typed))) == [f"x {typed} y"]


def test_a_number_is_found_whole_before_in_part(store: Store) -> None:
    whole, part, other = (
        replace(BARE, name=name, phones=(ProfilePhone(0, number, number),))
        for name, number in (("whole", "+982188881111"), ("part", "+98218888111122"), ("other", "+989121234567"))
    )
    add(store, part, other, whole)
    assert found(store, ProfileConditions("x1", "2188881111", "+982188881111")) == ["whole", "part"]
    assert found(store, ProfileConditions("x1", "", "+982188881111")) == ["whole"]
    assert found(store, ProfileConditions("x1")) == []


def test_an_invalid_number_is_found_by_its_digits(store: Store) -> None:
    add(store, replace(BARE, phones=(ProfilePhone(0, "5550-12345678901234", None),)))
    assert found(store, ProfileConditions("x1", "12345678")) == ["Ali"]


def test_pages_of_hits_follow_each_other_without_gap(store: Store) -> None:
    add(store, *(replace(BARE, name=f"name {i // 2}", phones=(ProfilePhone(0, "1", "1"),) * 2) for i in range(9)))
    everything, after = [], None
    with store.read() as session:
        while hits := search(session, ProfileConditions("name"), 2, after):
            everything += hits
            after = hits[-1]
    assert len(everything) == len(set(everything)) == 9
    assert everything == sorted(everything)
