"""Settings of users, changed by themselves and by admins, in a real browser."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.serving import PASSWORD, RunningProduct, wait_for


@pytest.fixture
def office(product: RunningProduct) -> SmallOffice:
    """A small office for this test only, because preferences would disturb other tests."""
    return SmallOffice(product)


@pytest.fixture
def mina(office: SmallOffice, browsing: Browsing) -> Page:
    """Mina's live page on a wide screen."""
    return office.page(browsing, viewport={"width": 1440, "height": 900})


def go(page: Page, office: SmallOffice, path: str) -> None:
    page.goto(office.product.url + path)
    expect(page.locator("main h2").first).to_be_visible()


def field(page: Page, form: str, name: str) -> str:
    """The selector of a form's field; Dash writes its id as JSON."""
    return f"""[id='{{"field":"{name}","form":"{form}"}}']"""


def press(page: Page, form: str, do: str) -> None:
    page.locator(f"""[id='{{"do":"{do}","form":"{form}"}}']""").click()


def prefer(page: Page, office: SmallOffice, **choices: str) -> None:
    """Choose on the page of the user's own settings, and return to the calls."""
    go(page, office, "/settings/me")
    for name, value in choices.items():
        page.locator(field(page, "my-calls", name)).select_option(value)
    press(page, "my-calls", "save")
    expect(page.locator(".toast-line")).to_contain_text("Saved")
    page.locator(".sidebar [data-page=live]").click()
    expect(page.locator("#calls[data-empty]")).to_be_attached()


def test_an_agent_chooses_language_theme_and_rows(office: SmallOffice, mina: Page) -> None:
    for number in range(12):
        caller = office.a_mobile()
        office.product.ring(caller, f"many {number}")
        office.product.ring(caller, f"many {number}", "ended")
    expect(mina.locator("[data-call-id]")).to_have_count(12)
    prefer(mina, office, rows="10")
    expect(mina.locator("[data-call-id]")).to_have_count(10)
    prefer(mina, office, rows="20")
    expect(mina.locator("[data-call-id]")).to_have_count(12)
    go(mina, office, "/settings/me")
    mina.locator("main a[href^='/theme/dark']").click()
    expect(mina.locator("html")).to_have_attribute("data-theme", "dark")
    mina.locator("main a[href^='/language/fa']").click()
    expect(mina.locator("html")).to_have_attribute("dir", "rtl")
    expect(mina).to_have_url(re.compile("/settings/me$"))
    expect(mina.locator(field(mina, "my-calls", "rows"))).to_have_value("20")


def test_a_new_password_leaves_this_browser_signed_in_and_no_other(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    browsing.allow("status of 401|Refused to execute script")
    elsewhere = office.page(browsing, "mina")
    go(mina, office, "/settings/me")
    mina.fill(field(mina, "my-password", "old"), "not this one")
    for name in ("password", "again"):
        mina.fill(field(mina, "my-password", name), "a better password")
    press(mina, "my-password", "save")
    expect(mina.locator("main")).to_contain_text("This is not your present password.")
    mina.fill(field(mina, "my-password", "old"), PASSWORD)
    press(mina, "my-password", "save")
    expect(mina.locator(".toast-line")).to_contain_text("You have a new password")
    expect(elsewhere.locator("#sign-in")).to_be_visible(timeout=20_000)
    elsewhere.fill("[name=username]", "mina")
    elsewhere.fill("[name=password]", "a better password")
    elsewhere.press("[name=password]", "Enter")
    elsewhere.wait_for_selector("#calls[data-empty]", state="attached")
    mina.locator(".sidebar [data-page=live]").click()
    office.product.ring(office.a_mobile(), "still here")
    expect(row(mina, "still here")).to_be_visible()


def test_a_call_to_my_extension_opens_the_profile_once_and_never_over_typed_text(
    office: SmallOffice, mina: Page
) -> None:
    prefer(mina, office, on_call="profile")
    number, other = office.a_mobile(), office.a_mobile()
    sara, reza = office.a_customer_of_mina(number), office.a_customer_of_mina(other, "Reza Karimi")
    office.product.ring(other, "not for me", extension="102")
    expect(row(mina, "not for me")).to_be_visible()
    office.product.ring(number, "for me", extension="101")
    mina.wait_for_url(f"**/profiles/{sara}")
    mina.locator(".sidebar [data-page=live]").click()
    office.product.ring(number, "for me", "answered", extension="101")
    expect(row(mina, "for me")).to_have_attribute("data-state", "answered")
    search = mina.locator("header input").first
    search.fill("ab")
    office.product.ring(other, "while typing", extension="101")
    offer = mina.locator(".toast-line", has_text="Reza Karimi is calling")
    expect(offer).to_be_visible()
    expect(search).to_have_value("ab")
    assert f"/profiles/{reza}" not in mina.url
    offer.get_by_role("button", name="Open profile").click()
    mina.wait_for_url(f"**/profiles/{reza}")


def test_a_hidden_page_goes_on_listening_for_who_wants_to_hear(office: SmallOffice, mina: Page) -> None:
    go(mina, office, "/settings/me")
    mina.locator(field(mina, "my-calls", "sound")).check()
    press(mina, "my-calls", "save")
    expect(mina.locator(".toast-line")).to_contain_text("Saved")
    mina.locator(".sidebar [data-page=live]").click()
    wait_for(lambda: mina.evaluate("window.callerid.watchful"), 20)
    mina.evaluate(
        "window.heard = 0; window.callerid.ring = async () => { window.heard += 1; return true; };"
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});"
        "document.dispatchEvent(new Event('visibilitychange'));"
    )
    office.product.ring(office.a_mobile(), "unseen", extension="101")
    wait_for(lambda: mina.evaluate("window.heard") == 1, 20)
    expect(row(mina, "unseen")).to_be_attached()


