"""Keeps connections to PostgreSQL from waiting for ever on a dead link.

TCP limits find unacknowledged data and dead idle connections. A link whose other end accepts everything and answers
nothing is found by the watcher's ping, which has all connections shut down here: whoever waits on one gets an error.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from typing import Any
from weakref import WeakSet

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

_LIMITS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""Seconds; the last one milliseconds. Names of libpq; values in the URL take precedence."""


def limited(url: str) -> str:
    """The URL with time limits. Raises psycopg.ProgrammingError if it is no URL."""
    given = conninfo_to_dict(url)
    return make_conninfo(url, **{name: value for name, value in _LIMITS.items() if name not in given})


class Links:
    """The open connections. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def add(self, connection: psycopg.Connection[Any]) -> None:
        """Add a connection."""
        with self._lock:
            self._open.add(connection)

    def cut(self) -> None:
        """Shut all down; whatever waits for their answers gets an error at once."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as link:
                link.shutdown(socket.SHUT_RDWR)
