"""Writing records: kinds, links to calls, and validation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.profiles.records import RecordDraft, RecordFilter
from callerid_dash.domain.users import User, Visibility
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.records.records import Records
from callerid_dash.services.records.validation import RecordChanges
from tests.scenes import API, NOON, SUPERVISOR, answered_call
from tests.services.records.service.conftest import NUMBER, Rule, subjects


def test_a_note_is_kept_with_its_author_and_time(
    records: Records, ali: Profile, users: dict[str, User], kinds: dict[str, int]
) -> None:
    draft = RecordDraft(ali.id, kinds["note"], "  Wants   a call ", "on Monday\r\nin the morning\n")
    record = records.create(draft, users["sara"])
    assert (record.subject, record.text) == ("Wants a call", "on Monday\nin the morning")
    assert (record.author, record.author_id, record.happened_at) == ("sara", users["sara"].id, NOON)
    assert record.version == 1
    assert records.get(SUPERVISOR, record.id) == record


def test_a_program_is_an_author_by_its_name(records: Records, ali: Profile, kinds: dict[str, int]) -> None:
    record = records.create(RecordDraft(ali.id, kinds["payment"], "Paid"), API)
    assert (record.author, record.author_id) == ("test", 0)


def test_a_phone_call_takes_time_number_and_duration_from_its_call(
    records: Records, ingest: Ingest, ali: Profile, kinds: dict[str, int]
) -> None:
    ingest.submit(answered_call("ended", 100, caller="88881111"))
    ended = records.create(RecordDraft(ali.id, kinds["phone_call"], call_id=call_uuid("pbx", "ended")), API)
    assert (ended.happened_at, ended.number) == (NOON + timedelta(seconds=100), "+982188881111")
    assert ended.duration == timedelta(seconds=60)


def test_the_duration_of_a_live_call_is_filled_in_when_it_ends(
    records: Records, ingest: Ingest, ali: Profile, kinds: dict[str, int]
) -> None:
    ring, answer, end = answered_call("live", caller=NUMBER)
    ingest.submit([ring, answer])
    record = records.create(RecordDraft(ali.id, kinds["phone_call"], call_id=call_uuid("pbx", "live")), API)
    assert record.duration is None
    ingest.submit([end])
    assert records.get(None, record.id).duration == timedelta(seconds=60)
    assert records.of_profile(None, ali.id).items[0].duration == timedelta(seconds=60)


def test_other_kinds_keep_the_link_to_their_call_alone(
    records: Records, ingest: Ingest, ali: Profile, kinds: dict[str, int]
) -> None:
    ingest.submit(answered_call(caller=NUMBER))
    note = records.create(RecordDraft(ali.id, kinds["note"], "Asked", call_id=call_uuid("pbx", "c1")), API)
    assert (note.call_id, note.number, note.duration) == (call_uuid("pbx", "c1"), None, None)
    became = records.update(note.id, 1, RecordChanges(kind_id=kinds["phone_call"]), API)
    assert (became.number, became.duration) == ("+982188881111", timedelta(seconds=60))


def test_a_call_out_of_sight_cannot_be_linked(
    records: Records, ingest: Ingest, ali: Profile, users: dict[str, User], kinds: dict[str, int], rule: Rule
) -> None:
    ingest.submit(answered_call(caller=NUMBER))  # on 101, which is Sara's
    draft = RecordDraft(ali.id, kinds["phone_call"], call_id=call_uuid("pbx", "c1"))
    rule(Visibility.OWN_EXTENSION)
    with pytest.raises(Forbidden):
        records.create(draft, users["omid"])
    assert subjects(records, ali, RecordFilter()) == []
    assert records.create(draft, users["sara"]).call_id == draft.call_id


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("subject", {}),
        ("subject", {"subject": "x" * 201}),
        ("subject", {"subject": "a\x00b"}),
        ("subject", {"subject": "\u202e"}),
        ("text", {"text": "x" * 10_001}),
        ("kind", {"kind_id": 999, "subject": "x"}),
        ("call_id", {"subject": "x", "call_id": call_uuid("pbx", "never")}),
        ("due_at", {"subject": "x", "due_at": NOON}),
        ("assignee", {"subject": "x", "assignee_id": 1}),
        ("done", {"subject": "x", "done": True}),
        ("happened_at", {"subject": "x", "happened_at": NOON.replace(tzinfo=None)}),
        ("happened_at", {"subject": "x", "happened_at": NOON.replace(year=9999)}),
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_field(
    records: Records, ali: Profile, kinds: dict[str, int], field: str, fields: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        records.create(RecordDraft(ali.id, **{"kind_id": kinds["note"], **fields}), API)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert subjects(records, ali, RecordFilter()) == []


def test_markup_is_text_and_ends_of_scripts_are_kept(records: Records, ali: Profile, kinds: dict[str, int]) -> None:
    written = "<b>می\u200cخواهد</b> & more"
    assert records.create(RecordDraft(ali.id, kinds["note"], written), API).subject == written
