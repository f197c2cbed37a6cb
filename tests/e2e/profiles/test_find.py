"""The list of profiles in a real browser: search with typing errors, filters, going back, bulk edits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from callerid_dash.factory import build_services
from callerid_dash.settings import read_settings
from callerid_dash.store.engine.protocol import Session
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.e2e.test_accessibility import violations
from tests.scenes import add_category
from tests.serving import RunningProduct

WIDE = {"width": 1440, "height": 900}
NAMES = ("Bahram Yasi", "Bahar Navid", "Kourosh Tavana", "نیلوفر رضایی")


class FiledOffice(SmallOffice):
    """The small office with a category tree and four persons; the first one has a number."""

    def _furnish(self) -> int:
        gold = super()._furnish()
        services = build_services(read_settings(self.product.environment()))

        def grow(session: Session) -> None:
            customers = add_category(session, None, 1, "Customers")
            add_category(session, customers, 1, "Retail")
            add_category(session, customers, 2, "Export")

        services.store.write(grow)
        services.store.close()
        return gold

    def move_in(self) -> None:
        """Add the persons: the first two have the gold color, the last two are in Export."""
        for place, name in enumerate(NAMES):
            self.product.add_profile(
                kind="person",
                name=name,
                phones=[{"number": f"0935111000{place}"}],
                category="Retail" if place < 2 else "Export",
                color=self.gold if place < 2 else None,
            )


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FiledOffice]:
    """An office with these profiles and no others."""
    product = RunningProduct(tmp_path_factory.mktemp("filed"))
    try:
        office = FiledOffice(product)
        office.move_in()
        yield office
    finally:
        product.stop()


@pytest.fixture
def profiles(filed: FiledOffice, browsing: Browsing) -> Page:
    """The admin's list of profiles."""
    page = filed.page(browsing, "admin", viewport=WIDE)
    page.locator(".sidebar [data-page=profiles]").click()
    shows(page, *sorted(NAMES))
    return page


def shown(page: Page) -> Locator:
    return page.locator(".profile-row .hit-name")


def shows(page: Page, *names: str) -> None:
    expect(shown(page)).to_have_text(list(names))


def facet(page: Page, words: str) -> Locator:
    return page.locator(".facet-link", has_text=words)


def select(page: Page, name: str) -> None:
    page.get_by_role("checkbox", name=f"Select {name}").click()


def test_a_name_is_found_with_a_typing_error_in_either_script(profiles: Page) -> None:
    profiles.fill("#profiles-query", "bahrma yasi")
    shows(profiles, "Bahram Yasi")
    expect(profiles.locator(".similar-head")).to_have_text(re.compile("Written similarly"))
    profiles.fill("#profiles-query", "نيلوفر رضاي")
    shows(profiles, "نیلوفر رضایی")
    profiles.fill("#profiles-query", "۰۹۳۵ ۱۱۱ ۰۰۰۲")
    shows(profiles, "Kourosh Tavana")
    profiles.fill("#profiles-query", "nobody at all")
    shows(profiles)
    expect(profiles.locator("#profiles-empty")).to_contain_text("nobody at all")


def test_filters_are_in_the_address_and_back_takes_them_off(profiles: Page) -> None:
    profiles.locator(".tree-fold").click()
    facet(profiles, "Retail").click()
    shows(profiles, "Bahar Navid", "Bahram Yasi")
    expect(facet(profiles, "Customers").locator(".facet-count")).to_have_text("4")
    facet(profiles, "Gold").click()
    expect(profiles).to_have_url(re.compile(r"/profiles\?category=\d+&color=\d+$"))
    expect(profiles.locator(".chip-filter")).to_have_count(2)
    profiles.fill("#profiles-query", "navid")
    shows(profiles, "Bahar Navid")
    address = profiles.url
    profiles.go_back()
    shows(profiles, "Bahar Navid", "Bahram Yasi")
    profiles.go_back()
    profiles.go_back()
    shows(profiles, *sorted(NAMES))
    profiles.goto(address)
    shows(profiles, "Bahar Navid")
    expect(profiles.locator("#profiles-query")).to_have_value("navid")
    facet(profiles, "Gold").click()
    expect(profiles.locator(".chip-filter")).to_have_count(1)


