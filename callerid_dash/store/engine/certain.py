"""Transactions of which it is known whether they were stored, also when the answer to their COMMIT is lost.

Each carries its number into `write_batches`. When COMMIT fails, the next transaction, which by the writer's lock begins
only when the old one has ended, reads that number. This holds for every engine, through a connection pooler, and on
whatever server has taken over: the number is where the data are. PostgreSQL's `pg_xact_status` would cost no row, but
after a failover it speaks of another server's transactions, and others who speak the protocol do not have it.
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
from callerid_dash.store.engine.instants import to_column
from callerid_dash.store.engine.protocol import CommitFailed, Engine, Session, Unreachable

TIMEOUT = 15.0
"""Seconds for which senders wait until it is known whether their batch was stored."""
_PAUSE = 0.2
_KEPT = timedelta(days=7)
"""For which rows of processes that have ended stay; nobody asks for them."""
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

        Raises what it raises, StoreUnavailable when nothing was stored (Unreachable when no other work would fare
        better), or OutcomeUnknown. What is to follow a commit follows as soon as it is known to have been one.
        """
        if self._doubt:
            self._settle(self._doubt)
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
            if not self._find_out(self._doubt):
                raise

    def _note(self, session: Session) -> bool:
        if self._has_row:
            return bool(session.rows("write_batches.go_on", writer=self._name, batch=self._batch))
        at = datetime.now(UTC)
        noted = session.rows("write_batches.begin", writer=self._name, batch=self._batch, noted_at=to_column(at))
        if noted:
            session.run("write_batches.forget", before=to_column(at - _KEPT))
        return bool(noted)

    def _find_out(self, doubt: _Doubt) -> bool:
        """Was it stored? Asks until there is an answer or `TIMEOUT` has passed: raises OutcomeUnknown then."""
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

    def _settle(self, doubt: _Doubt) -> None:
        """Find out about an earlier batch, whose senders have been answered. Raises Unreachable."""
        try:
            self._ask(doubt)
        except StoreUnavailable as error:
            raise Unreachable(str(error)) from error

    def _ask(self, doubt: _Doubt) -> bool:
        row = None
        with suppress(CommitFailed), self._engine.write() as session:  # what was read is so, however this ends
            row = session.row("write_batches.last", writer=self._name)
        stored = row is not None and row["batch"] == doubt.batch
        self._doubt, self._has_row = None, row is not None
        log.warning("The answer to a COMMIT was lost; the batch was %s", "stored" if stored else "not stored")
        if stored:
            doubt.failure.committed()
        return stored
