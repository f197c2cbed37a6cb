"""An office with totals by number, and checks of them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.reports.rollups import CallResult
from callerid_dash.domain.users import User
from callerid_dash.services.services import Services
from callerid_dash.store.calls.filter import EVERY_CALL
from callerid_dash.store.reports import callers
from callerid_dash.store.summaries import caller_totals, marks
from callerid_dash.store.summaries.catalogue import SUMMARIES
from tests.scenes import API
from tests.services.raw_calls import FIRST, KNOWN, LATER, UNKNOWN
from tests.services.reports.callers import new_user

DAY = timedelta(days=1)


FOREIGN = (
    "+49301234567",
    "+4930123456",
    "+442071234567",
    "110",
    "101",
    "*72",
    "02188776655",
    "09351234567",
    "31133334444",
)


OUT_OF_CALLS = EVERY_CALL.also(standings=tuple(CallResult))
"""All calls, asked for so that no totals tell of them."""


def some_calls(randomness: random.Random, how_many: int) -> list[CallEvent]:
    """Calls of five days, some numbers often; many within a day, some at the same instant."""
    events: list[CallEvent] = []
    numbers = [KNOWN, UNKNOWN, LATER, *FOREIGN, *(f"0935{i % 4}00000{i}" for i in range(25)), "anonymous"]
    for i in range(how_many):
        call = CallEvent(
            source="box" if randomness.random() < 0.1 else "pbx",
            call_id=f"c{i}",
            event=EventKind.RINGING,
            at=FIRST + timedelta(minutes=randomness.randrange(0, 5 * 1440, 30)),
            caller=randomness.choice(numbers[: 4 + i % len(numbers)]),
            extension=randomness.choice(["101", "102", ""]),
        )
        fate = randomness.random()
        events.append(call)
        if fate < 0.6:
            events.append(replace(call, event=EventKind.ANSWERED, at=call.at + timedelta(seconds=5)))
        if fate < 0.9:
            events.append(replace(call, event=EventKind.ENDED, at=call.at + timedelta(seconds=60)))
    return events


@pytest.fixture
def office(services: Services) -> Services:
    """Some hundred calls; two callers have owners, of whom one sometimes answers."""
    sara, reza = new_user(services, "sara", "101"), new_user(services, "reza")
    save(services, "Known", KNOWN, sara)
    services.calls.ingest.submit(some_calls(random.Random(3), 400))
    save(services, "Later", LATER, reza)
    return services


def save(services: Services, name: str, number: str, owner: User | None = None) -> int:
    owners = {OwnerRole.SALES: owner.id} if owner else {}
    draft = ProfileDraft(ProfileKind.PERSON, name=name, phones=(PhoneDraft(number),), owners=owners)
    return services.profiles.create(draft, API).profile.id


def refreshed(services: Services, until: datetime = FIRST + timedelta(days=3)) -> None:
    """Run twice the task that runs every minute."""
    for summary in (*SUMMARIES, *SUMMARIES):
        while services.calls.ingest.refresh_summary(summary, until + timedelta(hours=2)):
            pass


def tell(services: Services) -> tuple[bool, bool]:
    """Whether the totals cover all calls: their callers and their answers."""
    with services.store.read() as session:
        span = marks.history(session)
        found = (caller_totals.materialized_of_all(session, span, stale=stale) for stale in (False, True))
        return next(found) is not None, next(found) is not None


def check(services: Services, *ends: timedelta) -> None:
    """All results from totals, also for ranges that end earlier, equal those from the calls."""
    with services.store.read() as session:
        history = marks.history(session)
        for span in (history, *(Range(history.since, history.until - end) for end in ends)):
            for by, limits in {"calls": (1, 500), "missed": (4,), "again": (4,)}.items():
                expected = callers.top(session, span, OUT_OF_CALLS, by, 500)
                for limit in limits:
                    assert callers.top(session, span, EVERY_CALL, by, limit) == expected[:limit]
            shared = callers.top(session, span, OUT_OF_CALLS, "calls", 2, shared=True)
            assert callers.top(session, span, EVERY_CALL, "calls", 2, shared=True) == shared
            for own in (("+98", 4), ("+49", 5)):
                places, same = (callers.places(session, span, clauses, *own) for clauses in (EVERY_CALL, OUT_OF_CALLS))
                assert sorted(places, key=repr) == sorted(same, key=repr)
            rates, counted = (callers.owner_answer_rates(session, span, each) for each in (EVERY_CALL, OUT_OF_CALLS))
            assert rates == counted
        assert not list(SUMMARIES["caller_totals"].differences(session))


def refreshed_and_checked(services: Services, until: datetime = FIRST + timedelta(days=3)) -> None:
    refreshed(services, until)
    assert tell(services) == (True, True)
    check(services)
