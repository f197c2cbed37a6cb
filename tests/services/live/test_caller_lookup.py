"""The caller lookup remembers the holders of a number, and forgets them when they change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.services.core import Core
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import holders as tables
from tests.scenes import API, add_color

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NUMBER = "+982188881111"
OTHER = "+982188882222"


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(replace(core, clock=lambda: NOON))


@pytest.fixture
def lookups(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The numbers that the database was asked for, one set for each query."""
    asked: list[set[str]] = []
    ask = tables.holders

    def watched(session: Session, numbers: Collection[str], *tables_in_memory: object) -> object:
        asked.append(set(numbers))
        return ask(session, numbers, *tables_in_memory)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "holders", watched)
    return asked


def person(name: str, *numbers: str, color_id: int | None = None) -> ProfileDraft:
    phones = tuple(PhoneDraft(number) for number in numbers)
    return ProfileDraft(ProfileKind.PERSON, name, phones=phones, color_id=color_id)


def names(matcher: Matcher, number: str) -> list[str]:
    return [holder.name for holder in matcher.holders([number]).get(number, ())]


def test_a_number_is_asked_for_once_whether_held_or_not(
    matcher: Matcher, profiles: Profiles, lookups: list[set[str]]
) -> None:
    profiles.create(person("Ali", NUMBER), API)
    matcher.forget([NUMBER])
    lookups.clear()
    for _ in range(3):
        assert list(matcher.holders([NUMBER, OTHER])) == [NUMBER]
    assert lookups == [{NUMBER, OTHER}]


def test_a_saved_profile_is_seen_at_once_even_where_nobody_was_known_before(
    matcher: Matcher, profiles: Profiles
) -> None:
    assert names(matcher, NUMBER) == []
    ali = profiles.create(person("Ali", NUMBER), API).profile
    assert names(matcher, NUMBER) == ["Ali"]
    moved = ProfileChanges(phones=(PhoneDraft(OTHER),))
    profiles.update(ali.id, ali.version, moved, API)
    assert (names(matcher, NUMBER), names(matcher, OTHER)) == ([], ["Ali"])


def test_an_answer_read_before_a_change_is_not_remembered_after_it(
    matcher: Matcher, profiles: Profiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = tables.holders

    def overtaken(*arguments: object) -> object:
        monkeypatch.setattr(tables, "holders", ask)
        found = ask(*arguments)  # type: ignore[arg-type]
        profiles.create(person("Ali", NUMBER), API)  # is committed before the answer reaches the memory
        return found

    monkeypatch.setattr(tables, "holders", overtaken)
    matcher.holders([NUMBER])
    assert names(matcher, NUMBER) == ["Ali"]


def test_a_changed_color_is_seen_after_forgetting_all(
    store: Store, directory: Directory, matcher: Matcher, profiles: Profiles
) -> None:
    color_id = store.write(lambda s: add_color(s, 0, "VIP", "", "#ffd700"))
    directory.reload()
    profiles.create(person("Ali", NUMBER, color_id=color_id), API)
    assert [h.color and h.color.title for h in matcher.holders([NUMBER])[NUMBER]] == ["VIP"]
    store.write(lambda s: s.script(f"UPDATE colors SET title = 'Gold' WHERE id = {color_id}"))
    directory.reload()
    matcher.forget_all()
    assert [h.color and h.color.title for h in matcher.holders([NUMBER])[NUMBER]] == ["Gold"]


def test_memory_is_bounded_and_the_oldest_go_first(store: Store, directory: Directory, lookups: list[set[str]]) -> None:
    matcher = Matcher(store, directory, most=2)
    for number in ("1", "2", "3"):
        matcher.holders([number])
    lookups.clear()
    matcher.holders(["2", "3"])
    matcher.holders(["1"])
    assert lookups == [{"1"}]


def test_a_transaction_sees_what_it_has_written_itself(store: Store, matcher: Matcher, profiles: Profiles) -> None:
    profiles.create(person("Ali", NUMBER), API)
    assert names(matcher, NUMBER) == ["Ali"]

    def remove(session: Session) -> list[str]:
        session.script("DELETE FROM phones")
        return list(matcher.holders_in(session, [NUMBER]))

    assert store.write(remove) == []
