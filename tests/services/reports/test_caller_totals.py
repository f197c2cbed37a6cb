"""What is kept of callers and owners over all of history says what the calls say, whatever happens to these."""

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
from callerid_dash.domain.profiles.contacts.contact_file import ContactReading, read_contacts
from callerid_dash.domain.profiles.contacts.duplicates import Duplicates
from callerid_dash.domain.profiles.numbering import origin_digits
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.reports.rollups import CallResult
from callerid_dash.domain.users import User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.profiles.service import Wishes
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.calls.filter import REAL_CALLS
from callerid_dash.store.engine.instants import to_column
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.reports import callers
from callerid_dash.store.summaries import caller_totals, reach_totals, tallies
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
OUT_OF_CALLS = REAL_CALLS.also(standings=tuple(CallResult))
"""All calls, of which nothing is kept."""


def some_calls(randomness: random.Random, how_many: int) -> list[CallEvent]:
    """Calls of five days, of numbers of which some call often; many within a day, some in the same instant."""
    events: list[CallEvent] = []
    numbers = [KNOWN, UNKNOWN, LATER, *FOREIGN, *(f"0935{i % 4}00000{i}" for i in range(25)), "anonymous"]
    for i in range(how_many):
        call = CallEvent(
            source="simulated" if randomness.random() < 0.1 else "pbx",
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
    """Some hundred calls; two of the callers have owners, of whom one answers sometimes."""
    sara, reza = new_user(services, "sara", "101"), new_user(services, "reza")
    save(services, "Known", KNOWN, sara)
    services.calls.ingest.submit(some_calls(random.Random(3), 400))
    save(services, "Later", LATER, reza)
    return services


def save(services: Services, name: str, number: str, owner: User | None = None) -> int:
    owners = {OwnerRole.SALES: owner.id} if owner else {}
    draft = ProfileDraft(ProfileKind.PERSON, name=name, phones=(PhoneDraft(number),), owners=owners)
    return services.profiles.create(draft, API).profile.id


def keep(services: Services, until: datetime = FIRST + timedelta(days=3)) -> None:
    """Keep what is kept now and then."""
    services.calls.ingest.put_figures_together(until + timedelta(hours=2))
    while services.calls.ingest.keep_totals(until + timedelta(hours=2)):
        pass


def is_kept(services: Services) -> tuple[bool, bool]:
    """Do the totals of callers, and those of owners, tell of all calls?"""
    with services.store.read() as session:
        span = tallies.history(session)
        return tuple(kept(session, span) is not None for kept in (caller_totals.kept, reach_totals.kept))  # type: ignore[return-value]


def check(services: Services, *ends: timedelta) -> None:
    """All that is told out of what is kept, also up to so long before the end, is what the calls say."""
    with services.store.read() as session:
        history = tallies.history(session)
        for span in (history, *(Range(history.since, history.until - end) for end in ends)):
            for by in ("calls", "missed", "again"):
                expected = callers.top(session, span, OUT_OF_CALLS, by, 500)
                for limit in (1, 4, 500):
                    assert callers.top(session, span, REAL_CALLS, by, limit) == expected[:limit]
            shared = callers.top(session, span, OUT_OF_CALLS, "calls", 2, shared=True)
            assert callers.top(session, span, REAL_CALLS, "calls", 2, shared=True) == shared
            for own in (("+98", 4), ("+49", 5)):
                places, same = (callers.places(session, span, clauses, *own) for clauses in (REAL_CALLS, OUT_OF_CALLS))
                assert sorted(places, key=repr) == sorted(same, key=repr)
            assert callers.owner_reach(session, span, REAL_CALLS) == callers.owner_reach(session, span, OUT_OF_CALLS)
        assert not caller_totals.differences(session)
        assert not reach_totals.differences(session)


def kept_and_checked(services: Services, until: datetime = FIRST + timedelta(days=3)) -> None:
    keep(services, until)
    assert is_kept(services) == (True, True)
    check(services)


@pytest.mark.parametrize("days", [1, 3, 4, 9])
def test_totals_with_the_calls_since_say_what_the_calls_say(office: Services, days: int) -> None:
    assert is_kept(office) == (False, False)
    kept_and_checked(office, FIRST + timedelta(days=days))
    kept_and_checked(office, FIRST + timedelta(days=days + 1))
    check(office, DAY, timedelta(hours=7), -DAY)
    assert verify(office.store, IRAN).differences == ()
    assert not office.calls.ingest.keep_totals(FIRST + timedelta(days=days + 1, hours=2))


def test_prefixes_are_long_enough_for_every_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "answers", lambda _bounds, read, code: read(code))  # one process for 245 countries
    telling = [origin_digits(region) for region in phonenumbers.SUPPORTED_REGIONS]
    assert max(len(own) + digits for own, digits in telling) <= caller_totals.PREFIX


def test_nothing_is_kept_of_nothing(services: Services) -> None:
    assert not services.calls.ingest.keep_totals()
    assert is_kept(services) == (False, False)
    assert services.reports.callers.top(ReportFilter()) == ()


