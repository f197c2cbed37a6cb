"""What follows a committed change: cached holders are forgotten, live rows are updated, open pages are notified.

This runs in the writer's thread in the order of the commits, so nothing here may write. Changes by other processes are
read from the audit trail (`OthersNotifications`).
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
"""The topic of every list of past calls."""
PROFILES = "profiles"
"""The topic of every list of profiles."""


def profile_topic(profile_id: int) -> str:
    """The topic of everything on the page of a profile."""
    return f"profile:{profile_id}"


@dataclass(frozen=True, slots=True)
class Notifications:
    """Used by every service that changes something which open pages show."""

    matcher: Matcher
    feed: Feed

    def profiles_changed(self, session: Session, ids: Iterable[int], numbers: Iterable[str | None] = ()) -> None:
        """Publish that these profiles have changed, and the holders of these canonical numbers."""
        touched = frozenset(number for number in numbers if number)
        profiles = dict.fromkeys(ids)

        def follow() -> None:
            self.matcher.forget(touched)
            self.feed.publish(self.matcher.rows_by_id(self.feed.calls_of(touched, profiles)))
            self.feed.notify((PROFILES, CALLS, *map(profile_topic, profiles)))

        session.after_commit(follow)

    def calls_changed(self, session: Session, calls: Collection[UUID], profile_ids: Iterable[int] = ()) -> None:
        """Publish that these calls belong to other profiles now, also to the pages of these profiles."""
        topics = tuple(profile_topic(profile_id) for profile_id in dict.fromkeys(profile_ids))

        def follow() -> None:
            shown = self.feed.known(calls)
            self.feed.publish(self.matcher.rows_by_id(shown))
            self.feed.notify((CALLS, *topics))

        session.after_commit(follow)

    def publish(self, session: Session, *topics: str) -> None:
        """Have pages that show one of these topics refresh."""
        session.after_commit(lambda: self.feed.notify(topics))


class OthersNotifications:
    """Notifies open pages of what other processes on the same database change. Call `catch_up` from one thread."""

    def __init__(self, store: Store, feed: Feed) -> None:
        self._store = store
        self._feed = feed
        with store.read() as session:
            self._published = audit_tables.newest(session)

    def catch_up(self) -> None:
        """Notify pages of every line of the audit trail since the last call."""
        with self._store.read() as session:
            newest = audit_tables.newest(session)
            subjects = audit_tables.subjects_after(session, self._published) if newest > self._published else []
        self._published = newest
        self._feed.notify(
            [_topic(kind, subject_id) for kind, subject_id in subjects if kind is not SubjectKind.REQUEST]
        )


def _topic(kind: SubjectKind, subject_id: str) -> str:
    return profile_topic(int(subject_id)) if kind is SubjectKind.PROFILE and subject_id.isdigit() else ANY_TOPIC
