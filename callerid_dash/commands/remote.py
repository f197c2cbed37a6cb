"""Runs commands in the process that has the database open: this one, or the server.

Only one process can open an embedded database. While the server runs, it listens on a socket beside the database, which
only its own user may open, and runs there what the command line asks for.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import socketserver
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callerid_dash.background import Background, Worker
from callerid_dash.commands.place import SOCKET, reachable, settings_here
from callerid_dash.commands.streams import Streamed, now_and_then, received, send_stream
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.domain.jobs import ProgressCallback

if TYPE_CHECKING:
    from callerid_dash.settings import Settings

TIMEOUT = 600.0
"""Seconds without an answer after which a server is given up; sorting very many rows takes a while."""
_REQUEST_TIMEOUT = 30.0
"""Seconds that a command may take to send its request."""
log = logging.getLogger(__name__)


class ServerSocket:
    """The server's end. Does nothing for a database that several processes can open."""

    def __init__(
        self, settings: Settings, streams: Mapping[str, Streamed], background: Background | None = None
    ) -> None:
        self._path = socket_path(settings)
        self._server: socketserver.BaseServer | None = None
        self._worker: Worker | None = None
        if self._path is None:
            return

        class Handler(socketserver.StreamRequestHandler):
            timeout = _REQUEST_TIMEOUT

            def handle(self) -> None:
                send_stream(self.rfile.readline(), streams, self.wfile.write)

        self._path.unlink(missing_ok=True)  # left by a server that was killed: we hold the database
        before = os.umask(0o177)
        try:
            with reachable(self._path) as short:
                self._server = _Listener(short, Handler)
        except OSError as error:  # no reason not to serve
            log.warning("No commands while this runs: cannot listen on %s: %s", self._path, error)
            return
        finally:
            os.umask(before)
        self._worker = (background or Background()).worker("accounts-socket", self._server.serve_forever)
        self._worker.start()

    def close(self) -> None:
        """Stop listening. May be called twice."""
        if self._server and self._worker and self._path:
            self._worker.stopping.set()
            self._server.shutdown()
            self._worker.stop()
            self._server.server_close()
            self._path.unlink(missing_ok=True)
            self._server = None


class _Listener(socketserver.ThreadingUnixStreamServer):
    """Runs each connection on its own thread, which ends with it, also if the command fails."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Log the error; nobody waits for the answer any more."""
        log.warning("A command that was sent to the server was not answered", exc_info=True)


def pieces_of(
    what: str,
    parameters: Mapping[str, object],
    here: Callable[[Settings], AbstractContextManager[Mapping[str, Streamed]]],
    progress: ProgressCallback = lambda _done, _of: None,
    timeout: float = TIMEOUT,
) -> Generator[bytes]:
    """What the running server makes for these parameters; if none runs, what this process makes `here`.

    The server is given up after `timeout` seconds without an answer.
    """
    settings, progress = settings_here(os.environ), now_and_then(progress)
    connection = _connect(settings, {"stream": what, "parameters": parameters}, timeout)
    if connection is None:
        with here(settings) as streams, closing(streams[what](parameters, progress)) as made:
            yield from made
        return
    with connection, connection.makefile("rb") as answer:
        yield from received(answer, progress)


@contextmanager
def progress_at_terminal(words: Callable[[int, int], str]) -> Iterator[ProgressCallback]:
    """A callback that shows progress in these words while it goes on, if there is a terminal."""
    at_terminal = sys.stderr.isatty()

    def show(done: int, of: int) -> None:
        text = words(done, of)
        if at_terminal:
            click.echo(f"\r{text}\033[K", nl=False, err=True)

    try:
        yield show
    finally:
        if at_terminal:
            click.echo("\r\033[K", nl=False, err=True)


def _connect(settings: Settings, request: dict[str, object], timeout: float) -> socket.socket | None:
    """A connection to the running server, which has been sent this; None when none runs. Raises StoreUnavailable."""
    path = socket_path(settings)
    if path is None or not path.exists():
        return None
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(timeout)
        with reachable(path) as short:
            connection.connect(short)
        connection.sendall(json.dumps(request).encode() + b"\n")
    except (ConnectionRefusedError, FileNotFoundError):  # left by a server that was killed
        connection.close()
        return None
    except PermissionError as error:
        connection.close()
        raise StoreUnavailable(f"No permission to talk to the server through {path}.") from error
    except OSError as error:
        connection.close()
        raise StoreUnavailable("The server holds the database and does not answer.") from error
    return connection


def socket_path(settings: Settings) -> Path | None:
    """The socket of the server that holds the database; None for a database that several processes can open."""
    scheme, _, path = settings.database_url.partition(":///")
    return Path(f"{path}{SOCKET}") if scheme == "duckdb" else None
