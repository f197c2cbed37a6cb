"""Today's figures: correct, and queried only after the feed has moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.users import Role, User
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import records
from callerid_dash.services.reports.today import REST, Today
from callerid_dash.services.services import Services
from callerid_dash.settings import read_settings

NOON = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
"""A Wednesday, noon in Tehran."""
ADMIN = User(1, "admin", "", Role.ADMIN)


@dataclass
class Counting:
    """Reports that count their queries."""

    reports: Any
    asked: list[str] = field(default_factory=list)

    def volume(self, wanted: ReportFilter, viewer: User | None = None) -> object:
        self.asked.append("volume")
        return self.reports.volume(wanted, viewer)

    def summary(self, wanted: ReportFilter, viewer: User | None = None) -> object:
        self.asked.append("summary")
        return self.reports.summary(wanted, viewer)


@dataclass
class Office:
    services: Services
    reports: Counting
    seconds: float = 0.0
    today: Any = None

    def call(self, key: str, at: datetime, extension: str = "101", *, answered: bool = True) -> None:
        def event(kind: EventKind, after: int) -> CallEvent:
            return CallEvent("pbx", key, kind, at + timedelta(seconds=after), caller="09121110001", extension=extension)

        kinds = [EventKind.RINGING, *([EventKind.ANSWERED] if answered else []), EventKind.ENDED]
        self.services.calls.ingest.submit([event(kind, i * 10) for i, kind in enumerate(kinds)])


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    services = build_services(read_settings({"CALLERID_DATABASE_URL": store_url}))
    office = Office(services, Counting(services.reports))
    core = replace(services.core, clock=lambda: NOON)
    office.today = Today(core, office.reports, lambda: office.seconds)  # type: ignore[arg-type]
    yield office
    services.store.close()


def test_today_is_told_beside_what_is_usual_on_this_weekday(office: Office) -> None:
    office.call("today", NOON - timedelta(minutes=10))
    office.call("missed", NOON - timedelta(minutes=9), answered=False)
    office.call("yesterday", NOON - timedelta(days=1))
    for i in range(3):
        office.call(f"a week ago {i}", NOON - timedelta(days=7, minutes=8))
    office.call("two weeks ago", NOON - timedelta(days=14, minutes=8))
    day = office.today.figures(ADMIN)
    assert (day.counts.total, day.counts.answered.calls, day.counts.missed.calls) == (2, 1, 1)
    assert len(day.quarters) == 96
    [busy] = [quarter for quarter in records(day.quarters) if quarter.calls]
    assert busy.start == NOON - timedelta(minutes=15)
    assert busy.usual == 2.0  # three and one; the weeks without any call say nothing
    assert day.quarters.usual.sum() == 2.0


def test_before_there_is_history_nothing_is_usual(office: Office) -> None:
    office.call("today", NOON)
    assert office.today.figures(ADMIN).quarters.usual.isna().all()


def test_without_news_nothing_is_asked_of_the_store(office: Office) -> None:
    office.call("one", NOON)
    first = office.today.figures(ADMIN)
    before = list(office.reports.asked)
    office.seconds += 10 * REST
    assert office.today.figures(ADMIN) is first
    assert office.today.figures(User(9, "other", "", Role.SUPERVISOR)) is first
    assert office.reports.asked == before


def test_while_calls_pour_in_it_is_reckoned_every_few_seconds_only(office: Office) -> None:
    office.today.figures(ADMIN)
    before = list(office.reports.asked)
    office.call("one", NOON)
    hurried = office.today.figures(ADMIN)
    assert (hurried.counts.total, hurried.behind) == (0, True)
    assert office.reports.asked == before
    office.seconds += REST
    patient = office.today.figures(ADMIN)
    assert (patient.counts.total, patient.behind) == (1, False)
    assert office.reports.asked == [*before, "volume", "summary"]  # what is usual is known already


def test_an_agent_under_a_rule_gets_the_figures_of_their_own_calls(office: Office) -> None:
    office.services.office.rules.set_visibility("own_extension", OPERATOR)
    office.call("mine", NOON, "201")
    office.call("another's", NOON, "202")
    agent = User(7, "sara", "", Role.AGENT, extensions=("201",))
    assert office.today.figures(agent).counts.total == 1
    assert office.today.figures(ADMIN).counts.total == 2
    assert office.today.figures(User(8, "reza", "", Role.AGENT)).counts.total == 0
