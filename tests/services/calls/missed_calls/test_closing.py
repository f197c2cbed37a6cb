"""Closing callers by hand, one or several, and undo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.services.calls.missed_calls import MISSED, Closed
from callerid_dash.store.shared.audit import AuditFilter
from callerid_dash.store.shared.undos import UndoStep
from tests.services.calls.missed_calls.conftest import CANONICAL, DAY, MOBILE, OTHER, START, THIRD, Office


def test_a_closed_caller_waits_no_more_until_they_call_again_and_both_are_in_the_audit_trail(office: Office) -> None:
    office.misses("a")
    caller = office.caller(office.sara)
    office.close(office.sara, caller, "  Wrong   number ")
    assert office.numbers() == office.numbers(office.sara) == []
    (closed,) = office.services.calls.missed.closed_lately(office.sara)
    assert (closed.closing.reason, closed.closing.closer, closed.may_reopen) == ("Wrong number", "sara", True)
    (line,) = office.services.audit.page(office.boss, AuditFilter(action=AuditAction.CLOSED)).items
    assert (line.actor, line.title, line.changes[0].after) == ("sara", CANONICAL, "Wrong number")
    office.misses("b", minute=20)
    assert office.caller().attempts == 1


def test_an_attempt_that_came_while_the_reason_was_written_still_waits(office: Office) -> None:
    office.misses("a")
    seen = office.caller(office.sara)
    office.misses("b", minute=2)
    office.close(office.sara, seen, "Asked by mail")
    assert office.caller().first_at == START + timedelta(minutes=2)


def test_closing_is_taken_back_once_by_whoever_did_it_or_a_supervisor(office: Office) -> None:
    office.misses("a")
    caller = office.caller()
    step = office.close(office.sara, caller, "Wrong number").undo_id
    (seen_by_omid,) = office.services.calls.missed.closed_lately(office.omid)
    assert not seen_by_omid.may_reopen
    with pytest.raises(Forbidden):
        office.services.undo.undo(step, office.omid)
    office.services.undo.undo(step, office.reza)
    assert office.numbers() == [CANONICAL]
    assert office.services.calls.missed.closed_lately(office.sara) == []
    (line,) = office.services.audit.page(office.boss, AuditFilter(action=AuditAction.UNDONE)).items
    assert (line.actor, line.changes[0].before) == ("reza", "Wrong number")
    with pytest.raises(Stale):
        office.services.undo.undo(step, office.sara)


def test_a_closing_needs_a_reason_and_a_caller_who_waits_in_the_own_list(office: Office) -> None:
    office.profile(MOBILE, office.sara)
    office.misses("a")
    at = office.caller().last_at
    with pytest.raises(InvalidInput) as wrong:
        office.services.calls.missed.close(office.sara, {CANONICAL: at}, "  ")
    assert wrong.value.field == "reason"
    with pytest.raises(InvalidInput):
        office.services.calls.missed.close(office.sara, {CANONICAL: at}, "x" * 501)
    with pytest.raises(Forbidden):
        office.services.calls.missed.close(office.omid, {CANONICAL: at}, "Not mine")
    with pytest.raises(NotFound):
        office.services.calls.missed.close(office.sara, {"+982100000000": at}, "Nobody")
    assert office.numbers() == [CANONICAL]


def test_several_are_closed_and_taken_back_in_one_step(office: Office) -> None:
    for minute, number in enumerate((MOBILE, OTHER, THIRD)):
        office.misses(number, number, minute)
    office.misses("late", "02177770000", -9 * DAY)
    seen = [
        *office.services.calls.missed.waiting(office.sara).callers,
        *office.services.calls.missed.waiting(office.sara, late=True).callers,
    ]
    office.answers("answered meanwhile", THIRD)
    closed = office.services.calls.missed.close(office.sara, {c.number: c.last_at for c in seen}, "Public holiday")
    assert closed == Closed(closed.undo_id, 3)
    assert (office.numbers(), office.late()) == ([], [])
    assert len(office.services.audit.page(office.boss, AuditFilter(action=AuditAction.CLOSED)).items) == 3
    assert {each.closing.undo_id for each in office.services.calls.missed.closed_lately(office.sara)} == {
        closed.undo_id
    }
    office.services.undo.undo(closed.undo_id, office.reza)
    assert (office.numbers(), office.late()) == ([CANONICAL, "+982188881111"], ["+982177770000"])
    assert len(office.services.audit.page(office.boss, AuditFilter(action=AuditAction.UNDONE)).items) == 3


def test_of_several_of_whom_one_is_somebody_else_s_none_is_closed(office: Office) -> None:
    office.profile(OTHER, office.omid, "Kaveh")
    office.misses("a", MOBILE)
    office.misses("b", OTHER, 1, "103")
    now = datetime.now(UTC)
    with pytest.raises(Forbidden):
        office.services.calls.missed.close(office.sara, {CANONICAL: now, "+982188881111": now}, "Both")
    assert office.numbers() == [CANONICAL, "+982188881111"]
    with pytest.raises(InvalidInput):
        office.services.calls.missed.close(office.sara, {f"+98{i}": now for i in range(1_001)}, "Too many")


def test_a_step_of_an_earlier_version_which_is_about_one_number_is_taken_back(office: Office) -> None:
    office.misses("a")
    step = office.close(office.sara, office.caller(), "Spam").undo_id
    before = {"number": CANONICAL, "reason": "Spam"}
    kept = UndoStep(step, MISSED, datetime.now(UTC), office.sara.id, CANONICAL, before)
    office.services.store.write(lambda session: office.services.calls.missed.take_back(session, office.sara, kept))
    assert office.numbers() == [CANONICAL]
