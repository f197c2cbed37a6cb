"""The menu of a caller's icon, adding a number to a profile, and the search box, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row, sticking_out

FOR_UNKNOWN = {
    "Save as person": ("profile-new", {"kind": "person"}),
    "Save as organization": ("profile-new", {"kind": "organization"}),
    "Add to…": ("add-number", {}),
}


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


def close_dialog(page: Page) -> None:
    page.locator(".modal [data-dialog-close]").first.click()
    expect(page.locator(".modal")).to_have_count(0)


def sits_still(menu_: Locator, before: FloatRect | None) -> None:
    assert menu_.bounding_box() == before


def test_every_entry_for_an_unknown_caller_by_mouse(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    office.product.ring(number, "menu unknown")
    call = row(mina, "menu unknown").get_attribute("data-call-id")
    watch_dialogs(mina)
    for words, (name, args) in FOR_UNKNOWN.items():
        icon(mina, "menu unknown").hover()
        entry(mina, words).click()
        expect(menu(mina)).to_have_count(0)
        assert asked(mina) == [name, {**args, "call": call, "number": f"+98{number[1:]}"}]
        expect(mina.locator(".modal .dialog-title")).to_be_visible()
        close_dialog(mina)
    icon(mina, "menu unknown").hover()
    expect(entry(mina, "Call back")).to_have_attribute("href", f"tel:+98{number[1:]}")
    expect(entry(mina, "View profile")).to_have_count(0)


def test_a_page_that_was_busy_for_a_second_still_opens_the_menu_under_the_pointer(
    office: SmallOffice, mina: Page
) -> None:
    office.product.ring(office.a_mobile(), "menu busy")
    expect(icon(mina, "menu busy")).to_be_visible()
    mina.evaluate(
        """() => document.addEventListener("pointermove", () => {
            const end = Date.now() + 1200;
            while (Date.now() < end);
        }, { once: true })"""
    )
    icon(mina, "menu busy").hover()
    expect(menu(mina)).to_be_visible()


def test_every_entry_for_a_known_caller_by_mouse(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    office.product.ring(number, "menu known")
    call = row(mina, "menu known").get_attribute("data-call-id")
    watch_dialogs(mina)
    icon(mina, "menu known").click()
    expect(entry(mina, "Save as person")).to_have_count(0)
    expect(entry(mina, "Call back")).to_have_attribute("href", f"tel:+98{number[1:]}")
    entry(mina, "Edit profile").click()
    assert asked(mina) == ["profile-edit", {"profile": str(profile)}]
    expect(mina.locator(".modal .dialog-title")).to_be_visible()
    close_dialog(mina)
    icon(mina, "menu known").click()
    kinds = menu(mina).get_by_role("group", name="New record").get_by_role("menuitem")
    words = kinds.all_inner_texts()
    assert len(words) == 16
    mina.keyboard.press("Escape")
    for place in range(len(words)):
        icon(mina, "menu known").click()
        kinds.nth(place).click()
        name, args = asked(mina)
        assert (name, args["profile"], args["call"]) == ("record", str(profile), call)
        expect(mina.locator(".modal .dialog-title")).to_be_visible()
        close_dialog(mina)
    icon(mina, "menu known").click()
    entry(mina, "View profile").click()
    mina.wait_for_url(f"**/profiles/{profile}")
    expect(menu(mina)).to_have_count(0)


def test_the_menu_comes_and_goes_with_the_pointer(office: SmallOffice, mina: Page) -> None:
    office.product.ring(office.a_mobile(), "menu hover")
    icon(mina, "menu hover").hover()
    expect(menu(mina)).to_be_visible()
    entry(mina, "Call back").hover()
    office.product.ring(office.a_mobile(), "while hovering")
    expect(mina.locator("#new-calls")).to_be_visible()
    expect(menu(mina)).to_be_visible()
    mina.mouse.move(900, 5)
    expect(menu(mina)).to_have_count(0)
    expect(row(mina, "while hovering")).to_be_visible()


def test_the_keyboard_alone_walks_the_menu_while_calls_come_in(office: SmallOffice, mina: Page) -> None:
    office.product.ring(office.a_mobile(), "menu keys")
    button = icon(mina, "menu keys")
    expect(button).to_be_visible()
    button.focus()
    mina.keyboard.press("ArrowDown")
    expect(entry(mina, "Save as person")).to_be_focused()
    before = menu(mina).bounding_box()
    office.product.ring(office.a_mobile(), "while in the menu")
    expect(mina.locator("#new-calls")).to_be_visible()
    sits_still(menu(mina), before)
    for key, words in (
        ("ArrowDown", "Save as organization"),
        ("End", "Call back"),
        ("ArrowDown", "Save as person"),
        ("ArrowUp", "Call back"),
        ("Home", "Save as person"),
        ("a", "Add to…"),
    ):
        mina.keyboard.press(key)
        expect(entry(mina, words)).to_be_focused()
    mina.keyboard.press("Escape")
    expect(menu(mina)).to_have_count(0)
    expect(button).to_be_focused()
    mina.keyboard.press("Enter")
    expect(entry(mina, "Save as person")).to_be_focused()
    mina.keyboard.press("Tab")
    expect(menu(mina)).to_have_count(0)
    expect(button).not_to_be_focused()


def test_the_kinds_of_records_are_two_columns_that_arrows_cross(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    office.a_customer_of_mina(number)
    office.product.ring(number, "menu columns")
    expect(row(mina, "menu columns")).to_have_attribute("data-kind", "mine")
    icon(mina, "menu columns").focus()
    mina.keyboard.press("Space")
    expect(entry(mina, "View profile")).to_be_focused()
    mina.keyboard.press("n")
    expect(entry(mina, "Note")).to_be_focused()
    mina.keyboard.press("ArrowRight")
    expect(entry(mina, "Payment")).to_be_focused()
    mina.keyboard.press("ArrowLeft")
    expect(entry(mina, "Note")).to_be_focused()


def test_the_menu_stays_where_it_is_when_its_caller_becomes_known(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    office.product.ring(number, "menu becomes known")
    icon(mina, "menu becomes known").click()
    expect(menu(mina)).to_be_visible()
    before = menu(mina).bounding_box()
    office.product.add_profile(kind="organization", name="Known Meanwhile", phones=[{"number": number}])
    expect(row(mina, "menu becomes known")).to_have_attribute("data-kind", "known")
    expect(entry(mina, "Add to…")).to_be_visible()
    sits_still(menu(mina), before)
    mina.keyboard.press("Escape")
    icon(mina, "menu becomes known").click()
    expect(entry(mina, "View profile")).to_be_visible()


def test_a_tap_opens_it_and_a_tap_beside_it_closes_it(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, viewport={"width": 390, "height": 844}, has_touch=True)
    office.product.ring(office.a_mobile(), "menu tap")
    icon(page, "menu tap").tap()
    expect(entry(page, "Add to…")).to_be_visible()
    page.locator("h1").tap()
    expect(menu(page)).to_have_count(0)
    assert sticking_out(page) == []


def test_withheld_callers_have_no_menu_and_colleagues_only_a_call_back(office: SmallOffice, mina: Page) -> None:
    office.product.ring("anonymous", "menu withheld")
    office.product.ring("102", "menu internal")
    expect(row(mina, "menu withheld")).to_be_visible()
    expect(row(mina, "menu withheld").locator("[data-menu]")).to_have_count(0)
    icon(mina, "menu internal").click()
    expect(menu(mina).get_by_role("menuitem")).to_have_text(["Call back"])


def test_a_number_is_put_on_a_profile_and_everybody_sees_it(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    omid = office.page(browsing, "omid", viewport={"width": 1200, "height": 800})
    known, new = office.a_mobile(), office.a_mobile()
    profile = office.a_customer_of_mina(known, "Golnaz Adeli")
    office.product.ring(new, "add earlier")
    office.product.ring(new, "add earlier", "ended", cause="normal")
    office.product.ring(new, "add now")
    expect(row(mina, "add now")).to_have_attribute("data-kind", "unknown")
    icon(omid, "add now").click()
    entry(omid, "Add to…").click()
    query = omid.locator("#add-number-query")
    expect(query).to_be_focused()
    omid.keyboard.type("golnaz")
    office.product.ring(office.a_mobile(), "while typing")
    expect(row(omid, "while typing")).to_be_attached()
    expect(query).to_have_value("golnaz")
    expect(omid.locator(".add-found .hit")).to_contain_text("Arman Trading")
    omid.keyboard.press("ArrowDown")
    expect(omid.locator(".add-found .hit")).to_be_focused()
    omid.keyboard.press("Enter")
    expect(omid.locator(".add-new")).to_contain_text("not saved yet")
    expect(omid.locator(".add-phones li")).to_have_count(2)
    expect(omid.locator(".add-past")).to_contain_text("2 calls")
    expect(row(mina, "add now")).to_have_attribute("data-kind", "unknown")
    expect(omid.locator(".add-confirm input[type=text]")).to_be_focused()
    omid.keyboard.type("Private")
    omid.keyboard.press("Enter")
    expect(omid.locator(".modal")).to_have_count(0)
    expect(omid.locator(".toast-line")).to_contain_text("Golnaz Adeli")
    for call in ("add now", "add earlier"):
        expect(row(mina, call)).to_have_attribute("data-kind", "mine")
        expect(row(omid, call)).to_have_attribute("data-kind", "known")
    phones = office.product.api("GET", f"/api/v1/profiles/{profile}")["phones"]
    assert [phone["label"] for phone in phones] == ["", "Private"]


def test_cancel_leaves_no_trace(office: SmallOffice, mina: Page) -> None:
    known, new = office.a_mobile(), office.a_mobile()
    profile = office.a_customer_of_mina(known, "Behnaz Unchanged")
    office.product.ring(new, "add cancelled")
    icon(mina, "add cancelled").click()
    entry(mina, "Add to…").click()
    mina.locator("#add-number-query").fill("behnaz unchanged")
    mina.locator(".add-found .hit").click()
    expect(mina.locator(".add-new")).to_be_visible()
    mina.get_by_role("button", name="Search again").click()
    expect(mina.locator("#add-number-query")).to_be_focused()
    expect(mina.locator("#add-number-query")).to_have_value("behnaz unchanged")
    mina.locator(".add-found .hit").click()
    expect(mina.locator(".add-new")).to_be_visible()
    mina.get_by_role("button", name="Cancel").click()
    expect(mina.locator(".modal")).to_have_count(0)
    assert len(office.product.api("GET", f"/api/v1/profiles/{profile}")["phones"]) == 1
    expect(row(mina, "add cancelled")).to_have_attribute("data-kind", "unknown")


def test_pressing_save_twice_stores_once(office: SmallOffice, mina: Page) -> None:
    profile = office.a_customer_of_mina(office.a_mobile(), "Twice Saved")
    office.product.ring(office.a_mobile(), "add twice")
    icon(mina, "add twice").click()
    entry(mina, "Add to…").click()
    mina.locator("#add-number-query").fill("twice saved")
    mina.locator(".add-found .hit").click()
    mina.get_by_role("button", name="Save", exact=True).dblclick()
    expect(mina.locator(".modal")).to_have_count(0)
    assert len(office.product.api("GET", f"/api/v1/profiles/{profile}")["phones"]) == 2


def test_nothing_found_offers_a_new_profile_instead(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    office.product.ring(number, "add nothing", caller_name="Nobody at All")
    watch_dialogs(mina)
    icon(mina, "add nothing").click()
    entry(mina, "Add to…").click()
    expect(mina.locator("#add-number-query")).to_have_value("Nobody at All")
    expect(mina.locator("#add-number-query")).to_be_focused()
    with mina.expect_response(lambda answer: "zzqqxxzz" in (answer.request.post_data or "")):
        mina.keyboard.type("zzqqxxzz")
    expect(mina.locator(".add-found .nothing")).to_contain_text("No profile is called so")
    mina.get_by_role("button", name="Save as organization").click()
    name, args = asked(mina)
    assert (name, args["kind"]) == ("profile-new", "organization")
    assert args["call"] == row(mina, "add nothing").get_attribute("data-call-id")


def test_the_search_box_finds_by_name_and_by_any_spelling_of_a_number(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number, "Parvaneh Searched")
    mina.locator("#calls").click(position={"x": 5, "y": 5})
    mina.keyboard.press("/")
    box = mina.locator("#search")
    expect(box).to_be_focused()
    mina.keyboard.type("parvaneh sear")
    expect(mina.locator(".search-hits .hit").first).to_contain_text("Parvaneh Searched")
    expect(mina.locator(".search-hits .hits-all")).to_have_attribute("href", re.compile(r"/profiles\?q=parvaneh"))
    mina.keyboard.press("Escape")
    expect(mina.locator(".search-hits")).to_be_hidden()
    box.fill(f"+98 {number[1:4]} {number[4:]}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    expect(mina.locator(".search-hits .hit").first).to_contain_text("Parvaneh Searched")
    box.focus()
    mina.keyboard.press("ArrowDown")
    expect(mina.locator(".search-hits .hit").first).to_be_focused()
    mina.keyboard.press("Enter")
    mina.wait_for_url(f"**/profiles/{profile}")
    expect(mina.locator(".search-hits")).to_be_hidden()
    expect(box).to_have_value("")


def test_a_number_that_nobody_has_can_be_saved_from_the_search_box(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    watch_dialogs(mina)
    mina.locator("#search").fill(number)
    nobody = mina.locator(".hits-nobody")
    expect(nobody).to_contain_text("is on no profile yet")
    nobody.get_by_role("button", name="Add to…").click()
    assert asked(mina) == ["add-number", {"number": number}]
    expect(mina.locator(".add-caller")).to_contain_text(f"{number[:4]} {number[4:7]} {number[7:]}")


def test_on_a_telephone_the_search_box_unfolds(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, viewport={"width": 390, "height": 844})
    expect(page.locator("#search")).to_be_hidden()
    page.locator(".search-unfold").click()
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()


@pytest.mark.parametrize("where", [".call-number", ".call-icon"])
def test_a_pointer_that_was_left_lying_holds_rows_back_for_half_a_minute(
    office: SmallOffice, browsing: Browsing, where: str
) -> None:
    page = office.page(browsing, viewport={"width": 1440, "height": 900})
    page.clock.install()
    page.reload()
    page.wait_for_selector("#calls[data-empty]", state="attached")
    office.product.ring(office.a_mobile(), f"parked {where}")
    row(page, f"parked {where}").locator(where).hover()
    office.product.ring(office.a_mobile(), f"let in {where}")
    expect(page.locator("#new-calls")).to_be_visible()
    page.clock.fast_forward(31_000)
    expect(row(page, f"let in {where}")).to_be_visible()
    expect(menu(page)).to_have_count(0)


def test_a_dialog_asked_for_by_hand_about_a_call_out_of_sight_is_refused(office: SmallOffice, mina: Page) -> None:
    data = {"name": "add-number", "args": {"call": "00000000-0000-5000-8000-000000000000"}, "key": 1}
    outputs = [{"id": "dialog", "property": name} for name in ("is_open", "children", "size")]
    answer = mina.request.post(
        f"{office.product.url}/_dash-update-component",
        data={
            "output": "..dialog.is_open...dialog.children...dialog.size..",
            "outputs": outputs,
            "inputs": [{"id": "dialog-asked", "property": "data", "value": data}],
            "changedPropIds": ["dialog-asked.data"],
        },
    )
    assert answer.status == 403


def test_a_profile_deleted_meanwhile_is_said_and_another_can_be_found(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    admin = office.page(browsing, "admin")
    profile = office.a_customer_of_mina(office.a_mobile(), "Soon Deleted")
    office.product.ring(office.a_mobile(), "add to deleted")
    icon(mina, "add to deleted").click()
    entry(mina, "Add to…").click()
    mina.locator("#add-number-query").fill("soon deleted")
    mina.locator(".add-found .hit").click()
    expect(mina.locator(".add-new")).to_be_visible()
    admin.evaluate("profile => window.callerid.openDialog('profile-delete', { profile: profile })", str(profile))
    admin.get_by_role("button", name="Delete", exact=True).click()
    expect(admin.locator(".modal")).to_have_count(0)
    mina.get_by_role("button", name="Save", exact=True).click()
    expect(mina.locator(".form-error")).to_contain_text("not there any more")
    mina.get_by_role("button", name="Search again").click()
    expect(mina.locator("#add-number-query")).to_be_focused()
    mina.locator("#add-number-query").fill("soon delete")
    expect(mina.locator(".hits-instead")).to_be_visible()


def test_in_the_small_window_the_menu_opens_dialogs_too(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, path="/window", viewport={"width": 430, "height": 760})
    office.product.ring(office.a_mobile(), "menu in the window")
    icon(page, "menu in the window").click()
    entry(page, "Add to…").click()
    expect(page.locator("#add-number-query")).to_be_focused()
    assert sticking_out(page) == []
