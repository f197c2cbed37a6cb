"""The history of a profile: calls and records merged in pages, under the visibility rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import InvalidInput, NotFound
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import Record, RecordDraft
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.records.records import Records
from callerid_dash.services.records.timeline import Entry, Stream, Timeline, TimelineFilter, merged
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.services.shared.paging import Page
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from tests.scenes import API, NOON, SUPERVISOR, answered_call

Item = tuple[int, str]
"""When it happened (seconds), and what it is called."""


def stream(items: Sequence[Item], most: int = 1_000) -> Stream[Item]:
    """A list that returns at most this many entries at a time, however many are requested."""
    ordered = sorted(items, key=lambda item: (-item[0], item[1]))

    def read(cursor: str | None, limit: int) -> Page[Item]:
        behind = [str(item) for item in ordered].index(cursor) + 1 if cursor else 0
        end = behind + min(limit, most)
        return Page(tuple(ordered[behind:end]), "more" if end < len(ordered) else None)

    return Stream(read, lambda item: NOON + timedelta(seconds=item[0]), str)


def everything(streams: Sequence[Stream[Item]], limit: int) -> list[Item]:
    found: list[Item] = []
    cursor = None
    while True:
        page = merged(streams, cursor, limit)
        assert len(page.items) <= limit
        found += page.items
        if not (cursor := page.next_cursor):
            return found
        assert page.items


@given(
    lists=st.lists(st.lists(st.integers(0, 9), max_size=12), min_size=1, max_size=3),
    limit=st.integers(1, 6),
    most=st.integers(1, 6),
)
def test_pages_of_several_lists_miss_and_repeat_nothing(lists: list[list[int]], limit: int, most: int) -> None:
    named = [[(at, f"{name}{place:02}") for place, at in enumerate(times)] for name, times in zip("abc", lists)]  # noqa: B905
    expected = sorted((item for items in named for item in items), key=lambda item: (-item[0], item[1]))
    assert everything([stream(items, most) for items in named], limit) == expected


def test_what_comes_on_top_meanwhile_shifts_nothing() -> None:
    old, calls = [(5, "a1"), (3, "a2")], [(4, "b1"), (2, "b2")]
    first = merged([stream(old), stream(calls)], None, 2)
    second = merged([stream([(9, "a0"), *old]), stream([(8, "b0"), *calls])], first.next_cursor, 2)
    assert [*first.items, *second.items] == [(5, "a1"), (4, "b1"), (3, "a2"), (2, "b2")]


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "WzEsMl0"])
def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        merged([stream([]), stream([])], cursor, 2)
    assert caught.value.field == "cursor"


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


@pytest.fixture
def records(core: Core) -> Records:
    return Records(replace(core, clock=lambda: NOON))


@pytest.fixture
def timeline(core: Core) -> Timeline:
    return Timeline(core)


@pytest.fixture
def agents(store: Store, directory: Directory) -> dict[str, User]:
    """sara with extension 101, omid with 102."""

    def work(session: Session) -> None:
        for name, extension in (("sara", "101"), ("omid", "102")):
            user_id = accounts.add_user(session, name, name.title(), Role.AGENT, "")
            assert user_id
            small_tables.set_extension(session, extension, user_id)

    store.write(work)
    directory.reload()
    return directory.snapshot.usernames


@pytest.fixture
def rule(store: Store, directory: Directory) -> Callable[[Visibility], None]:
    def change(visibility: Visibility) -> None:
        store.write(lambda s: small_tables.set_setting(s, "visibility", visibility.value))
        directory.reload()

    return change


@pytest.fixture
def ali(profiles: Profiles, agents: dict[str, User]) -> Profile:
    """A customer of sara's."""
    owners = {OwnerRole.SALES: agents["sara"].id}
    phones = (PhoneDraft("09121234567"),)
    return profiles.create(ProfileDraft(ProfileKind.PERSON, "Ali", phones=phones, owners=owners), API).profile


def write(records: Records, profile: Profile, author: User, subject: str, second: float, **more: object) -> Record:
    kinds = {kind.key: kind.id for kind in records.core.directory.snapshot.record_kinds.values()}
    happened = NOON + timedelta(seconds=second)
    draft = RecordDraft(profile.id, kinds[str(more.pop("kind", "note"))], subject, happened_at=happened)
    return records.create(replace(draft, **more), author)  # type: ignore[arg-type]


def names(entries: Sequence[Entry]) -> list[str]:
    return [entry.subject if isinstance(entry, Record) else entry.call.external_id for entry in entries]


