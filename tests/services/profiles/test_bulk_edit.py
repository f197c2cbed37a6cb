"""Bulk edits of profiles: the preview, the change as a whole, and undo."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.errors import Forbidden, InvalidInput, Stale
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.core import Core
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.profiles.bulk_edit import BULK, BulkChange, BulkChanges
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.services.shared.undo import Undo
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.profiles import holders
from tests.scenes import API, add_category, add_color

NUMBER = "+989121234567"


@dataclass(frozen=True)
class Office:
    gold: int
    red: int
    branch: int
    leaf: int
    agent: User
    boss: User
    people: list[int]


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


@pytest.fixture
def bulk(core: Core) -> BulkChanges:
    return BulkChanges(core)


@pytest.fixture
def undo(store: Store, bulk: BulkChanges) -> Undo:
    return Undo(store, {BULK: bulk.take_back})


@pytest.fixture
def office(store: Store, directory: Directory, profiles: Profiles) -> Office:
    """Three profiles: gold with a number, red, and one without a color."""

    def work(session: Session) -> tuple[int | None, ...]:
        branch = add_category(session, None, 0, "Customers")
        return (
            add_color(session, 0, "Gold", "", "#ffd700"),
            add_color(session, 1, "Red", "", "#ff0000"),
            branch,
            add_category(session, branch, 0, "Retail"),
            accounts.add_user(session, "agent", "", Role.AGENT, ""),
            accounts.add_user(session, "boss", "", Role.SUPERVISOR, ""),
        )

    gold, red, branch, leaf, agent, boss = (key or 0 for key in store.write(work))
    directory.reload()
    users = directory.snapshot.users
    people = profiles.import_drafts(
        [
            ProfileDraft(ProfileKind.PERSON, "Ali", color_id=gold, phones=(PhoneDraft(NUMBER),)),
            ProfileDraft(ProfileKind.PERSON, "Reza", color_id=red),
            ProfileDraft(ProfileKind.PERSON, "Sara"),
        ]
    )
    return Office(gold, red, branch, leaf, users[agent], users[boss], people)


def colors(profiles: Profiles, office: Office) -> list[str | None]:
    found = [profiles.get(key).color for key in office.people]
    return [color.title if color else None for color in found]


def test_a_preview_says_what_would_be_lost(bulk: BulkChanges, office: Office) -> None:
    preview = bulk.preview([*office.people, 999], BulkChange({"color_id": office.gold}), office.boss)
    assert (preview.total, preview.changed, preview.others) == (3, 2, {"color_id": 1})


def test_all_change_in_one_step_that_can_be_taken_back(
    bulk: BulkChanges, profiles: Profiles, undo: Undo, audit: Audit, office: Office, store: Store
) -> None:
    done = bulk.change(office.people, BulkChange({"color_id": office.gold}), office.boss)
    assert done.changed == 2
    assert colors(profiles, office) == ["Gold", "Gold", "Gold"]
    assert [profiles.get(key).version for key in office.people] == [1, 2, 2]
    trail = audit.of_profile(office.boss, office.people[1]).items
    assert [(line.action, [(c.field, c.before, c.after) for c in line.changes]) for line in trail[:1]] == [
        (AuditAction.CHANGED, [("color", "Red", "Gold")])
    ]
    undo.undo(done.undo_id, office.boss)
    assert colors(profiles, office) == ["Gold", "Red", None]
    assert audit.of_profile(office.boss, office.people[1]).items[0].action is AuditAction.UNDONE
    with store.read() as session:
        assert holders.outdated(session) == []


def test_owners_and_category_are_set_and_rows_of_calls_know_it(
    bulk: BulkChanges, profiles: Profiles, matcher: Matcher, office: Office
) -> None:
    assert matcher.holders([NUMBER])[NUMBER][0].owners == ()
    change = BulkChange({"category_id": office.leaf}, {OwnerRole.SALES: office.agent.id, OwnerRole.OTHER: None})
    assert bulk.change(office.people, change, office.boss).changed == 3
    assert [owner.username for owner in matcher.holders([NUMBER])[NUMBER][0].owners] == ["agent"]
    assert profiles.get(office.people[2]).category is not None


def test_taking_back_leaves_what_was_changed_since(
    bulk: BulkChanges, profiles: Profiles, undo: Undo, office: Office
) -> None:
    done = bulk.change(office.people, BulkChange({"color_id": None}), office.boss)
    profiles.update(office.people[0], 2, ProfileChanges(color_id=office.red, name="Ali II"), API)
    undo.undo(done.undo_id, office.boss)
    assert colors(profiles, office) == ["Red", "Red", None]
    assert profiles.get(office.people[0]).name == "Ali II"
    again = bulk.change(office.people[:1], BulkChange({"color_id": office.gold}), office.boss)
    profiles.update(office.people[0], profiles.get(office.people[0]).version, ProfileChanges(color_id=None), API)
    with pytest.raises(Stale):
        undo.undo(again.undo_id, office.boss)


def test_agents_change_nothing_in_bulk(bulk: BulkChanges, profiles: Profiles, office: Office) -> None:
    for attempt in (bulk.change, bulk.preview):
        with pytest.raises(Forbidden):
            attempt(office.people, BulkChange({"color_id": office.gold}), office.agent)
    assert colors(profiles, office) == ["Gold", "Red", None]


def test_what_does_not_exist_cannot_be_chosen(bulk: BulkChanges, office: Office) -> None:
    for change, field in (
        (BulkChange({"color_id": 999}), "color"),
        (BulkChange({"category_id": office.branch}), "category"),
        (BulkChange({"category_id": None}), "category"),
        (BulkChange({}, {OwnerRole.SUPPORT: 999}), "owners.support"),
        (BulkChange(), None),
    ):
        with pytest.raises(InvalidInput) as caught:
            bulk.change(office.people, change, office.boss)
        assert caught.value.field == field
    for ids in ([], [1 << 70], [999], range(1, 6_000)):
        with pytest.raises(InvalidInput):
            bulk.change(ids, BulkChange({"color_id": office.gold}), office.boss)
