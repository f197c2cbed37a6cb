"""The dialog of a profile, for browser tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import SmallOffice


class Form:
    """The open dialog of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.locator(".modal.show")

    def field(self, name: str) -> Locator:
        """The input of a field, by the name that the form gives it."""
        return self.dialog.locator(f"""[id*='"field":"{name}"']""")

    def place(self, name: str) -> Locator:
        """The place of a field's error."""
        return self.dialog.locator(f"""[id*='"error":"{name}"']""")

    def button(self, words: str) -> Locator:
        return self.dialog.get_by_role("button", name=words, exact=True)

    def choose(self, name: str, words: str) -> None:
        """Search a list and choose its result."""
        group = self.dialog.locator(f"[data-field='{name}']")
        group.locator("button.dash-dropdown").click()
        group.locator(".dash-dropdown-search").fill(words)
        group.locator(".dash-dropdown-option").filter(has_text=words).first.click()
        expect(group.locator(".dash-dropdown-value")).to_contain_text(words)

    def gone(self) -> None:
        expect(self.dialog).to_have_count(0)


def opened(page: Page, name: str, **arguments: object) -> Form:
    given = {key: str(value) for key, value in arguments.items()}
    page.evaluate("([name, args]) => window.callerid.openDialog(name, args)", [name, given])
    form = Form(page)
    expect(form.dialog.locator(".profile-form")).to_be_visible()
    return form


def holders(office: SmallOffice, number: str) -> list[dict[str, Any]]:
    return list(office.product.api("GET", f"/api/v1/profiles?number={number}")["items"])