def test_many_numbers_are_counted_part_by_part(office: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller_totals, "_AT_ONCE", 3)
    monkeypatch.setattr(caller_totals, "_CALLS_AT_ONCE", 60)
    monkeypatch.setattr(caller_totals, "_LOOKED_AT", 200)
    assert office.calls.ingest.keep_totals(FIRST + timedelta(days=3))
    assert office.calls.ingest.keep_totals(FIRST + timedelta(days=3))
    check(office)
    # A call that comes while only some of them are counted.
    office.calls.ingest.submit([CallEvent("pbx", "new", EventKind.RINGING, FIRST + DAY, caller=KNOWN)])
    kept_and_checked(office)
    # Of what comes later no more is counted at once than that.
    monkeypatch.setattr(caller_totals, "MOST_STALE", 20)
    kept_and_checked(office, FIRST + timedelta(days=5))


def test_totals_follow_late_events_and_calls_of_the_past(office: Services) -> None:
    keep(office)
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
        kept_and_checked(office)


def test_totals_follow_whom_calls_belong_to(office: Services) -> None:
    keep(office)
    admin = first_admin(office)

    def checked() -> None:
        assert is_kept(office) == (True, True)
        check(office)
        kept_and_checked(office)

    sara = office.directory.snapshot.usernames["sara"]
    unknown = save(office, "Unknown", UNKNOWN, sara)
    checked()
    other = save(office, "Shared", UNKNOWN, office.directory.snapshot.usernames["reza"])
    checked()
    given = kept_call(office, unknown)
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
    keep(office)
    file = f"name,phone\nLater,{LATER} / {UNKNOWN}\nNew,{FOREIGN[-2]}\n"
    found = read_contacts(file.encode(), ContactReading(delimiter=","))
    report = office.imports.profiles.importing.run(
        found.entries, Wishes(Duplicates.ADD_NUMBERS), OPERATOR, "contacts.csv"
    )
    assert (report.added, report.completed) == (1, 1)
    assert is_kept(office) == (True, True)
    check(office)
    kept_and_checked(office)
    office.undo.undo(report.undo_id or 0, first_admin(office))
    assert is_kept(office) == (True, True)
    check(office)
    kept_and_checked(office)


def kept_call(services: Services, profile_id: int) -> UUID:
    """An answered call of this profile, of those that totals are kept of."""
    with services.store.read() as session:
        rows = session.rows("calls.newest", count=1000)
    return next(
        UUID(str(row["id"]))
        for row in reversed(rows)
        if row["profile_id"] == profile_id and row["outcome"] == "answered"
    )


def answered_of(services: Services, profile_id: int) -> int:
    """How many answered calls of this profile are kept."""
    with services.store.read() as session:
        rows = session.rows("reach_totals.count", until=to_column(FIRST + timedelta(days=3)), profile_ids=[profile_id])
    return sum(row["answered"] for row in rows)


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
    keep(office)
    monkeypatch.setattr(caller_totals, "MOST_STALE", most)
    monkeypatch.setattr(reach_totals, "MOST_STALE", most // 2)
    told = [KNOWN, LATER, KNOWN, "02188770001", "+4930999999", UNKNOWN, UNKNOWN]
    for begin in (FIRST - 30 * DAY, FIRST + DAY, FIRST + 4 * DAY):
        counts = office.imports.calls.importing.take(
            OPERATOR, past_calls(begin, told), "old", "f.csv", tmp_path / "rejected.csv"
        )
        assert counts.added == len(told)
        check(office)
        kept_and_checked(office)


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
            session.row("visits.first")
            office.store.write(
                lambda there: office.calls.ingest.write(there, [replace(late, call_id=f"late{readings}")])
            )
            yield session

    monkeypatch.setattr(office.store, "read", read_while_it_comes)
    for days in (2, 3):
        while readings < 40 * days and office.calls.ingest.keep_totals(FIRST + timedelta(days=days)):
            pass
    monkeypatch.undo()
    assert is_kept(office) == (False, True)
    check(office)
    kept_and_checked(office)


def test_another_process_may_count_at_the_same_time(office: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(office)
    late = CallEvent("pbx", "late", EventKind.ANSWERED, FIRST + DAY, caller=KNOWN, extension="101")
    office.calls.ingest.submit([late])
    read = office.store.read
    readings = 0

    @contextmanager
    def read_while_another_counts() -> Iterator[Session]:
        nonlocal readings
        readings += 1
        with read() as session:
            session.row("visits.first")
            if readings == 3:
                monkeypatch.undo()
                keep(office)
                office.calls.ingest.submit([replace(late, call_id="later")])
                keep(office)
            yield session

    monkeypatch.setattr(office.store, "read", read_while_another_counts)
    assert not caller_totals.keep(office.store, FIRST + timedelta(days=3))
    assert is_kept(office) == (True, True)
    check(office)


def test_verify_finds_totals_that_are_wrong(office: Services) -> None:
    keep(office)
    for statement, wrong in (
        ("UPDATE caller_totals SET again = 99 WHERE number = '+989121110001'", "the totals of +989121110001 are"),
        (
            "UPDATE prefix_totals SET callers = 99 WHERE prefix = '+493012345'",
            "the totals of numbers with '+493012345'",
        ),
        ("UPDATE reach_totals SET answered = answered + 1", "the answered calls of profile"),
    ):
        office.store.write(lambda session, statement=statement: session.script(statement))  # type: ignore[misc]
        found = verify(office.store, IRAN).differences
        assert any(line.startswith(wrong) for line in found)
