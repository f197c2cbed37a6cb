"""The menu of a caller's icon, by mouse, keyboard and touch, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row, sticking_out
from tests.e2e.live.caller_menu import asked, entry, icon, menu, watch_dialogs

FOR_UNKNOWN = {
    "Save as person": ("profile-new", {"kind": "person"}),
    "Save as organization": ("profile-new", {"kind": "organization"}),
    "Add to…": ("add-number", {}),
}


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


def test_every_entry_for_a_known_caller_by_mouse(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    office.product.ring(number, "menu known")
    call = row(mina_live, "menu known").get_attribute("data-call-id")
    watch_dialogs(mina_live)
    icon(mina_live, "menu known").click()
    expect(entry(mina_live, "Save as person")).to_have_count(0)
    expect(entry(mina_live, "Call back")).to_have_attribute("href", f"tel:+98{number[1:]}")
    entry(mina_live, "Edit profile").click()
    assert asked(mina_live) == ["profile-edit", {"profile": str(profile)}]
    expect(mina_live.locator(".modal .dialog-title")).to_be_visible()
    close_dialog(mina_live)
    icon(mina_live, "menu known").click()
    kinds = menu(mina_live).get_by_role("group", name="New record").get_by_role("menuitem")
    words = kinds.all_inner_texts()
    assert len(words) == 16
    mina_live.keyboard.press("Escape")
    for place in range(len(words)):
        icon(mina_live, "menu known").click()
        kinds.nth(place).click()
        name, args = asked(mina_live)
        assert (name, args["profile"], args["call"]) == ("record", str(profile), call)
        expect(mina_live.locator(".modal .dialog-title")).to_be_visible()
        close_dialog(mina_live)
    icon(mina_live, "menu known").click()
    entry(mina_live, "View profile").click()
    mina_live.wait_for_url(f"**/profiles/{profile}")
    expect(menu(mina_live)).to_have_count(0)


def test_the_menu_comes_and_goes_with_the_pointer(office: SmallOffice, mina_live: Page) -> None:
    office.product.ring(office.a_mobile(), "menu hover")
    icon(mina_live, "menu hover").hover()
    expect(menu(mina_live)).to_be_visible()
    entry(mina_live, "Call back").hover()
    office.product.ring(office.a_mobile(), "while hovering")
    expect(mina_live.locator("#new-calls")).to_be_visible()
    expect(menu(mina_live)).to_be_visible()
    mina_live.mouse.move(900, 5)
    expect(menu(mina_live)).to_have_count(0)
    expect(row(mina_live, "while hovering")).to_be_visible()


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


def test_in_the_small_window_the_menu_opens_dialogs_too(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, path="/window", viewport={"width": 430, "height": 760})
    office.product.ring(office.a_mobile(), "menu in the window")
    icon(page, "menu in the window").click()
    entry(page, "Add to…").click()
    expect(page.locator("#add-number-query")).to_be_focused()
    assert sticking_out(page) == []
