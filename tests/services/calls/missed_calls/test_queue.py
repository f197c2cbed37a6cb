"""The callback queue: who waits for an answer, in which order, and what ends the wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from callerid_dash.domain.profiles.profiles import PhoneDraft
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.services.profiles.changes import ProfileChanges
from tests.services.calls.missed_calls.conftest import CANONICAL, MOBILE, OTHER, START, Office


def test_attempts_of_one_number_are_one_line_with_its_first_and_last(office: Office) -> None:
    for minute, call_id in enumerate(("a", "b", "c")):
        office.misses(call_id, minute=minute)
    caller = office.caller()
    assert (caller.number, caller.attempts) == (CANONICAL, 3)
    assert caller.first_at == START
    assert caller.last_at == START + timedelta(minutes=2)


def test_who_cannot_be_called_back_or_still_rings_is_not_listed(office: Office) -> None:
    office.misses("withheld", "anonymous")
    office.misses("invalid", "12ab")
    office.tell("rings", OTHER, ("ringing", 1))
    assert office.numbers() == []


def test_the_longest_waiting_comes_first_or_the_newest(office: Office) -> None:
    office.misses("a", MOBILE, 0)
    office.misses("b", OTHER, 5)
    office.misses("c", MOBILE, 9)
    newest = office.services.calls.missed.waiting(office.reza, newest_first=True)
    assert office.numbers() == [CANONICAL, "+982188881111"]
    assert [caller.number for caller in newest.callers] == [CANONICAL, "+982188881111"]
    office.misses("d", OTHER, 12)
    newest = office.services.calls.missed.waiting(office.reza, newest_first=True, limit=1)
    assert [caller.number for caller in newest.callers] == ["+982188881111"]
    assert newest.total == 2


def test_a_later_answered_call_ends_the_wait_the_moment_it_is_answered(office: Office) -> None:
    office.misses("a")
    assert office.numbers() == [CANONICAL]
    office.tell("b", MOBILE, ("ringing", 5))
    assert office.numbers() == [CANONICAL]
    office.tell("b", MOBILE, ("answered", 5.1))
    assert office.numbers() == []
    office.misses("c", minute=20)
    assert office.caller().attempts == 1


def test_an_answer_from_before_the_attempt_ends_nothing_even_when_it_is_told_late(office: Office) -> None:
    office.misses("a", minute=10)
    office.answers("earlier", minute=2)
    assert office.numbers() == [CANONICAL]


def test_a_missed_call_that_turns_out_to_have_been_answered_leaves_the_list(office: Office) -> None:
    office.misses("a")
    assert office.numbers() == [CANONICAL]
    office.tell("a", MOBILE, ("answered", 0.2))
    assert office.numbers() == []


def test_calls_of_more_than_thirty_days_ago_wait_no_more(office: Office) -> None:
    office.misses("a", minute=-60 * 24 * 31)
    assert office.numbers() == []
    office.misses("b", minute=-60 * 24 * 29)
    assert office.late() == [CANONICAL]


def test_a_recorded_call_back_ends_the_wait_and_one_from_before_does_not(office: Office) -> None:
    profile = office.profile(MOBILE)
    office.misses("a", minute=10)
    office.phone_call(profile, 3)
    assert office.numbers() == [CANONICAL]
    record = office.phone_call(profile, 9.5)  # the form writes minutes, and the call came at half past this one
    assert office.numbers() == []
    office.services.records.delete(record, office.reza)
    assert office.numbers() == [CANONICAL]


def test_other_records_end_nothing(office: Office) -> None:
    profile = office.profile(MOBILE)
    office.misses("a")
    kind = next(kind for kind in office.services.directory.snapshot.record_kinds.values() if not kind.is_phone_call)
    office.services.records.create(
        RecordDraft(profile.id, kind.id, "A note", happened_at=datetime.now(UTC)), office.reza
    )
    assert office.numbers() == [CANONICAL]


def test_a_call_back_to_another_number_of_the_same_person_counts(office: Office) -> None:
    profile = office.profile(MOBILE)
    phones = (PhoneDraft(MOBILE), PhoneDraft(OTHER))
    office.services.profiles.update(profile.id, profile.version, ProfileChanges(phones=phones), office.reza)
    office.misses("a", OTHER)
    assert office.numbers() == ["+982188881111"]
    office.phone_call(profile, 30)
    assert office.numbers() == []


def test_the_list_follows_names_and_owners(office: Office) -> None:
    office.misses("a")
    assert office.caller().row.holders == ()
    profile = office.profile(MOBILE, office.omid)
    shown = office.caller().row.shown_to(None)
    assert shown is not None
    assert shown.id == profile.id
    assert office.numbers(office.sara) == [CANONICAL]  # it rang at her telephone
    assert office.numbers(office.omid) == [CANONICAL]
