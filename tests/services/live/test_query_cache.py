"""Query results are cached while nothing changes, and computed again after any change that they depend on."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.reports.periods import Range, instant_of
from callerid_dash.domain.users import Role
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.live.query_cache import LIFETIME, MOST_CACHED, Answers
from callerid_dash.services.office.lists import COLORS
from callerid_dash.services.reports.caller_reports import Callers, Order
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.reports import Reports
from callerid_dash.services.services import Services
from callerid_dash.store.reports import callers as callers_table
from callerid_dash.store.reports.callers import CallerSum
from tests.scenes import API
from tests.services.raw_calls import FIRST, KNOWN, LATER, UNKNOWN, save, some_calls

DAY = timedelta(days=1)


class Questions:
    """Counts the queries."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_an_answer_lasts_until_the_feed_moves_and_not_for_ever(feed: Feed) -> None:
    at = [0.0]
    answers, question = Answers(feed, lambda: at[0]), Questions()
    assert [answers.get("a", question) for _ in range(3)] == [1, 1, 1]
    feed.notify(["profiles"])
    assert answers.get("a", question) == 2
    at[0] += LIFETIME + 1
    assert answers.get("a", question) == 3
    for i in range(MOST_CACHED):
        answers.get(i, question)
    before = question.asked
    assert answers.get("a", question) == before + 1


def test_an_answer_about_a_range_stays_while_only_other_calls_change(services: Services) -> None:
    answers, question = Answers(services.feed), Questions()
    monday = Range(FIRST, FIRST + DAY)

    def asked(began: datetime, call: str = "c", kind: EventKind = EventKind.RINGING) -> int:
        services.calls.ingest.submit([CallEvent("pbx", call, kind, began, caller=KNOWN)])
        return answers.get("calls of monday", question, monday)

    assert asked(FIRST + 2 * DAY) == 1
    assert asked(FIRST + DAY, "other") == 1
    assert asked(FIRST + 2 * DAY + timedelta(seconds=9), kind=EventKind.ENDED) == 1
    assert asked(FIRST) == 2
    assert asked(FIRST - timedelta(seconds=1)) == 3, "this call was one of monday's"
    assert asked(FIRST - timedelta(seconds=1), "early") == 3
    services.profiles.create(ProfileDraft(ProfileKind.PERSON, name="A", phones=(PhoneDraft(KNOWN),)), API)
    assert answers.get("calls of monday", question, monday) == 4


def test_cached_figures_are_never_older_than_the_feed(services: Services) -> None:
    """After each of many random changes, what is cached equals what a fresh query finds."""
    randomness = random.Random(random.getrandbits(32))  # pytest-randomly says its seed
    now = FIRST + timedelta(days=3, hours=11)
    core = replace(services.core, clock=lambda: now)
    midnight = instant_of(datetime(2022, 9, 22), services.directory.snapshot.locality.zone)
    ranges = [
        ReportFilter(),
        ReportFilter(from_=midnight - DAY, to=midnight),
        ReportFilter(from_=midnight - 3 * DAY, to=midnight + 2 * DAY, line="2001"),
    ]

    def figures(core: Core, asked: list[ReportFilter]) -> list[object]:
        reports, callers = Reports(core, services.reports.outages), Callers(core)
        return [
            (
                reports.summary(wanted),
                *(
                    frame.to_csv()
                    for frame in (
                        reports.volume(wanted).frame,
                        reports.heatmap(wanted),
                        reports.extensions(wanted),
                        callers.top(wanted, Order.AGAIN, 4),
                        callers.top(wanted, Order.MISSED, 4),
                        callers.top(wanted, limit=2, shared=True),
                        callers.origins(wanted),
                        callers.identified(wanted)[1],
                        callers.newcomers(wanted).frame,
                    )
                ),
            )
            for wanted in asked
        ]

    def check() -> None:
        asked = randomness.sample(ranges, 2)
        assert figures(core, asked) == figures(replace(core, answers=Answers(core.feed)), asked)

    events = some_calls(randomness, 60)
    services.accounts.ensure_first_admin(services.settings)
    admin = services.directory.snapshot.usernames["admin"]
    holders: list[int] = []
    for number in (KNOWN, None, LATER, None):
        for few in (events[:35], events[35:40]):
            services.calls.ingest.submit(few)
            check()
        events = events[40:]
        if number:
            holders.append(save(services, f"Holder of {number}", number))
        else:
            deleted = services.profiles.deleting.delete(holders.pop(), admin)
            check()
            services.undo.undo(deleted, admin)
            services.calls.ingest.submit(events[-1:])


