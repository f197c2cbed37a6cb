"""The search box of the top bar, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.live.caller_menu import asked, watch_dialogs


def test_the_search_box_finds_by_name_and_by_any_spelling_of_a_number(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number, "Parvaneh Searched")
    mina_live.locator("#calls").click(position={"x": 5, "y": 5})
    mina_live.keyboard.press("/")
    box = mina_live.locator("#search")
    expect(box).to_be_focused()
    mina_live.keyboard.type("parvaneh sear")
    expect(mina_live.locator(".search-hits .hit").first).to_contain_text("Parvaneh Searched")
    expect(mina_live.locator(".search-hits .hits-all")).to_have_attribute("href", re.compile(r"/profiles\?q=parvaneh"))
    mina_live.keyboard.press("Escape")
    expect(mina_live.locator(".search-hits")).to_be_hidden()
    box.fill(f"+98 {number[1:4]} {number[4:]}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    expect(mina_live.locator(".search-hits .hit").first).to_contain_text("Parvaneh Searched")
    box.focus()
    mina_live.keyboard.press("ArrowDown")
    expect(mina_live.locator(".search-hits .hit").first).to_be_focused()
    mina_live.keyboard.press("Enter")
    mina_live.wait_for_url(f"**/profiles/{profile}")
    expect(mina_live.locator(".search-hits")).to_be_hidden()
    expect(box).to_have_value("")


def test_a_number_that_nobody_has_can_be_saved_from_the_search_box(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    watch_dialogs(mina_live)
    mina_live.locator("#search").fill(number)
    nobody = mina_live.locator(".hits-nobody")
    expect(nobody).to_contain_text("is on no profile yet")
    nobody.get_by_role("button", name="Add to…").click()
    assert asked(mina_live) == ["add-number", {"number": number}]
    expect(mina_live.locator(".add-caller")).to_contain_text(f"{number[:4]} {number[4:7]} {number[7:]}")


def test_on_a_telephone_the_search_box_unfolds(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, viewport={"width": 390, "height": 844})
    expect(page.locator("#search")).to_be_hidden()
    page.locator(".search-unfold").click()
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
