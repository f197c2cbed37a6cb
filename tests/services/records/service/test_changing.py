"""Tasks, appointments, and changes of records: permissions and stale versions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import Profile
from callerid_dash.domain.profiles.records import Record, RecordDraft
from callerid_dash.domain.users import User
from callerid_dash.services.records.records import Records
from callerid_dash.services.records.validation import RecordChanges
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.shared import audit as audit_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import API, NOON, SUPERVISOR


def trail(store: Store, record: Record) -> list[tuple[str, AuditAction, dict[str, Change]]]:
    """The audit lines of records, oldest first."""
    with store.read() as session:
        found = audit_tables.page(session, AuditFilter(SubjectKind.RECORD, str(record.id)), 50)
    return [(entry.actor, entry.action, {c.field: c for c in entry.changes}) for entry in reversed(found)]


def test_a_task_is_assigned_to_enabled_users_and_ticked_off_by_them(
    store: Store,
    directory: Directory,
    records: Records,
    ali: Profile,
    users: dict[str, User],
    kinds: dict[str, int],
) -> None:
    due = NOON + timedelta(days=1)
    draft = RecordDraft(ali.id, kinds["task"], "Send it", due_at=due, assignee_id=users["omid"].id)
    task = records.create(draft, users["sara"])
    assert (task.assignee, task.due_at, task.done_at, task.open) == ("omid", due, None, True)
    with pytest.raises(Forbidden):
        records.set_done(task.id, True, users["mina"])
    done = records.set_done(task.id, True, users["omid"])
    assert (done.done_at, done.open) == (NOON, False)
    assert records.set_done(task.id, True, users["sara"]) == done
    assert records.set_done(task.id, False, users["sara"]).open
    store.write(lambda s: accounts.set_disabled(s, users["omid"].id, True))
    directory.reload()
    with pytest.raises(InvalidInput) as caught:
        records.create(draft, users["sara"])
    assert caught.value.field == "assignee"
    # The one who is disabled by now may stay.
    assert records.update(task.id, 3, RecordChanges(subject="Send them"), users["sara"]).assignee == "omid"


def test_an_appointment_has_a_time_and_a_note_has_none(records: Records, ali: Profile, kinds: dict[str, int]) -> None:
    with pytest.raises(InvalidInput) as caught:
        records.create(RecordDraft(ali.id, kinds["appointment"], "Coffee"), API)
    assert caught.value.field == "due_at"
    meeting = records.create(RecordDraft(ali.id, kinds["appointment"], "Coffee", due_at=NOON), API)
    note = records.update(meeting.id, 1, RecordChanges(kind_id=kinds["note"]), API)
    assert (note.due_at, note.subject) == (None, "Coffee")


def test_only_the_author_and_supervisors_change_or_remove_a_record(
    store: Store, records: Records, ali: Profile, users: dict[str, User], kinds: dict[str, int]
) -> None:
    record = records.create(RecordDraft(ali.id, kinds["note"], "Mine"), users["sara"])
    with pytest.raises(Forbidden):
        records.update(record.id, 1, RecordChanges(subject="Not mine"), users["omid"])
    with pytest.raises(Forbidden):
        records.delete(record.id, users["omid"])
    records.update(record.id, 1, RecordChanges(subject="Still mine"), users["sara"])
    records.delete(record.id, SUPERVISOR)
    with pytest.raises(NotFound):
        records.get(SUPERVISOR, record.id)
    told = trail(store, record)
    assert [(who, action) for who, action, _ in told] == [
        ("sara", AuditAction.ADDED),
        ("sara", AuditAction.CHANGED),
        ("reza", AuditAction.REMOVED),
    ]
    assert told[1][2] == {"subject": Change("subject", "Mine", "Still mine")}
    assert told[2][2]["subject"] == Change("subject", "Still mine", "")


def test_of_two_edits_the_second_is_stale_and_nothing_of_it_is_stored(
    records: Records, ali: Profile, users: dict[str, User], kinds: dict[str, int]
) -> None:
    record = records.create(RecordDraft(ali.id, kinds["note"], "First"), users["sara"])
    records.update(record.id, record.version, RecordChanges(subject="Second"), SUPERVISOR)
    with pytest.raises(Stale):
        records.update(record.id, record.version, RecordChanges(text="Lost?"), users["sara"])
    now = records.get(SUPERVISOR, record.id)
    assert (now.subject, now.text, now.version) == ("Second", "", 2)


def test_records_of_what_is_gone_are_not_found(records: Records, ali: Profile, kinds: dict[str, int]) -> None:
    for missing in (ali.id + 1, 1 << 70):
        with pytest.raises(NotFound):
            records.create(RecordDraft(missing, kinds["note"], "x"), API)
        with pytest.raises(NotFound):
            records.of_profile(None, missing)
        with pytest.raises(NotFound):
            records.update(missing, 1, RecordChanges(), API)
        with pytest.raises(NotFound):
            records.delete(missing, API)
