"""A real MariaDB server for the length of a `with` block, in a temporary folder, on a Unix socket only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql

_TIMEOUT = 60.0


@contextmanager
def mariadb_server(program: Path) -> Iterator[str]:
    """A running server; yields the URL of its empty database `asteriskcdrdb`."""
    # Not pytest's temporary folder: other users may not enter it, and its path is too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="callerid-my-"))
    user = "mysql" if os.geteuid() == 0 else ""
    if user:
        shutil.chown(folder, user, user)
    as_user = [f"--user={user}"] if user else []
    data, path = folder / "data", folder / "socket"
    install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
    _install([*install, *as_user, "--skip-test-db"], folder, data)
    settings = [f"--datadir={data}", f"--socket={path}", "--skip-networking", "--innodb-flush-log-at-trx-commit=0"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(program), "--no-defaults", *settings, *as_user], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        _create_database(path, server, folder / "log")
        yield f"mysql://root@localhost/asteriskcdrdb?unix_socket={path}"
    finally:
        server.kill()  # its data is thrown away
        server.wait()
        shutil.rmtree(folder)


def _create_database(path: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _TIMEOUT
    while not _answers(path):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"MariaDB did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)
    with pymysql.connect(user="root", unix_socket=str(path)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE asteriskcdrdb CHARACTER SET utf8mb4")


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _install(command: list[str], folder: Path, data: Path, tries: int = 2) -> None:
    """Create the system tables. Tries twice, because this rarely fails without a stated reason."""
    for left in reversed(range(tries)):
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
        if done.returncode == 0:
            return
        assert left, f"MariaDB cannot be installed: {done.stdout} {done.stderr}"
        shutil.rmtree(data, ignore_errors=True)
