"""A session that ends during work: a sign-in over the page, and typed text is kept, also after a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from callerid_dash.domain.calls.calls import call_uuid
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.e2e.test_accessibility import violations
from tests.serving import PASSWORD, wait_for

SIGNED_OUT = "status of 401|status of 429|Refused to execute script"  # one that was asked for just then


@pytest.fixture
def mina(office: SmallOffice, browsing: Browsing) -> Page:
    """Mina's list of calls without charts, which would load scripts that need a session."""
    return office.page(browsing, path="/window")


def over(page: Page) -> Locator:
    return page.locator("dialog#sign-in[open]")


def sign_in(page: Page, password: str = PASSWORD, username: str = "") -> None:
    if username:
        over(page).locator("[name=username]").fill(username)
    over(page).locator("[name=password]").fill(password)
    over(page).locator("[name=password]").press("Enter")


def new_person(office: SmallOffice, page: Page, call_id: str) -> None:
    office.product.ring(office.a_mobile(), call_id)
    expect(row(page, call_id)).to_be_visible()
    call = str(call_uuid("test", call_id))
    page.evaluate("call => callerid.openDialog('profile-new', {kind: 'person', call})", call)
    expect(last_name(page)).to_be_visible()


def last_name(page: Page) -> Locator:
    return page.locator("#dialog input[id*='last_name']")


def kept(page: Page) -> str:
    """The stored draft of this tab; '' for none."""
    found = "Object.entries(sessionStorage).filter(each => each[0].startsWith('callerid-typed'))"
    return str(page.evaluate(f"{found}.map(each => each[1]).join()"))


