"""Totals by number over all of history always equal the sums of the calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.numbers import places
from callerid_dash.domain.profiles.numbering import origin_digits
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.summaries import caller_totals, marks
from tests.services.raw_calls import FIRST, KNOWN, LATER, UNKNOWN
from tests.services.reports.caller_totals.conftest import (
    DAY,
    check,
    refreshed,
    refreshed_and_checked,
    save,
    tell,
)
from tests.services.reports.callers import IRAN, first_admin


@pytest.mark.parametrize("days", [1, 3, 4, 9])
def test_totals_with_the_calls_since_say_what_the_calls_say(office: Services, days: int) -> None:
    assert tell(office) == (False, False)
    refreshed_and_checked(office, FIRST + timedelta(days=days))
    refreshed_and_checked(office, FIRST + timedelta(days=days + 1))
    check(office, DAY, timedelta(hours=7), -DAY)
    assert verify(office.store, IRAN).differences == ()
    assert not office.calls.ingest.refresh_summary("caller_totals", FIRST + timedelta(days=days + 1, hours=2))


@example("ZW")  # one of those that need all digits
@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
@settings(max_examples=15)
def test_prefixes_are_long_enough_for_every_country(region: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "answers", lambda _bounds, read, code: read(code))  # one process for all countries
        own, digits = origin_digits(region)
    assert len(own) + digits <= caller_totals.PREFIX


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
