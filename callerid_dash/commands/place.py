"""Which database a command is about: the configured one, else that of the server that runs, else the usual one.

A server that was started with a CALLERID_DATABASE_URL which the shell of whoever types a command does not have is found
by a link that it leaves in its user's folder while it runs.
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
"""What the name of a database's socket ends in."""
_LONGEST = 100
"""Bytes of a path that a Unix socket can be reached by."""


def settings_here(environ: Mapping[str, str]) -> Settings:
    """The settings of a command. Raises BadSettings, also when several servers run and nobody says which is meant."""
    from callerid_dash.settings import read_settings

    settings = read_settings(environ)
    configured = environ.get("CALLERID_DATABASE_URL", "").strip()
    if configured and not _is_elsewhere(configured):
        return settings
    served = [f"duckdb:///{path.removesuffix(SOCKET)}" for path in running(environ)]
    if configured:  # from the folder of the server it would be there
        served = [url for url in served if url.endswith("/" + configured.removeprefix("duckdb:///"))]
    if not served or settings.database_url in served:
        return settings
    if len(served) > 1:
        raise BadSettings(f"Several servers run: {', '.join(served)}. Say which by CALLERID_DATABASE_URL.")
    click.echo(f"The database of the running server: {served[0]}", err=True)
    return replace(settings, database_url=served[0])


@contextmanager
def announced(socket_path: Path | None, environ: Mapping[str, str]) -> Iterator[None]:
    """Let commands of this user find the server that listens here. Where that cannot be kept, they need the setting."""
    if socket_path is None:
        yield
        return
    link = Path()
    with suppress(OSError, RuntimeError):  # a user without a home
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
    """The sockets of the servers of this user that run. Links of those that were killed are removed."""
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
    """The path of a socket as the system takes it: a long one by way of its open folder."""
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _is_elsewhere(configured: str) -> bool:
    """Is this the path of a file from some folder, and not from the current one?"""
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