def test_a_token_is_shown_once_and_works_until_it_is_revoked(office: SmallOffice, browsing: Browsing) -> None:
    admin = office.page(browsing, "admin", viewport={"width": 1440, "height": 900})
    go(admin, office, "/settings/tokens")
    admin.locator("[data-dialog=token-new]").click()
    admin.fill(field(admin, "token-new", "name"), "switchboard")
    press(admin, "token-new", "make")
    secret = admin.locator("#secret")
    expect(secret).to_have_text(re.compile("^cid_"))
    token = secret.inner_text()
    admin.keyboard.press("Escape")
    expect(secret).to_have_text(token)
    admin.get_by_role("button", name="Done").click()
    expect(admin.locator(".person", has_text="switchboard")).to_be_visible()
    go(admin, office, "/settings/tokens")
    assert token not in admin.content()
    admin.locator("[data-dialog=token-revoke]").click()
    press(admin, "token-revoke", "revoke")
    expect(admin.locator(".person", has_text="switchboard")).to_contain_text("Revoked")
    go(admin, office, "/settings/audit")
    expect(admin.locator(".audit-line[data-audit-action=removed]", has_text="switchboard")).to_be_visible()
    expect(admin.locator(".audit-line[data-audit-action=added]", has_text="switchboard")).to_be_visible()


def test_an_admin_adds_a_user_who_signs_in_with_the_made_up_password(office: SmallOffice, browsing: Browsing) -> None:
    admin = office.page(browsing, "admin", viewport={"width": 1440, "height": 900})
    name = f"nika{secrets.token_hex(2)}"
    go(admin, office, "/settings/users")
    admin.locator("[data-dialog=user-add]").click()
    admin.fill(field(admin, "user-add", "username"), name)
    press(admin, "user-add", "save")
    password = admin.locator("#secret").inner_text()
    admin.get_by_role("button", name="Done").click()
    expect(admin.locator(f"[data-username={name}]")).to_be_visible()
    nika = browsing.new_page()
    nika.goto(f"{office.product.url}/login")
    nika.fill("[name=username]", name)
    nika.fill("[name=password]", password)
    nika.press("[name=password]", "Enter")
    nika.wait_for_selector("#calls[data-empty]", state="attached")
    browsing.allow("status of 401|Refused to execute script")
    admin.locator(f"[data-username={name}] [data-dialog=user-access]").click()
    press(admin, "user-access", "shut-out")
    expect(admin.locator(f"[data-username={name}]")).to_contain_text("Shut out")
    expect(nika.locator("#sign-in")).to_be_visible(timeout=20_000)
    go(admin, office, "/settings/audit")
    admin.locator("""[id='{"audit":"kind"}']""").select_option("user")
    expect(admin.locator(".audit-line").first).to_contain_text(name)
    expect(admin.locator(".audit-line", has_text="Disabled").first).to_contain_text(name)


def test_what_is_refused_is_said_calmly_and_leaves_the_page(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    browsing.allow("status of 403")
    mina.evaluate("window.callerid.openDialog('user-add', {})")
    expect(mina.locator(".toast-line.is-wrong")).to_contain_text("You may not do this")
    expect(mina.locator(".modal.show")).to_have_count(0)
    office.product.ring(office.a_mobile(), "goes on")
    expect(row(mina, "goes on")).to_be_visible()
    admin = office.page(browsing, "admin", viewport={"width": 1440, "height": 900})
    go(admin, office, "/settings/audit")
    expect(admin.locator(".audit-line[data-audit-action=refused]")).to_contain_text("mina")
