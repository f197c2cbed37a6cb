"""Connections to PostgreSQL that do not wait for ever on a link that is dead without a word.

What is sent and not acknowledged, and an idle line, are watched by the system (TCP). A link whose other end takes
everything and answers nothing is found by the watcher, which asks for a sign of life, and has all connections cut here:
whoever waits on one of them gets an error.
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
"""Seconds, and the last one milliseconds. libpq's names; what the URL says goes before."""


def limited(url: str) -> str:
    """The same address, with limits to how long it may stay silent. Raises psycopg.ProgrammingError for no address."""
    said = conninfo_to_dict(url)
    return make_conninfo(url, **{name: value for name, value in _LIMITS.items() if name not in said})


class Links:
    """The connections that are open. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def add(self, connection: psycopg.Connection[Any]) -> None:
        """One more."""
        with self._lock:
            self._open.add(connection)

    def cut(self) -> None:
        """End them all; what waits for an answer of theirs gets an error at once."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as link:
                link.shutdown(socket.SHUT_RDWR)
