"""Adding a number to a profile from the caller's menu, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.e2e.live.caller_menu import asked, entry, icon, watch_dialogs


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