def test_a_sign_in_lies_over_the_page_and_what_was_typed_is_still_there(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    browsing.allow(SIGNED_OUT)
    new_person(office, mina, "typed before")
    last_name(mina).fill("Patient")
    mina.context.clear_cookies()
    expect(over(mina)).to_contain_text("Your session has ended")
    expect(over(mina)).to_contain_text("still here", use_inner_text=True)
    expect(over(mina).locator("[name=username]")).to_have_value("mina")
    expect(over(mina).locator("[name=password]")).to_be_focused()
    assert violations(mina) == []
    mina.keyboard.press("Escape")
    mina.keyboard.press("Escape")
    expect(over(mina)).to_be_visible()
    sign_in(mina, "wrong")
    expect(over(mina)).to_contain_text("User name or password is wrong")
    sign_in(mina)
    expect(over(mina)).to_have_count(0)
    expect(last_name(mina)).to_have_value("Patient")
    mina.locator("#dialog [data-primary]").click()
    expect(row(mina, "typed before")).to_have_attribute("data-name", "Patient")


def test_what_was_asked_meanwhile_goes_on_after_the_sign_in(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    browsing.allow(SIGNED_OUT)
    new_person(office, mina, "saved across")
    last_name(mina).fill("Resumed")
    mina.context.clear_cookies()
    mina.locator("#dialog [data-primary]").click()
    expect(over(mina)).to_be_visible()
    sign_in(mina)
    expect(row(mina, "saved across")).to_have_attribute("data-name", "Resumed")


def test_calls_go_on_after_the_sign_in_and_nothing_claims_that_something_was_typed(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    browsing.allow(SIGNED_OUT)
    mina.context.clear_cookies()
    expect(over(mina)).to_be_visible()
    expect(over(mina)).not_to_contain_text("typed", use_inner_text=True)
    office.product.ring(office.a_mobile(), "while signed out")
    sign_in(mina)
    expect(row(mina, "while signed out")).to_be_visible()


def test_guessing_is_slowed_down_there_too(office: SmallOffice, browsing: Browsing) -> None:
    browsing.allow(SIGNED_OUT)
    page = office.page(browsing, "omid", "/window")
    page.context.clear_cookies()
    expect(over(page)).to_be_visible()
    login = f"{office.product.url}/login"
    for _ in range(12):
        page.request.post(login, form={"username": "nobody here", "password": "x"})
    for _ in range(12):  # a pause may be over before the page asks, and is twice as long the next time
        with page.expect_response(login):
            sign_in(page, "x", "nobody here")
        if "Too many failed attempts" in over(page).locator("[role=alert]").inner_text():
            break
    expect(over(page).locator("[role=alert]")).to_contain_text("Too many failed attempts")
    sign_in(page, PASSWORD, "omid")
    expect(over(page)).to_have_count(0)


def test_another_user_gets_a_page_of_their_own(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    browsing.allow(SIGNED_OUT)
    new_person(office, mina, "not for omid")
    last_name(mina).fill("Private")
    mina.context.clear_cookies()
    expect(over(mina)).to_be_visible()
    with mina.expect_event("load"):
        sign_in(mina, username="omid")
    expect(mina.locator(".user-name")).to_contain_text("Omid")
    expect(mina.locator("html")).to_have_attribute("data-live", "live")
    expect(mina.locator(".modal.show")).to_have_count(0)


def test_who_signs_in_elsewhere_in_this_browser_is_let_in(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    browsing.allow(SIGNED_OUT)
    cookies = mina.context.cookies()
    mina.context.clear_cookies()
    expect(over(mina)).to_be_visible()
    mina.context.add_cookies(cookies)  # type: ignore[arg-type] # as it came
    expect(over(mina)).to_have_count(0)


@pytest.mark.parametrize(("signed_out", "name"), [(False, "Rostami"), (True, "Sohrabi")])
def test_what_was_typed_survives_a_reload(
    office: SmallOffice, mina: Page, browsing: Browsing, signed_out: bool, name: str
) -> None:
    call = f"reloaded {signed_out}"
    new_person(office, mina, call)
    last_name(mina).fill(name)
    mina.locator("#dialog textarea[id*='note']").fill("said hello")
    if signed_out:
        browsing.allow(SIGNED_OUT)
        mina.context.clear_cookies()
    mina.reload()
    if signed_out:
        mina.fill("[name=username]", "mina")
        mina.fill("[name=password]", PASSWORD)
        mina.press("[name=password]", "Enter")
    expect(last_name(mina)).to_have_value(name)
    expect(mina.locator("#dialog textarea[id*='note']")).to_have_value("said hello")
    expect(mina.locator(".toast-line")).to_contain_text("not saved yet")
    mina.locator("#dialog [data-primary]").click()
    expect(row(mina, call)).to_have_attribute("data-name", name)
    mina.reload()
    expect(mina.locator("html")).to_have_attribute("data-live", "live")
    expect(row(mina, call)).to_be_visible()
    wait_for(lambda: not kept(mina), 15)
    expect(mina.locator(".modal.show")).to_have_count(0)


def test_what_was_discarded_does_not_come_back(office: SmallOffice, mina: Page) -> None:
    new_person(office, mina, "discarded")
    last_name(mina).fill("Gone")
    wait_for(lambda: kept(mina), 15)
    mina.keyboard.press("Escape")
    mina.locator(".dialog-ask [data-dialog-close]").click()
    wait_for(lambda: not kept(mina), 15)
    mina.reload()
    expect(mina.locator("html")).to_have_attribute("data-live", "live")
    expect(mina.locator(".modal.show")).to_have_count(0)


def test_passwords_are_never_kept(office: SmallOffice, browsing: Browsing) -> None:
    admin = office.page(browsing, "admin", "/settings/users")
    admin.locator("[data-dialog=user-add]").first.click()
    dialog = admin.locator(".modal.show")
    expect(dialog).to_be_visible()
    dialog.locator("input[type=text], input:not([type])").first.fill("newcomer")
    for secret in dialog.locator("input[type=password]").all():
        secret.fill("a very secret thing")
    wait_for(lambda: "newcomer" in kept(admin), 15)
    assert "very secret" not in kept(admin)


def test_signing_out_takes_what_was_typed_along(office: SmallOffice, mina: Page) -> None:
    new_person(office, mina, "left behind")
    last_name(mina).fill("Left")
    wait_for(lambda: kept(mina), 15)
    mina.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    mina.wait_for_url("**/login*")
    assert not kept(mina)
