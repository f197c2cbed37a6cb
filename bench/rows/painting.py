"""The time from an accepted event to its painted row, alone and among many open pages."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

from playwright.sync_api import Page

from bench import load
from bench.browser import chromium, live_page, painted
from bench.report import Line, percentile, percentiles
from bench.rows.polls import CURSOR, current_cursor, poll
from bench.served import Served, event, serving
from bench.world import World
from callerid_dash.web.polls import PATH

REACH = 1.2
_APART = (0.25, 0.95)  # seconds between events; uneven, so that no phase of the poll is favoured


def painting(world: World) -> list[Line]:
    """Both times, and the polls of the other pages meanwhile."""
    scale = world.scale
    with chromium() as browser:
        if browser is None:
            return [Line("event accepted -> row painted", "skipped: there is no chromium on this machine")]
        with serving(world.database()) as served, live_page(browser, served) as page:
            alone = _delays(served, page, scale.painted, "alone")
            crowd = load.Running(_pollers(served, scale.pollers, 3.0 + scale.painted * sum(_APART) / 2 * 1.1))
            time.sleep(2.0)
            among = _delays(served, page, scale.painted, "among")
            heard = crowd.heard()
    return [
        _line(f"event accepted -> row painted, {scale.painted} events", alone),
        _line(f"the same with {scale.pollers} pages polling each second", among),
        Line(
            f"the {scale.pollers} pages meanwhile",
            f"{heard.rate:,.0f} polls/s, answered in p50 {heard.p50:.1f} ms, p95 {heard.p95:.1f} ms",
        ),
    ]


def _delays(served: Served, page: Page, how_many: int, name: str) -> list[float]:
    accepted: dict[str, float] = {}
    rng = random.Random(name)
    for i in range(how_many):
        time.sleep(rng.uniform(*_APART))
        told = event(f"{name}-{i}", "ringing", f"+98939{i:07}", datetime.now(UTC))
        receipt = served.post_events(told)
        accepted[receipt["calls"][0]["id"]] = time.time()
    seen = painted(page, accepted)
    return [seen[call_id] - at for call_id, at in accepted.items()]


def _pollers(served: Served, how_many: int, seconds: float) -> load.Load:
    return load.Load(
        served.port,
        PATH,
        served.poll_headers,
        (poll(current_cursor(served)),),
        connections=how_many,
        seconds=seconds,
        period=1.0,
        follow=CURSOR,
    )


def _line(what: str, delays: list[float]) -> Line:
    p50, p95 = percentile(delays, 0.5), percentile(delays, 0.95)
    return Line(
        what, f"p50 {p50:.2f} s, p95 {p95:.2f} s", f"p95 <= {REACH:g} s", p95 <= REACH, percentiles(delays, "s")
    )
