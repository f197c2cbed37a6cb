"""What must follow a change once it is durable: the matcher forgets, live rows show it, open pages hear of it.

Runs in the writer's thread and in the order of the commits, so nothing here may write. What other processes have
changed is told by the audit trail (`OthersNotifications`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.live.feed import ANY_TOPIC, Feed
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared import audit as audit_tables

CALLS = "calls"
"""The topic of every list of calls that have been."""
PROFILES = "profiles"
"""The topic of every list of profiles."""


def profile_topic(profile_id: int) -> str:
    """The topic of everything that the page of a profile shows."""
    return f"profile:{profile_id}"


@dataclass(frozen=True, slots=True)
class Notifications:
    """Told by every service that changes something which open pages show."""

    matcher: Matcher
    feed: Feed

    def profiles_changed(self, session: Session, ids: Iterable[int], numbers: Iterable[str | None] = ()) -> None:
        """These profiles have changed, and who holds these canonical numbers."""
        touched = frozenset(number for number in numbers if number)
        profiles = dict.fromkeys(ids)

        def follow() -> None:
            self.matcher.forget(touched)
            self.feed.publish(self.matcher.rows_by_id(self.feed.calls_of(touched, profiles)))
            self.feed.notify((PROFILES, CALLS, *map(profile_topic, profiles)))

        session.after_commit(follow)

    def calls_changed(self, session: Session, calls: Collection[UUID], profile_ids: Iterable[int] = ()) -> None:
        """These calls belong to others now; pages of these profiles show that."""
        topics = tuple(profile_topic(profile_id) for profile_id in dict.fromkeys(profile_ids))

        def follow() -> None:
            shown = self.feed.known(calls)
            self.feed.publish(self.matcher.rows_by_id(shown))
            self.feed.notify((CALLS, *topics))

        session.after_commit(follow)

    def publish(self, session: Session, *topics: str) -> None:
        """Pages that show one of these topics should look again."""
        session.after_commit(lambda: self.feed.notify(topics))


class OthersNotifications:
    """Tells open pages what other processes on the same database have changed. `catch_up` is called by one thread."""

    def __init__(self, store: Store, feed: Feed) -> None:
        self._store = store
        self._feed = feed
        with store.read() as session:
            self._told = audit_tables.newest(session)

    def catch_up(self) -> None:
        """Tell what has got a line in the audit trail since the last time."""
        with self._store.read() as session:
            newest = audit_tables.newest(session)
            subjects = audit_tables.subjects_after(session, self._told) if newest > self._told else []
        self._told = newest
        self._feed.notify(
            [_topic(kind, subject_id) for kind, subject_id in subjects if kind is not SubjectKind.REQUEST]
        )


def _topic(kind: SubjectKind, subject_id: str) -> str:
    return profile_topic(int(subject_id)) if kind is SubjectKind.PROFILE and subject_id.isdigit() else ANY_TOPIC
