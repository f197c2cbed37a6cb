"""The office's settings in real browsers: open pages of all users follow an admin's changes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row

WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def admin(office: SmallOffice, browsing: Browsing) -> Page:
    """An administrator's page."""
    return office.page(browsing, "admin", viewport=WIDE)


def open_section(page: Page, key: str) -> None:
    """Open a section through the navigation."""
    page.locator(".sidebar [data-page=settings]").click()
    page.locator(f".settings-nav a[href='/settings/{key}']").click()
    expect(page.locator(f".settings-nav a[href='/settings/{key}']")).to_have_attribute("aria-current", "page")


def field(page: Page, name: str) -> Locator:
    """A field of the open dialog."""
    return page.locator(f"#dialog [data-field='{name}'] input").first


def save(page: Page) -> None:
    """Press the primary button of the dialog and wait until it closes."""
    page.locator("#dialog [data-primary]").click()
    expect(page.locator("#dialog")).to_be_hidden()


def named(page: Page, title: str) -> Locator:
    """The row of this name in the open list."""
    return page.locator("#settings-body li[data-key] > .settings-row").filter(has_text=title)


def titles(page: Page) -> Locator:
    """The titles of the open list, in order."""
    return page.locator("#settings-body .settings-row-title")


def add_color(page: Page, title: str, code: str) -> None:
    page.locator("#settings-body [data-dialog=color]").first.click()
    field(page, "title").fill(title)
    field(page, "hex").fill(code)
    save(page)
    expect(named(page, title)).to_be_visible()


def test_another_color_repaints_the_row_in_another_browser(
    office: SmallOffice, browsing: Browsing, admin: Page, mina_live: Page
) -> None:
    open_section(admin, "colors")
    add_color(admin, "Teal", "#008080")
    number = office.a_mobile()
    office.product.add_profile(
        kind="person", name="Teal Customer", phones=[{"number": number}], color=_color_id(admin, "Teal")
    )
    office.product.ring(number, "office-color")
    painted = row(mina_live, "office-color")
    expect(painted).to_have_attribute("style", re.compile("#008080"))
    named(admin, "Teal").get_by_role("button", name="Edit").click()
    expect(admin.locator("#color-preview .color-preview-row")).to_have_count(2)
    field(admin, "hex").fill("no color")
    expect(admin.locator("#color-preview .color-preview-row")).to_have_count(0)
    admin.locator("#dialog [data-primary]").click()
    expect(admin.locator("#dialog [data-field=hex] .field-error")).to_contain_text("#d4a017")
    field(admin, "title").fill("<b>Teal</b> 'n' so on")
    field(admin, "hex").fill("#800000")
    save(admin)
    expect(painted).to_have_attribute("style", re.compile("#800000"))
    expect(painted.locator(".call-color")).to_have_attribute("title", "<b>Teal</b> 'n' so on")
    expect(named(admin, "<b>Teal</b>")).to_contain_text("1 profile")


def _color_id(page: Page, title: str) -> int:
    key = page.locator("#settings-body li[data-key]").filter(has_text=title).get_attribute("data-key")
    return int(key or 0)


def test_colors_are_put_in_order_with_the_keyboard_alone(office: SmallOffice, browsing: Browsing, admin: Page) -> None:
    open_section(admin, "colors")
    for title in ("First one", "Second one"):
        add_color(admin, title, "#112233")
    watching = office.page(browsing, "admin", viewport=WIDE)
    open_section(watching, "colors")
    moving = named(admin, "Second one").get_by_role("button", name=re.compile("Move up"))
    moving.focus()
    admin.keyboard.press("Enter")
    for page in (admin, watching):
        expect(titles(page).filter(has_text=re.compile("(First|Second) one"))).to_have_text(["Second one", "First one"])
    expect(named(admin, "Second one").get_by_role("button", name=re.compile("Move up"))).to_be_focused()


def test_a_row_is_dragged_to_its_place(admin: Page) -> None:
    open_section(admin, "record-kinds")
    source, target = named(admin, "Purchase return"), named(admin, "Sales return")
    box = target.bounding_box()
    assert box
    source.locator(".settings-grip").drag_to(target, target_position={"x": 40, "y": box["height"] * 0.25})
    expect(titles(admin).filter(has_text=re.compile("^(Sales|Purchase) return$"))).to_have_text(
        ["Purchase return", "Sales return"]
    )


