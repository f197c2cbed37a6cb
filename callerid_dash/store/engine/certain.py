"""Transactions whose outcome is found out even if the answer to their COMMIT is lost.

Each transaction writes its number into `write_batches`. If COMMIT fails, the next transaction reads that number; by the
writer's lock it begins only after the old one has ended. This works on every engine, through a connection pooler, and
on any server that has taken over, because the number is stored with the data. PostgreSQL's `pg_xact_status` would need
no row, but after a failover it is about another server's transactions, and other servers with the same protocol do not
have it.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callerid_dash.domain.errors import OutcomeUnknown, StoreUnavailable
from callerid_dash.store.engine.protocol import CommitFailed, Engine, Session, Unreachable

TIMEOUT = 15.0
"""Seconds that senders wait for the outcome of their batch."""
_PAUSE = 0.2
_KEPT = timedelta(days=7)
"""How long rows of ended processes stay; nobody reads them."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Doubt:
    batch: int
    failure: CommitFailed


class CertainCommits:
    """The transactions of one writer, one after the other, from one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._name = secrets.token_hex(8)
        self._batch = 0
        self._has_row = False
        self._doubt: _Doubt | None = None

    def run(self, work: Callable[[Session], None]) -> None:
        """Store what `work` writes.

        Raises what `work` raises, StoreUnavailable if nothing was stored (Unreachable if no other work would succeed
        either), or OutcomeUnknown. The actions after the commit run as soon as it is known to have succeeded.
        """
        if self._doubt:
            self._resolve_earlier(self._doubt)
        self._batch += 1
        noted = False
        try:
            with self._engine.write() as session:
                work(session)
                noted = self._note(session)
            self._has_row |= noted
        except CommitFailed as failure:
            if not noted:  # there was nothing to store
                failure.committed()
                return
            self._doubt = _Doubt(self._batch, failure)
            if not self._resolve(self._doubt):
                raise

    def _note(self, session: Session) -> bool:
        if self._has_row:
            return bool(session.rows("write_batches.go_on", writer=self._name, batch=self._batch))
        at = datetime.now(UTC)
        noted = session.rows("write_batches.begin", writer=self._name, batch=self._batch, noted_at=at)
        if noted:
            session.run("tables.remove_before write_batches noted_at", before=at - _KEPT)
        return bool(noted)

    def _resolve(self, doubt: _Doubt) -> bool:
        """Was it stored? Asks until there is an answer; raises OutcomeUnknown when `TIMEOUT` has passed."""
        latest = time.monotonic() + TIMEOUT
        while True:
            try:
                return self._ask(doubt)
            except StoreUnavailable as error:
                if time.monotonic() >= latest:
                    log.error("Not known yet whether a batch was stored: %s", error)  # noqa: TRY400 - one line
                    raise OutcomeUnknown(
                        "The database went away while this was being stored: it is not known whether it was. "
                        "Send the same again, with the same key: it is stored once."
                    ) from error
                time.sleep(_PAUSE)

    def _resolve_earlier(self, doubt: _Doubt) -> None:
        """Find out about an earlier batch whose senders have been answered. Raises Unreachable."""
        try:
            self._ask(doubt)
        except StoreUnavailable as error:
            raise Unreachable(str(error)) from error

    def _ask(self, doubt: _Doubt) -> bool:
        batch: int | None = None
        with suppress(CommitFailed), self._engine.write() as session:  # what was read is true, however this ends
            batch = session.value("write_batches.last", writer=self._name)
        stored = batch == doubt.batch
        self._doubt, self._has_row = None, batch is not None
        log.warning("The answer to a COMMIT was lost; the batch was %s", "stored" if stored else "not stored")
        if stored:
            doubt.failure.committed()
        return stored
