"""Finds the database that a command is about: the configured one, else that of the running server, else the default.

A server may have been started with a CALLERID_DATABASE_URL that the shell of the command does not have. It is found by
a link that the server leaves in its user's folder while it runs.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callerid_dash.domain.errors import BadSettings

if TYPE_CHECKING:
    from callerid_dash.settings import Settings

SOCKET = ".sock"
"""The suffix of the name of a database's socket."""
_LONGEST = 100
"""Bytes of the longest path of a Unix socket."""


def settings_here(environ: Mapping[str, str]) -> Settings:
    """The settings of a command. Raises BadSettings, also if several servers run and none is chosen."""
    from callerid_dash.settings import read_settings

    settings = read_settings(environ)
    configured = environ.get("CALLERID_DATABASE_URL", "").strip()
    if configured and not _is_elsewhere(configured):
        return settings
    served = [f"duckdb:///{path.removesuffix(SOCKET)}" for path in running(environ)]
    if configured:  # seen from the server's folder, the path would exist
        served = [url for url in served if url.endswith("/" + configured.removeprefix("duckdb:///"))]
    if not served or settings.database_url in served:
        return settings
    if len(served) > 1:
        raise BadSettings(f"Several servers run: {', '.join(served)}. Say which by CALLERID_DATABASE_URL.")
    click.echo(f"The database of the running server: {served[0]}", err=True)
    return replace(settings, database_url=served[0])


@contextmanager
def announced(socket_path: Path | None, environ: Mapping[str, str]) -> Iterator[None]:
    """Let this user's commands find the server that listens here. Without a link, they need the setting."""
    if socket_path is None:
        yield
        return
    link = Path()
    with suppress(OSError, RuntimeError):  # a user without a home folder
        link = _folder(environ) / hashlib.sha256(os.fsencode(socket_path)).hexdigest()[:16]
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(socket_path)
    try:
        yield
    finally:
        with suppress(OSError):
            if link.is_symlink():
                link.unlink()


def running(environ: Mapping[str, str]) -> list[str]:
    """The sockets of this user's running servers. Links of servers that were killed are removed."""
    found = []
    with suppress(OSError, RuntimeError):
        for link in _folder(environ).iterdir():
            path = link.readlink()
            if _answers(path):
                found.append(str(path))
            else:
                link.unlink(missing_ok=True)
    return sorted(found)


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """A path of the socket that the system accepts; a long one is replaced by one through its open folder."""
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _is_elsewhere(configured: str) -> bool:
    """Is this a relative path that does not exist in the current folder?"""
    scheme, _, path = configured.partition(":///")
    return scheme == "duckdb" and not Path(path).is_absolute() and not Path(path).exists()


def _folder(environ: Mapping[str, str]) -> Path:
    state = environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "callerid-dash" / "running"


def _answers(path: Path) -> bool:
    with suppress(OSError), reachable(path) as short, socket.socket(socket.AF_UNIX) as probe:
        probe.connect(short)
        return True
    return False
