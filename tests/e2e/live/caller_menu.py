"""The caller's menu and its dialogs, for browser tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from tests.e2e.conftest import row


def menu(page: Page) -> Locator:
    return page.locator("#caller-menu:popover-open")


def entry(page: Page, words: str) -> Locator:
    return menu(page).get_by_role("menuitem", name=words, exact=True)


def icon(page: Page, call_id: str) -> Locator:
    return row(page, call_id).locator(".call-icon")


def watch_dialogs(page: Page) -> None:
    """Have the page record the dialogs that are opened."""
    page.evaluate(
        """() => {
            const real = window.callerid.openDialog;
            window.asked = [];
            window.callerid.openDialog = (name, args) => { window.asked.push([name, args]); real(name, args); };
        }"""
    )


def asked(page: Page) -> list[Any]:
    """The last recorded dialog; clears the record."""
    return list(page.evaluate("window.asked.splice(0).at(-1)"))
