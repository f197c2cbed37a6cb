"""A connection to PostgreSQL that a test can cut: a TCP proxy that recognizes COMMIT.

It cuts only transactions of the writer (those that have taken its lock), because read transactions end in COMMIT, too.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from urllib.parse import parse_qs, urlsplit

_LOCK = b"pg_advisory_xact_lock"
_COMMIT = b"COMMIT\0"


class Cut(Enum):
    """The place of one cut."""

    AFTER_COMMIT = auto()
    """COMMIT is carried out; its answer is lost."""
    BEFORE_COMMIT = auto()
    """COMMIT never reaches the server."""
    COMMIT_LATE = auto()
    """The client is cut off, and the server gets its COMMIT half a second later."""
    AT_THE_LOCK = auto()
    """Before the transaction has written anything."""


class CutLine:
    """`url` leads through the proxy to the same database as `direct`."""

    def __init__(self, direct: str) -> None:
        query = parse_qs(urlsplit(direct).query)
        self._server = f"{query['host'][0]}/.s.PGSQL.5432"
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        kept = "&".join(part for part in urlsplit(direct).query.split("&") if not part.startswith(("host=", "user=")))
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable&gssencmode=disable&{kept}"
        self.cuts = 0
        self._planned: Cut | None = None
        self._door = threading.Lock()
        self._open: set[socket.socket] = set()
        self._is_down = self._stays_down = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, where: Cut) -> None:
        """Cut the next writing transaction; returns after the cut."""
        before = self.cuts
        with self._door:
            self._planned = where
        latest = time.monotonic() + 30
        while self.cuts == before:
            assert time.monotonic() < latest, "nothing was written meanwhile"
            time.sleep(0.005)

    @contextmanager
    def down(self) -> Iterator[None]:
        """Cut everything, and refuse new connections within the block."""
        self._is_down = True
        self._hang_up(*self._open)
        yield
        self._is_down = False

    @contextmanager
    def down_after(self, where: Cut) -> Iterator[None]:
        """Cut the next writing transaction, and stay down until the end of the block."""
        with self._door:
            self._planned, self._stays_down = where, True
        yield
        self._is_down = self._stays_down = False

    def close(self) -> None:
        """Cut everything permanently."""
        self._listener.close()
        self._hang_up(*self._open)

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                if self._is_down:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._open |= {client, server}
                writes = threading.Event()
                for pump in (self._to_server, self._to_client):
                    threading.Thread(target=pump, args=(client, server, writes), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket, writes: threading.Event) -> None:
        with suppress(OSError):
            while sent := client.recv(65_536):
                if _LOCK in sent:
                    writes.set()
                    if self._now(Cut.AT_THE_LOCK):
                        break
                if _COMMIT in sent and writes.is_set():
                    writes.clear()
                    if self._cut_commit(client, server, sent):
                        break
                server.sendall(sent)
        self._hang_up(client, server)

    def _cut_commit(self, client: socket.socket, server: socket.socket, sent: bytes) -> bool:
        if self._now(Cut.BEFORE_COMMIT):
            return True
        if self._now(Cut.AFTER_COMMIT):
            self._open.discard(client)
            client.shutdown(socket.SHUT_RDWR)  # the other pump has nobody to tell the answer
            server.sendall(sent)
            time.sleep(0.05)
            return True
        if self._now(Cut.COMMIT_LATE):
            client.shutdown(socket.SHUT_RDWR)
            time.sleep(0.5)
            server.sendall(sent)
            time.sleep(0.05)
            return True
        return False

    def _to_client(self, client: socket.socket, server: socket.socket, _writes: threading.Event) -> None:
        with suppress(OSError):
            while answered := server.recv(65_536):
                with suppress(OSError):
                    client.sendall(answered)
        self._hang_up(client, server)

    def _now(self, where: Cut) -> bool:
        with self._door:
            if self._planned is not where:
                return False
            self._planned = None
            self._is_down = self._stays_down
            self.cuts += 1
            return True

    def _hang_up(self, *sockets: socket.socket) -> None:
        for each in sockets:
            self._open.discard(each)
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@contextmanager
def cut_line(direct: str) -> Iterator[CutLine]:
    """A proxied connection to the database of this URL."""
    line = CutLine(direct)
    try:
        yield line
    finally:
        line.close()
