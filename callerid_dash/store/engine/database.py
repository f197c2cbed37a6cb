"""A migrated database with its writer: the store that services use."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from callerid_dash.background import Background
from callerid_dash.domain.errors import CallerIdError, StoreUnavailable
from callerid_dash.store.engine.migrate import exists, migrate
from callerid_dash.store.engine.protocol import PROBE, Changed, Engine, Session, no_database, open_engine
from callerid_dash.store.engine.submissions import Submission, current, under
from callerid_dash.store.engine.writer import STORE, Handler, Writer

T = TypeVar("T")
R = TypeVar("R")
EVERY = 5.0
"""Seconds between two checks of the upkeep; while storing fails, each check tests it."""
_PROBE_EVERY = 30.0
_TIMEOUT = 20.0


class Store:
    """Read through `read()`, write through `writer` or `write()`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.background = Background()
        """The background work of this product; it is here because everything that has background work has the store."""
        self.writer = Writer(engine, self.background)
        self._stored = self.background.task(STORE)
        self._probed = time.monotonic()
        self._upkeep = self.background.worker("upkeep", self._look_after, every=EVERY)
        self._upkeep.start()

    def read(self, consistent: bool = True) -> AbstractContextManager[Session]:
        """A reading session, from any thread; see `Engine.read`."""
        return self.engine.read(consistent)

    def write(self, work: Callable[[Session], R]) -> R:
        """Run `work` in the writer's transaction and return its result once it is durable.

        Inside `submitting`, the first write carries the key; it raises StoredBefore or KeyReused.
        """
        submission = current()
        if submission is None:
            return self.writer.write(work)
        result = self.writer.write(lambda session: submission.carry_out(session, work))
        submission.stored = True
        return result

    def write_with_others(self, handler: Handler[T, R], item: T) -> R:
        """The same with a handler that takes the items of several senders at once."""
        if current():
            return self.write(lambda session: handler(session, [item])[0])
        return self.writer.submit(handler, item).result()

    @contextmanager
    def submitting(self, submission: Submission) -> Iterator[None]:
        """Store the next write of this thread only once. Raises StoredBefore or KeyReused before anything is done."""
        with self.read(consistent=False) as session:
            submission.check(session)
        with under(submission):
            yield

    def probe(self) -> Future[None]:
        """Store something small to test whether storing works; does not wait for it."""
        asked_at = datetime.now(UTC)
        return self.writer.ask(lambda session: session.run(PROBE, asked_at=asked_at))

    def when_lost(self, notify: Callable[[str], None]) -> None:
        """Call `notify` with one line when the database has failed for good; see `Engine.when_lost`."""
        self.engine.when_lost(notify)

    def watch(self, on_change: Callable[[Changed], None]) -> None:
        """Call `on_change` soon after other processes have written; one call may stand for many writes.

        It runs in the writer's thread, so that what it reads and shows is never older than what our own writes have
        shown.
        """

        def changed(what: Changed) -> Future[Any]:
            return self.writer.ask(lambda session: session.after_commit(lambda: on_change(what)))

        self.engine.watch(changed, self.background)

    def close(self) -> None:
        """Write what waits, then close the database."""
        self.engine.stop_watching()
        self._upkeep.stop()
        self.writer.stop()
        self.engine.close()

    def _look_after(self) -> None:
        """Test whether storing works, if that is not known; then run the engine's maintenance."""
        if not self._stored.health().well or time.monotonic() - self._probed >= _PROBE_EVERY:
            self._probed = time.monotonic()
            with suppress(CallerIdError):  # the writer has recorded the failure
                try:
                    self.probe().result(_TIMEOUT)
                except TimeoutError:
                    self._stored.failed(StoreUnavailable("The database does not answer."))
        self.engine.maintain()


def open_store(url: str, *, make: bool = True) -> Store:
    """Open and migrate the database at `url`. Raises StoreUnavailable or BadSettings, having changed nothing.

    Without `make`, a database without data is refused.
    """
    engine = open_engine(url, make=make)
    try:
        if not make:
            _check_exists(engine, url)
        migrate(engine)
        engine.after_migration()
    except BaseException:
        engine.close()
        raise
    return Store(engine)


def _check_exists(engine: Engine, url: str) -> None:
    if not exists(engine):
        raise no_database(url.partition(":///")[2] if engine.dialect == "duckdb" else "CALLERID_DATABASE_URL")
