"""Anonymous contacts: off by default, one profile for each unknown number, none for other callers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest

from callerid_dash.domain.audit import AuditAction, SubjectKind
from callerid_dash.domain.errors import Forbidden, InvalidInput
from callerid_dash.domain.profiles.profiles import OwnerRole, Profile, ProfileKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.office.auto_contacts_admin import AutoContactsAdmin
from callerid_dash.services.office.settings_change import SettingsChange
from callerid_dash.services.profiles.auto_contacts import AnonymousContacts, AnonymousRule
from callerid_dash.services.profiles.changes import ProfileChanges
from callerid_dash.services.profiles.delete import Deleting
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.calls import calls as call_tables
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import AGENT, API, add_category, event

NUMBER = "+989121234567"
ADMIN = User(1, "admin", "", Role.ADMIN)


@pytest.fixture
def leaf(store: Store, directory: Directory) -> int:
    """A category for anonymous contacts."""
    leaf = store.write(lambda session: add_category(session, None, 0, "Unknown callers"))
    directory.reload()
    return leaf


@pytest.fixture
def module(core: Core) -> AnonymousContacts:
    return AnonymousContacts(core)


@pytest.fixture
def contacts(core: Core, ingest: Ingest) -> AutoContactsAdmin:
    settings = SettingsChange(core, ingest)
    return AutoContactsAdmin(settings, Deleting(core))


@pytest.fixture
def rule(contacts: AutoContactsAdmin, leaf: int) -> AnonymousRule:
    """The enabled setting."""
    rule = AnonymousRule(enabled=True, category_id=leaf)
    contacts.configure(rule, ADMIN)
    return rule


@pytest.fixture
def ingest(core: Core, module: AnonymousContacts) -> Ingest:
    return Ingest(core, module.auto_create)


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


def holder_of(matcher: Matcher, profiles: Profiles, number: str = NUMBER) -> Profile:
    (holder,) = matcher.holders([number])[number]
    return profiles.get(holder.id)


def test_nothing_is_made_until_an_admin_asks_for_it(ingest: Ingest, matcher: Matcher) -> None:
    ingest.submit([event("ringing")])
    assert matcher.holders([NUMBER]) == {}


@pytest.mark.usefixtures("rule")
def test_an_unknown_caller_becomes_a_profile_named_by_the_number(
    ingest: Ingest, matcher: Matcher, profiles: Profiles, leaf: int
) -> None:
    (row,) = ingest.submit([event("ringing")]).calls
    profile = holder_of(matcher, profiles)
    assert (profile.name, profile.anonymous, profile.kind) == ("0912 123 4567", True, ProfileKind.PERSON)
    assert profile.category
    assert profile.category.id == leaf
    assert [holder.id for holder in row.holders] == [profile.id]


@pytest.mark.usefixtures("rule")
def test_the_call_belongs_to_the_new_profile_and_still_came_from_an_unknown_caller(
    ingest: Ingest, store: Store, matcher: Matcher
) -> None:
    first, second = (
        ingest.submit([event("ringing", call_id=call_id)]).calls[0].call.id for call_id in ("first", "second")
    )
    with store.read() as session:
        stored = call_tables.by_ids(session, [first, second])
    ((holder,),) = matcher.holders([NUMBER]).values()
    assert {call.profile_id for call in stored.values()} == {holder.id}
    assert (stored[first].known_then, stored[second].known_then) == (False, True)


@pytest.mark.usefixtures("rule", "leaf")
def test_32_calls_at_once_make_one_profile(ingest: Ingest, matcher: Matcher) -> None:
    def ring(index: int) -> None:
        spelling = ("09121234567", "+98 912 123 4567", "۰۹۱۲۱۲۳۴۵۶۷", "00989121234567")[index % 4]
        ingest.submit([event("ringing", call_id=f"c{index}", caller=spelling)])

    with ThreadPoolExecutor(32) as threads:
        list(threads.map(ring, range(32)))
    assert len(matcher.holders([NUMBER])[NUMBER]) == 1


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize("caller", ["anonymous", "", "101", "110", "1559", "+98123", "sip:lobby"])
def test_internal_short_invalid_and_withheld_callers_get_no_profile(ingest: Ingest, audit: Audit, caller: str) -> None:
    ingest.submit([event("ringing", caller=caller)])
    assert audit.page(ADMIN, AuditFilter(kind=SubjectKind.PROFILE)).items == ()


@pytest.mark.usefixtures("rule")
def test_our_own_lines_get_no_profile(ingest: Ingest, matcher: Matcher, store: Store, directory: Directory) -> None:
    store.write(lambda session: small_tables.set_line(session, "88881111", "Front desk"))
    directory.reload()
    ingest.submit([event("ringing", caller="02188881111")])
    assert matcher.holders(["+982188881111"]) == {}


def test_default_owners_are_set_and_one_who_has_left_is_left_out(
    contacts: AutoContactsAdmin,
    rule: AnonymousRule,
    store: Store,
    directory: Directory,
    ingest: Ingest,
    matcher: Matcher,
    profiles: Profiles,
) -> None:
    def added(session: Session, name: str) -> int | None:
        return accounts.add_user(session, name, name, Role.AGENT, "")

    ids = [store.write(partial(added, name=name)) for name in ("sara", "gone")]
    directory.reload()
    owners = {OwnerRole.SALES: ids[0] or 0, OwnerRole.SUPPORT: ids[1] or 0}
    contacts.configure(replace(rule, owners=owners), ADMIN)
    store.write(lambda session: accounts.set_disabled(session, ids[1] or 0, True))
    directory.reload()
    ingest.submit([event("ringing")])
    owners_now = holder_of(matcher, profiles).owners
    assert [(owner.role, owner.username) for owner in owners_now] == [(OwnerRole.SALES, "sara")]


@pytest.mark.usefixtures("rule")
def test_another_name_says_who_it_is(ingest: Ingest, matcher: Matcher, profiles: Profiles) -> None:
    ingest.submit([event("ringing")])
    before = holder_of(matcher, profiles)
    noted = profiles.update(before.id, before.version, ProfileChanges(note="Called twice"), API).profile
    assert noted.anonymous
    named = profiles.update(before.id, noted.version, ProfileChanges(name="Sara Ahmadi"), API).profile
    assert not named.anonymous


def test_only_an_admin_may_turn_it_on_and_the_trail_says_who_did(
    contacts: AutoContactsAdmin, audit: Audit, leaf: int
) -> None:
    with pytest.raises(Forbidden):
        contacts.configure(AnonymousRule(enabled=True, category_id=leaf), AGENT)
    assert not contacts.rule.enabled
    contacts.configure(AnonymousRule(enabled=True, category_id=leaf), ADMIN)
    (entry,) = audit.page(ADMIN, AuditFilter(kind=SubjectKind.SETTING)).items
    assert (entry.actor, entry.action) == ("admin", AuditAction.CHANGED)
    assert ("enabled", "off", "on") in [(c.field, c.before, c.after) for c in entry.changes]


@pytest.mark.parametrize("category", [None, 999])
def test_it_needs_a_category_without_others_below_it(contacts: AutoContactsAdmin, category: int | None) -> None:
    with pytest.raises(InvalidInput) as caught:
        contacts.configure(AnonymousRule(enabled=True, category_id=category), ADMIN)
    assert caught.value.field == "category"
    assert not contacts.rule.enabled


@pytest.mark.usefixtures("rule")
def test_the_list_shows_the_newest_first_with_their_calls(ingest: Ingest, contacts: AutoContactsAdmin) -> None:
    ingest.submit([event("ringing", call_id="a")])
    ingest.submit([event("ringing", 60, call_id="b", caller="02188881111")])
    ingest.submit([event("ringing", 120, call_id="c")])
    listed = contacts.page(ADMIN).items
    assert [(c.profile.name, c.traffic.calls if c.traffic else 0) for c in listed] == [
        ("021 8888 1111", 1),
        ("0912 123 4567", 2),
    ]
    assert contacts.count(ADMIN) == 2


@pytest.mark.usefixtures("rule")
def test_taking_back_leaves_what_somebody_has_worked_on(
    ingest: Ingest, contacts: AutoContactsAdmin, matcher: Matcher, profiles: Profiles
) -> None:
    ingest.submit([event("ringing", call_id="a")])
    ingest.submit([event("ringing", call_id="b", caller="02188881111")])
    kept = holder_of(matcher, profiles)
    profiles.update(kept.id, kept.version, ProfileChanges(note="Called twice"), API)
    contacts.take_back(contacts.untouched(ADMIN), ADMIN)
    assert matcher.holders(["+982188881111"]) == {}
    assert holder_of(matcher, profiles).id == kept.id


@pytest.mark.usefixtures("rule")
def test_one_who_has_been_named_meanwhile_is_not_taken_back(
    ingest: Ingest, contacts: AutoContactsAdmin, matcher: Matcher, profiles: Profiles
) -> None:
    ingest.submit([event("ringing")])
    before = holder_of(matcher, profiles)
    profiles.update(before.id, before.version, ProfileChanges(name="Sara"), API)
    with pytest.raises(InvalidInput):
        contacts.take_back([before.id], ADMIN)
    assert holder_of(matcher, profiles).name == "Sara"


@pytest.mark.usefixtures("rule")
def test_only_admins_see_and_take_back(ingest: Ingest, contacts: AutoContactsAdmin, matcher: Matcher) -> None:
    ingest.submit([event("ringing")])
    ((holder,),) = matcher.holders([NUMBER]).values()
    for attempt in (lambda: contacts.page(AGENT), lambda: contacts.take_back([holder.id], AGENT)):
        with pytest.raises(Forbidden):
            attempt()
    assert matcher.holders([NUMBER])
