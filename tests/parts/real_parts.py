"""The real parts that tests use, and the handling of missing ones.

Tests use a real browser, database server and phone system. On a machine that lacks one, its tests are skipped and
listed at the end of the run; with `CI=true` or `CALLERID_TEST_REQUIRE_ALL=1` a missing part is a failure. The make
targets install missing parts where they may (scripts/install_real_parts.py).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

NOT_HERE = "not on this machine: "  # how the skip of a missing part begins
POSTGRES = Path("/usr/lib/postgresql")
QUICKER_BROWSER = "chromium-headless-shell"
"""Debian has it since 2025; not needed."""


def everything_required() -> bool:
    """Whether a missing part is a failure."""
    return os.environ.get("CI") == "true" or os.environ.get("CALLERID_TEST_REQUIRE_ALL", "") not in {"", "0"}


def missing(reason: str) -> NoReturn:
    """Skip the test that lacks a real part, or fail it when every part is required."""
    if everything_required():
        pytest.fail(NOT_HERE + reason, pytrace=False)
    pytest.skip(NOT_HERE + reason)


def chromium_path() -> Path | None:
    """Debian's Chromium; its headless build if installed, because it takes a tenth less time."""
    return _program(QUICKER_BROWSER) or _program("chromium")


def libatomic_path() -> Path | None:
    """A library that Playwright's driver needs and a minimal Debian lacks."""
    return next(Path("/usr/lib").glob("*-linux-gnu/libatomic.so.1"), None)


def postgres_bin() -> Path | None:
    """The program folder of the newest installed PostgreSQL server."""
    folders = [path.parent for path in POSTGRES.glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def mariadb_path() -> Path | None:
    """The MariaDB server, in which most switchboards store their call records."""
    return _program("mariadbd")


def sipp_path() -> Path | None:
    """sipp, which places calls."""
    return _program("sipp")


def debootstrap_path() -> Path | None:
    """debootstrap, which installs a Debian system with the switchboard into a folder."""
    return _program("debootstrap")


@dataclass(frozen=True, slots=True)
class RealPart:
    """A real part and the Debian package that provides it."""

    package: str
    found: Callable[[], Path | None]


REAL_PARTS = (
    RealPart("chromium", chromium_path),
    RealPart("libatomic1", libatomic_path),
    RealPart("postgresql", postgres_bin),
    RealPart("mariadb-server", mariadb_path),
    RealPart("sip-tester", sipp_path),
    RealPart("debootstrap", debootstrap_path),
)


def _program(name: str) -> Path | None:
    # A plain user's PATH on Debian leaves out /usr/sbin.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    return Path(found) if found else None
