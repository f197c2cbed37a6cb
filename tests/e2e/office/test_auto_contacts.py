"""Anonymous contacts in the browser: enabled, created by a call, identified from the list, and undone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from callerid_dash.factory import build_services
from callerid_dash.settings import read_settings
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.scenes import add_category
from tests.serving import RunningProduct


class QuietOffice(SmallOffice):
    """A separate office, because the module changes the treatment of every unknown caller."""

    def _furnish(self) -> int:
        gold = super()._furnish()
        services = build_services(read_settings(self.product.environment()))
        services.store.write(lambda session: add_category(session, None, 1, "To be identified"))
        services.store.close()
        return gold


@pytest.fixture
def quiet(product: RunningProduct) -> Iterator[QuietOffice]:
    """An office without other calls."""
    return QuietOffice(product)  # type: ignore[return-value]


def turned_on(page: Page) -> None:
    page.locator("[data-dialog=anonymous-rule]").click()
    page.get_by_label("Make a profile of every unknown caller").check()
    choose(page, "category", "To be identified")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-enabled=true]")).to_be_visible()


def choose(page: Page, field: str, words: str) -> None:
    """Choose from a searchable list."""
    page.locator(f"[data-field={field}] .dash-dropdown").click()
    page.get_by_role("option", name=re.compile(words)).click()


def contact(page: Page, number: str) -> Locator:
    return page.locator(".anonymous-contacts li", has_text=number)


def test_an_unknown_caller_becomes_a_contact_that_is_identified_or_taken_back(
    quiet: QuietOffice, browsing: Browsing
) -> None:
    admin = quiet.page(browsing, "admin")
    settings = browsing.new_page(storage_state=admin.context.storage_state())
    settings.goto(f"{quiet.product.url}/settings/anonymous")
    expect(settings.locator("[data-enabled=false]")).to_be_visible()
    turned_on(settings)

    quiet.product.ring("02188001234", "first")
    quiet.product.ring("02188005678", "second")
    expect(row(admin, "first")).to_have_attribute("data-kind", "known")
    expect(row(admin, "first").locator(".call-name")).to_have_text("021 8800 1234")
    expect(contact(settings, "021 8800 1234")).to_contain_text("1 call")

    contact(settings, "021 8800 1234").get_by_role("button", name="Identify").click()
    dialog = settings.locator("#dialog")
    dialog.get_by_label("First name").fill("Sara")
    dialog.get_by_label("Last name").fill("Ahmadi")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(contact(settings, "021 8800 1234")).to_have_count(0)
    expect(row(admin, "first")).to_contain_text("Sara Ahmadi")

    settings.get_by_role("button", name="Take back…").click()
    expect(dialog).to_contain_text("1 profile goes")
    dialog.get_by_role("button", name="Take back", exact=True).click()
    expect(row(admin, "second")).to_have_attribute("data-kind", "unknown")
    settings.locator(".toast-undo").click()
    expect(row(admin, "second")).to_have_attribute("data-kind", "known")
