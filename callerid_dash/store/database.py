"""A migrated database with its writer: what the services are given."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from callerid_dash.store.engine import Engine, Session, open_engine
from callerid_dash.store.migrate import migrate
from callerid_dash.store.writer import Writer

R = TypeVar("R")


class Store:
    """Read through `read()`, write through `writer` or `write()`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.writer = Writer(engine)

    def read(self, consistent: bool = True) -> AbstractContextManager[Session]:
        """A reading session, from any thread; see `Engine.read`."""
        return self.engine.read(consistent)

    def write(self, work: Callable[[Session], R]) -> R:
        """Run `work` in the writer's transaction and return its result once it is durable."""
        return self.writer.write(work)

    def watch(self, on_change: Callable[[], None]) -> None:
        """Call `on_change` soon after other processes have written; once may stand for many writes.

        In the writer's thread, so that what it reads and shows cannot be older than what a write of ours has shown.
        """
        self.engine.watch(lambda: self.write(lambda session: session.after_commit(on_change)))

    def close(self) -> None:
        """Write what waits, then give the database back."""
        self.engine.stop_watching()
        self.writer.stop()
        self.engine.close()


def open_store(url: str) -> Store:
    """Open and migrate the database at `url`. Raises StoreUnavailable or BadSettings, having damaged nothing."""
    engine = open_engine(url)
    try:
        migrate(engine)
    except BaseException:
        engine.close()
        raise
    return Store(engine)
