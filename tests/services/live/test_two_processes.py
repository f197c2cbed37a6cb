"""Two web processes on one PostgreSQL database show the same calls and know the same users."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator
from uuid import UUID

import pytest

from callerid_dash.domain.calls.calls import CallState, call_uuid, fold
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.live.change_notifications import profile_topic
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.profiles.auto_contacts import AnonymousRule
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.services import Services
from callerid_dash.settings import read_settings
from callerid_dash.store.calls import calls
from callerid_dash.store.calls.calls import StoredCall
from callerid_dash.store.engine.protocol import Session
from tests.scenes import API, SUPERVISOR, add_category, answered_call, event
from tests.serving import wait_for

pytestmark = pytest.mark.postgres


@pytest.fixture
def pair(postgres_database: str) -> Iterator[tuple[Services, Services]]:
    """The services of two processes on one database."""
    settings = read_settings({"CALLERID_DATABASE_URL": postgres_database})
    pair = build_services(settings), build_services(settings)
    wait_for(lambda: all(map(listens, pair)), 10)
    yield pair
    for services in pair:
        services.store.close()


def listens(services: Services) -> bool:
    """Does this process hear of others, and has it read what they wrote before?"""
    last = services.store.engine._watcher._last_change  # type: ignore[attr-defined]
    return last is not None and last.done()


def rows(services: Services) -> list[FeedRow]:
    delta = services.feed.since(None, SUPERVISOR, 50)
    return list(delta.changed) if delta else []


def test_what_one_process_stores_the_other_shows(pair: tuple[Services, Services]) -> None:
    one, other = pair
    one.calls.ingest.submit(answered_call("a"))
    other.calls.ingest.submit([event("ringing", 100, "b")])
    wait_for(lambda: all([row.call.external_id for row in rows(s)] == ["b", "a"] for s in pair), 10)


def test_who_is_added_here_may_sign_in_there(pair: tuple[Services, Services]) -> None:
    one, other = pair
    one.accounts.add("sara", "a long password", Role.AGENT, OPERATOR)
    wait_for(lambda: "sara" in other.directory.snapshot.usernames, 10)


def test_pages_of_the_other_process_hear_of_a_changed_profile(pair: tuple[Services, Services]) -> None:
    one, other = pair
    profile = one.profiles.create(ProfileDraft(ProfileKind.PERSON, "Sara"), API).profile
    cursor = other.feed.cursor
    changed = profile_topic(profile.id)

    def heard() -> bool:
        delta = other.feed.since(cursor, SUPERVISOR, 1)
        return delta is not None and changed in delta.topics

    one.profiles.update(profile.id, 1, ProfileChanges(note="Prefers mornings"), API)
    wait_for(heard, 10)


def test_of_a_call_in_another_process_nothing_but_this_call_is_read(
    pair: tuple[Services, Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    one.calls.ingest.submit(answered_call("a"))
    wait_for(lambda: len(rows(other)) == 1, 10)
    reads: list[str] = []
    monkeypatch.setattr(type(other.directory), "reload", lambda _self: reads.append("the office"))
    monkeypatch.setattr(calls, "newest", lambda *_: reads.append("all calls") or [])
    cursor = other.feed.cursor
    one.calls.ingest.submit(answered_call("b", 100))
    wait_for(lambda: len(rows(other)) == 2, 10)
    assert reads == []
    delta = other.feed.changed(cursor)
    assert delta is not None, "a new call changes no earlier figure"
    assert [row.call.external_id for row in delta.changed] == ["b"]


def test_a_call_that_gets_another_beginning_in_another_process_may_change_every_figure(
    pair: tuple[Services, Services],
) -> None:
    one, other = pair
    one.calls.ingest.submit(answered_call("a"))
    wait_for(lambda: len(rows(other)) == 1, 10)
    cursor = other.feed.cursor
    one.calls.ingest.submit([event("ringing", -500, "a")])
    wait_for(lambda: other.feed.cursor != cursor, 10)
    assert other.feed.changed(cursor) is None


def test_a_profile_that_is_created_for_a_caller_is_known_in_the_other_process(
    pair: tuple[Services, Services],
) -> None:
    one, other = pair
    leaf = one.store.write(lambda session: add_category(session, None, 1, "Callers"))
    one.directory.reload()
    one.office.auto_contacts.configure(AnonymousRule(enabled=True, category_id=leaf), OPERATOR)
    wait_for(lambda: "anonymous_contacts" in other.directory.snapshot.settings, 10)
    time.sleep(0.5)  # changes within a fifth of a second are one: the call shall be announced alone
    assert other.core.matcher.holders(["+989121234567"]) == {}
    one.calls.ingest.submit([event("ringing", 0, "a")])
    wait_for(lambda: bool(other.core.matcher.holders(["+989121234567"])), 10)


def test_events_of_one_call_may_reach_different_processes(pair: tuple[Services, Services]) -> None:
    events = answered_call()
    for i, one_event in enumerate([*events, *events]):
        pair[i % 2].calls.ingest.submit([one_event])
    wait_for(lambda: all([row.call for row in rows(s)] == [fold(events)] for s in pair), 10)


def test_reading_what_another_process_wrote_never_puts_back_what_happened_meanwhile(
    pair: tuple[Services, Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    has_read, happened = threading.Event(), threading.Event()

    def dawdling(self: Matcher, session: Session, call_ids: Collection[UUID]) -> dict[UUID, StoredCall]:
        found = calls_in(self, session, call_ids)
        has_read.set()
        happened.wait(0.5)  # in vain, if nothing can happen meanwhile
        return found

    calls_in = Matcher.calls_in
    one.calls.ingest.submit([event("ringing", 0, "a")])
    wait_for(lambda: len(rows(other)) == 1, 10)
    monkeypatch.setattr(Matcher, "calls_in", dawdling)
    other.calls.ingest.submit([event("answered", 1, "a")])
    assert has_read.wait(10)
    one.calls.ingest.submit([event("ended", 2, "a")])
    happened.set()
    wait_for(lambda: rows(one)[0].call.state is not CallState.RINGING, 10)
    time.sleep(1)  # longer than the other process dawdles
    assert rows(one)[0].call.state is CallState.ENDED


def test_processes_do_not_keep_telling_each_other_that_they_have_heard(
    pair: tuple[Services, Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair
    one.calls.ingest.submit([event("ringing", 0, "a")])
    wait_for(lambda: len(rows(other)) == 1, 10)
    heard: list[bool] = []
    monkeypatch.setattr(Ingest, "load_calls", lambda self, ids: heard.append(True))
    one.calls.ingest.submit([event("answered", 1, "a")])
    wait_for(lambda: bool(heard), 10)
    time.sleep(1)  # five times as long as a process waits for more news before it looks
    assert len(heard) == 1


def test_what_is_chosen_and_merged_here_is_shown_so_there(pair: tuple[Services, Services]) -> None:
    one, other = pair
    drafts = [ProfileDraft(ProfileKind.PERSON, name, phones=(PhoneDraft("09121234567"),)) for name in ("Ali", "Omid")]
    ali, omid = one.profiles.import_drafts(drafts)
    one.calls.ingest.submit(answered_call("a"))

    def shown() -> list[str | None]:
        return [holder.name if (holder := row.shown_to(None)) else None for row in rows(other)]

    wait_for(lambda: shown() == ["Ali"], 10)
    one.calls.attribution.choose(call_uuid("pbx", "a"), omid, SUPERVISOR)
    wait_for(lambda: shown() == ["Omid"], 10)
    one.profiles.merging.merge(ali, [ali, omid], {}, {ali: 1, omid: 1}, SUPERVISOR)
    wait_for(lambda: shown() == ["Ali"] and rows(other)[0].chosen_id == ali, 10)
