"""Every page passes axe-core's checks for WCAG 2.2 AA, in both languages and themes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from callerid_dash.ui.settings.sections import SECTIONS
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row

# What is right is counted only, not described with its place: of a page of figures that takes two thirds of the time.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "selectors": False,
}

_AT_REST = """
    Promise.allSettled(document.getAnimations()
        .filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime))
        .map((each) => each.finished))
"""

_BROKEN = """([within, options]) => axe.run(within ?? document, options).then(
    ({ violations }) => violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`))"""


def violations(page: Page, within: str | None = None) -> list[str]:
    """One line for each broken rule, with its first element; with an open dialog, only those `within` it.

    An element that the dialog half covers would count as too small to be hit. Waits until animations have ended.
    """
    page.evaluate(_AT_REST)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(_BROKEN, [within, OPTIONS])
    return found


def test_what_is_broken_is_found(page: Page) -> None:
    page.set_content("<html lang=en><title>Broken</title><main><h1>Broken</h1><img src=data:,><p id=p>fine</p></main>")
    assert [line.partition(":")[0] for line in violations(page)] == ["image-alt"]
    assert violations(page, "#p") == []


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("fa", "dark")])
def test_every_page_is_accessible(office: SmallOffice, browsing: Browsing, language: str, theme: str) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    office.product.ring(number, f"accessible {language} {theme}", extension="101", line="2001", queue="sales")
    office.product.ring("anonymous", f"accessible, withheld {language} {theme}")
    page = office.page(browsing, "omid", f"/language/{language}?next=/", color_scheme=theme)
    expect(row(page, f"accessible {language} {theme}")).to_be_visible()
    assert violations(page) == []
    row(page, f"accessible {language} {theme}").locator("[data-popover-target^=details]").click()
    expect(page.locator(":popover-open")).to_be_visible()
    assert violations(page, ":popover-open") == []
    row(page, f"accessible {language} {theme}").locator(".call-icon").click()
    expect(page.locator("#caller-menu:popover-open")).to_be_visible()
    assert violations(page, "#caller-menu") == []
    page.keyboard.press("Escape")
    page.locator("#search").fill("sara")
    expect(page.locator(".search-hits .hit").first).to_be_visible()
    assert violations(page, ".search-hits") == []
    page.locator("#search").fill(office.a_mobile())
    page.locator(".hits-nobody [data-dialog=add-number]").click()
    page.locator("#add-number-query").fill("sara ahmadi")
    expect(page.locator(".add-found .hit").first).to_be_visible()
    assert violations(page) == []
    page.locator(".add-found .hit").first.click()
    expect(page.locator(".add-new")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{office.product.url}/profiles/{profile}")
    expect(page.locator("main")).to_contain_text("Sara Ahmadi")
    assert violations(page) == []
    page.goto(f"{office.product.url}/window")
    expect(row(page, f"accessible {language} {theme}")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("fa", "light")])
def test_every_section_of_the_settings_is_accessible(
    office: SmallOffice, browsing: Browsing, language: str, theme: str
) -> None:
    profile = office.product.add_profile(kind="person", name="Much was written", note="line\n" * 20)
    office.product.api("PATCH", f"/api/v1/profiles/{profile['id']}", {"version": 1, "note": "another line\n" * 20})
    path = f"/language/{language}?next=/settings/{SECTIONS[0].key}"
    page = office.page(browsing, "admin", path, color_scheme=theme)
    for section in SECTIONS:
        page.locator(f"main [href='/settings/{section.key}']").click()
        expect(page.locator(f"main [href='/settings/{section.key}']")).to_have_attribute("aria-current", "page")
        expect(page.locator("#settings-body h2").first).to_be_visible()
        assert violations(page) == [], section.key


@pytest.mark.parametrize(
    ("section", "dialog"),
    [("extensions", "extension"), ("anonymous", "anonymous-rule"), ("colors", "color"), ("tokens", "token-new")],
)
def test_dialogs_of_the_settings_are_accessible(
    office: SmallOffice, browsing: Browsing, section: str, dialog: str
) -> None:
    page = office.page(browsing, "admin", f"/settings/{section}")
    page.locator(f"#settings-body [data-dialog={dialog}]").first.click()
    expect(page.locator("#dialog .dialog-title")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_in_is_accessible(office: SmallOffice, browsing: Browsing, theme: str) -> None:
    page = browsing.new_page(color_scheme=theme)
    page.goto(f"{office.product.url}/login")
    assert violations(page) == []
