"""The call log with an agent and a visibility rule."""

from __future__ import annotations

import pytest

from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, Profile, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.core import Core
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as small_tables
from tests.scenes import API


@pytest.fixture
def log(core: Core) -> CallLog:
    return CallLog(core)


@pytest.fixture
def profiles(core: Core) -> Profiles:
    return Profiles(core)


@pytest.fixture
def sara(store: Store, directory: Directory) -> User:
    """An agent with extension 101."""

    def work(session: Session) -> int | None:
        user_id = accounts.add_user(session, "sara", "Sara", Role.AGENT, "")
        assert user_id
        small_tables.set_extension(session, "101", user_id)
        return user_id

    user_id = store.write(work)
    directory.reload()
    return directory.snapshot.users[user_id or 0]


def person(profiles: Profiles, number: str, owner: User | None = None) -> Profile:
    owners = {OwnerRole.SUPPORT: owner.id} if owner else {}
    return profiles.create(
        ProfileDraft(ProfileKind.PERSON, "Ali", phones=(PhoneDraft(number),), owners=owners), API
    ).profile


def shown(log: CallLog, wanted: CallFilter | None = None, viewer: User | None = None) -> list[str]:
    return [row.call.external_id for row in log.page(viewer, wanted or CallFilter()).items]
