"""The wallboard: only the fields that visitors may see, computed once for all screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.numbers.phones import NumberKind
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.factory import build_services
from callerid_dash.services.reports.wallboard import MOST_CALLS, MOST_QUEUES
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.store.office import directory as tables
from tests.scenes import API

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
"""Noon in Tehran, whatever time it is."""


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    built = build_services(Settings(database_url=store_url), clock=lambda: NOW)
    built.store.write(lambda session: tables.set_line(session, "2001", "Front desk"))
    built.directory.reload()
    yield built
    built.store.close()


def call(
    services: Services,
    caller: str,
    key: str,
    *later: tuple[str, int],
    ago: int = 300,
    line: str = "2001",
    queue: str = "",
) -> None:
    """A call that rang this many seconds ago; `later` are further events with their seconds after that."""
    rang = NOW - timedelta(seconds=ago)
    steps = [("queued" if queue else "ringing", 0), *later]
    events = [
        CallEvent("pbx", key, EventKind(kind), rang + timedelta(seconds=after), caller=caller, line=line, queue=queue)
        for kind, after in steps
    ]
    services.calls.ingest.record(events)


def test_it_shows_who_waits_masked_and_longest_first(services: Services) -> None:
    call(services, "09121234567", "new", ago=5)
    call(services, "", "withheld", ago=50)
    call(services, "02188776655", "talking", ("answered", 4))
    wall = services.reports.wall.current()[1]
    assert [(each.number, each.kind, each.line) for each in wall.calls] == [
        ("", NumberKind.WITHHELD, "Front desk"),
        ("0912 ••• ••67", NumberKind.EXTERNAL, "Front desk"),
    ]
    assert (wall.waiting, wall.talking) == (2, 1)


def test_neither_names_nor_whole_numbers_are_in_it(services: Services) -> None:
    draft = ProfileDraft(kind=ProfileKind.PERSON, name="Maryam Ahmadi", phones=(PhoneDraft("09121234567"),))
    services.profiles.create(draft, API)
    call(services, "09121234567", "one", ago=5)
    call(services, "09121234567", "two", ("ended", 9), ago=90)
    told = repr(services.reports.wall.current())
    assert "Maryam" not in told
    assert "1234567" not in told
    assert "12345" not in told


def test_a_call_whose_end_was_never_told_does_not_stand_on_top(services: Services) -> None:
    call(services, "09121230001", "lost", ago=3_000)
    call(services, "09121230002", "long", ago=100)
    call(services, "09121230003", "new", ago=5)
    assert [each.number[-2:] for each in services.reports.wall.current()[1].calls] == ["02", "03", "01"]


def test_whoever_waits_in_a_queue_for_very_long_stands_on_top_and_is_not_cut(services: Services) -> None:
    call(services, "09121230099", "long", ago=3_000, queue="sales")
    for i in range(MOST_CALLS):
        call(services, f"0912123456{i}", f"c{i}", ago=10 + i)
    assert services.reports.wall.current()[1].calls[0].number[-2:] == "99"


def test_what_does_not_fit_is_counted(services: Services) -> None:
    for i in range(MOST_CALLS + 3):
        call(services, f"0912123456{i}", f"c{i}", ago=10 + i)
    wall = services.reports.wall.current()[1]
    assert len(wall.calls) == MOST_CALLS
    assert wall.waiting == MOST_CALLS + 3


def test_each_queue_says_how_many_wait_in_it_and_since_when(services: Services) -> None:
    call(services, "09121230001", "first", ago=90, queue="sales")
    call(services, "09121230002", "rings by now", ("ringing", 10), ago=40, queue="sales")
    call(services, "09121230003", "answered", ("answered", 5), queue="sales")
    call(services, "09121230004", "over", ("ended", 9), queue="accounts")
    call(services, "09121230005", "for very long", ago=3_000, queue="support")
    call(services, "09121230006", "of no queue", ago=200)
    assert [(each.name, each.waiting, each.since) for each in services.reports.wall.current()[1].queues] == [
        ("accounts", 0, None),
        ("sales", 2, NOW - timedelta(seconds=90)),
        ("support", 1, NOW - timedelta(seconds=3_000)),
    ]


def test_of_many_queues_those_in_which_somebody_waits_are_shown(services: Services) -> None:
    for i in range(MOST_QUEUES):
        for again in "ab":
            call(services, "09121230001", f"{i}{again}", ("ended", 9), queue=f"busy {i}")
    call(services, "09121230002", "waits", ago=5, queue="seldom used")
    names = [each.name for each in services.reports.wall.current()[1].queues]
    assert names == [*(f"busy {i}" for i in range(MOST_QUEUES - 1)), "seldom used"]


def test_an_office_without_queues_sees_nothing_of_them(services: Services) -> None:
    call(services, "09121230001", "one", ago=5)
    assert services.reports.wall.current()[1].queues == ()


def test_its_figures_are_those_of_today(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    call(services, "09121234567", "in time", ("answered", 5), ("ended", 30))
    call(services, "09121234568", "late", ("answered", 40), ("ended", 60))
    call(services, "09121234569", "missed", ("ended", 12), line="2002")
    monkeypatch.setattr("callerid_dash.services.reports.today.REST", 0.0)
    wall = services.reports.wall.current()[1]
    assert (wall.counts.total, wall.counts.missed.calls, wall.within) == (3, 1, 1 / 3)
    assert [(line.name, line.total, line.missed) for line in wall.lines] == [("Front desk", 2, 0), ("2002", 1, 1)]
    assert wall.missed == 1
    assert wall.missed_since == NOW - timedelta(seconds=300)


def test_looking_again_costs_no_query_while_nothing_happens(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(services, "09121234567", "one", ago=5)
    stamp, _ = services.reports.wall.current()
    monkeypatch.setattr(services.store, "read", lambda **_: pytest.fail("asked the store"))
    assert services.reports.wall.current()[0] == stamp


def test_the_stamp_changes_with_what_is_shown(services: Services) -> None:
    before = services.reports.wall.current()[0]
    call(services, "09121234567", "one", ago=5)
    assert services.reports.wall.current()[0] != before


def test_every_field_is_one_that_strangers_may_see(services: Services) -> None:
    """Whoever adds a field must decide this and add it here."""
    call(services, "09121234567", "one", ago=5)
    wall = services.reports.wall.current()[1]
    assert {field.name for field in fields(wall.calls[0])} == {"key", "number", "kind", "line", "queued", "since"}
    assert {field.name for field in fields(wall)} == {
        *("calls", "queues", "waiting", "talking", "missed", "missed_since", "counts", "within", "quarters", "lines"),
        *("sources", "last_event_at", "zone"),
    }