def test_a_new_call_is_added_to_the_ranks_that_are_known(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    randomness = random.Random(random.getrandbits(32))  # pytest-randomly says its seed
    wanted = ReportFilter(from_=FIRST, to=FIRST + 9 * DAY)
    whole, asked = callers_table.top, Questions()

    def counted(*args: Any, **kwargs: Any) -> list[CallerSum]:
        asked()
        return whole(*args, **kwargs)

    def ranks(core: Core) -> list[str]:
        callers = Callers(core)
        orders = [callers.top(wanted, order, 3).to_csv() for order in Order]
        return [*orders, callers.top(wanted, limit=2, shared=True).to_csv()]

    for name, number in (("A", KNOWN), ("B", LATER), ("C", LATER)):
        save(services, name, number)
    monkeypatch.setattr(callers_table, "top", counted)
    for i in range(30):
        caller = randomness.choice([KNOWN, UNKNOWN, LATER, *(f"0935000000{i}" for i in range(4))])
        kinds = randomness.choice([("ringing", "ended"), ("ringing", "answered", "ended")])
        for second, kind in enumerate(kinds):
            at = FIRST + timedelta(hours=7 * i, seconds=second)
            services.calls.ingest.submit([CallEvent("pbx", f"c{i}", EventKind(kind), at, caller=caller)])
        known = ranks(services.core)
        if i % 6 == 0:
            assert known == ranks(replace(services.core, answers=Answers(services.feed)))
    afresh = 5 * 4
    assert asked.asked <= afresh + 4 + 8, "a whole rank is asked for at first, and when a caller falls in it"


def test_whoever_asks_meanwhile_waits_for_the_same_answer(feed: Feed) -> None:
    answers, question = Answers(feed), Questions()
    found: list[int] = []

    def slowly() -> int:
        time.sleep(0.1)
        return question()

    threads = [threading.Thread(target=lambda: found.append(answers.get("a", slowly))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]


def test_a_failure_is_no_answer(feed: Feed) -> None:
    answers = Answers(feed)

    def fails() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        answers.get("a", fails)
    assert answers.get("a", Questions()) == 1


def test_reports_follow_calls_profiles_and_extensions_at_once(services: Services) -> None:
    services.accounts.ensure_first_admin(services.settings)
    admin = services.directory.snapshot.usernames["admin"]
    color = services.office.list(COLORS).add({"title": "Gold", "description": "", "hex": "#aa8800"}, admin)
    sara = services.accounts.add("sara", "correct horse battery", Role.AGENT, admin)
    events = some_calls(random.Random(2), 60)
    services.calls.ingest.submit(events)
    gold, everything = ReportFilter(color=color), ReportFilter()
    total = services.reports.summary(everything).total
    assert services.reports.summary(gold).total == 0
    assert services.reports.callers.identified(everything)[0].calls == 0
    draft = ProfileDraft(
        ProfileKind.PERSON, name="A", phones=(PhoneDraft(KNOWN),), color_id=color, owners={OwnerRole.SALES: sara.id}
    )
    services.profiles.create(draft, API)
    assert services.reports.summary(gold).total == services.reports.callers.identified(everything)[0].calls > 0
    assert services.reports.owner_answer_rates(everything)[sara.id][1] == 0
    services.office.extensions.add("101", sara.id, admin)
    assert services.reports.owner_answer_rates(everything)[sara.id][1] > 0
    services.office.extensions.remove("101", admin)
    assert services.reports.owner_answer_rates(everything)[sara.id][1] == 0
    services.calls.ingest.submit([replace(event, call_id=f"more {event.call_id}") for event in events])
    assert services.reports.summary(everything).total == 2 * total
