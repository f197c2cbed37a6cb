"""Lists of records: pages, filters, visibility, and notifications."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.profiles.profiles import OwnerRole, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import Record, RecordDraft, RecordFilter
from callerid_dash.domain.users import Actor, User, Visibility
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.records.records import Records
from callerid_dash.services.records.validation import RecordChanges
from callerid_dash.services.shared.directory import Directory
from tests.scenes import API, NOON, SUPERVISOR, answered_call, event
from tests.services.records.service.conftest import (
    NUMBER,
    Rule,
    person,
    subjects,
)


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
