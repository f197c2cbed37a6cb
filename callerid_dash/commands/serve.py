"""`callerid-dash serve`: serves the product on one address until it is stopped."""

from __future__ import annotations

import logging
import os

import click


@click.command()
def serve() -> None:
    """Serve the dashboard at CALLERID_HOST:CALLERID_PORT (http://127.0.0.1:8050)."""
    from callerid_dash.commands.place import announced
    from callerid_dash.commands.remote import socket_path
    from callerid_dash.commands.serving import run
    from callerid_dash.settings import read_settings

    settings = read_settings(os.environ)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # the store logs the same in one line
    with announced(socket_path(settings), os.environ):
        run(settings)
