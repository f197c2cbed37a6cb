"""Rules of records: their text and their visibility."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.records import Record, RecordKind
from callerid_dash.domain.texts import one_line, several_lines
from callerid_dash.domain.users import Visibility, may_see_record
from tests.scenes import AGENT, NOON, SUPERVISOR

TASK, APPOINTMENT, CALL, OWN = (
    RecordKind(3, 3, "task", "Task"),
    RecordKind(4, 4, "appointment", "Appointment"),
    RecordKind(2, 2, "phone_call", "Phone call"),
    RecordKind(99, 17, None, "task"),
)


def record(kind: RecordKind, **fields: object) -> Record:
    return Record(1, 1, kind, "x", "", NOON, 7, "sara", **fields)  # type: ignore[arg-type]


def test_kinds_are_special_by_their_key_and_not_by_their_title() -> None:
    assert [kind.to_do for kind in (TASK, APPOINTMENT, CALL, OWN)] == [True, True, False, False]
    assert [kind.is_phone_call for kind in (TASK, APPOINTMENT, CALL, OWN)] == [False, False, True, False]
    assert [kind.is_appointment for kind in (TASK, APPOINTMENT, CALL, OWN)] == [False, True, False, False]


@pytest.mark.parametrize(
    ("one", "is_open", "overdue"),
    [
        (record(TASK), True, False),
        (record(TASK, due_at=NOON), True, True),
        (record(TASK, due_at=NOON + timedelta(hours=1)), True, False),
        (record(TASK, due_at=NOON, done_at=NOON), False, False),
        (record(CALL, due_at=NOON), False, False),
    ],
)
def test_what_has_to_be_done_is_overdue_after_its_time(one: Record, is_open: bool, overdue: bool) -> None:
    assert (one.open, one.overdue(NOON + timedelta(minutes=1))) == (is_open, overdue)


SEEN_BY_OWNERSHIP = {Visibility.OWN_PROFILES, Visibility.OWN_EXTENSION_OR_PROFILES}


@pytest.mark.parametrize("rule", Visibility)
@pytest.mark.parametrize(
    ("owns", "involved", "call_visible"), list(itertools.product((False, True), repeat=3)), ids=str
)
def test_an_agent_sees_a_record_by_ownership_involvement_or_its_call(
    rule: Visibility, owns: bool, involved: bool, call_visible: bool
) -> None:
    owners = [AGENT.id] if owns else [SUPERVISOR.id]
    expected = rule is Visibility.ALL or involved or call_visible or (owns and rule in SEEN_BY_OWNERSHIP)
    assert may_see_record(AGENT, rule, owners, involved=involved, call_visible=call_visible) is expected
    assert may_see_record(SUPERVISOR, rule, [], involved=False, call_visible=False)


@given(st.text(max_size=60))
def test_text_that_is_kept_stays_as_it_is_when_kept_again(typed: str) -> None:
    for tidy in (one_line, several_lines):
        try:
            kept = tidy(typed, "text", 60)
        except InvalidInput:
            continue
        assert tidy(kept, "text", 60) == kept
        assert "\r" not in kept
        assert kept == kept.strip()


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=80))
def test_words_in_any_script_are_text(typed: str) -> None:
    assert one_line(typed, "subject", 80).split() == typed.split()
    assert several_lines(f"{typed}\r\n{typed}", "text", 200) == f"{typed}\n{typed}".strip()


@pytest.mark.parametrize("hidden", ["\x00", "\x1b", "\ud800", "\u2028x"])
def test_control_characters_are_refused_within_words(hidden: str) -> None:
    with pytest.raises(InvalidInput):
        several_lines(f"a{hidden}b", "text", 10)


@pytest.mark.parametrize("mark", ["\u061c", "\u200f", "\u202e", "\u2067"])
def test_what_turns_the_direction_is_left_out(mark: str) -> None:
    assert one_line(f"{mark}a{mark}b {mark}", "subject", 3) == "ab"
    assert several_lines(f"a{mark}\n{mark}b{mark}", "text", 3) == "a\nb"


def test_joiners_are_letters_and_tabs_are_kept() -> None:
    assert one_line("می\u200cخواهد", "subject", 20) == "می\u200cخواهد"
    assert several_lines("a\tb", "text", 20) == "a\tb"


def test_too_much_text_says_how_much_it_may_be() -> None:
    with pytest.raises(InvalidInput, match="At most 3 characters") as caught:
        one_line("abcd", "subject", 3)
    assert caught.value.field == "subject"
