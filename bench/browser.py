"""Chromium for the benchmarks, with a script that records when the row of a call appears."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.served import Served

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ANY_ROW = "[data-call-id]"
# A row counts when a frame that shows it has been drawn: the next animation frame, and a task after it.
_WATCH = """
(() => {
  window.painted = {};
  const look = () => {
    for (const row of document.querySelectorAll('[data-call-id]')) {
      const id = row.dataset.callId;
      if (id in window.painted) continue;
      window.painted[id] = null;
      requestAnimationFrame(() => setTimeout(() => { window.painted[id] = Date.now(); }));
    }
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true, attributeFilter: ['data-call-id']});
})();
"""


@contextmanager
def chromium() -> Iterator[Browser | None]:
    """The machine's Chromium, headless; None if there is none."""
    path = shutil.which("chromium")
    if path is None:
        yield None
        return
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *sandbox])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def live_page(browser: Browser, served: Served) -> Iterator[Page]:
    """The live page of the signed-in user with its rows, in a browser with an empty cache."""
    context = browser.new_context()
    sign_in(context, served)
    context.add_init_script(_WATCH)
    try:
        page = context.new_page()
        page.goto(url(served))
        page.wait_for_selector(ANY_ROW)
        yield page
    finally:
        context.close()


def sign_in(context: BrowserContext, served: Served) -> None:
    """Give the context the session of the admin."""
    cookies = (cookie.split("=", 1) for cookie in served.cookie.split("; "))
    context.add_cookies([{"name": name, "value": value, "url": url(served)} for name, value in cookies])


def painted(page: Page, call_ids: Collection[str]) -> dict[str, float]:
    """When the row of each call first appeared, in epoch seconds. Raises TimeoutError after ten seconds."""
    page.wait_for_function("ids => ids.every(id => window.painted[id])", arg=list(call_ids), timeout=10_000)
    times: dict[str, float] = page.evaluate("window.painted")
    return {call_id: times[call_id] / 1000 for call_id in call_ids}


def url(served: Served) -> str:
    """The address of the live page."""
    return f"http://127.0.0.1:{served.port}/"
