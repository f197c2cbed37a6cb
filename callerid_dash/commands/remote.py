"""Runs commands about accounts in the process that has the database open: this one, or the server.

Only one process can open an embedded database. While the server runs, it listens on a socket beside the database, which
only its own user may open, and runs there what the command line asks for.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import socket
import socketserver
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callerid_dash.background import Background, Worker
from callerid_dash.commands.place import SOCKET, reachable, settings_here
from callerid_dash.commands.streams import ServerRefused, Streamed, send_stream
from callerid_dash.domain.errors import CallerIdError, StoreUnavailable

if TYPE_CHECKING:
    from callerid_dash.services.accounts.accounts import Accounts
    from callerid_dash.settings import Settings

Work = Callable[..., str]
"""The work of a command: takes the accounts and the command's parameters, returns the text to print."""

TIMEOUT = 30.0  # seconds
_WORKS: dict[str, Work] = {}
log = logging.getLogger(__name__)


def on_accounts(*, makes: bool = False) -> Callable[[Work], Callable[..., None]]:
    """Turns a `Work`, whose parameters must be JSON, into the body of a click command.

    `makes`: create the database if there is none.
    """

    def decorate(work: Work) -> Callable[..., None]:
        name = f"{work.__module__}.{work.__name__}"
        _WORKS[name] = work

        @functools.wraps(work)
        def command(**parameters: object) -> None:
            from callerid_dash.commands.session import open_accounts

            settings = settings_here(os.environ)
            text = _ask(settings, {"work": name, "parameters": parameters})
            if text is None:
                with open_accounts(settings, make=makes) as accounts:
                    text = work(accounts, **parameters)
            if text:
                click.echo(text)

        return command

    return decorate


class AccountsSocket:
    """The server's end. Does nothing for a database that several processes can open."""

    def __init__(
        self,
        settings: Settings,
        accounts: Accounts,
        streams: Mapping[str, Streamed] | None = None,
        background: Background | None = None,
    ) -> None:
        from callerid_dash.commands import tokens, users  # noqa: F401 - registers the works

        self._path = socket_path(settings)
        self._server: socketserver.BaseServer | None = None
        self._worker: Worker | None = None
        if self._path is None:
            return

        class Handler(socketserver.StreamRequestHandler):
            timeout = TIMEOUT

            def handle(self) -> None:
                line = self.rfile.readline()
                if not send_stream(line, streams or {}, self.wfile.write):
                    self.wfile.write(json.dumps(_carry_out(accounts, line)).encode())

        self._path.unlink(missing_ok=True)  # left by a server that was killed: we hold the database
        before = os.umask(0o177)
        try:
            with reachable(self._path) as short:
                self._server = _Listener(short, Handler)
        except OSError as error:  # no reason not to serve
            log.warning("No commands about accounts while this runs: cannot listen on %s: %s", self._path, error)
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


def _carry_out(accounts: Accounts, line: bytes) -> dict[str, str]:
    try:
        request = json.loads(line)
        return {"text": _WORKS[request["work"]](accounts, **request["parameters"])}
    except CallerIdError as error:
        return {"error": str(error)}
    except Exception:
        log.exception("A command about accounts failed")
        return {"error": "The server could not do that; its log says why."}


def _ask(settings: Settings, request: dict[str, object]) -> str | None:
    """What the running server answers; None when none runs. Raises Refused or StoreUnavailable."""
    connection = connect(settings, request, TIMEOUT)
    if connection is None:
        return None
    with connection:
        try:
            answer = json.loads(b"".join(iter(lambda: connection.recv(65_536), b"")))
        except (TimeoutError, ConnectionResetError, BrokenPipeError, ValueError) as error:
            raise StoreUnavailable("The server holds the database and does not answer.") from error
    if "error" in answer:
        raise ServerRefused(answer["error"])
    return str(answer["text"])


def connect(settings: Settings, request: dict[str, object], timeout: float) -> socket.socket | None:
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
