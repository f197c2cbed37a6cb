"""The fold: a call depends only on the set of its events, not on their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import (
    END_UNKNOWN,
    STOPPED_RINGING,
    CallEvent,
    CallState,
    EventKind,
    Outcome,
    call_uuid,
    call_uuid_text,
    fold,
)

NOON = datetime(2026, 3, 21, 12, tzinfo=UTC)


def event(kind: EventKind, second: int, **facts: str) -> CallEvent:
    return CallEvent("pbx", "c1", kind, NOON + timedelta(seconds=second), **facts)


def ringing(second: int = 0, **facts: str) -> CallEvent:
    return event(EventKind.RINGING, second, **facts)


def queued(second: int, **facts: str) -> CallEvent:
    return event(EventKind.QUEUED, second, **facts)


def answered(second: int, **facts: str) -> CallEvent:
    return event(EventKind.ANSWERED, second, **facts)


def transferred(second: int, **facts: str) -> CallEvent:
    return event(EventKind.TRANSFERRED, second, **facts)


def ended(second: int, **facts: str) -> CallEvent:
    return event(EventKind.ENDED, second, **facts)


EVENTS = st.builds(
    event,
    st.sampled_from(EventKind),
    st.integers(-5, 20),
    caller=st.sampled_from(["", "09121234567", "anonymous"]),
    caller_name=st.sampled_from(["", "Ali"]),
    line=st.sampled_from(["", "02188776655"]),
    extension=st.sampled_from(["", "101", "102"]),
    queue=st.sampled_from(["", "sales", "support"]),
    cause=st.sampled_from(["", "hangup", END_UNKNOWN, STOPPED_RINGING]),
    event_id=st.sampled_from(["", "", "e1", "e2"]),
)
SOME_EVENTS = st.lists(EVENTS, min_size=1, max_size=12)


@given(SOME_EVENTS, st.data())
def test_order_and_repetition_of_events_do_not_matter(events: list[CallEvent], data: st.DataObject) -> None:
    repeated = events + data.draw(st.lists(st.sampled_from(events), max_size=10))
    assert fold(data.draw(st.permutations(repeated))) == fold(events)


@given(SOME_EVENTS)
def test_durations_and_instants_are_sane(events: list[CallEvent]) -> None:
    call = fold(events)
    assert call.started_at <= call.last_event_at
    for duration in (call.wait, call.talk):
        assert duration is None or duration >= timedelta(0)


@given(SOME_EVENTS)
def test_outcome_and_state_say_the_same(events: list[CallEvent]) -> None:
    call = fold(events)
    assert (call.state is CallState.ENDED) == (call.outcome is not None) == (call.ended_at is not None)
    if call.outcome is Outcome.ANSWERED:
        assert call.answered_at is not None
    if call.outcome is Outcome.MISSED:
        assert call.answered_at is None
    if call.outcome is not Outcome.ANSWERED:
        assert call.talk is None
    if call.answered_at is None:
        assert call.extension == ""


@given(SOME_EVENTS)
def test_an_answer_is_never_lost_whatever_follows(events: list[CallEvent]) -> None:
    call = fold([*(replace(e, event_id="") for e in events), answered(3, extension="103")])
    assert call.answered_at is not None
    assert call.outcome is not Outcome.MISSED


@given(SOME_EVENTS)
def test_our_own_end_yields_to_a_reported_one(events: list[CallEvent]) -> None:
    reported = ended(8, cause="hangup")
    events = [replace(e, event_id="") for e in events]
    call = fold([*events, reported])
    assert call.outcome is not Outcome.UNKNOWN
    assert call == replace(fold([*events, reported, ended(30, cause=END_UNKNOWN)]), last_event_at=call.last_event_at)


def test_a_ring_group_that_nobody_answers_is_one_missed_call() -> None:
    phones = ("101", "102", "103", "104", "105", "106")
    call = fold([*(ringing(0, caller="09121234567", extension=phone) for phone in phones), ended(25, cause="timeout")])
    assert (call.state, call.outcome, call.rang, call.extension) == (CallState.ENDED, Outcome.MISSED, phones, "")
    assert (call.wait, call.talk, call.cause) == (timedelta(seconds=25), None, "timeout")


def test_a_call_rings_waits_is_answered_and_ends() -> None:
    story = [
        ringing(0, caller="09121234567", caller_name="Ali", line="02188776655"),
        queued(2, queue="sales"),
        ringing(5, extension="101"),
        answered(9, extension="101"),
        ended(69, cause="hangup"),
    ]
    assert [fold(story[:n]).state for n in range(1, 6)] == [
        CallState.RINGING,
        CallState.QUEUED,
        CallState.RINGING,
        CallState.ANSWERED,
        CallState.ENDED,
    ]
    call = fold(story)
    assert (call.outcome, call.wait, call.talk) == (Outcome.ANSWERED, timedelta(seconds=9), timedelta(seconds=60))
    assert (call.caller, call.caller_name, call.line, call.queue) == ("09121234567", "Ali", "02188776655", "sales")
    assert (call.extension, call.rang) == ("101", ("101",))
    assert call.id == call_uuid("pbx", "c1")


def test_an_answer_reported_after_the_end_still_counts() -> None:
    call = fold([ringing(0), ended(60), answered(10, extension="101")])
    assert (call.outcome, call.extension, call.talk) == (Outcome.ANSWERED, "101", timedelta(seconds=50))


def test_an_answer_that_claims_to_be_later_than_the_end_gives_no_negative_talk() -> None:
    call = fold([ringing(0), ended(10), answered(12)])
    assert (call.outcome, call.talk) == (Outcome.ANSWERED, timedelta(0))


def test_a_transfer_changes_the_extension_and_nothing_else() -> None:
    story = [ringing(0, extension="101"), answered(5, extension="101"), ended(60)]
    before, after = fold(story), fold([*story, transferred(30, extension="102")])
    assert after == replace(before, extension="102")


def test_a_transfer_that_nobody_answers_gives_a_missed_call_no_extension() -> None:
    call = fold([ringing(0), transferred(10, extension="102"), ended(30)])
    assert (call.outcome, call.extension) == (Outcome.MISSED, "")


def test_who_answered_may_be_told_only_at_the_end() -> None:
    assert fold([ringing(0), answered(5), ended(60, extension="101")]).extension == "101"
    assert fold([ringing(0), ended(60, extension="101")]).extension == ""


def test_a_call_whose_end_nobody_reported_is_neither_talk_time_nor_missed() -> None:
    call = fold([ringing(0), answered(5), ended(3600, cause=END_UNKNOWN)])
    assert (call.state, call.outcome, call.talk) == (CallState.ENDED, Outcome.UNKNOWN, None)
    unanswered = fold([ringing(0), ended(3600, cause=END_UNKNOWN)])
    assert (unanswered.outcome, unanswered.wait) == (Outcome.UNKNOWN, None)


def test_facts_told_late_fill_in_what_was_unknown() -> None:
    call = fold([ringing(0), answered(5), ended(9, caller="09121234567", line="02188776655", caller_name="Ali")])
    assert (call.caller, call.line, call.caller_name) == ("09121234567", "02188776655", "Ali")


def test_a_number_told_after_a_word_for_none_is_the_callers() -> None:
    first, later = ringing(caller="anonymous", caller_name="Anonymous"), ringing(1, caller="09121", caller_name="Ali")
    assert (fold([first, later]).caller, fold([first, later]).caller_name) == ("09121", "Ali")
    assert fold([first, ringing(1)]).caller == "anonymous"
    assert fold([later, replace(first, at=later.at + timedelta(1))]).caller == "09121"


@given(EVENTS, EVENTS)
def test_events_are_the_same_when_their_id_or_else_their_content_is(one: CallEvent, other: CallEvent) -> None:
    if one.event_id or other.event_id:
        assert (one.key == other.key) == (one.event_id == other.event_id)
    else:
        assert (one.key == other.key) == (one == other)


def test_events_of_different_calls_or_none_at_all_cannot_be_folded() -> None:
    with pytest.raises(ValueError, match="at least one"):
        fold([])
    with pytest.raises(ValueError, match="different calls"):
        fold([ringing(0), replace(ringing(0), call_id="c2")])
    with pytest.raises(ValueError, match="different calls"):
        fold([replace(ringing(0), event_id="same"), replace(ringing(0), event_id="same", source="other")])


def test_the_id_of_a_call_is_the_same_on_every_engine_and_replay() -> None:
    assert str(call_uuid("pbx", "1700000000.1")) == "5f4e5feb-5103-5b58-87fd-064133afa6ae"
    assert call_uuid("pbx", "1") != call_uuid("pb", "x1")


@given(st.text(), st.text())
def test_the_id_of_a_call_is_the_same_as_text(source: str, external_id: str) -> None:
    try:
        expected = str(call_uuid(source, external_id))
    except UnicodeEncodeError:  # half a character
        return
    assert call_uuid_text(source, external_id) == expected