def test_the_rule_changes_what_an_agents_open_page_shows(
    office: SmallOffice, browsing: Browsing, admin: Page, mina_live: Page
) -> None:
    office.product.ring(office.a_mobile(), "office-mine", extension="101")
    office.product.ring(office.a_mobile(), "office-other", extension="102")
    expect(row(mina_live, "office-other")).to_be_visible()
    open_section(admin, "visibility")
    try:
        admin.locator("[data-rule=own_extension]").click()
        save(admin)
        expect(admin.locator("[data-rule=own_extension]")).to_have_attribute("aria-pressed", "true")
        expect(row(mina_live, "office-other")).to_have_count(0)
        expect(row(mina_live, "office-mine")).to_be_visible()
    finally:
        admin.locator("[data-rule=all]").click()
        save(admin)
    expect(row(mina_live, "office-other")).to_be_visible()


def test_a_simulated_call_rings_and_is_answered_everywhere(
    office: SmallOffice, browsing: Browsing, admin: Page, mina_live: Page
) -> None:
    number = office.a_mobile()
    office.a_customer_of_mina(number, "Rehearsed Caller")
    open_section(admin, "sources")
    admin.locator("#settings-body [data-dialog=simulate]").click()
    field(admin, "caller").fill(number)
    field(admin, "extension").fill("101")
    save(admin)
    ringing = mina_live.locator("[data-call-id]").filter(has_text="Rehearsed Caller")
    expect(ringing).to_have_attribute("data-state", "ringing")
    expect(ringing).to_have_attribute("data-state", "answered")


def test_a_call_that_only_rings_is_missed_after_the_ring_time_that_an_admin_sets(
    office: SmallOffice, admin: Page, mina_live: Page
) -> None:
    office.product.ring(office.a_mobile(), "rings-on", source="box")
    rings = row(mina_live, "rings-on", "box")
    expect(rings).to_have_attribute("data-state", "ringing")
    open_section(admin, "sources")
    source = admin.locator(".is-rings .settings-row").filter(has_text="box")
    expect(source).to_contain_text("has told nothing but ringing so far")
    expect(source).to_contain_text("missed after 2 minutes without a word")
    source.locator("[data-dialog=ring-time]").click()
    admin.locator("#dialog select").select_option("after")
    field(admin, "seconds").fill("5")
    admin.locator("#dialog [data-primary]").click()
    expect(admin.locator("#dialog")).to_contain_text("A ring time lies between 10 seconds and 2 hours.")
    field(admin, "seconds").fill("10")
    save(admin)
    expect(source).to_contain_text("missed after 10 seconds without a word")
    expect(rings).to_have_attribute("data-outcome", "missed")


def test_a_line_is_named_where_calls_suggest_it(office: SmallOffice, admin: Page, mina_live: Page) -> None:
    office.product.ring(office.a_mobile(), "office-line", line="2077")
    expect(row(mina_live, "office-line")).to_contain_text("2077")
    open_section(admin, "lines")
    admin.locator(".settings-chips [data-dialog=line]").filter(has_text="2077").click()
    expect(field(admin, "number")).to_have_value("2077")
    field(admin, "title").fill("Night desk")
    admin.keyboard.press("Enter")
    expect(admin.locator("#dialog")).to_be_hidden()
    expect(row(mina_live, "office-line")).to_contain_text("Night desk")


def test_what_others_have_changed_meanwhile_is_not_overwritten(
    office: SmallOffice, browsing: Browsing, admin: Page
) -> None:
    open_section(admin, "categories")
    admin.locator("#settings-body [data-dialog=category]").first.click()
    field(admin, "title").fill("Branches")
    save(admin)
    other = office.page(browsing, "admin", viewport=WIDE)
    open_section(other, "categories")
    for page in (admin, other):
        named(page, "Branches").get_by_role("button", name="Rename or move").click()
        expect(field(page, "title")).to_have_value("Branches")
    field(other, "title").fill("Offices")
    save(other)
    field(admin, "title").fill("Shops")
    admin.locator("#dialog [data-primary]").click()
    expect(admin.locator("#dialog .form-error")).to_contain_text("Somebody else has changed this meanwhile")
    expect(field(admin, "title")).to_have_value("Shops")
    admin.locator("#dialog [data-dialog-close]").first.click()
    expect(named(admin, "Offices")).to_be_visible()


def test_agents_find_no_settings_of_the_office(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, "mina", "/profiles")
    for key in ("colors", "visibility", "sources"):
        page.goto(f"{office.product.url}/settings/{key}")
        expect(page.locator("#page")).to_contain_text("This page is not for your role")
        expect(page.locator("#settings-body")).to_have_count(0)
