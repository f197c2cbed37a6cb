"""The time of a start, and the memory of an idle server.

A warm start has its bytecode and its files in memory. Before a cold one, both are dropped: the bytecode of all modules,
and what the system keeps of the database's and the packages' files.
"""

from __future__ import annotations

import os
import site
import time
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser

from bench.browser import chromium, live_page
from bench.report import Line, Spread
from bench.served import AS_USERS_START_IT, ROOT, Served, serving
from bench.world import World

LOGIN_REACH = 2.0
MEMORY_REACH = 300.0


def start(world: World) -> list[Line]:
    """The time from process start to the login page, and to a live page with rows in a browser with an empty cache."""
    with serving(world.database(), AS_USERS_START_IT) as served:
        pass  # an installation that has run before: admin, key and session are there
    with chromium() as browser:
        warm = [_start(served, browser) for _ in range(world.scale.rounds)]
        cold = []
        for _ in range(world.scale.rounds):
            served.environ["PYTHONPYCACHEPREFIX"] = str(world.new_folder())
            _forget(served.database)
            cold.append(_start(served, browser))
    return [*_lines("warm", warm, LOGIN_REACH), *_lines("cold", cold)]


def _lines(what: str, starts: list[tuple[float, float | None]], reach: float | None = None) -> list[Line]:
    login = Spread(tuple(login for login, _ in starts))
    live = Spread(tuple(live for _, live in starts if live is not None))
    shown = live.text() if live.values else "skipped: there is no chromium on this machine"
    promised, met = (f"<= {reach:g}", login.median <= reach) if reach else ("", None)
    return [
        Line(f"{what} start -> login page answered, s", login.text(), promised, met, {"s": login}),
        Line(f"{what} start -> live page painted, s", shown, figures={"s": live} if live.values else {}),
    ]


def _forget(database: Path) -> None:
    """Drop what the system has in memory of these files. Files that another process has mapped may stay."""
    packages = [path for folder in site.getsitepackages() for path in Path(folder).rglob("*")]
    for path in _files([database, *packages, *(ROOT / "callerid_dash").rglob("*")]):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    return (path for path in paths if path.is_file())


def memory(world: World) -> list[Line]:
    """Resident memory of the whole server: after a page was opened, and after a while without requests."""
    scale = world.scale
    with serving(world.database(), AS_USERS_START_IT) as served:
        served.get("/", Cookie=served.cookie)
        at_once = served.resident()
        time.sleep(scale.idle)
        later = served.resident()
    return [
        Line(
            f"memory with {scale.calls:,} calls, MB",
            f"{at_once:.0f} after start, {later:.0f} after {scale.idle:g} s idle",
            f"<= {MEMORY_REACH:g}",
            later <= MEMORY_REACH,
            {"MB": Spread((later,))},
        )
    ]


def _start(served: Served, browser: Browser | None) -> tuple[float, float | None]:
    served.start()
    try:
        login = served.wait("/login")
        if browser is None:
            return login, None
        with live_page(browser, served):
            return login, time.time() - served.started_at
    finally:
        served.stop()
