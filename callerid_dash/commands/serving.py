"""Serves the product on one address until it is stopped."""

from __future__ import annotations

import gc
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing

import click
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from callerid_dash.commands import tokens, users  # noqa: F401 - so that their works are known
from callerid_dash.commands.accounts import account_streams
from callerid_dash.commands.exports.work import Exports
from callerid_dash.commands.imports.options import import_streams
from callerid_dash.commands.remote import ServerSocket
from callerid_dash.commands.streams import Streamed
from callerid_dash.domain.calls.sources import Source
from callerid_dash.domain.errors import BadSettings
from callerid_dash.factory import Product, build_product
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings

CONNECTIONS = 2_000
"""The most open browser tabs of one process; each keeps a connection between polls."""
BACKLOG = 1_024
"""The most connections that wait to be accepted."""


def run(settings: Settings, sources: Callable[[Product], Sequence[Source]] = lambda _: ()) -> None:
    """Serve with the configured sources and these until SIGTERM or Ctrl-C, then close the database.

    The address is bound before the first user is created, so that no password is shown for a server that cannot run.
    """
    signal.signal(signal.SIGTERM, _stop)
    with ExitStack() as stack:
        sockets: list[socket.socket] = []
        _serve(build_product(settings, lambda: sockets.extend(_bound(settings, stack))), sources, sockets)


def _serve(product: Product, sources: Callable[[Product], Sequence[Source]], sockets: Sequence[socket.socket]) -> None:
    settings = product.services.settings
    try:
        server = _server(product, sockets)
        with closing(ServerSocket(settings, _streams(product.services), product.services.store.background)):
            product.start(sources(product))
            gc.freeze()  # loaded objects stay; scanning them again and again takes a sixth of an import
            click.echo(f"callerid-dash is at http://{settings.host}:{settings.port}")
            server.run()
    finally:
        product.close()
        gc.unfreeze()  # else DuckDB's library finds its objects alive at exit and reports leaks


def _streams(services: Services) -> dict[str, Streamed]:
    """Everything that commands may ask of this process."""
    exports = Exports(services.exports.files, services.directory)
    return {**account_streams(services.accounts), **exports.streams(), **import_streams(services)}


def _bound(settings: Settings, stack: ExitStack) -> list[socket.socket]:
    """Sockets bound to the address that accept no connection yet. Raises BadSettings."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        sockets = []
        for family, _kind, _protocol, _name, address in dict.fromkeys(found):
            each = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            each.bind(address)
            each.listen(BACKLOG)
            sockets.append(each)
    except OSError as error:
        raise BadSettings(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Is it running already? Otherwise set CALLERID_PORT."
        ) from error
    return sockets


def _server(product: Product, sockets: Sequence[socket.socket]) -> MultiSocketServer | BaseWSGIServer:
    return create_server(
        product.server,
        sockets=list(sockets),
        threads=product.services.settings.threads,
        connection_limit=CONNECTIONS,
        backlog=BACKLOG,
        asyncore_use_poll=True,
        ident="",
        # A reverse proxy on this machine gives the client's address; no other host is trusted.
        trusted_proxy="127.0.0.1",
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
    )


def _stop(*_: object) -> None:
    raise SystemExit(0)
