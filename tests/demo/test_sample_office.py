"""The sample office on both engines, at a reduced size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from callerid_dash.demo.office import imagine
from callerid_dash.demo.sample_office import Size, fill
from callerid_dash.domain.calls.calls import CallEvent, CallState, Outcome
from callerid_dash.domain.errors import BadSettings
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.domain.users import Role
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.calls.callback_queue import WaitingBoard
from callerid_dash.services.calls.ingest import Ingest, Receipt
from callerid_dash.services.calls.missed_calls import Missed, WaitingList
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.settings import Settings
from callerid_dash.store.calls import calls as tables
from callerid_dash.store.calls import missed as missed_tables
from callerid_dash.store.calls.calls import StoredCall

NOW = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
"""Noon in Tehran on a Monday."""
SMALL = Size(persons=60, organizations=20, days=16, calls=60, identified=12)
PASSWORD = "a word for all"


@contextmanager
def opened(url: str, language: str = "auto") -> Iterator[Services]:
    """The services on this store."""
    services = build_services(Settings(database_url=url, language=language))
    try:
        yield services
    finally:
        services.store.close()


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    """The services on an empty store of each engine."""
    with opened(store_url) as services:
        yield services


def filled(services: Services, say: Callable[[str], None] = lambda _: None, now: datetime = NOW) -> None:
    fill(services, PASSWORD, seed=7, size=SMALL, now=now, say=say)


def profiles(services: Services) -> list[Profile]:
    found: list[Profile] = []
    cursor = None
    while True:
        page = services.profiles.finder.search("", 100, cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def calls(services: Services) -> list[StoredCall]:
    with services.store.read() as session:
        by_id = tables.calls_between(session, UUID(int=0), UUID(int=2**128 - 1))
    return sorted(by_id.values(), key=lambda stored: stored.call.id)


def test_an_office_is_there_with_people_who_can_sign_in(services: Services) -> None:
    filled(services)
    snapshot = services.directory.snapshot
    roles = Counter(user.role for user in snapshot.users.values())
    assert roles[Role.ADMIN] == roles[Role.SUPERVISOR] == 1
    assert roles[Role.AGENT] >= 5
    assert all(len(user.extensions) == 1 for user in snapshot.users.values())
    assert services.accounts.sign_in.authenticate("admin", PASSWORD, "127.0.0.1").role is Role.ADMIN
    assert {len(snapshot.category_path(leaf.id)) for leaf in snapshot.leaves} == {3}
    assert [color.position for color in snapshot.colors.values()] == list(range(len(snapshot.colors)))
    assert len(snapshot.lines) >= 3


def test_the_address_book_has_every_sort_of_profile(services: Services) -> None:
    filled(services)
    book = profiles(services)
    kinds = Counter(profile.kind for profile in book)
    assert kinds[ProfileKind.PERSON] >= 60
    assert kinds[ProfileKind.ORGANIZATION] >= 20
    assert 80 < len(book) <= 92
    assert any(profile.name.isascii() for profile in book)
    assert any(not profile.name.isascii() for profile in book)
    assert any(profile.organization for profile in book)
    assert any(profile.color for profile in book)
    assert any(len(profile.owners) == 3 for profile in book)
    assert any(profile.emails and profile.note for profile in book)
    assert all(profile.category and profile.phones for profile in book)
    assert all(phone.canonical for profile in book for phone in profile.phones)
    assert any(services.profiles.shared_numbers(profile) for profile in book)


def test_the_past_ends_now_and_looks_like_an_office(services: Services) -> None:
    filled(services)
    past = calls(services)
    outcomes = Counter(stored.call.outcome for stored in past)
    known = sum(stored.known_then for stored in past)
    assert {stored.call.state for stored in past} == {CallState.ENDED}
    assert NOW - timedelta(hours=3) < max(stored.call.started_at for stored in past) < NOW
    assert min(stored.call.started_at for stored in past) < NOW - timedelta(days=12)
    assert 0.6 < outcomes[Outcome.ANSWERED] / len(past) < 0.92
    assert outcomes[Outcome.ANSWERED] + outcomes[Outcome.MISSED] == len(past)
    assert 0.5 < known / len(past) < 0.8


def lists(services: Services, now: datetime = NOW) -> list[WaitingList]:
    """The callers who were due for a callback at that instant, and those who had never been called back."""
    core = replace(services.core, clock=lambda: now)
    missed = Missed(core, WaitingBoard(core))
    admin = services.directory.snapshot.usernames["admin"]
    return [missed.waiting(admin, late=late, limit=10_000) for late in (False, True)]


def waiting(services: Services) -> list[list[str]]:
    """The numbers on both lists."""
    return [[caller.number for caller in each.callers] for each in lists(services)]


def test_a_person_could_clear_the_list_of_missed_calls(services: Services) -> None:
    filled(services)
    due, late = lists(services)
    assert 5 <= due.total <= 15
    assert 1 <= late.total <= 10
    with services.store.read() as session:
        closings = missed_tables.closed_since(session, NOW - timedelta(days=30), 1_000)
    assert closings
    assert all(each.through < each.closed_at <= NOW for each in closings)
    assert {each.closer for each in closings} <= {"admin", "supervisor"}


def test_some_unknown_callers_were_identified_by_several_people_sooner_and_later(services: Services) -> None:
    filled(services)
    total, each = services.reports.callers.identified(ReportFilter(NOW - timedelta(days=30), NOW))
    assert total.calls >= 8
    assert len(set(each.user_id)) >= 3
    assert total.timed == total.calls
    assert total.p50
    assert 0 < total.p50 < timedelta(days=10).total_seconds()


def test_what_was_filled_in_verifies(services: Services) -> None:
    filled(services)
    verdict = verify(services.store, services.settings.dialing)
    assert (verdict.calls, verdict.differences) == (len(calls(services)), ())


def test_a_second_fill_adds_nothing(services: Services) -> None:
    filled(services)
    before = (profiles(services), calls(services), services.directory.snapshot, lists(services))
    filled(services, now=NOW + timedelta(days=1))
    assert (profiles(services), calls(services), services.directory.snapshot, lists(services)) == before


@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_an_interrupted_fill_goes_on_where_it_stopped(services: Services, tmp_path: Path, steps: int) -> None:
    left = iter(range(steps - 1))

    def interrupt(_: str) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled(services, say=interrupt)
    filled(services, now=NOW + timedelta(days=1))
    with opened(f"duckdb:///{tmp_path / 'whole.duckdb'}") as whole:
        filled(whole)
        assert [c.call for c in calls(services)] == [c.call for c in calls(whole)]
        assert [waiting(services), waiting(whole)] == [waiting(whole)] * 2
        assert [p.name for p in profiles(services)] == [p.name for p in profiles(whole)]
        assert services.directory.snapshot.usernames.keys() == whole.directory.snapshot.usernames.keys()
        mine, theirs = (dict(each.directory.snapshot.settings) for each in (services, whole))
        assert mine.pop("store_id", None) != theirs.pop("store_id")  # each file has a name of its own
        assert mine == theirs


def test_a_fill_that_was_interrupted_amid_the_calls_goes_on(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, times = Ingest.submit, iter(range(1))

    def once(ingest: Ingest, events: Sequence[CallEvent]) -> Receipt:
        if next(times, None) is None:
            raise KeyboardInterrupt
        return submit(ingest, events)

    with monkeypatch.context() as patch:
        patch.setattr(Ingest, "submit", once)
        with pytest.raises(KeyboardInterrupt):
            filled(services)
    some = calls(services)
    filled(services)
    assert 0 < len(some) < len(calls(services))
    assert services.calls.ingest.duplicates > 0


def test_a_store_that_belongs_to_an_office_is_left_alone(services: Services) -> None:
    services.accounts.add("boss", "a long password", Role.ADMIN, OPERATOR)
    with pytest.raises(BadSettings, match="CALLERID_DATABASE_URL"):
        filled(services)
    assert profiles(services) == []
    assert services.directory.snapshot.colors == {}


def test_titles_are_in_the_language_of_the_settings(duckdb_url: str) -> None:
    with opened(duckdb_url, "fa") as services:
        filled(services)
        assert not any(color.title.isascii() for color in services.directory.snapshot.colors.values())
        assert not any(title.isascii() for title in services.directory.snapshot.lines.values())


def test_the_same_seed_imagines_the_same_office() -> None:
    assert imagine(3, 50, 10) == imagine(3, 50, 10) != imagine(4, 50, 10)


def test_about_a_tenth_of_the_organizations_have_shared_numbers() -> None:
    holders = Counter(number for profile in imagine().book.profiles for number in profile.calls_from)
    shared = [count for count in holders.values() if count > 1]
    assert 18 <= len(shared) <= 40
    assert max(shared) <= 4


def test_some_profiles_have_a_history_and_a_second_fill_adds_nothing_to_it(services: Services) -> None:
    def subjects() -> list[str]:
        found = [services.records.of_profile(None, profile.id).items for profile in profiles(services)]
        return [record.subject for records in found for record in records]

    filled(services)
    written = subjects()
    assert len(set(written)) > 1
    filled(services)
    assert subjects() == written
