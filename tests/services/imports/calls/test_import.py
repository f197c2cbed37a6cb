"""Import of past calls: no call half read, none stored twice, and all figures follow."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.calls.calls import EventKind, Outcome
from callerid_dash.domain.calls.history import Entry, LeftOut, Position, Rejected, Why
from callerid_dash.domain.errors import Forbidden
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind, preferred_holder
from callerid_dash.domain.users import Role, User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.core import Core
from callerid_dash.services.imports.calls.batching import AT_ONCE
from callerid_dash.services.imports.calls.pipeline import ImportCounts
from callerid_dash.services.imports.calls.service import Importing
from callerid_dash.services.live.feed import Feed
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.engine.database import Store
from callerid_dash.store.profiles import holders as holder_tables
from tests.scenes import NOON
from tests.services.imports.calls.conftest import TEHRAN, how_many, past, some_calls, stored


def note_newest_record(store: Store, profile_id: int, at: datetime | None) -> None:
    told = f"'{at.astimezone(UTC).replace(tzinfo=None)}'" if at else "NULL"
    with store.engine.write() as session:
        session.script(f"UPDATE profiles SET newest_record_at = {told} WHERE id = {profile_id}")
        holder_tables.refresh(session, [profile_id])


def test_what_is_taken_in_is_what_its_events_add_up_to(store: Store, importing: Importing, rejects: Path) -> None:
    counts = importing.take(OPERATOR, some_calls(300), "asterisk", "Master.csv", rejects)
    assert counts == ImportCounts(rows=300, calls=300, added=300)
    verdict = verify(store, TEHRAN)
    assert (verdict.calls, verdict.differences) == (300, ())
    call = stored(store, "1")
    assert call
    assert call.call.outcome is Outcome.ANSWERED
    assert (call.call.extension, call.call.rang, call.number.canonical) == ("101", ("101", "102"), "+989120000001")
    assert not rejects.exists()


def test_calls_belong_to_who_holds_the_number(core: Core, store: Store, importing: Importing, rejects: Path) -> None:
    profiles = Profiles(core)
    draft = ProfileDraft(kind=ProfileKind.PERSON, name="Sara", phones=(PhoneDraft("0912 123 4567"),))
    profile = profiles.create(draft, OPERATOR).profile
    importing.take(OPERATOR, [past("1"), past("2", caller="09350000000")], "asterisk", "Master.csv", rejects)
    known, unknown = stored(store, "1"), stored(store, "2")
    assert known
    assert (known.profile_id, known.known_then) == (profile.id, True)
    assert unknown
    assert (unknown.profile_id, unknown.known_then) == (None, False)


@given(st.lists(st.sampled_from([None, -400, 0, 0.25, 0.5, 9]), max_size=5))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_several_holders_calls_belong_to_the_one_that_the_widget_shows(
    core: Core, store: Store, directory: Directory, rejects: Path, importing: Importing, newest: list[float | None],
) -> None:  # fmt: skip
    number, matcher = f"0912{how_many(store):07}", core.matcher
    profiles = Profiles(core)
    drafts = [ProfileDraft(ProfileKind.PERSON, f"P{i}", phones=(PhoneDraft(number),)) for i in range(len(newest))]
    ids = [profiles.create(draft, OPERATOR).profile.id for draft in drafts]
    for key, seconds in zip(ids, newest, strict=True):
        note_newest_record(store, key, None if seconds is None else NOON + timedelta(seconds=seconds))
    matcher.forget([parse_number(number, TEHRAN).canonical or ""])
    call = past(f"of {number}", caller=number)
    importing.take(OPERATOR, [call], "asterisk", "Master.csv", rejects)
    held = matcher.holders([parse_number(number, TEHRAN).canonical or ""])
    shown = preferred_holder(next(iter(held.values()), ()))
    kept = stored(store, call.external_id)
    assert kept
    assert (kept.profile_id, kept.known_then) == (shown and shown.id, bool(ids))


def test_rejected_rows_are_in_a_file_with_their_reasons(importing: Importing, rejects: Path) -> None:
    entries: list[Entry] = [
        Rejected(3, "The call ends before it begins.", '"=1+1",x'),
        past("1", rows=3),
        LeftOut(9, rows=2),
        LeftOut(11, 3, Why.CONTEXT, "from-internal"),
        LeftOut(14, 1, Why.OURS, "from-internal"),
        past("2\0"),
    ]
    counts = importing.take(OPERATOR, entries, "asterisk", "Master.csv", rejects)
    assert counts == ImportCounts(
        rows=11,
        calls=1,
        added=1,
        rejected=2,
        left_out=6,
        why={"no_call": 2, "context": 3, "ours": 1},
        contexts={"from-internal": 3},
    )
    lines = list(csv.DictReader(rejects.read_text("utf-8-sig").splitlines()))
    assert [(line["line"], line["reason"]) for line in lines] == [
        ("3", "The call ends before it begins."),
        ("1", "The row holds characters that no database keeps."),
    ]
    assert lines[0]["row"] == '"=1+1",x'


def test_who_stops_an_import_keeps_what_is_stored_and_may_go_on(
    store: Store, importing: Importing, rejects: Path
) -> None:
    class Enough(Exception):
        pass

    def stop(counts: ImportCounts, done: int) -> None:
        assert (counts.calls, done) == (AT_ONCE, 4_000)
        raise Enough

    entries: list[Entry] = [Position(4_000), *some_calls(AT_ONCE), Position(9_000), *some_calls(80)]
    with pytest.raises(Enough):
        importing.take(OPERATOR, entries, "asterisk", "Master.csv", rejects, stop)
    assert verify(store, TEHRAN).differences == ()
    assert how_many(store) == AT_ONCE
    more = importing.take(OPERATOR, some_calls(AT_ONCE + 80), "asterisk", "Master.csv", rejects)
    assert (more.added, how_many(store)) == (80, AT_ONCE + 80)


def test_new_calls_of_the_past_are_news_for_open_pages(feed: Feed, importing: Importing, rejects: Path) -> None:
    cursor = feed.cursor
    importing.take(OPERATOR, [past("1")], "asterisk", "Master.csv", rejects)
    assert feed.cursor != cursor
    delta = feed.since(None, OPERATOR, 10)
    assert delta
    assert [row.call.external_id for row in delta.changed] == ["1"]
    cursor = feed.cursor
    importing.take(OPERATOR, [past("1")], "asterisk", "Master.csv", rejects)
    assert feed.cursor == cursor


def test_the_audit_trail_says_what_was_taken_in(importing: Importing, audit: Audit, rejects: Path) -> None:
    importing.take(OPERATOR, some_calls(3), "asterisk", "Master.csv", rejects)
    line = audit.page(OPERATOR).items[0]
    assert (line.action, line.title) == ("imported", "Master.csv")
    assert {change.field: change.after for change in line.changes} == {"rows": "3", "calls": "3", "added": "3"}


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_admins_may(store: Store, importing: Importing, rejects: Path, role: Role) -> None:
    user = User(3, "sara", "Sara", role)
    with pytest.raises(Forbidden):
        importing.take(user, some_calls(3), "asterisk", "Master.csv", rejects)
    assert how_many(store) == 0


def test_kinds_of_events_are_those_that_live_calls_have(store: Store, importing: Importing, rejects: Path) -> None:
    importing.take(OPERATOR, [past("1")], "asterisk", "Master.csv", rejects)
    call = stored(store, "1")
    assert call
    with store.read() as session:
        events = call_tables.events_of(session, [call.call])[call.call.id]
    kinds = sorted(each.event for each in events)
    assert kinds == [EventKind.ANSWERED, EventKind.ENDED, EventKind.RINGING, EventKind.RINGING]
