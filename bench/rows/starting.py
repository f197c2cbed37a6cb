"""The time of a start, and the memory of an idle server."""

from __future__ import annotations

import time

from playwright.sync_api import Browser

from bench.browser import chromium, live_page
from bench.report import Line, Spread
from bench.served import AS_USERS_START_IT, Served, serving
from bench.world import World

FIRST_PAGE_REACH = 3.0
MEMORY_REACH = 300.0


def start(world: World) -> list[Line]:
    """The time from process start to the login page, and to a live page with rows in a browser with an empty cache."""
    with serving(world.database(), AS_USERS_START_IT) as served:
        pass  # an installation that has run before: admin, key and session are there
    with chromium() as browser:
        starts = [_start(served, browser) for _ in range(world.scale.rounds)]
    login = Spread(tuple(login for login, _ in starts))
    lines = [
        Line(
            "cold start -> login page answered, s",
            login.text(),
            f"<= {FIRST_PAGE_REACH:g}",
            login.median <= FIRST_PAGE_REACH,
        )
    ]
    live = Spread(tuple(live for _, live in starts if live is not None))
    shown = live.text() if live.values else "skipped: there is no chromium on this machine"
    return [*lines, Line("cold start -> live page painted, s", shown)]


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
