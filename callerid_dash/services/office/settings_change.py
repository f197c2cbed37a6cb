"""What all changes of the office's settings share: the permission, one transaction, its line in the audit trail, and
the update of every open page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from callerid_dash.domain.audit import AuditAction, SubjectKind, differences
from callerid_dash.domain.errors import Stale
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import ANY_TOPIC
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared.audit import AuditLine

R = TypeVar("R")
Facts = Mapping[str, str]
"""An item as the audit trail describes it: one readable text per field."""


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Runs changes of the settings."""

    core: Core
    ingest: Ingest

    def change(self, actor: Actor, work: Callable[[Session, Snapshot], R]) -> R:
        """Run `work` in a transaction, with the small tables as they are in it, and return its result.

        Raises Forbidden, and what `work` raises.
        """
        authorize(actor, Action.CHANGE_SETTINGS)

        def whole(session: Session) -> R:
            result = work(session, self.core.directory.read(session))
            session.after_commit(self.follow)
            return result

        return self.core.store.write(whole)

    def note(
        self, session: Session, actor: Actor, kind: SubjectKind, subject_id: object, before: Facts, after: Facts
    ) -> None:
        """Add a line to the audit trail: added, changed or removed, by the facts; none if they do not differ."""
        changes = differences(dict(before), dict(after))
        action = AuditAction.CHANGED if before and after else AuditAction.ADDED if after else AuditAction.REMOVED
        if changes:
            shown = after or before
            title = shown.get("title") or str(subject_id)
            self.core.audit.note(session, actor, action, AuditLine(kind, str(subject_id), title, changes))

    def follow(self) -> None:
        """Update the memory and every open page to the current small tables."""
        self.core.directory.reload()
        self.core.matcher.forget_all()
        self.ingest.load_feed()
        self.core.feed.touch()
        self.core.feed.notify((ANY_TOPIC,))


def unchanged(seen: str | None, now: str) -> None:
    """Raises Stale if the value that the actor saw differs from the current one; None: the actor saw none."""
    if seen is not None and seen != now:
        raise Stale("Somebody else has changed this meanwhile. Close this and look at it again.")
