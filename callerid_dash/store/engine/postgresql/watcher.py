"""Hears through LISTEN that another process has written to the same PostgreSQL database.

What was written is not told: whoever listens reads again. A lost connection is made again, and counts as a change. One
that says nothing is asked for a sign of life; without one it is taken for dead, and all others of this process with it.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import psycopg

from callerid_dash.background import Background
from callerid_dash.domain.errors import StoreUnavailable

CHANNEL = "callerid_changed"
_TOGETHER = 0.2  # seconds: what is committed within them is one change
_LONGEST_RETRY = 5.0

QUIET = 10.0
TIMEOUT = 5.0
"""Seconds of silence after which a sign of life is asked for, and within which it must come."""


class PostgresWatcher:
    """A thread with a connection of its own. `name` is ours: what we have written ourselves is no news.

    `on_change` answers at once what will be known later. `on_dead` is called when the link says nothing any more.
    """

    def __init__(
        self,
        url: str,
        name: str,
        on_change: Callable[[], Future[Any]],
        on_dead: Callable[[], None],
        background: Background,
    ) -> None:
        self._url = url
        self._name = name
        self._on_change = on_change
        self._on_dead = on_dead
        self._told: Future[Any] | None = None
        self._rope, self._bell = socket.socketpair()  # the thread sleeps on its connection until this rings
        self._worker = background.worker("watcher", self._watch, longest=_LONGEST_RETRY)
        self._stopping = self._worker.stopping
        self._worker.start()

    def stop(self) -> None:
        """End the thread and its connection."""
        self._stopping.set()
        self._rope.close()
        self._worker.stop()
        self._bell.close()

    def _watch(self) -> None:
        """One connection, for as long as it lasts. Raises StoreUnavailable when it is lost."""
        try:
            with psycopg.connect(self._url, autocommit=True) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                self._tell()
                self._listen(connection)
        except psycopg.Error as error:
            raise StoreUnavailable(
                f"Not hearing what other processes write to the database ({type(error).__name__})."
            ) from error

    def _listen(self, connection: psycopg.Connection) -> None:
        with selectors.DefaultSelector() as either:
            either.register(connection, selectors.EVENT_READ)
            either.register(self._bell, selectors.EVENT_READ)
            while not self._stopping.is_set():
                silent = not either.select(QUIET)
                if self._stopping.is_set():
                    return
                others = any(notice.payload != self._name for notice in connection.notifies(timeout=0))
                if silent:
                    others |= self._ask_for_a_sign_of_life(connection)
                if others:
                    self._stopping.wait(_TOGETHER)
                    list(connection.notifies(timeout=0))
                if others or self._in_vain():
                    self._tell()
                self._worker.task.works()

    def _ask_for_a_sign_of_life(self, connection: psycopg.Connection) -> bool:
        """Have others written meanwhile? Raises psycopg.OperationalError when nothing comes back in time."""
        link, heard, latest = connection.pgconn, False, time.monotonic() + TIMEOUT
        link.send_query(b"SELECT 1")
        with selectors.DefaultSelector() as answer:
            answer.register(connection, selectors.EVENT_READ)
            while True:
                if not answer.select(max(0.0, latest - time.monotonic())):
                    self._on_dead()
                    raise psycopg.OperationalError("the connection is dead")
                link.consume_input()
                while notice := link.notifies():
                    heard |= notice.extra != self._name.encode()
                while not link.is_busy():
                    if link.get_result() is None:
                        return heard

    def _in_vain(self) -> bool:
        """Has the last reading again failed?"""
        return self._told is not None and self._told.done() and self._told.exception() is not None

    def _tell(self) -> None:
        try:
            self._told = self._on_change()
        except StoreUnavailable:
            self._told = None  # the product is shutting down
