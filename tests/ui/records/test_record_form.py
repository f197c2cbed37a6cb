"""The record dialog as data: its values, the draft that it makes, and its appearance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.profiles.profiles import Profile, ProfileKind
from callerid_dash.domain.profiles.records import Record, RecordKind
from callerid_dash.domain.users import Role, User
from callerid_dash.locales import translator
from callerid_dash.services.records.validation import changed_draft
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.records.form import FORM, about, kind_choices, record_body, removal, stale, written_by
from callerid_dash.ui.records.typed import Fixed, TypedRecord, changes_of, draft_of, read_form, readable, typed_of
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.instants import instant_text
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words
from tests.ui.office import REZA, SARA, START, ZONE, attribute, by_class, ring, text, walk

NOTE, CALL, TASK = (
    RecordKind(1, 1, "note", "Note"),
    RecordKind(2, 2, "phone_call", "Phone call"),
    RecordKind(3, 3, "task", "Task"),
)
OLD, VISIT = RecordKind(4, 4, "form", "Form", retired=True), RecordKind(17, 0, None, "Visit")
KINDS = {kind.id: kind for kind in (NOTE, CALL, TASK, OLD, VISIT)}
SNAPSHOT = Snapshot(users={user.id: user for user in (SARA, REZA)}, record_kinds=KINDS)
EN, FA = Formats("en", ZONE), Formats("fa", ZONE)
T, PERSIAN = translator("en"), translator("fa")
CALL_ID = UUID(int=5)
FORM_FIXED = Fixed(profile="7", call=str(CALL_ID), at_now="2026-11-22 23:41", at_call="2026-11-22 23:40")
MARYAM = Profile(7, ProfileKind.PERSON, "Maryam Ahmadi", 1, organization="Pars")


def record(kind: RecordKind = TASK, **fields: object) -> Record:
    values: dict[str, object] = {"due_at": START + timedelta(days=1, seconds=7), "assignee_id": REZA.id}
    given = {**(values if kind.to_do else {}), **fields}
    return Record(9, 7, kind, "Send it", "at once", START, SARA.id, "sara", **given)  # type: ignore[arg-type]


def body(typed: TypedRecord, shown: bool = False) -> list[object]:
    return list(record_body(typed, Fixed(profile="7"), kind_choices(list(KINDS.values())), [SARA, REZA], shown, T))


def held(tree: object) -> dict[str, object]:
    """The values of the fields, by name."""
    found = [(getattr(part, "id", None), getattr(part, "value", None)) for part in walk(tree)]
    return {key["field"]: value for key, value in found if isinstance(key, dict) and "field" in key}


def test_built_in_kinds_are_translated_unless_they_were_renamed() -> None:
    assert record_kind_words(TASK, PERSIAN) == "وظیفه"
    assert record_kind_words(replace(TASK, title="To do"), PERSIAN) == "To do"
    assert record_kind_words(replace(VISIT, title="Task"), PERSIAN) == "Task"
    assert record_kind_icon(CALL) == "telephone"
    assert record_kind_icon(VISIT)


def test_kinds_are_offered_in_their_order_without_retired_ones() -> None:
    every = list(KINDS.values())
    assert kind_choices(every) == [VISIT, NOTE, CALL, TASK]
    assert kind_choices(every, OLD) == [VISIT, NOTE, CALL, TASK, OLD]


def test_the_form_holds_what_it_was_given() -> None:
    typed = TypedRecord("3", "Send it", "at once", "2026-11-22 23:40", "2026-11-23 23:40", str(REZA.id), done=True)
    assert read_form(held(body(typed))) == (typed, Fixed(profile="7"))


def test_the_part_for_tasks_is_hidden_from_other_kinds() -> None:
    for shown in (False, True):
        (part,) = by_class(body(TypedRecord("3" if shown else "1"), shown), "record-to-do")
        assert getattr(part, "hidden", None) is not shown


def test_every_field_has_a_place_for_its_error() -> None:
    ids = [getattr(part, "id", None) for part in walk(body(TypedRecord("1")))]
    places = {key["error"] for key in ids if isinstance(key, dict) and "error" in key}
    assert places == {"", "kind", "at", "subject", "text", "due", "assignee", "done"}


def test_it_says_whom_and_which_call_it_is_about() -> None:
    shown = text(about(MARYAM, ring(answered=5), "0912 345 6789", T, EN))
    for words in ("Maryam Ahmadi", "Pars", "0912 345 6789", "22 Nov 2026 23:40", "Talking"):
        assert words in shown
    assert "Call" not in text(about(MARYAM, None, "", T, EN))


def test_it_says_who_wrote_it_and_when_it_was_changed() -> None:
    fresh = text(written_by(record(), "Sara Karimi", T, EN))
    assert "Sara Karimi" in fresh
    assert "22 Nov 2026 23:40" in fresh
    assert "changed" not in fresh
    changed = record(version=2, updated_at=START + timedelta(hours=1))
    assert "23 Nov 2026 00:40" in text(written_by(changed, "Sara Karimi", T, EN))


def test_two_versions_show_the_fields_that_differ_and_no_others() -> None:
    theirs = readable(typed_of(record(), EN), SNAPSHOT, T)
    mine = {**theirs, "subject": "Mine", "assignee": ""}
    panel = stale(mine, theirs, T)
    assert [attribute(part, "data-differs") for part in walk(panel) if attribute(part, "data-differs")] == [
        "subject",
        "assignee",
    ]
    for words in ("Send it", "Mine", "reza", "empty"):
        assert words in text(panel)
    assert "the same as yours" in text(stale(theirs, theirs, T))


def test_deleting_names_what_goes() -> None:
    shown = text(removal(record(), "Maryam Ahmadi", T))
    assert "Task" in shown
    assert "Send it" in shown
    assert "Maryam Ahmadi" in shown


def test_a_time_that_was_only_offered_is_left_to_the_service() -> None:
    phone_call = draft_of(TypedRecord("2", at=FORM_FIXED.at_call), FORM_FIXED, SNAPSHOT, EN)
    note = draft_of(TypedRecord("1", "x", at=FORM_FIXED.at_now), FORM_FIXED, SNAPSHOT, EN)
    typed = draft_of(TypedRecord("1", "x", at="2026-11-22 10:00"), FORM_FIXED, SNAPSHOT, EN)
    assert (phone_call.happened_at, phone_call.call_id, phone_call.profile_id) == (None, CALL_ID, 7)
    assert note.happened_at is None
    assert typed.happened_at == datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def test_what_only_tasks_have_is_not_sent_for_others() -> None:
    typed = TypedRecord("1", "x", due="nonsense", assignee="2", done=True)
    draft = draft_of(typed, FORM_FIXED, SNAPSHOT, EN)
    assert (draft.due_at, draft.assignee_id, draft.done) == (None, None, False)


@pytest.mark.parametrize("language", [EN, FA])
def test_a_record_that_is_saved_untouched_keeps_its_seconds(language: Formats) -> None:
    before = replace(record(), happened_at=START + timedelta(seconds=42))
    changes = changes_of(typed_of(before, language), before, SNAPSHOT, language)
    draft = changed_draft(before, changes, KINDS)
    assert (draft.happened_at, draft.due_at) == (before.happened_at, before.due_at)
    assert (draft.subject, draft.text, draft.assignee_id, draft.done) == ("Send it", "at once", REZA.id, False)


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([EN, FA]),
)
def test_a_due_time_that_was_typed_is_kept_to_the_minute(due: datetime, language: Formats) -> None:
    typed = replace(typed_of(record(), language), due=instant_text(due, language))
    changes = changes_of(typed, record(), SNAPSHOT, language)
    assert isinstance(changes["due_at"], datetime)
    assert instant_text(changes["due_at"], language) == instant_text(due, language)


def test_a_cleared_due_time_and_assignee_are_cleared() -> None:
    changes = changes_of(replace(typed_of(record(), EN), due="", assignee=""), record(), SNAPSHOT, EN)
    assert (changes["due_at"], changes["assignee_id"]) == (None, None)


def test_what_comes_from_a_browser_by_hand_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput) as caught:
        draft_of(TypedRecord("3", "x", at="x y z"), FORM_FIXED, SNAPSHOT, EN)
    assert caught.value.field == "at"
    for typed, fixed in (
        (TypedRecord("1"), replace(FORM_FIXED, profile="; DROP")),
        (TypedRecord("1"), replace(FORM_FIXED, call="no uuid")),
        (TypedRecord("3", assignee="²"), FORM_FIXED),
    ):
        with pytest.raises(NotFound):
            draft_of(replace(typed, at=FORM_FIXED.at_now), fixed, SNAPSHOT, EN)
    assert draft_of(TypedRecord("999", "x"), Fixed(profile="7"), SNAPSHOT, EN).kind_id == 0


def test_a_user_is_named_once_where_both_names_are_the_same() -> None:
    users = [User(5, "mina", "mina", Role.AGENT), SARA]
    shown = record_body(TypedRecord("3"), Fixed(), [TASK], users, True, T)
    (options,) = [
        getattr(part, "options", []) for part in walk(shown) if getattr(part, "id", None) == FORM.field("assignee")
    ]
    assert [option["label"] for option in options] == ["Nobody", "mina", "Sara Karimi (sara)"]
