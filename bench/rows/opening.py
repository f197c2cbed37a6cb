"""Opening the live page: what goes over the wire, when the list is painted, and how long the page was busy at once."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from bench.browser import ANY_ROW, chromium, sign_in, url
from bench.report import Line, Spread
from bench.served import Served, event, serving
from bench.world import World

_ROWS = 100
"""Calls in the list."""
_REST = 3.0
"""Seconds after the list was painted in which the page loads what it needs later."""
_WATCH = """
(() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      if (!window.listPainted) window.longest = Math.max(window.longest, task.duration);
    }
  }).observe({type: 'longtask', buffered: true});
  new MutationObserver((_, watch) => {
    if (document.querySelector('ROW')) {
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => { window.listPainted = performance.now(); }));
    }
  }).observe(document, {subtree: true, childList: true});
})();
""".replace("ROW", ANY_ROW)


@dataclass(frozen=True, slots=True)
class _Opening:
    """Seconds until the list was painted, seconds of the longest task before, requests and kB until the page rests."""

    painted: float
    longest: float
    requests: int
    size: float


def opening(world: World) -> list[Line]:
    """Open the page with an empty cache, and again with a full one."""
    with chromium() as browser:
        if browser is None:
            return [Line("live page opened", "skipped: there is no chromium on this machine")]
        with serving(world.database()) as served:
            served.post_events(*(event(f"row {i}", "ringing", f"+98939{i:07}") for i in range(_ROWS)))
            served.post_events(*(event(f"row {i}", "ended", f"+98939{i:07}") for i in range(_ROWS)))
            cold, warm = _openings(browser, served, world.scale.rounds)
    return [*_lines("cold", cold, painted=2.0, size=1_200, requests=25), *_lines("warm", warm, painted=1.2, size=60)]


def _openings(browser: Browser, served: Served, rounds: int) -> tuple[list[_Opening], list[_Opening]]:
    cold: list[_Opening] = []
    warm: list[_Opening] = []
    for _ in range(rounds):
        context = browser.new_context()
        sign_in(context, served)
        cold.append(_opened(context, served))
        warm.append(_opened(context, served))
        context.close()
    return cold, warm


def _opened(context: BrowserContext, served: Served) -> _Opening:
    page = context.new_page()
    page.add_init_script(_WATCH)
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))  # 0: from the cache
    page.goto(url(served), wait_until="commit")
    page.wait_for_selector(ANY_ROW)
    page.wait_for_timeout(_REST * 1000)
    painted, longest = page.evaluate("[window.listPainted, window.longest]")
    page.close()
    loaded = [size for size in sizes if size]
    polls = int(_REST)  # they belong to the page's life, not to its opening
    return _Opening(painted / 1000, longest / 1000, len(loaded) - polls, sum(loaded) / 1000)


def _lines(what: str, opened: list[_Opening], painted: float, size: float, requests: int | None = None) -> list[Line]:
    times, tasks = (Spread(tuple(values)) for values in ([o.painted for o in opened], [o.longest for o in opened]))
    sizes, counts = (
        Spread(tuple(values)) for values in ([o.size for o in opened], [float(o.requests) for o in opened])
    )
    few = requests is None or counts.median <= requests
    return [
        Line(
            f"live page, {what}: list painted",
            f"{times.text()} s",
            f"<= {painted:g} s",
            times.median <= painted,
            {"s": times},
        ),
        Line(
            f"live page, {what}: longest task before",
            f"{tasks.text('.3f')} s",
            "<= 0.15 s",
            tasks.median <= 0.15,
            {"s": tasks},
        ),
        Line(
            f"live page, {what}: on the wire",
            f"{sizes.text('.0f')} kB in {counts.text('.0f')} requests",
            f"<= {size:g} kB" + (f", {requests} requests" if requests else ""),
            sizes.median <= size and few,
            {"kB": sizes, "requests": counts},
        ),
    ]
