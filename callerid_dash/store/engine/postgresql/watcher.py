"""Learns through LISTEN that another process has written to the same PostgreSQL database.

A notification names the calls that were written if nothing else was, because a ringing phone is by far the most
frequent write; otherwise it does not say what, and whoever watches reads everything again. A lost connection is made
again and counts as a change of anything. A silent one is pinged; without an answer it counts as dead, and so do all
others of this process.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import psycopg

from callerid_dash.background import Background
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine.protocol import Changed

CHANNEL = "callerid_changed"
_MOST_NAMED = 200
"""Calls in one notification, which may have 8,000 bytes."""
_TOGETHER = 0.2  # seconds; commits within them are one change
_LONGEST_RETRY = 5.0

QUIET = 10.0
TIMEOUT = 5.0
"""Seconds of silence before a ping, and seconds to wait for its answer."""


def announcement(name: str, calls: Changed) -> str:
    """The text of a notification by the process with this name."""
    named = calls is not None and len(calls) <= _MOST_NAMED
    return " ".join([name, *(call.hex for call in calls)]) if calls and named else name


def _changed(announcements: Iterable[str]) -> Changed:
    """What these announcements of other processes say together."""
    calls = [announced.split()[1:] for announced in announcements]
    return frozenset(UUID(call) for named in calls for call in named) if all(calls) else None


class PostgresWatcher:
    """A thread with its own connection. `name` is ours, so that our own writes are ignored.

    `on_change` returns a future at once. `on_dead` is called when the link does not answer any more.
    """

    def __init__(
        self,
        url: str,
        name: str,
        on_change: Callable[[Changed], Future[Any]],
        on_dead: Callable[[], None],
        background: Background,
    ) -> None:
        self._url = url
        self._name = name
        self._on_change = on_change
        self._on_dead = on_dead
        self._last_change: Future[Any] | None = None
        self._waker, self._wakeup = socket.socketpair()  # closing one wakes the thread, which sleeps on its connection
        self._worker = background.worker("watcher", self._watch, longest=_LONGEST_RETRY)
        self._stopping = self._worker.stopping
        self._worker.start()

    def stop(self) -> None:
        """End the thread and its connection."""
        self._stopping.set()
        self._waker.close()
        self._worker.stop()
        self._wakeup.close()

    def _watch(self) -> None:
        """Listen on one connection until it ends. Raises StoreUnavailable when it is lost."""
        try:
            with psycopg.connect(self._url, autocommit=True) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                self._notify(None)
                self._listen(connection)
        except psycopg.Error as error:
            raise StoreUnavailable(
                f"Not hearing what other processes write to the database ({type(error).__name__})."
            ) from error

    def _listen(self, connection: psycopg.Connection) -> None:
        with selectors.DefaultSelector() as either:
            either.register(connection, selectors.EVENT_READ)
            either.register(self._wakeup, selectors.EVENT_READ)
            while not self._stopping.is_set():
                silent = not either.select(QUIET)
                if self._stopping.is_set():
                    return
                others = self._of_others(notice.payload for notice in connection.notifies(timeout=0))
                if silent:
                    others += self._of_others(self._ping(connection))
                if others:
                    self._stopping.wait(_TOGETHER)
                    others += self._of_others(notice.payload for notice in connection.notifies(timeout=0))
                if self._failed():
                    self._notify(None)
                elif others:
                    self._notify(_changed(others))
                self._worker.task.works()

    def _of_others(self, announcements: Iterable[str]) -> list[str]:
        return [announced for announced in announcements if announced.split(" ", 1)[0] != self._name]

    def _ping(self, connection: psycopg.Connection) -> list[str]:
        """What was announced meanwhile. Raises psycopg.OperationalError if no answer comes in time."""
        link, announced, latest = connection.pgconn, list[str](), time.monotonic() + TIMEOUT
        link.send_query(b"SELECT 1")
        with selectors.DefaultSelector() as answer:
            answer.register(connection, selectors.EVENT_READ)
            while True:
                if not answer.select(max(0.0, latest - time.monotonic())):
                    self._on_dead()
                    raise psycopg.OperationalError("the connection is dead")
                link.consume_input()
                while notice := link.notifies():
                    announced.append(notice.extra.decode())
                while not link.is_busy():
                    if link.get_result() is None:
                        return announced

    def _failed(self) -> bool:
        """Did the last call of `on_change` fail?"""
        return self._last_change is not None and self._last_change.done() and self._last_change.exception() is not None

    def _notify(self, changed: Changed) -> None:
        try:
            self._last_change = self._on_change(changed)
        except StoreUnavailable:
            self._last_change = None  # the product is shutting down
