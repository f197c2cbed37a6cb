"""Totals by number over all of history always equal the sums of the calls."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import phonenumbers
import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.calls.history import PastCall
from callerid_dash.domain.numbers import places
from callerid_dash.domain.profiles.contacts.contact import Duplicates
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.domain.profiles.numbering import origin_digits
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.reports.rollups import CallResult
from callerid_dash.domain.users import User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.profiles.service import ImportOptions
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.calls.filter import EVERY_CALL
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.reports import callers
from callerid_dash.store.summaries import caller_totals, marks
from callerid_dash.store.summaries.catalogue import SUMMARIES
from tests.scenes import API
from tests.services.raw_calls import FIRST, KNOWN, LATER, UNKNOWN
from tests.services.reports.test_caller_reports import IRAN, first_admin, new_user

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
            for by in ("calls", "missed", "again"):
                expected = callers.top(session, span, OUT_OF_CALLS, by, 500)
                for limit in (1, 4, 500):
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


@pytest.mark.parametrize("days", [1, 3, 4, 9])
def test_totals_with_the_calls_since_say_what_the_calls_say(office: Services, days: int) -> None:
    assert tell(office) == (False, False)
    refreshed_and_checked(office, FIRST + timedelta(days=days))
    refreshed_and_checked(office, FIRST + timedelta(days=days + 1))
    check(office, DAY, timedelta(hours=7), -DAY)
    assert verify(office.store, IRAN).differences == ()
    assert not office.calls.ingest.refresh_summary("caller_totals", FIRST + timedelta(days=days + 1, hours=2))


def test_prefixes_are_long_enough_for_every_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "answers", lambda _bounds, read, code: read(code))  # one process for 245 countries
    telling = [origin_digits(region) for region in phonenumbers.SUPPORTED_REGIONS]
    assert max(len(own) + digits for own, digits in telling) <= caller_totals.PREFIX


def test_without_calls_totals_tell_nothing(services: Services) -> None:
    assert not services.calls.ingest.refresh_summary("caller_totals")
    assert tell(services) == (False, False)
    assert services.reports.callers.top(ReportFilter()).empty


def test_many_calls_are_added_part_by_part(office: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller_totals, "CALLS_AT_ONCE", 60)
    assert office.calls.ingest.refresh_summary("caller_totals", FIRST + timedelta(days=3, hours=2))
    assert office.calls.ingest.refresh_summary("caller_totals", FIRST + timedelta(days=3, hours=2))
    assert tell(office) == (True, True)
    check(office)
    # A call that comes while only some of them are added.
    office.calls.ingest.submit([CallEvent("pbx", "new", EventKind.RINGING, FIRST + DAY, caller=KNOWN)])
    refreshed_and_checked(office)
    refreshed_and_checked(office, FIRST + timedelta(days=5))


def test_totals_follow_late_events_and_calls_of_the_past(office: Services) -> None:
    refreshed(office)
    old = CallEvent("pbx", "old", EventKind.RINGING, FIRST - DAY, caller=UNKNOWN)
    for events in (
        [old, replace(old, call_id="new", at=FIRST + DAY, caller="02188776644")],
        [replace(old, event=EventKind.ANSWERED, at=old.at + timedelta(seconds=9), extension="101", caller=KNOWN)],
        [replace(old, at=old.at - timedelta(hours=1), caller=LATER, event_id="x")],
        [replace(old, call_id="late", at=FIRST + timedelta(days=4), caller=LATER, event_id="x")],
        [replace(old, call_id="new", event=EventKind.ENDED, at=FIRST + timedelta(days=4), caller="02188776644")],
    ):
        office.calls.ingest.submit(events)
        check(office)
        refreshed_and_checked(office)


def test_totals_follow_whom_calls_belong_to(office: Services) -> None:
    refreshed(office)
    admin = first_admin(office)

    def checked() -> None:
        assert tell(office) == (True, True)
        check(office)
        refreshed_and_checked(office)

    sara = office.directory.snapshot.usernames["sara"]
    unknown = save(office, "Unknown", UNKNOWN, sara)
    checked()
    other = save(office, "Shared", UNKNOWN, office.directory.snapshot.usernames["reza"])
    checked()
    given = counted_call(office, unknown)
    office.calls.attribution.choose(given, other, admin)
    checked()
    office.calls.attribution.choose(given, None, admin)
    checked()
    office.calls.attribution.choose(given, other, admin)
    checked()
    assert answered_of(office, unknown) > 0
    assert answered_of(office, other) == 1
    profiles = [office.profiles.get(key) for key in (unknown, other)]
    versions = {profile.id: profile.version for profile in profiles}
    merged = office.profiles.merging.merge(unknown, list(versions), {}, versions, admin)
    checked()
    office.undo.undo(merged, admin)
    checked()
    deleted = office.profiles.deleting.delete(unknown, admin)
    checked()
    office.undo.undo(deleted, admin)
    checked()


def test_totals_follow_an_import_of_profiles_that_is_taken_back(office: Services) -> None:
    refreshed(office)
    file = f"name,phone\nLater,{LATER} / {UNKNOWN}\nNew,{FOREIGN[-2]}\n"
    found = read_contacts(file.encode(), ContactReading(delimiter=","))
    report = office.imports.profiles.importing.run(
        found.entries, ImportOptions(Duplicates.ADD_NUMBERS), OPERATOR, "contacts.csv"
    )
    assert (report.added, report.completed) == (1, 1)
    assert tell(office) == (True, True)
    check(office)
    refreshed_and_checked(office)
    office.undo.undo(report.undo_id or 0, first_admin(office))
    assert tell(office) == (True, True)
    check(office)
    refreshed_and_checked(office)


def counted_call(services: Services, profile_id: int) -> UUID:
    """An answered call of this profile that the totals contain."""
    with services.store.read() as session:
        rows = session.rows("calls.newest", count=1000)
    return next(
        UUID(str(row["id"]))
        for row in reversed(rows)
        if row["profile_id"] == profile_id and row["outcome"] == "answered"
    )


def answered_of(services: Services, profile_id: int) -> int:
    """The number of answered calls of this profile in the totals."""
    with services.store.read() as session:
        since, until = marks.NOTHING, FIRST + timedelta(days=3)
        rows = session.rows("caller_totals.count_answered", since=since, until=until, numbers=[f"+98{UNKNOWN[1:]}"])
    return sum(row["answered"] for row in rows if row["profile_id"] == profile_id)


def past_calls(begin: datetime, callers: Sequence[str]) -> Iterator[PastCall]:
    for i, caller in enumerate(callers):
        at = begin + timedelta(minutes=i)
        yield PastCall(
            line_no=i + 1,
            external_id=f"p{begin:%m%d}-{i}",
            named=True,
            started_at=at,
            answered_at=at + timedelta(seconds=10) if i % 2 else None,
            ended_at=at + timedelta(minutes=2),
            caller=caller,
            line="2001",
            extension="101" if i % 2 else "",
            rang=("101",),
            cause="normal",
        )


@pytest.mark.parametrize("most", [100, 3])
def test_totals_follow_imports_of_few_calls_and_of_many(
    office: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    refreshed(office)
    monkeypatch.setattr(caller_totals, "MOST_STALE", most)
    told = [KNOWN, LATER, KNOWN, "02188770001", "+4930999999", UNKNOWN, UNKNOWN]
    for begin in (FIRST - 30 * DAY, FIRST + DAY, FIRST + 4 * DAY):
        counts = office.imports.calls.importing.take(
            OPERATOR, past_calls(begin, told), "old", "f.csv", tmp_path / "rejected.csv"
        )
        assert counts.added == len(told)
        check(office)
        refreshed_and_checked(office)


def test_numbers_are_stale_that_change_while_they_are_counted(
    office: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = CallEvent("pbx", "late", EventKind.ANSWERED, FIRST + DAY, caller=KNOWN, extension="101")
    read = office.store.read
    readings = 0

    @contextmanager
    def read_while_it_comes() -> Iterator[Session]:
        nonlocal readings
        readings += 1
        with read() as session:
            session.row("summaries.span")
            office.store.write(
                lambda there: office.calls.ingest.write(there, [replace(late, call_id=f"late{readings}")])
            )
            yield session

    monkeypatch.setattr(office.store, "read", read_while_it_comes)
    for days in (2, 3):
        while readings < 40 * days and office.calls.ingest.refresh_summary(
            "caller_totals", FIRST + timedelta(days=days)
        ):
            pass
    monkeypatch.undo()
    assert tell(office) == (False, True)
    check(office)
    refreshed_and_checked(office)


def test_another_process_may_refresh_at_the_same_time(office: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    refreshed(office)
    late = CallEvent("pbx", "late", EventKind.ANSWERED, FIRST + DAY, caller=KNOWN, extension="101")
    office.calls.ingest.submit([late])
    read = office.store.read

    @contextmanager
    def read_while_another_refreshes() -> Iterator[Session]:
        with read() as session:
            session.row("summaries.span")
            monkeypatch.undo()
            refreshed(office)
            office.calls.ingest.submit([replace(late, call_id="later")])
            refreshed(office)
            yield session

    monkeypatch.setattr(office.store, "read", read_while_another_refreshes)
    assert not office.calls.ingest.refresh_summary("caller_totals", FIRST + timedelta(days=3, hours=2))
    assert tell(office) == (True, True)
    check(office)


def test_verify_finds_totals_that_are_wrong(office: Services) -> None:
    refreshed(office)
    for statement, wrong in (
        ("UPDATE caller_totals SET again = 99 WHERE number = '+989121110001'", "the totals of +989121110001 are"),
        (
            "UPDATE prefix_totals SET callers = 99 WHERE prefix = '+493012345'",
            "the totals of numbers with '+493012345'",
        ),
        ("UPDATE answered_totals SET answered = answered + 1", "who answered +98"),
    ):
        office.store.write(lambda session, statement=statement: session.script(statement))  # type: ignore[misc]
        found = verify(office.store, IRAN).differences
        assert any(line.startswith(wrong) for line in found)
