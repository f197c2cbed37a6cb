"""A real PostgreSQL server for the length of a `with` block, in a temporary folder, on a Unix socket only."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Durability costs time and a test's data is thrown away; the time zone is one that offices have, so that a store
# which leaned on a server in UTC would show it.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "timezone": "Asia/Tehran",
}


@contextmanager
def postgres_server(programs: Path, given: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """A running server from these programs with these settings; yields the URL of its empty database `postgres`."""
    # Not pytest's temporary folder: other users may not enter it, and its path is too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="callerid-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    settings = " ".join(f"-c {name}='{value}'" for name, value in given.items())
    data = str(folder / "data")
    initdb = [str(programs / "initdb"), "--pgdata", data, "--no-sync"]
    control = [str(programs / "pg_ctl"), "--pgdata", data]
    try:
        _run(
            [*initdb, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"], folder
        )
        try:
            log = str(folder / "log")
            _run([*control, "--wait", "--options", f"-k {folder} {settings}", "--log", log, "start"], folder)
            yield f"postgresql:///postgres?host={folder}&user=postgres"
        finally:
            _run([*control, "--wait", "--mode", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder)


def _run(command: list[str], folder: Path) -> None:
    # PostgreSQL refuses to run as root.
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_postgres, *command], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