def test_who_comes_back_from_a_profile_finds_the_list_as_it_was_left(profiles: Page) -> None:
    profiles.set_viewport_size({"width": 1440, "height": 280})
    select(profiles, "Bahar Navid")
    profiles.evaluate("window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    shown(profiles).last.click()
    expect(profiles.locator("#profile-head h1")).to_be_in_viewport()
    profiles.go_back()
    expect(shown(profiles).last).to_be_in_viewport()
    expect(profiles.get_by_role("checkbox", name="Select Bahar Navid")).to_have_attribute("aria-checked", "true")
    profiles.locator(".sidebar [data-page=live]").click()
    profiles.locator(".sidebar [data-page=profiles]").click()
    expect(profiles.get_by_role("checkbox", name="Select Bahar Navid")).to_have_attribute("aria-checked", "false")


def test_the_tree_is_walked_with_the_keyboard(profiles: Page) -> None:
    facet(profiles, "Customers").focus()
    expect(facet(profiles, "Export")).to_be_hidden()
    profiles.keyboard.press("ArrowRight")
    profiles.keyboard.press("ArrowDown")
    profiles.keyboard.press("ArrowDown")
    expect(facet(profiles, "Export")).to_be_focused()
    profiles.keyboard.press("Enter")
    shows(profiles, "Kourosh Tavana", "نیلوفر رضایی")


def test_two_profiles_change_together_and_a_live_row_and_another_list_show_it(
    filed: FiledOffice, profiles: Page, browsing: Browsing
) -> None:
    filed.product.ring("09351110002", "find bulk")
    live = filed.page(browsing, "mina", viewport=WIDE)
    expect(row(live, "find bulk").locator(".call-color")).to_have_count(0)
    other = filed.page(browsing, "omid", viewport=WIDE)
    other.goto(f"{filed.product.url}/profiles?color={filed.gold}")
    shows(other, "Bahar Navid", "Bahram Yasi")

    select(profiles, "Kourosh Tavana")
    select(profiles, "Bahar Navid")
    expect(profiles.locator(".selected-count")).to_have_text("2 selected")
    profiles.get_by_role("button", name="Change…").click()
    dialog = profiles.locator(".modal.show")
    dialog.get_by_label("Color").select_option(label="Gold")
    expect(dialog.locator(".bulk-preview")).to_contain_text("1 of 2 profiles change:")
    dialog.get_by_role("button", name="Change", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(row(live, "find bulk").locator(".call-color")).to_have_count(1)
    shows(other, "Bahar Navid", "Bahram Yasi", "Kourosh Tavana")

    profiles.locator(".toast-undo").click()
    expect(row(live, "find bulk").locator(".call-color")).to_have_count(0)
    shows(other, "Bahar Navid", "Bahram Yasi")


def test_agents_select_to_merge_but_not_to_change(filed: FiledOffice, browsing: Browsing) -> None:
    page = filed.page(browsing, "mina", "/profiles", viewport=WIDE)
    shows(page, *sorted(NAMES))
    page.get_by_role("checkbox", name="Select all that are shown").click()
    expect(page.get_by_role("button", name="Merge…")).to_be_visible()
    expect(page.get_by_role("button", name="Change…")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_and_its_dialog_are_accessible(filed: FiledOffice, browsing: Browsing, theme: str) -> None:
    page = filed.page(browsing, "admin", f"/profiles?color={filed.gold}", viewport=WIDE, color_scheme=theme)
    shows(page, "Bahar Navid", "Bahram Yasi")
    select(page, "Bahram Yasi")
    assert violations(page) == []
    page.get_by_role("button", name="Change…").click()
    expect(page.locator(".modal.show .bulk-preview p")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_css("opacity", "1")  # half faded in, nothing has enough contrast
    assert violations(page) == []
