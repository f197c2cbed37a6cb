"""The call log in a real browser: filters in the address, the dialog of a call, the export."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.test_accessibility import violations

WIDE = {"width": 1440, "height": 900}


def opened(office: SmallOffice, browsing: Browsing, search: str = "", **options: str) -> Page:
    page = office.page(browsing, "mina", f"/calls{search}", viewport=WIDE, **options)
    expect(page.locator("#call-log")).not_to_have_attribute("aria-busy", "true")
    return page


def test_filters_are_in_the_address_and_the_file_has_the_same_calls(office: SmallOffice, browsing: Browsing) -> None:
    caller, other = office.a_mobile(), office.a_mobile()
    for number, call_id in ((caller, "log-missed"), (other, "log-other")):
        office.product.ring(number, call_id, extension="101", line="2001")
    office.product.ring(caller, "log-missed", "ended")
    page = opened(office, browsing, "?range=today")
    rows = page.locator("#call-log .call")
    page.locator("[data-log=number]").fill(caller)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("number="))
    expect(rows).to_have_count(1)
    page.locator("[data-log=state]").select_option("outcome:answered")
    expect(rows).to_have_count(0)
    page.go_back()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Missed")
    page.locator("[data-popover-target=exports]").click()
    with page.expect_download() as download:
        page.locator("[data-export$=csv]").click()
    lines = download.value.path().read_text("utf-8-sig").strip().splitlines()
    assert len(lines) == 2
    assert "+98" + caller[1:] in lines[1]


def test_a_row_opens_the_call_step_by_step(office: SmallOffice, browsing: Browsing) -> None:
    caller = office.a_mobile()
    office.product.ring(caller, "log-steps", extension="101")
    office.product.ring(caller, "log-steps", "answered", extension="102")
    page = opened(office, browsing, f"?number={caller}")
    page.get_by_role("button", name="Open this call").click()
    sheet = page.locator("#call-sheet")
    expect(sheet).to_contain_text("Rings")
    expect(sheet).to_contain_text("Answered")
    office.product.ring(caller, "log-steps", "ended", cause="busy")
    office.product.add_profile(kind="person", name="Ladan Steps", phones=[{"number": caller}])
    expect(sheet).to_contain_text("Ladan Steps")


def test_a_saved_view_is_there_again_with_its_filters_and_columns(office: SmallOffice, browsing: Browsing) -> None:
    caller = office.a_mobile()
    name = f"Of {caller}"
    office.product.ring(caller, f"view {caller}", extension="101")
    office.product.ring(office.a_mobile(), f"view other {caller}", extension="101")
    page = opened(office, browsing, f"?number={caller}&range=today")
    page.locator("[data-popover-target=call-columns]").click()
    page.locator("[data-column=where]").click()
    page.locator("[data-popover-target=call-views]").click()
    page.get_by_role("button", name="Save as a new view…").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#call-view-name")).to_have_text(name)
    page.goto(f"{office.product.url}/calls")
    expect(page.locator("#call-view-name")).to_have_text("Views")
    page.locator("[data-popover-target=call-views]").click()
    page.get_by_role("link", name=name).click()
    expect(page.locator("#call-log .call")).to_have_count(1)
    expect(page.locator("[data-log=number]")).to_have_value(caller)
    expect(page.locator("#call-log")).to_have_attribute("data-hides", "where")
    page.locator("[data-popover-target=call-views]").click()
    page.get_by_role("button", name=f"Rename or delete: {name}").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#call-view-name")).to_have_text("Views")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#call-view-name")).to_have_text(name)


def test_new_calls_wait_until_they_are_asked_for_and_open_ones_follow(office: SmallOffice, browsing: Browsing) -> None:
    caller = office.a_mobile()
    office.product.ring(caller, f"first {caller}", extension="101")
    page = opened(office, browsing, f"?number={caller}")
    rows = page.locator("#call-log .call")
    expect(rows).to_have_attribute("data-state", "ringing")
    office.product.ring(caller, f"first {caller}", "ended")
    expect(rows).to_have_attribute("data-state", "ended")
    for i in range(2):
        office.product.ring(caller, f"new {i} {caller}", extension="101")
    notice = page.get_by_role("button", name="2 new calls — show")
    expect(notice).to_be_visible()
    expect(rows).to_have_count(1)
    notice.click()
    expect(rows).to_have_count(3)
    expect(page.locator("#call-log-waiting")).to_be_hidden()


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("fa", "light")])
def test_the_log_is_accessible(office: SmallOffice, browsing: Browsing, language: str, theme: str) -> None:
    office.product.ring(office.a_mobile(), f"log accessible {language}", extension="101")
    page = opened(office, browsing, color_scheme=theme)
    page.goto(f"{office.product.url}/language/{language}?next=/calls")
    expect(page.locator("#call-log .call").first).to_be_visible()
    assert violations(page) == []
