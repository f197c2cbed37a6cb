"""Records: permissions, calls that they are about, and visibility."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from callerid_dash.domain.audit import AuditAction, Change, SubjectKind
from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.errors import Forbidden, InvalidInput, NotFound, Stale
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import Record, RecordDraft, RecordFilter
from callerid_dash.domain.users import Actor, Role, User, Visibility
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.records.records import Records
from callerid_dash.services.records.validation import RecordChanges
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.shared import audit as audit_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import API, NOON, SUPERVISOR, answered_call, event

NUMBER = "02188881111"
Rule = Callable[[Visibility], None]


@pytest.fixture
def records(core: Core) -> Records:
    return Records(replace(core, clock=lambda: NOON))


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


@pytest.fixture
def users(store: Store, directory: Directory) -> dict[str, User]:
    """Three agents: sara has extension 101, omid 102, mina none."""

    def work(session: Session) -> None:
        for name, extension in (("sara", "101"), ("omid", "102"), ("mina", "")):
            user_id = accounts.add_user(session, name, name.title(), Role.AGENT, "")
            assert user_id
            if extension:
                small_tables.set_extension(session, extension, user_id)

    store.write(work)
    directory.reload()
    return directory.snapshot.usernames


@pytest.fixture
def rule(store: Store, directory: Directory) -> Rule:
    def change(visibility: Visibility) -> None:
        store.write(lambda s: small_tables.set_setting(s, "visibility", visibility.value))
        directory.reload()

    return change


@pytest.fixture
def kinds(directory: Directory) -> dict[str, int]:
    return {kind.key: kind.id for kind in directory.snapshot.record_kinds.values() if kind.key}


@pytest.fixture
def ali(profiles: Profiles) -> Profile:
    return person(profiles)


def person(profiles: Profiles, owner: User | None = None, name: str = "Ali") -> Profile:
    owners = {OwnerRole.SALES: owner.id} if owner else {}
    draft = ProfileDraft(ProfileKind.PERSON, name, phones=(PhoneDraft(NUMBER),), owners=owners)
    return profiles.create(draft, API).profile


def trail(store: Store, record: Record) -> list[tuple[str, AuditAction, dict[str, Change]]]:
    """The audit lines of records, oldest first."""
    with store.read() as session:
        found = audit_tables.page(session, AuditFilter(SubjectKind.RECORD, str(record.id)), 50)
    return [(entry.actor, entry.action, {c.field: c for c in entry.changes}) for entry in reversed(found)]


def subjects(records: Records, profile: Profile, wanted: RecordFilter, viewer: User | None = SUPERVISOR) -> list[str]:
    return [record.subject for record in records.of_profile(viewer, profile.id, wanted).items]


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


def test_a_retired_kind_is_not_offered_but_its_records_stay(
    directory: Directory, records: Records, ali: Profile, kinds: dict[str, int]
) -> None:
    record = records.create(RecordDraft(ali.id, kinds["form"], "Old form"), API)
    form = directory.snapshot.record_kinds[kinds["form"]]
    directory.snapshot.record_kinds[form.id] = type(form)(form.id, form.position, form.key, form.title, retired=True)
    with pytest.raises(InvalidInput):
        records.create(RecordDraft(ali.id, kinds["form"], "New form"), API)
    assert records.update(record.id, 1, RecordChanges(subject="Older form"), API).kind.retired


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_a_history_is_paged_newest_first_without_gaps(
    records: Records, ali: Profile, kinds: dict[str, int], limit: int
) -> None:
    for n in range(7):
        records.create(RecordDraft(ali.id, kinds["note"], f"n{n}", happened_at=NOON + timedelta(days=n // 3)), API)
    found, cursor = [], None
    while True:
        page = records.of_profile(None, ali.id, cursor=cursor, limit=limit)
        found += [record.subject for record in page.items]
        if not (cursor := page.next_cursor):
            break
    assert found == ["n6", "n3", "n4", "n5", "n0", "n1", "n2"]


def test_every_filter_finds_its_records(
    records: Records, ali: Profile, users: dict[str, User], kinds: dict[str, int]
) -> None:
    def add(kind: str, subject: str, days: int, author: str = "sara", **more: object) -> None:
        at = NOON + timedelta(days=days)
        draft = RecordDraft(ali.id, kinds[kind], subject, happened_at=at, **more)  # type: ignore[arg-type]
        records.create(draft, users[author])

    add("note", "note", 1, text="قیمت جديد كالا")
    add("task", "open", 2, "omid")
    add("task", "done", 3, done=True)
    add("appointment", "meeting", 4, due_at=NOON)
    cases: dict[str, tuple[RecordFilter, list[str]]] = {
        "nothing": (RecordFilter(), ["meeting", "done", "open", "note"]),
        "kind": (RecordFilter(kind=kinds["task"]), ["done", "open"]),
        "author": (RecordFilter(author=users["omid"].id), ["open"]),
        "text in another spelling": (RecordFilter(text="کالا جدید"), ["note"]),
        "text that is not there": (RecordFilter(text="note nowhere"), []),
        "since is included": (RecordFilter(since=NOON + timedelta(days=3)), ["meeting", "done"]),
        "before is not": (RecordFilter(before=NOON + timedelta(days=2)), ["note"]),
        "open tasks": (RecordFilter(open_tasks=True), ["meeting", "open"]),
        "together": (RecordFilter(kind=kinds["task"], open_tasks=True, text="open"), ["open"]),
    }
    assert {name: subjects(records, ali, wanted) for name, (wanted, _) in cases.items()} == {
        name: expected for name, (_, expected) in cases.items()
    }


def test_filters_that_no_database_can_be_asked_for_are_refused(records: Records, ali: Profile) -> None:
    naive = datetime(2026, 1, 1)
    for wanted in (RecordFilter(kind=1 << 70), RecordFilter(author=1 << 70), RecordFilter(since=naive)):
        with pytest.raises(InvalidInput):
            records.of_profile(None, ali.id, wanted)
    with pytest.raises(InvalidInput):
        records.of_profile(None, ali.id, cursor="nonsense")


SEEN = {
    # who, and under which rule: which of the six records are in sight
    ("sara", Visibility.ALL): {"on 101", "by omid", "for sara", "for nobody", "of sara's", "by sara"},
    ("sara", Visibility.OWN_EXTENSION): {"on 101", "for sara", "by sara"},
    ("sara", Visibility.OWN_PROFILES): {"for sara", "of sara's", "by sara"},
    ("sara", Visibility.OWN_EXTENSION_OR_PROFILES): {"on 101", "for sara", "of sara's", "by sara"},
    ("omid", Visibility.OWN_EXTENSION): {"by omid"},
    ("omid", Visibility.OWN_PROFILES): {"by omid"},
    ("mina", Visibility.OWN_EXTENSION): set(),
    ("mina", Visibility.OWN_EXTENSION_OR_PROFILES): set(),
    ("supervisor", Visibility.OWN_EXTENSION): {
        "on 101",
        "by omid",
        "for sara",
        "for nobody",
        "of sara's",
        "by sara",
    },
}


@pytest.fixture
def six(
    records: Records, profiles: Profiles, ingest: Ingest, users: dict[str, User], kinds: dict[str, int]
) -> list[Record]:
    """Records on an unassigned profile and on one of Sara's: about a call on 101, and without a call."""
    open_to_all = profiles.create(ProfileDraft(ProfileKind.PERSON, "Nobody's"), API).profile
    hers = profiles.create(
        ProfileDraft(ProfileKind.PERSON, "Sara's", owners={OwnerRole.SUPPORT: users["sara"].id}), API
    ).profile
    ingest.submit(answered_call(caller="02177771111"))
    call_id = call_uuid("pbx", "c1")
    sara = users["sara"]
    drafts: list[tuple[RecordDraft, Actor]] = [
        (RecordDraft(open_to_all.id, kinds["note"], "on 101", call_id=call_id), API),
        (RecordDraft(open_to_all.id, kinds["note"], "by omid"), users["omid"]),
        (RecordDraft(open_to_all.id, kinds["task"], "for sara", assignee_id=sara.id), API),
        (RecordDraft(open_to_all.id, kinds["note"], "for nobody"), API),
        (RecordDraft(hers.id, kinds["note"], "of sara's"), API),
        (RecordDraft(open_to_all.id, kinds["note"], "by sara"), sara),
    ]
    return [records.create(draft, actor) for draft, actor in drafts]


