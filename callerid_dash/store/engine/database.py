"""A migrated database with its writer: what the services are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from callerid_dash.background import Background
from callerid_dash.store.engine.instants import to_column
from callerid_dash.store.engine.migrate import is_there, migrate
from callerid_dash.store.engine.protocol import PROBE, Engine, Session, no_database, open_engine
from callerid_dash.store.engine.submissions import Submission, current, under
from callerid_dash.store.engine.upkeep import Upkeep
from callerid_dash.store.engine.writer import Handler, Writer

T = TypeVar("T")
R = TypeVar("R")


class Store:
    """Read through `read()`, write through `writer` or `write()`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.background = Background()
        """What goes on in the background of this product; everybody who has something there has the store."""
        self.writer = Writer(engine, self.background)
        self._upkeep = Upkeep(engine, self.probe, self.background)

    def read(self, consistent: bool = True) -> AbstractContextManager[Session]:
        """A reading session, from any thread; see `Engine.read`."""
        return self.engine.read(consistent)

    def write(self, work: Callable[[Session], R]) -> R:
        """Run `work` in the writer's transaction and return its result once it is durable.

        Inside of `submitting` the first write carries the key; it raises StoredBefore or KeyReused.
        """
        submission = current()
        if submission is None:
            return self.writer.write(work)
        result = self.writer.write(lambda session: submission.carry_out(session, work))
        submission.stored = True
        return result

    def write_with_others(self, handler: Handler[T, R], item: T) -> R:
        """The same by a handler that takes the items of several senders at once."""
        if current():
            return self.write(lambda session: handler(session, [item])[0])
        return self.writer.submit(handler, item).result()

    @contextmanager
    def submitting(self, submission: Submission) -> Iterator[None]:
        """Have what this thread writes next stored once. Raises StoredBefore or KeyReused before anything is done."""
        with self.read(consistent=False) as session:
            submission.check(session)
        with under(submission):
            yield

    def probe(self) -> Future[None]:
        """Store something small, to find out whether that is possible; without waiting for it."""
        asked_at = to_column(datetime.now(UTC))
        return self.writer.ask(lambda session: session.run(PROBE, asked_at=asked_at))

    def when_lost(self, tell: Callable[[str], None]) -> None:
        """Call `tell` with one line when the database has failed for good; see `Engine.when_lost`."""
        self.engine.when_lost(tell)

    def watch(self, on_change: Callable[[], None]) -> None:
        """Call `on_change` soon after other processes have written; once may stand for many writes.

        In the writer's thread, so that what it reads and shows cannot be older than what a write of ours has shown.
        """

        def told() -> Future[Any]:
            return self.writer.ask(lambda session: session.after_commit(on_change))

        self.engine.watch(told, self.background)

    def close(self) -> None:
        """Write what waits, then give the database back."""
        self.engine.stop_watching()
        self._upkeep.stop()
        self.writer.stop()
        self.engine.close()


def open_store(url: str, *, make: bool = True) -> Store:
    """Open and migrate the database at `url`. Raises StoreUnavailable or BadSettings, having damaged nothing.

    Without `make`, it is refused where nothing has been stored yet.
    """
    engine = open_engine(url, make=make)
    try:
        if not make:
            _check_there(engine, url)
        migrate(engine)
        engine.settle()
    except BaseException:
        engine.close()
        raise
    return Store(engine)


def _check_there(engine: Engine, url: str) -> None:
    if not is_there(engine):
        raise no_database(url.partition(":///")[2] if engine.dialect == "duckdb" else "CALLERID_DATABASE_URL")
