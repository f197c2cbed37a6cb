"""Holders of a number: by single query and in bulk, always by the present profiles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from callerid_dash.domain.profiles.profiles import Color, Holder, Owner, OwnerRole, PhoneKind, ProfileKind, ProfilePhone
from callerid_dash.domain.users import Role, User
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import holders, profiles
from callerid_dash.store.profiles.profiles import ProfileContent

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SARA = User(7, "sara", "Sara", Role.AGENT)
GOLD = Color(3, 0, "VIP", "", "#ffd700")
NUMBER = "+982188881111"


def content(
    name: str, *numbers: str | None, organization_id: int | None = None, organization: str = ""
) -> ProfileContent:
    return ProfileContent(
        kind=ProfileKind.PERSON,
        name=name,
        prefix="",
        first_name="",
        last_name="",
        trademark="",
        organization_id=organization_id,
        organization=organization,
        category_id=None,
        color_id=GOLD.id,
        owners={OwnerRole.SUPPORT: SARA.id},
        phones=tuple(ProfilePhone(0, n or "broken", n, "", PhoneKind.LANDLINE) for n in numbers),
        emails=(),
        note="",
    )


def add(store: Store, *contents: ProfileContent) -> list[int]:
    return store.write(lambda session: profiles.insert(session, contents, NOON, None))


def held(session: Session, *numbers: str) -> dict[str, tuple[Holder, ...]]:
    return holders.holders(session, numbers, {SARA.id: SARA}, {GOLD.id: GOLD})


def ids(session: Session, *numbers: str) -> dict[str, list[int]]:
    return {number: [h.id for h in found] for number, found in held(session, *numbers).items()}


def test_a_holder_comes_with_all_that_a_row_shows(store: Store) -> None:
    (company,) = add(store, replace(content("Pars | Co"), kind=ProfileKind.ORGANIZATION))
    (person,) = add(store, content("نیلوفر رضایی", NUMBER, organization_id=company, organization="Pars | Co"))
    with store.read() as session:
        found = held(session, NUMBER)
    assert found == {
        NUMBER: (
            Holder(
                id=person,
                kind=ProfileKind.PERSON,
                name="نیلوفر رضایی",
                organization="Pars | Co",
                organization_id=company,
                color=GOLD,
                owners=(Owner(OwnerRole.SUPPORT, SARA.id, "sara"),),
            ),
        )
    }


def test_several_holders_come_lowest_id_first_and_once_each(store: Store) -> None:
    first, second, third = add(store, content("a", NUMBER, NUMBER), content("b", NUMBER), content("c", NUMBER))
    with store.read() as session:
        assert ids(session, NUMBER) == {NUMBER: [first, second, third]}


def test_numbers_that_nobody_holds_and_invalid_ones_are_left_out(store: Store) -> None:
    add(store, content("a", None))
    with store.read() as session:
        assert held(session, NUMBER, "broken") == {}
        assert held(session) == {}


@pytest.mark.parametrize("how_many", [1, 4, 5, 3_000])
def test_few_and_many_numbers_get_the_same_answer(store: Store, how_many: int) -> None:
    numbers = [f"+9821{i:08}" for i in range(how_many)]
    expected = dict(zip(numbers, add(store, *(content(f"n{i}", n) for i, n in enumerate(numbers))), strict=True))
    with store.read() as session:
        found = ids(session, *numbers, *(f"+9831{i:08}" for i in range(how_many)))
    assert found == {number: [key] for number, key in expected.items()}


def test_the_writing_transaction_sees_what_it_has_written(store: Store) -> None:
    def work(session: Session) -> dict[str, list[int]]:
        profiles.insert(session, [content("a", NUMBER)], NOON, None)
        return ids(session, NUMBER)

    assert len(store.write(work)[NUMBER]) == 1


def test_a_changed_profile_is_seen_by_its_new_numbers_alone(store: Store) -> None:
    (key,) = add(store, content("a", NUMBER))
    changed = content("b", "+982188882222")
    assert store.write(lambda s: profiles.update(s, key, 1, changed, NOON))
    with store.read() as session:
        found = held(session, NUMBER, "+982188882222")
        assert holders.outdated(session) == []
    assert {n: h[0].name for n, h in found.items()} == {"+982188882222": "b"}


def test_the_newest_record_is_part_of_a_holder(store: Store) -> None:
    (key,) = add(store, content("a", NUMBER))

    def two_records(session: Session) -> None:
        for at in ("2026-03-01 10:00:00.5", "2026-02-01 10:00:00"):
            session.script(
                "INSERT INTO records (profile_id, kind_id, subject, happened_at, author_id) "
                f"VALUES ({key}, 1, 'x', TIMESTAMP '{at}', 1)"
            )
        profiles.records_changed(session, key)

    store.write(two_records)
    with store.read() as session:
        (holder,) = held(session, NUMBER)[NUMBER]
    assert holder.newest_record_at == datetime(2026, 3, 1, 10, 0, 0, 500_000, tzinfo=UTC)


def test_a_copy_that_nobody_refreshed_is_found(store: Store) -> None:
    (key, _) = add(store, content("a", NUMBER), content("b", "+982188882222"))
    store.write(lambda s: s.script(f"UPDATE profiles SET color_id = NULL WHERE id = {key}"))
    with store.read() as session:
        assert len(holders.outdated(session)) == 1
    store.write(lambda s: holders.refresh(s, [key]))
    with store.read() as session:
        assert holders.outdated(session) == []
        assert held(session, NUMBER)[NUMBER][0].color is None
