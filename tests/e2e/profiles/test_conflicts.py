"""Changing a profile while others change or delete it, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.profiles.profile_form import holders, opened


def test_two_people_who_change_one_profile_lose_nothing(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    number = office.a_mobile()
    known = office.product.add_profile(kind="person", name="Farid Kashani", phones=[{"number": number}], note="old")
    omid = office.page(browsing, "omid")
    hers, his = (opened(page, "profile-edit", profile=known["id"]) for page in (mina, omid))
    his.field("note").fill("written by omid")
    his.field("emails[0]").fill("farid@example.com")
    his.button("Save").click()
    his.gone()
    hers.field("note").fill("written by mina")
    hers.field("phones[0].label").fill("at night")
    hers.button("Save").click()
    versions = hers.dialog.locator(".versions")
    expect(versions).to_contain_text("omid has saved this profile meanwhile.")
    expect(versions.locator("[data-field='note']")).to_contain_text("written by omid")
    expect(versions.locator("[data-field='note']")).to_contain_text("written by mina")
    expect(versions.locator("[data-field='emails'] input[value='theirs']")).to_be_checked()  # she left them alone
    expect(versions.locator("[data-field='note'] input[value='mine']")).to_be_checked()
    versions.get_by_role("button", name="Take all of theirs").click()
    versions.locator("[data-field='phones'] input[value='mine']").check(force=True)
    hers.button("Save").click()
    hers.gone()
    after = office.product.api("GET", f"/api/v1/profiles/{known['id']}")
    assert (after["note"], after["emails"]) == ("written by omid", ["farid@example.com"])
    assert [(p["number"], p["label"]) for p in after["phones"]] == [(number, "at night")]


def test_what_two_people_have_added_at_once_is_all_kept(office: SmallOffice, mina: Page) -> None:
    ours, theirs, mine = (office.a_mobile() for _ in range(3))
    known = office.product.add_profile(kind="organization", name="Twice Added", phones=[{"number": ours}])
    form = opened(mina, "profile-edit", profile=known["id"])
    form.dialog.get_by_role("button", name="Add a number").click()
    form.field("phones[1].number").fill(mine)
    one, phones = f"/api/v1/profiles/{known['id']}", [{"number": ours}, {"number": theirs}]
    office.product.api("PATCH", one, {"version": known["version"], "phones": phones})
    form.button("Save").click()
    versions = form.dialog.locator(".versions [data-field='phones']")
    expect(versions.locator("input[value='both']")).to_be_checked()
    form.button("Save").click()
    form.gone()
    assert [phone["number"] for phone in office.product.api("GET", one)["phones"]] == [ours, mine, theirs]


def test_an_error_in_what_was_chosen_shows_the_form_again(office: SmallOffice, mina: Page) -> None:
    known = office.product.add_profile(kind="organization", name="Stale Foods")
    form = opened(mina, "profile-edit", profile=known["id"])
    form.field("emails[0]").fill("no address")
    one = f"/api/v1/profiles/{known['id']}"
    office.product.api("PATCH", one, {"version": known["version"], "trademark": "Fresh"})
    form.button("Save").click()
    expect(form.dialog.locator(".versions")).to_be_visible()
    form.button("Save").click()
    expect(form.place("emails[0]")).to_have_text("This is no e-mail address.")
    expect(form.dialog.locator(".versions")).to_have_count(0)
    expect(form.field("trademark")).to_have_value("Fresh")
    form.field("emails[0]").fill("stale@example.com")
    form.button("Save").click()
    form.gone()
    after = office.product.api("GET", one)
    assert (after["trademark"], after["emails"]) == ("Fresh", ["stale@example.com"])


@pytest.mark.parametrize("name", ["profile-new", "profile-edit"])
def test_a_dialog_for_what_is_not_there_says_so(office: SmallOffice, mina: Page, browsing: Browsing, name: str) -> None:
    browsing.allow("status of 403")
    arguments = {"profile": "999999"} if name == "profile-edit" else {"number": "anonymous"}
    mina.evaluate("([name, args]) => window.callerid.openDialog(name, args)", [name, arguments])
    expect(mina.locator(".toast-line.is-wrong")).to_be_visible()
    expect(mina.locator(".modal.show")).to_have_count(0)


def test_what_was_typed_for_a_profile_that_is_gone_can_be_saved_as_a_new_one(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    number = office.a_mobile()
    known = office.product.add_profile(kind="person", name="Soon Gone", phones=[{"number": number}])
    form = opened(mina, "profile-edit", profile=known["id"])
    form.field("note").fill("typed for an hour")
    admin = office.page(browsing, "admin")
    admin.evaluate("id => window.callerid.openDialog('profile-delete', {profile: id})", str(known["id"]))
    admin.locator(".modal.show").get_by_role("button", name="Delete", exact=True).click()
    expect(admin.locator(".modal.show")).to_have_count(0)
    form.button("Save").click()
    expect(form.dialog.locator(".versions")).to_contain_text("Somebody has deleted this profile meanwhile.")
    expect(form.field("note")).to_have_value("typed for an hour")
    form.button("Save as a new profile").click()
    form.gone()
    (profile,) = holders(office, number)
    assert (profile["id"] != known["id"], profile["name"], profile["note"]) == (True, "Soon Gone", "typed for an hour")
