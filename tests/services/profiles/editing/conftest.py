"""An office, its profiles, and the notifications of their changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.core import Core
from callerid_dash.services.live.change_notifications import Notifications
from callerid_dash.services.profiles.profiles import Profiles
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.accounts import accounts
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from tests.scenes import add_category, add_color

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


PERSON = ProfileDraft(ProfileKind.PERSON, "Ali")


NUMBER = "+982188881111"


@dataclass(frozen=True)
class Office:
    """The objects that profiles refer to."""

    sara: User
    gone: User
    gold: int
    branch: int
    leaf: int
    other_leaf: int


@pytest.fixture
def office(store: Store, directory: Directory) -> Office:
    def work(session: Session) -> tuple[int | None, ...]:
        sara = accounts.add_user(session, "sara", "Sara", Role.AGENT, "")
        gone = accounts.add_user(session, "gone", "Gone", Role.AGENT, "")
        session.script(f"UPDATE users SET disabled = TRUE WHERE id = {gone}")
        branch = add_category(session, None, 0, "Customers")
        return (
            sara,
            gone,
            add_color(session, 0, "VIP", "", "#ffd700"),
            branch,
            add_category(session, branch, 1, "Retail"),
            add_category(session, branch, 2, "Wholesale"),
        )

    sara, gone, gold, branch, leaf, other = (key or 0 for key in store.write(work))
    directory.reload()
    users = directory.snapshot.users
    return Office(users[sara], users[gone], gold, branch, leaf, other)


@dataclass(frozen=True)
class RecordingNotifications(Notifications):
    """Records the numbers of each notification, one set for each change."""

    heard: list[set[str]] = field(default_factory=list)

    def profiles_changed(self, session: Session, ids: Iterable[int], numbers: Iterable[str | None] = ()) -> None:
        listed = list(numbers)
        session.after_commit(lambda: self.heard.append({number for number in listed if number}))
        super().profiles_changed(session, ids, listed)


@pytest.fixture
def notifications(core: Core) -> RecordingNotifications:
    return RecordingNotifications(core.matcher, core.feed)


@pytest.fixture
def heard(notifications: RecordingNotifications) -> list[set[str]]:
    """The numbers in the notifications, one set for each change."""
    return notifications.heard


@pytest.fixture
def profiles(core: Core, notifications: RecordingNotifications) -> Profiles:
    return Profiles(replace(core, notifications=notifications, clock=lambda: NOON))


def with_phones(draft: ProfileDraft, *numbers: str) -> ProfileDraft:
    return replace(draft, phones=tuple(PhoneDraft(number) for number in numbers))
