"""Hears through LISTEN that another process has written to the same PostgreSQL database.

What was written is not told: whoever listens reads again. A lost connection is made again, and counts as a change.
"""

from __future__ import annotations

import logging
import selectors
import socket
import threading
from collections.abc import Callable

import psycopg

CHANNEL = "callerid_changed"
_TOGETHER = 0.2  # seconds: what is committed within them is one change
_RETRY = 2.0

log = logging.getLogger(__name__)


class PostgresWatcher:
    """A thread with a connection of its own. `name` is ours: what we have written ourselves is no news."""

    def __init__(self, url: str, name: str, on_change: Callable[[], None]) -> None:
        self._url = url
        self._name = name
        self._on_change = on_change
        self._stopping = threading.Event()
        self._rope, self._bell = socket.socketpair()  # the thread sleeps on its connection until this rings
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and its connection."""
        self._stopping.set()
        self._rope.close()
        self._thread.join()
        self._bell.close()

    def _run(self) -> None:
        told = False
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._tell()
                    told = False
                    self._listen(connection)
            except psycopg.Error as error:
                if not told:
                    log.warning("Not hearing what other processes write, will try again: %s", type(error).__name__)
                told = True
                self._stopping.wait(_RETRY)

    def _listen(self, connection: psycopg.Connection) -> None:
        with selectors.DefaultSelector() as either:
            either.register(connection, selectors.EVENT_READ)
            either.register(self._bell, selectors.EVENT_READ)
            while not self._stopping.is_set():
                either.select()
                heard = list(connection.notifies(timeout=0))
                if any(notice.payload != self._name for notice in heard):
                    self._stopping.wait(_TOGETHER)
                    list(connection.notifies(timeout=0))
                    self._tell()

    def _tell(self) -> None:
        try:
            self._on_change()
        except Exception:
            log.exception("Reading again what another process has written failed")
