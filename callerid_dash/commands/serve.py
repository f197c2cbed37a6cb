"""`callerid-dash serve`: the product on one address, until it is told to stop."""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections.abc import Sequence
from contextlib import closing

import click
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from callerid_dash.commands.call_imports import CallImports
from callerid_dash.commands.exports import Exports
from callerid_dash.commands.profile_imports import ProfileImports
from callerid_dash.commands.remote import AccountsSocket
from callerid_dash.domain.errors import BadSettings
from callerid_dash.domain.sources import Source
from callerid_dash.factory import Product, build_product
from callerid_dash.settings import read_settings

CONNECTIONS = 2_000
"""Open browser tabs that one process holds; each keeps a connection between polls."""


@click.command()
def serve() -> None:
    """Serve the dashboard at CALLERID_HOST:CALLERID_PORT (http://127.0.0.1:8050)."""
    settings = read_settings(os.environ)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # the store says the same in one line
    run(build_product(settings))


def run(product: Product, sources: Sequence[Source] = ()) -> None:
    """Serve with these sources besides the configured ones until SIGTERM or Ctrl-C, then give the database back."""
    settings = product.services.settings
    signal.signal(signal.SIGTERM, _stop)
    product.services.store.when_lost(_give_up)
    try:
        server = _listen(product)
        exports = Exports(product.services.exporting, product.services.directory)
        imports = CallImports(product.services.importing)
        profiles = ProfileImports(product.services.profile_import)
        streams = {**exports.streams(), **imports.streams(), **profiles.streams()}
        with closing(AccountsSocket(settings, product.services.accounts, streams, product.services.store.background)):
            product.start(sources)
            gc.freeze()  # what is loaded by now stays; looking through it again and again takes a sixth of an import
            click.echo(f"callerid-dash is at http://{settings.host}:{settings.port}")
            server.run()
    finally:
        product.close()
        gc.unfreeze()  # or DuckDB's library, finding its objects alive at the end, would tell of leaks


def _listen(product: Product) -> MultiSocketServer | BaseWSGIServer:
    settings = product.services.settings
    try:
        return create_server(
            product.server,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,
            ident="",
            # A reverse proxy on this machine tells who is asking; nobody else is believed.
            trusted_proxy="127.0.0.1",
            trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        raise BadSettings(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Is it running already? Otherwise set CALLERID_PORT."
        ) from error


def _give_up(message: str) -> None:
    """At once, from whichever thread: nothing can be stored any more, and whoever watches over us starts us again."""
    click.echo(f"Error: {message}", err=True)
    os._exit(1)


def _stop(*_: object) -> None:
    raise SystemExit(0)