def test_records_and_calls_are_one_list_newest_first(
    timeline: Timeline, records: Records, ingest: Ingest, ali: Profile, agents: dict[str, User]
) -> None:
    for second in (0, 200, 400):
        ingest.submit(answered_call(f"call at {second}", second))
    ingest.submit(answered_call("of somebody else", 50, caller="02188881111"))
    write(records, ali, agents["sara"], "note at 100", 100)
    write(records, ali, agents["omid"], "note at 400", 400)
    found: list[str] = []
    cursor = None
    for _ in range(3):
        page = timeline.page(SUPERVISOR, ali.id, cursor=cursor, limit=2)
        found += names(page.items)
        cursor = page.next_cursor
    assert found == ["note at 400", "call at 400", "call at 200", "note at 100", "call at 0"]
    assert cursor is None


def test_every_filter_finds_its_entries(
    timeline: Timeline, records: Records, ingest: Ingest, ali: Profile, agents: dict[str, User]
) -> None:
    ingest.submit(answered_call("call", 0))
    write(records, ali, agents["sara"], "يک قرارداد", 100)
    write(records, ali, agents["omid"], "open", 200, kind="task")
    write(records, ali, agents["omid"], "finished", 300, kind="task", done=True)
    kinds = {kind.key: kind.id for kind in records.core.directory.snapshot.record_kinds.values()}
    after = NOON.astimezone(UTC) + timedelta(seconds=200)
    cases = {
        "all": (TimelineFilter(), ["finished", "open", "يک قرارداد", "call"]),
        "calls": (TimelineFilter(records=False), ["call"]),
        "records": (TimelineFilter(calls=False), ["finished", "open", "يک قرارداد"]),
        "kind": (TimelineFilter(kind=kinds["task"]), ["finished", "open"]),
        "to do": (TimelineFilter(open_tasks=True), ["open"]),
        "author": (TimelineFilter(author=agents["omid"].id), ["finished", "open"]),
        "text in another spelling": (TimelineFilter(text="یك"), ["يک قرارداد"]),
        "text of blanks": (TimelineFilter(text="  "), ["finished", "open", "يک قرارداد", "call"]),
        "from is included": (TimelineFilter(since=after), ["finished", "open"]),
        "to is not": (TimelineFilter(before=after), ["يک قرارداد", "call"]),
    }
    shown = {name: names(timeline.page(SUPERVISOR, ali.id, wanted).items) for name, (wanted, _) in cases.items()}
    assert shown == {name: expected for name, (_, expected) in cases.items()}


def test_the_rule_of_sight_holds_for_both_lists(
    timeline: Timeline,
    records: Records,
    ingest: Ingest,
    ali: Profile,
    agents: dict[str, User],
    rule: Callable[[Visibility], None],
) -> None:
    ingest.submit(answered_call("on 101", 0))
    write(records, ali, agents["omid"], "by omid", 100)
    write(records, ali, agents["sara"], "by sara", 200)
    expected = {
        ("sara", Visibility.ALL): ["by sara", "by omid", "on 101"],
        ("omid", Visibility.ALL): ["by sara", "by omid", "on 101"],
        ("sara", Visibility.OWN_EXTENSION): ["by sara", "on 101"],
        ("omid", Visibility.OWN_EXTENSION): ["by omid"],
        ("sara", Visibility.OWN_PROFILES): ["by sara", "by omid", "on 101"],
        ("omid", Visibility.OWN_PROFILES): ["by omid"],
    }
    seen: dict[tuple[str, Visibility], list[str]] = {}
    for name, visibility in expected:
        rule(visibility)
        seen[name, visibility] = names(timeline.page(agents[name], ali.id).items)
    assert seen == expected


def test_a_profile_that_is_not_there_has_no_history(timeline: Timeline) -> None:
    with pytest.raises(NotFound):
        timeline.page(SUPERVISOR, 99)


def test_an_instant_without_an_offset_is_refused(timeline: Timeline, ali: Profile) -> None:
    with pytest.raises(InvalidInput):
        timeline.page(SUPERVISOR, ali.id, TimelineFilter(since=datetime(2026, 5, 4)))


def test_what_was_changed_on_a_profile_tells_of_its_records_to_those_who_see_them_all(
    audit: Audit, records: Records, ali: Profile, agents: dict[str, User]
) -> None:
    note = write(records, ali, agents["sara"], "secret", 0)
    records.delete(note.id, agents["sara"])
    first = audit.of_profile(SUPERVISOR, ali.id, limit=2, with_records=True)
    rest = audit.of_profile(SUPERVISOR, ali.id, first.next_cursor, limit=2, with_records=True)
    told = [(entry.kind, entry.action) for entry in (*first.items, *rest.items)]
    assert told == [
        (SubjectKind.RECORD, AuditAction.REMOVED),
        (SubjectKind.RECORD, AuditAction.ADDED),
        (SubjectKind.PROFILE, AuditAction.ADDED),
    ]
    assert rest.next_cursor is None
    of_agent = audit.of_profile(agents["omid"], ali.id, with_records=True)
    assert [entry.kind for entry in of_agent.items] == [SubjectKind.PROFILE]
    assert audit.of_profile(SUPERVISOR, ali.id + 1, with_records=True).items == ()
