"""Restored profiles, also from snapshots of versions with fewer fields."""

from __future__ import annotations

from dataclasses import replace

from callerid_dash.store.engine.database import Store
from callerid_dash.store.office import snapshots
from callerid_dash.store.profiles import profiles
from tests.store.profiles.test_profiles import BARE, LATER, LOOKUPS, NOON

FIRM = replace(BARE, name="Arman Trading", trademark="Arman", note="VIP")


def added(store: Store) -> int:
    return store.write(lambda session: profiles.insert(session, [FIRM], NOON, None))[0]


def test_a_profile_is_put_back_as_it_was(store: Store) -> None:
    key = added(store)
    with store.read() as session:
        before, taken = profiles.by_ids(session, [key], LOOKUPS), snapshots.take(session, [key], records=True)
    store.write(lambda session: snapshots.remove(session, [key], records=True))
    store.write(lambda session: snapshots.put_back(session, taken))
    with store.read() as session:
        assert profiles.by_ids(session, [key], LOOKUPS) == before


def test_what_a_snapshot_does_not_know_yet_is_empty(store: Store) -> None:
    key = added(store)
    with store.read() as session:
        taken = snapshots.take(session, [key], records=False)
    older = {**taken, "profiles": [{n: v for n, v in row.items() if n != "trademark"} for row in taken["profiles"]]}
    store.write(lambda session: profiles.update(session, key, 1, replace(FIRM, note="", trademark="New"), LATER))
    store.write(lambda session: snapshots.put_back(session, older, kept=[key]))
    store.write(lambda session: snapshots.remove(session, [key], records=False))
    store.write(lambda session: snapshots.put_back(session, older))
    with store.read() as session:
        found = profiles.by_ids(session, [key], LOOKUPS)[key]
    assert (found.name, found.trademark, found.note) == ("Arman Trading", "", "VIP")


def test_a_digest_does_not_change_with_a_field_that_came_later(store: Store) -> None:
    key = added(store)
    with store.read() as session:
        columns = set(snapshots.take(session, [key], records=False)["profiles"][0])
        whole, older = snapshots.digest(session, key, columns), snapshots.digest(session, key, columns - {"trademark"})
        assert snapshots.digest(session, key) == whole != older
    store.write(lambda session: profiles.update(session, key, 1, replace(FIRM, trademark="New"), LATER))
    with store.read() as session:
        assert snapshots.digest(session, key, columns - {"trademark"}) == older
        assert snapshots.digest(session, key) != whole
