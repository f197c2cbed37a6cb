"""Users, profiles and kinds for tests of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.profiles.records import RecordFilter
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.records.records import Records
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from tests.scenes import API, NOON, SUPERVISOR

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


def subjects(records: Records, profile: Profile, wanted: RecordFilter, viewer: User | None = SUPERVISOR) -> list[str]:
    return [record.subject for record in records.of_profile(viewer, profile.id, wanted).items]
