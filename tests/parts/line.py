"""The connection between browser and product: a small HTTP proxy that can be cut, slow, or stop mid-answer.

A fault applies to every answer until it is repaired. A spoiled answer is never completed later, as on real networks.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

POLL = "/_poll"
_PIECE = 0.25


class Fault(StrEnum):
    """A fault of the connection."""

    NONE = "none"
    CUT = "cut"
    """Connections are closed at once, also those that are open."""
    SILENT = "silent"
    """Questions go nowhere."""
    HEAD_ONLY = "head only"
    """The head comes, the body never does."""
    ABORTED = "aborted"
    """The connection is closed in the middle of the body."""
    ENDLESS = "endless"
    """The body goes on with blanks and does not end."""
    DRIBBLE = "dribble"
    """The body comes so slowly that it takes minutes."""
    DELAY = "delay"
    """Whole answers, each `seconds` late."""
    ERROR = "error"
    """Something between here and there answers 500 instead."""


@dataclass(frozen=True)
class Delivered:
    """A poll that was answered completely; in seconds of `time.time`."""

    asked: float
    answered: float


class Line:
    """Forwards requests from its own port to another. `delivered` lists the polls that were answered completely."""

    def __init__(self, to_port: int) -> None:
        self.to_port = to_port
        self.delivered: list[Delivered] = []
        self._fault, self._seconds = Fault.NONE, 0.0
        self._applies: Callable[[str], bool] = lambda _path: True
        self._open: set[socket.socket] = set()
        self._closed = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05], name="line", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Start forwarding."""
        self._thread.start()

    def spoil(self, fault: Fault, seconds: float = 0.0, only: str = "") -> None:
        """Apply this fault to every further answer, or only to paths that begin with `only`."""
        self._applies = lambda path: path.startswith(only)
        self._fault, self._seconds = fault, seconds
        if fault is Fault.CUT:
            for connection in list(self._open):
                _hang_up(connection)

    def mend(self) -> None:
        """End the fault; spoiled answers stay incomplete."""
        self._fault = Fault.NONE

    def close(self) -> None:
        """Close all connections."""
        self._closed.set()
        self._server.shutdown()
        for connection in list(self._open):
            _hang_up(connection)
        self._server.server_close()
        self._thread.join(10)

    def fault_for(self, path: str) -> tuple[Fault, float]:
        """The present fault for the answer to this path."""
        return (self._fault, self._seconds) if self._applies(path) else (Fault.NONE, 0.0)

    def opened(self, connection: socket.socket) -> None:
        self._open.add(connection)

    def ended(self, connection: socket.socket) -> None:
        self._open.discard(connection)

    def pause(self, seconds: float) -> bool:
        """Wait; returns False if the line is closed meanwhile."""
        return not self._closed.wait(seconds)


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A working line, closed afterwards."""
    line = Line(port)
    line.start()
    try:
        yield line
    finally:
        line.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, line: Line) -> None:
        self.line = line
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a client that disconnects in the middle of an answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.line.opened(self.connection)

    def finish(self) -> None:
        self.server.line.ended(self.connection)
        super().finish()

    def log_message(self, *_args: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        self._carry()

    def do_POST(self) -> None:
        self._carry()

    def _carry(self) -> None:
        line, asked = self.server.line, time.time()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault, seconds = line.fault_for(self.path)
        self.close_connection = fault not in (Fault.NONE, Fault.DELAY, Fault.ERROR)
        if fault is Fault.CUT:
            return
        if fault is Fault.SILENT:
            self._hold()
            return
        if fault is Fault.ERROR:
            self._send(500, [], b"{}")
            return
        answer = self._ask(body)
        if answer is None:
            self.close_connection = True
            return
        if fault is Fault.DELAY and not line.pause(seconds):
            return
        if fault in (Fault.NONE, Fault.DELAY):
            self._send(*answer)
            if self.path.startswith(POLL) and answer[0] == http.client.OK:
                line.delivered.append(Delivered(asked, time.time()))
        else:
            self._spoil(fault, *answer)

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """The server's complete answer; None without a server."""
        there = http.client.HTTPConnection("127.0.0.1", self.server.line.to_port, timeout=60)
        try:
            there.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() != "connection":
                    there.putheader(name, value)
            there.endheaders(body or None)
            answer = there.getresponse()
            kept = [(n, v) for n, v in answer.getheaders() if n.lower() not in _HOPS]
            return answer.status, kept, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            there.close()

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self._head(status, [*headers, ("Content-Length", str(len(body)))])
        self.wfile.write(body)

    def _spoil(self, fault: Fault, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        if fault is Fault.ENDLESS:
            self._head(status, [*headers, ("Transfer-Encoding", "chunked")])
            self.wfile.write(b"1\r\n{\r\n")
            while self.server.line.pause(_PIECE):
                self.wfile.write(b"1\r\n \r\n")
            return
        self._head(status, [*headers, ("Content-Length", str(len(body) + 200))])
        if fault is Fault.ABORTED:
            self.wfile.write(body[: len(body) // 2])
        elif fault is Fault.DRIBBLE:
            for i in range(len(body)):
                if not self.server.line.pause(_PIECE):
                    return
                self.wfile.write(body[i : i + 1])
            self._hold()
        else:
            self._hold()

    def _head(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def _hold(self) -> None:
        """Keep the connection open and silent until the browser disconnects."""
        while self.server.line.pause(_PIECE) and not self._hung_up():
            pass

    def _hung_up(self) -> bool:
        try:
            return not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True


_HOPS = {"connection", "content-length", "transfer-encoding", "keep-alive"}


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it may have ended by itself
        connection.shutdown(socket.SHUT_RDWR)