@pytest.mark.parametrize(("who", "visibility"), SEEN)
def test_a_viewer_sees_exactly_the_records_that_the_rule_shows(
    records: Records, six: list[Record], users: dict[str, User], rule: Rule, who: str, visibility: Visibility
) -> None:
    rule(visibility)
    viewer = SUPERVISOR if who == "supervisor" else users[who]
    listed = {
        record.subject
        for profile_id in {record.profile_id for record in six}
        for record in records.of_profile(viewer, profile_id).items
    }
    assert listed == SEEN[who, visibility]
    for record in six:
        if record.subject in SEEN[who, visibility]:
            assert records.get(viewer, record.id).subject == record.subject
        else:
            with pytest.raises(NotFound):
                records.get(viewer, record.id)


def test_what_is_out_of_sight_leaves_no_gaps_in_the_pages(
    records: Records, ali: Profile, users: dict[str, User], kinds: dict[str, int], rule: Rule
) -> None:
    rule(Visibility.OWN_PROFILES)
    for n in range(9):
        author = users["sara" if n % 3 == 0 else "omid"]
        records.create(RecordDraft(ali.id, kinds["note"], f"n{n}", happened_at=NOON + timedelta(n)), author)
    first = records.of_profile(users["sara"], ali.id, limit=2)
    second = records.of_profile(users["sara"], ali.id, cursor=first.next_cursor, limit=2)
    assert [r.subject for r in (*first.items, *second.items)] == ["n6", "n3", "n0"]
    assert second.next_cursor is None


def test_the_newest_record_decides_under_whom_a_shared_number_is_shown(
    records: Records, profiles: Profiles, ingest: Ingest, feed: Feed, kinds: dict[str, int]
) -> None:
    first, second = person(profiles, name="First"), person(profiles, name="Second")
    ingest.submit([event("ringing", caller=NUMBER)])

    def shown() -> int | None:
        delta = feed.since(None, SUPERVISOR, 10)
        assert delta
        (row,) = delta.changed
        holder = row.shown_to(SUPERVISOR)
        return holder.id if holder else None

    assert shown() == first.id
    record = records.create(RecordDraft(second.id, kinds["note"], "Newer"), API)
    assert shown() == second.id
    records.delete(record.id, API)
    assert shown() == first.id


def test_open_pages_of_the_profile_hear_of_every_change(
    records: Records, feed: Feed, ali: Profile, kinds: dict[str, int]
) -> None:
    def heard_after(change: Callable[[], object]) -> bool:
        before = feed.cursor
        change()
        delta = feed.since(before, SUPERVISOR, 10)
        return bool(delta and f"profile:{ali.id}" in delta.topics)

    record = records.create(RecordDraft(ali.id, kinds["task"], "x"), API)
    assert heard_after(lambda: records.update(record.id, 1, RecordChanges(subject="y"), API))
    assert heard_after(lambda: records.set_done(record.id, True, API))
    assert heard_after(lambda: records.delete(record.id, API))
