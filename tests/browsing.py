"""Pages in a real browser that fail the test after an error in the console or a request to another host."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Browsing:
    """The pages of one test, and the errors on them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._allowed: list[re.Pattern[str]] = []
        self._trouble: list[str] = []

    def new_page(self, **options: Any) -> Page:
        """A watched page with its own cookies, as on another computer.

        `options` are those of Playwright's `Browser.new_context`, such as `viewport` or `locale`. By default the page
        asks for reduced motion, because an animation is painted 60 times a second.
        """
        options.setdefault("reduced_motion", "reduce")
        context = self._browser.new_context(**options)
        self._contexts.append(context)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self._raised(error.error))
        context.on("request", self._requested)
        return context.new_page()

    def allow(self, pattern: str) -> None:
        """Expect errors whose text matches, such as `allow("status of 401")` where the test provokes one."""
        self._allowed.append(re.compile(pattern))

    def trouble(self) -> list[str]:
        """Every unexpected error, in order."""
        return [text for text in self._trouble if not any(pattern.search(text) for pattern in self._allowed)]

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._trouble.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _raised(self, error: Error) -> None:
        self._trouble.append(f"uncaught: {error.stack or error}")

    def _requested(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in LOOPBACK:
            self._trouble.append(f"request to elsewhere: {request.url}")
