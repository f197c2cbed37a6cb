"""Runs an import in the server that holds the database, or here if none runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

import click

from callerid_dash.commands.place import settings_here
from callerid_dash.commands.remote import connect
from callerid_dash.commands.streams import Streamed, now_and_then, received

if TYPE_CHECKING:
    from callerid_dash.services.services import Services

TIMEOUT = 600.0
"""Seconds without an answer after which a server is given up."""


def answer_of(
    what: str,
    words: Mapping[str, str],
    how_far: Callable[[int, int], str],
    streams: Callable[[Services], Mapping[str, Streamed]],
) -> str:
    """The answer of one of these streams. `how_far` formats progress for a terminal. Raises a stated error."""
    settings, at_terminal = settings_here(os.environ), sys.stderr.isatty()

    def show(done: int, of: int) -> None:
        if at_terminal:
            click.echo(f"\r{how_far(done, of)}\033[K", nl=False, err=True)

    progress = now_and_then(show)
    try:
        connection = connect(settings, {"stream": what, "parameters": words}, TIMEOUT)
        if connection is None:
            from callerid_dash.factory import build_services

            services = build_services(settings)
            with closing(services.store):
                return b"".join(streams(services)[what](words, progress)).decode()
        with connection, connection.makefile("rb") as answer:
            return b"".join(received(answer, progress)).decode()
    finally:
        if at_terminal:
            click.echo("\r\033[K", nl=False, err=True)
