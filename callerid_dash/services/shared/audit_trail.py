"""Writes the audit trail in the same transaction as the change that a line reports; reads it for admins.

Services call `note` inside their transaction. `refused` notes refused requests in a transaction of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from callerid_dash.domain.audit import AuditAction, AuditEntry, SubjectKind
from callerid_dash.domain.errors import Busy, StoreUnavailable
from callerid_dash.domain.users import Action, Actor, User, can
from callerid_dash.services.shared.authority import authorize, id_of, name_of
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.services.shared.paging import Page, checked_limit, from_cursor, page_of
from callerid_dash.services.shared.throttle import Limit, Throttle
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.shared import audit as tables
from callerid_dash.store.shared.audit import AuditFilter, AuditLine

MOST_PER_PAGE = 200
EVERYTHING = AuditFilter()
REFUSALS = Limit(free=20, longest=3600)
"""Limits the lines about one user's refusals, so that a loop cannot fill the trail."""
log = logging.getLogger(__name__)


class Audit:
    """Writes and reads the trail. Thread-safe."""

    def __init__(self, store: Store, clock: Clock = now, refusals: Throttle | None = None) -> None:
        self._store = store
        self._clock = clock
        self._refusals = refusals or Throttle(REFUSALS)

    def now(self) -> datetime:
        """The instant that a line would carry now."""
        return self._clock()

    def note(self, session: Session, actor: Actor, action: AuditAction, *lines: AuditLine) -> None:
        """Add these lines in this transaction."""
        tables.add(session, self._clock(), (id_of(actor), name_of(actor)), action, lines)

    def refused(self, actor: Actor, what: str) -> None:
        """Note that the actor was refused `what`, the route or callback, without its contents.

        Repeated refusals are noted only now and then. Never fails, because the refusal itself matters more.
        """
        if self._refusals.attempt(name_of(actor)):
            return
        line = AuditLine(SubjectKind.REQUEST, what, what)
        try:
            self._store.write(lambda session: self.note(session, actor, AuditAction.REFUSED, line))
        except (Busy, StoreUnavailable) as error:
            log.warning("%s was refused %s, which could not be noted: %s", name_of(actor), what, error)

    def page(
        self, actor: User, wanted: AuditFilter = EVERYTHING, cursor: str | None = None, limit: int = 50
    ) -> Page[AuditEntry]:
        """The trail, newest first. Raises Forbidden or InvalidInput."""
        authorize(actor, Action.SEE_AUDIT_TRAIL)
        return self._read(lambda session, most, before_id: tables.page(session, wanted, most, before_id), cursor, limit)

    def of_profile(
        self,
        actor: User,
        profile_id: int,
        cursor: str | None = None,
        limit: int = 50,
        *,
        with_records: bool = False,
    ) -> Page[AuditEntry]:
        """The changes to a profile, newest first, for everybody who may see the profile.

        `with_records`: also those to its records, for users who see every record.
        """
        authorize(actor, Action.SEE_PROFILES)
        with_records = with_records and can(actor.role, Action.SEE_ALL_CALLS)
        return self._read(
            lambda session, most, before_id: tables.of_profile(
                session, profile_id, most, before_id, with_records=with_records
            ),
            cursor,
            limit,
        )

    def _read(
        self, lines: Callable[[Session, int, int | None], list[AuditEntry]], cursor: str | None, limit: int
    ) -> Page[AuditEntry]:
        limit = checked_limit(limit, MOST_PER_PAGE)
        (before_id,) = from_cursor(cursor, (int,)) or (None,)
        with self._store.read(consistent=False) as session:
            return page_of(lines(session, limit + 1, before_id), limit, lambda line: (line.id,))
