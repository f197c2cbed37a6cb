"""The page of missed calls in a real browser: it follows the feed and never moves the row under the pointer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, sticking_out
from tests.e2e.test_accessibility import violations

WIDE = {"width": 1440, "height": 900}


def missed(office: SmallOffice, number: str, call_id: str, extension: str = "101") -> None:
    office.product.ring(number, call_id, extension=extension, line="2001")
    office.product.ring(number, call_id, "ended")


def answered(office: SmallOffice, number: str, call_id: str) -> None:
    for kind in ("ringing", "answered"):
        office.product.ring(number, call_id, kind, extension="102")


@pytest.fixture(autouse=True)
def nobody_waits(office: SmallOffice) -> None:
    """Answer the callers whom other tests missed: the list begins with those who wait longest, fifty of them."""
    calls = office.product.api("GET", "/api/v1/calls?outcome=missed&limit=500")["items"]
    told = [{"source": "test", "call_id": f"{call['id']} again", "caller": call["caller"]["raw"]} for call in calls]
    at = datetime.now(UTC).isoformat()
    events = [{**call, "event": event, "at": at} for call in told for event in ("answered", "ended")]
    if events:
        office.product.api("POST", "/api/v1/call-events", {"events": events})


def opened(office: SmallOffice, browsing: Browsing, search: str = "") -> Page:
    return office.page(browsing, "mina", f"/missed{search}", viewport=WIDE)


def close(page: Page, number: str, reason: str) -> None:
    line(page, number).locator("[data-dialog=missed-close]").click()
    page.locator("#dialog [data-field=reason] input").fill(reason)
    page.locator("#dialog .dialog-foot .btn-primary").click()
    expect(page.locator("#dialog .dialog-title")).to_have_count(0)
    page.mouse.move(700, 20)


def line(page: Page, number: str) -> Locator:
    return page.locator(f".waiting[data-number='+98{number[1:]}']")


def test_a_missed_caller_appears_and_an_answer_takes_the_line_away(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, "mina", viewport=WIDE)
    page.locator(".sidebar [data-page=missed]").click()
    expect(page.locator("#missed li").first).to_be_visible()
    number = office.a_mobile()
    office.a_customer_of_mina(number, "Ladan Missed")
    missed(office, number, "missed-1")
    expect(line(page, number)).to_contain_text("Ladan Missed")
    expect(page.locator("#missed-count")).to_contain_text("waiting")
    missed(office, number, "missed-2")
    expect(line(page, number)).to_contain_text("2 attempts")
    answered(office, number, "missed-3")
    expect(line(page, number)).to_have_count(0)


def test_what_is_pointed_at_stays_with_its_menu_while_others_come_and_go(
    office: SmallOffice, browsing: Browsing
) -> None:
    first, second = office.a_mobile(), office.a_mobile()
    missed(office, first, "held-1")
    page = opened(office, browsing, "?order=newest")
    expect(line(page, first)).to_be_visible()
    line(page, first).locator(".call-icon").click()
    expect(page.locator("#caller-menu:popover-open")).to_contain_text("Save as person")
    before = line(page, first).bounding_box()
    missed(office, second, "held-2")
    answered(office, first, "held-3")
    expect(line(page, first)).to_have_class("waiting is-gone")
    expect(page.locator("#caller-menu")).to_be_visible()
    assert line(page, first).bounding_box() == before
    assert line(page, second).count() == 0
    page.keyboard.press("Escape")
    page.locator("#search").focus()
    page.mouse.move(700, 20)
    expect(line(page, second)).to_be_visible()
    expect(line(page, first)).to_have_count(0)


def test_closing_with_a_reason_is_told_and_reopened_and_a_recorded_call_back_closes_too(
    office: SmallOffice, browsing: Browsing
) -> None:
    number = office.a_mobile()
    office.a_customer_of_mina(number, "Closable Customer")
    missed(office, number, "closed-1")
    page = opened(office, browsing)
    line(page, number).locator("[data-dialog=missed-close]").click()
    page.locator("#dialog .dialog-foot .btn-primary").click()
    expect(page.locator("#dialog [data-field=reason] .field-error")).to_contain_text("Write a reason")
    page.locator("#dialog [data-field=reason] input").fill("Answered by mail")
    page.locator("#dialog .dialog-foot .btn-primary").click()
    expect(page.locator("#dialog .dialog-title")).to_have_count(0)
    page.mouse.move(700, 20)
    expect(line(page, number)).to_have_count(0)
    closed = page.locator(".closed", has_text="Closable Customer")
    expect(closed).to_contain_text("Answered by mail")
    closed.locator("[data-undo]").click()
    expect(line(page, number)).to_be_visible()
    line(page, number).locator("[data-dialog=record]").click()
    page.locator("#dialog input[id*=subject]").fill("Called back")
    page.locator("#dialog .dialog-foot .btn-primary").click()
    page.mouse.move(700, 20)
    expect(line(page, number)).to_have_count(0)


def test_a_click_in_the_list_leads_where_it_says(office: SmallOffice, browsing: Browsing) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number, "Mitra Clicked")
    missed(office, number, "clicked")
    page = opened(office, browsing)
    line(page, number).locator(".call-who a", has_text="Mitra Clicked").click()
    expect(page).to_have_url(f"{office.product.url}/profiles/{profile}")
    expect(page.locator(".toasts")).to_be_empty()


def test_several_are_selected_closed_with_one_reason_and_taken_back_at_once(
    office: SmallOffice, browsing: Browsing
) -> None:
    numbers = [office.a_mobile() for _ in range(3)]
    for place, number in enumerate(numbers):
        missed(office, number, f"several-{place}")
    page = opened(office, browsing, "?order=newest")
    expect(page.locator(".waiting-day").first).to_contain_text("Today")
    box = page.locator("#missed").bounding_box()
    line(page, numbers[2]).locator("[data-select]").click()
    line(page, numbers[0]).locator("[data-select]").click(modifiers=["Shift"])
    expect(page.locator(".selected-count")).to_have_text("3 selected")
    line(page, numbers[1]).locator("[data-select]").press("Space")
    expect(line(page, numbers[1]).locator("[data-select]")).to_have_attribute("aria-checked", "false")
    assert page.locator("#missed").bounding_box() == box
    page.locator("[data-selected=close]").click()
    expect(page.locator("#dialog .dialog-title")).to_have_text("Close the missed calls of 2 callers")
    page.locator("#dialog [data-field=reason] input").fill("Public holiday")
    page.locator("#dialog .dialog-foot .btn-primary").click()
    expect(page.locator(".toasts")).to_contain_text("2 callers closed")
    page.mouse.move(700, 20)
    expect(line(page, numbers[0])).to_have_count(0)
    expect(line(page, numbers[1])).to_be_visible()
    expect(page.locator(".selected-count")).to_be_empty()
    closed = page.locator(".closed", has_text="Public holiday")
    expect(closed).to_contain_text("and 1 other")
    closed.locator("[data-undo]").click()
    expect(line(page, numbers[0])).to_be_visible()
    expect(line(page, numbers[2])).to_be_visible()


def test_who_is_not_called_back_in_time_moves_to_a_list_of_their_own(office: SmallOffice, browsing: Browsing) -> None:
    number, ten_days_ago = office.a_mobile(), datetime.now(UTC) - timedelta(days=10)
    for place, kind in enumerate(("ringing", "ended")):
        at = (ten_days_ago + timedelta(seconds=20 * place)).isoformat()
        event = {"source": "test", "call_id": "long ago", "event": kind, "at": at, "caller": number, "extension": "101"}
        office.product.api("POST", "/api/v1/call-events", event)
    page = opened(office, browsing)
    page.locator(".ways a", has_text="Never called back (1)").click()
    expect(line(page, number)).to_be_visible()
    expect(page.locator(".missed-note")).to_contain_text("7 days")
    close(page, number, "Too late")
    expect(page.locator("#missed")).to_contain_text("Everybody was called back")


def test_the_page_is_accessible_in_both_languages_and_fits_a_telephone(office: SmallOffice, browsing: Browsing) -> None:
    number, closable = office.a_mobile(), office.a_mobile()
    office.a_customer_of_mina(number)
    office.a_customer_of_mina(closable, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")
    missed(office, number, "accessible-missed")
    missed(office, closable, "accessible-closed")
    close(opened(office, browsing), closable, "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz")
    for language, theme, width in (("en", "dark", 1440), ("fa", "light", 390)):
        path, size = f"/language/{language}?next=/missed", {"width": width, "height": 2400}
        page = office.page(browsing, "mina", path, color_scheme=theme, viewport=size)
        expect(line(page, number)).to_be_visible()
        assert violations(page) == []
        assert sticking_out(page) == []
