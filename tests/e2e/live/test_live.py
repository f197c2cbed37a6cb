"""The live page in a real browser: the right name at once, without disturbing the user."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row, sticking_out


def test_a_known_caller_rings_talks_and_ends_in_the_same_row(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    office.a_customer_of_mina(number)
    office.product.ring(number, "known", extension="101", line="2001")
    call = row(mina, "known")
    expect(call).to_have_attribute("data-state", "ringing")
    expect(call).to_have_attribute("data-kind", "mine")
    for words in ("Sara Ahmadi", "Arman Trading", "mina", "Front desk"):
        expect(call).to_contain_text(words)
    expect(call.locator(".call-color")).to_have_attribute("title", "Gold")
    expect(mina.locator("#announcer")).to_contain_text("Sara Ahmadi")
    office.product.ring(number, "known", "answered", extension="101")
    expect(call).to_have_attribute("data-state", "answered")
    office.product.ring(number, "known", "ended", cause="normal")
    expect(call).to_have_attribute("data-outcome", "answered")
    expect(call).to_have_count(1)


def test_green_for_the_owner_amber_for_the_other(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    omid = office.page(browsing, "omid")
    number = office.a_mobile()
    office.a_customer_of_mina(number)
    office.product.ring(number, "whose")
    expect(row(mina, "whose")).to_have_attribute("data-kind", "mine")
    expect(row(omid, "whose")).to_have_attribute("data-kind", "known")


def test_unknown_and_withheld_callers_have_their_own_words(office: SmallOffice, mina: Page) -> None:
    office.product.ring("02188001122", "unknown")
    office.product.ring("anonymous", "withheld")
    expect(row(mina, "unknown")).to_contain_text("Number not registered")
    expect(row(mina, "unknown")).to_contain_text("021 8800 1122")
    expect(row(mina, "withheld")).to_contain_text("Number withheld")


def test_a_profile_saved_meanwhile_names_the_calls_that_came_before(office: SmallOffice, mina: Page) -> None:
    office.product.ring("02188003344", "before")
    expect(row(mina, "before")).to_have_attribute("data-kind", "unknown")
    office.product.add_profile(kind="organization", name="Nik Dairy", phones=[{"number": "88003344"}])
    expect(row(mina, "before")).to_contain_text("Nik Dairy")


def test_the_triangle_lists_everybody_who_holds_the_number(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    office.a_customer_of_mina(number)
    office.product.add_profile(kind="person", name="Reza Karimi", phones=[{"number": number}])
    office.product.ring(number, "shared")
    row(mina_live, "shared").locator("[data-popover-target^=holders]").click()
    holders = mina_live.locator(":popover-open")
    expect(holders).to_contain_text("Sara Ahmadi")
    expect(holders).to_contain_text("Reza Karimi")
    office.product.ring(office.a_mobile(), "while open")
    expect(mina_live.locator("#new-calls")).to_be_visible()
    expect(holders).to_be_visible()
    mina_live.mouse.move(0, 0)
    mina_live.keyboard.press("Escape")
    expect(row(mina_live, "while open")).to_be_visible(timeout=15_000)


def test_rows_wait_while_the_pointer_is_on_the_list(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    office.product.ring(number, "pointed")
    row(mina_live, "pointed").hover()
    office.product.ring(office.a_mobile(), "waiting")
    notice = mina_live.locator("#new-calls")
    expect(notice).to_be_visible()
    expect(row(mina_live, "waiting")).to_have_count(0)
    office.product.ring(number, "pointed", "answered", extension="101")
    expect(row(mina_live, "pointed")).to_have_attribute("data-state", "answered")
    notice.click()
    expect(row(mina_live, "waiting")).to_be_visible()


def test_how_it_matched_is_one_click_away(office: SmallOffice, mina: Page) -> None:
    office.product.add_profile(kind="organization", name="Local Dairy", phones=[{"number": "02188005566"}])
    office.product.ring("88005566", "matched")
    row(mina, "matched").locator("[data-popover-target^=details]").click()
    expect(mina.locator(":popover-open")).to_contain_text("area code added")


def test_markup_in_a_name_is_text(office: SmallOffice, mina: Page) -> None:
    name = "<img src=x onerror=alert(1)> & Sons"
    number = office.a_mobile()
    office.product.add_profile(kind="organization", name=name, phones=[{"number": number}])
    office.product.ring(number, "markup")
    expect(row(mina, "markup")).to_contain_text(name)
    assert mina.locator("main img").count() == 0


def test_the_name_leads_to_the_profile_and_back(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    office.product.ring(number, "linked")
    row(mina_live, "linked").locator(".call-name").click()
    mina_live.wait_for_url(f"**/profiles/{profile}")
    for words in ("Sara Ahmadi", "Arman Trading", "Gold", f"{number[:4]} {number[4:7]} {number[7:]}"):
        expect(mina_live.locator("main")).to_contain_text(words)
    mina_live.go_back()
    expect(row(mina_live, "linked")).to_be_visible()


def test_a_time_says_how_long_ago_as_soon_as_it_is_on_the_page(office: SmallOffice, mina: Page) -> None:
    said = mina.evaluate("""async () => {
        const time = document.createElement("time");
        time.dataset.tick = "ago";
        time.dataset.since = String(Date.now() - 150000);
        document.body.append(time);
        await Promise.resolve();
        return time.textContent;
    }""")
    assert said == "2m ago"


def test_a_profile_that_is_not_there_says_so(office: SmallOffice, mina: Page) -> None:
    mina.goto(f"{office.product.url}/profiles/999999")
    expect(mina.locator("main")).to_contain_text("profile")
    expect(mina.locator("main a[href='/']").first).to_be_visible()


def test_persian_is_right_to_left_with_its_own_digits(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, "omid")
    page.goto(f"{office.product.url}/language/fa?next=/")
    number = office.a_mobile()
    office.product.ring(number, "persian")
    call = row(page, "persian")
    digits = number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    expect(call).to_contain_text(f"{digits[:4]} {digits[4:7]} {digits[7:]}")
    expect(call).to_contain_text("در حال زنگ")
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_nothing_overflows_on_a_telephone(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, viewport={"width": 390, "height": 844})
    office.product.ring(office.a_mobile(), "narrow", extension="101", line="2001", queue="sales")
    expect(row(page, "narrow")).to_be_visible()
    assert sticking_out(page) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_rubbish_from_the_network_stays_in_its_place(office: SmallOffice, browsing: Browsing, width: int) -> None:
    page = office.page(browsing, viewport={"width": width, "height": 844})
    office.product.ring("x" * 200, f"rubbish {width}", caller_name="n" * 200)
    rubbish = row(page, f"rubbish {width}")
    inside(rubbish.locator(".call-number .number"), rubbish)
    rubbish.locator("[data-popover-target^=details]").click()
    inside(rubbish.locator(".facts .number"), rubbish.locator(".facts"))
    page.keyboard.press("Escape")
    rubbish.locator(".call-icon").click()
    page.get_by_role("menuitem", name="Add to…").click()
    for part in page.locator(".add-caller > *").all():
        inside(part, page.locator(".add-caller"))


def inside(part: Locator, whole: Locator) -> None:
    """The element lies completely within the other."""
    expect(part).to_be_visible()
    inner, outer = part.bounding_box(), whole.bounding_box()
    assert inner
    assert outer
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]


def test_the_window_is_the_list_alone(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, path="/window", viewport={"width": 420, "height": 600})
    office.product.ring(office.a_mobile(), "small")
    expect(row(page, "small")).to_be_visible()
    expect(page.locator(".sidebar")).to_be_hidden()


def test_the_keyboard_alone_opens_details_and_rows_wait_meanwhile(office: SmallOffice, mina: Page) -> None:
    office.product.ring(office.a_mobile(), "keyboard")
    button = row(mina, "keyboard").locator("[data-popover-target^=details]")
    expect(button).to_be_visible()
    mina.locator("body").press("Tab")
    button.focus()
    mina.keyboard.press("Enter")
    expect(mina.locator(":popover-open")).to_be_visible()
    office.product.ring(office.a_mobile(), "meanwhile")
    expect(mina.locator("#new-calls")).to_be_visible()
    expect(mina.locator(":popover-open")).to_be_visible()
    mina.keyboard.press("Escape")
    expect(button).to_be_focused()
