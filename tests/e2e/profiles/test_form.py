"""Saving a caller and changing a profile in dialogs, while phones ring and others save, too."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from callerid_dash.domain.calls.calls import call_uuid
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row

_calls = itertools.count(1)


class Form:
    """The open dialog of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.locator(".modal.show")

    def field(self, name: str) -> Locator:
        """The input of a field, by the name that the form gives it."""
        return self.dialog.locator(f"""[id*='"field":"{name}"']""")

    def place(self, name: str) -> Locator:
        """The place of a field's error."""
        return self.dialog.locator(f"""[id*='"error":"{name}"']""")

    def button(self, words: str) -> Locator:
        return self.dialog.get_by_role("button", name=words, exact=True)

    def choose(self, name: str, words: str) -> None:
        """Search a list and choose its result."""
        group = self.dialog.locator(f"[data-field='{name}']")
        group.locator("button.dash-dropdown").click()
        group.locator(".dash-dropdown-search").fill(words)
        group.locator(".dash-dropdown-option").filter(has_text=words).first.click()
        expect(group.locator(".dash-dropdown-value")).to_contain_text(words)

    def gone(self) -> None:
        expect(self.dialog).to_have_count(0)


def opened(page: Page, name: str, **arguments: object) -> Form:
    given = {key: str(value) for key, value in arguments.items()}
    page.evaluate("([name, args]) => window.callerid.openDialog(name, args)", [name, given])
    form = Form(page)
    expect(form.dialog.locator(".profile-form")).to_be_visible()
    return form


def a_call(office: SmallOffice, page: Page, number: str | None = None) -> tuple[str, str]:
    """A ringing call with a visible row; returns its id and number."""
    key, number = f"form-{next(_calls)}", number or office.a_mobile()
    office.product.ring(number, key, extension="101")
    expect(row(page, key)).to_be_visible()
    return key, number


def holders(office: SmallOffice, number: str) -> list[dict[str, Any]]:
    return list(office.product.api("GET", f"/api/v1/profiles?number={number}")["items"])


def saved_as(page: Page, office: SmallOffice, key: str, kind: str) -> Form:
    return opened(page, "profile-new", kind=kind, call=call_uuid("test", key))


def test_a_caller_is_saved_as_a_person_and_the_row_knows_them(office: SmallOffice, mina: Page) -> None:
    office.product.add_profile(kind="organization", name="Yazd Textiles")
    earlier, number = a_call(office, mina)
    key, _ = a_call(office, mina, number)
    form = saved_as(mina, office, key, "person")
    expect(form.field("first_name")).to_be_focused()
    expect(form.field("phones[0].number")).to_have_value(f"{number[:4]} {number[4:7]} {number[7:]}")
    expect(form.field("phones[0].kind")).to_have_value("mobile")
    expect(form.dialog).to_contain_text("2 earlier calls of this number will be theirs.")
    form.field("prefix").fill("Dr.")
    form.field("first_name").fill("Niloofar")
    form.field("last_name").fill("Dehghan")
    form.choose("organization", "Yazd Textiles")
    form.choose("color", "Gold")
    form.choose("owners.sales", "Mina")
    form.field("emails[0]").fill("niloofar@example.com")
    form.field("note").fill("prefers the morning")
    form.button("Add a number").click()
    form.field("phones[1].number").fill("02188100033")
    form.field("phones[1].extension").fill("12")
    form.field("note").press("Tab")
    form.field("phones[1].number").press("Enter")
    form.gone()
    expect(mina.locator(".toast-line")).to_contain_text("Niloofar Dehghan")
    expect(mina.locator(".toast-line")).to_contain_text("2 earlier calls are theirs now.")
    for call in (earlier, key):
        expect(row(mina, call)).to_have_attribute("data-name", "Dr. Niloofar Dehghan")
        expect(row(mina, call)).to_have_attribute("data-kind", "mine")
    (profile,) = holders(office, number)
    assert (profile["organization"]["name"], profile["note"]) == ("Yazd Textiles", "prefers the morning")
    assert [(p["number"], p.get("extension")) for p in profile["phones"]][1] == ("02188100033", "12")


def test_a_caller_is_saved_as_an_organization_after_a_change_of_mind(office: SmallOffice, mina: Page) -> None:
    key, number = a_call(office, mina)
    form = saved_as(mina, office, key, "person")
    form.field("first_name").fill("nobody")
    form.dialog.get_by_role("radio", name="Organization").check()
    expect(form.field("first_name")).to_be_hidden()
    form.field("name").fill("Sepid Paper Mills")
    form.field("trademark").fill("Sepid")
    form.button("Save").click()
    form.gone()
    (profile,) = holders(office, number)
    assert (profile["kind"], profile["name"], profile["trademark"]) == ("organization", "Sepid Paper Mills", "Sepid")
    assert not profile["first_name"]


def test_the_networks_name_is_there_to_be_changed_and_saved(office: SmallOffice, mina: Page) -> None:
    key, number = f"form-{next(_calls)}", office.a_mobile()
    office.product.ring(number, key, extension="101", caller_name="Nasrin Bahrami")
    expect(row(mina, key)).to_be_visible()
    form = saved_as(mina, office, key, "person")
    expect(form.field("first_name")).to_have_value("Nasrin")
    expect(form.field("last_name")).to_have_value("Bahrami")
    form.field("last_name").fill("Behrami")
    assert holders(office, number) == []
    form.button("Save").click()
    form.gone()
    assert [holder["name"] for holder in holders(office, number)] == ["Nasrin Behrami"]


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(office: SmallOffice, mina: Page) -> None:
    key, number = a_call(office, mina)
    form = saved_as(mina, office, key, "person")
    form.button("Save").click()
    expect(form.place("first_name")).to_have_text("A profile needs a name.")
    form.field("last_name").fill("x" * 10_000)
    form.button("Save").click()
    expect(form.place("last_name")).to_have_text("At most 200 characters.")
    expect(form.place("first_name")).to_be_empty()
    form.field("last_name").fill("<b>Zarrin</b> \u202e& co\u200f")
    form.field("emails[0]").fill("nowhere")
    form.button("Add a number").click()
    form.field("phones[1].number").fill("rubbish 5")
    expect(form.dialog.locator("[data-field='phones[1]']")).to_contain_text("no valid number")
    form.button("Save").click()
    expect(form.place("emails[0]")).to_have_text("This is no e-mail address.")
    expect(form.field("last_name")).to_have_value("<b>Zarrin</b> \u202e& co\u200f")
    assert holders(office, number) == []
    form.field("emails[0]").fill("")
    form.button("Save").click()
    form.gone()
    expect(row(mina, key).locator(".call-name")).to_have_text("<b>Zarrin</b> & co")
    assert [p["number"] for p in holders(office, number)[0]["phones"]][1] == "rubbish 5"


def test_somebody_alike_is_asked_about_and_given_the_number_instead(office: SmallOffice, mina: Page) -> None:
    known = office.product.add_profile(kind="person", name="Kamran Bahrami", phones=[{"number": office.a_mobile()}])
    key, number = a_call(office, mina)
    form = saved_as(mina, office, key, "person")
    form.field("first_name").fill("Kamran")
    form.field("last_name").fill("Bahrami")
    expect(form.dialog.locator(".duplicates")).to_contain_text("Kamran Bahrami")  # while typing
    form.button("Save").click()
    expect(form.dialog.locator(".duplicates.is-asking")).to_contain_text("similar name")
    assert holders(office, number) == []
    form.button("Add to this one instead").click()
    expect(mina.locator(".add-confirm")).to_contain_text("Kamran Bahrami")
    form.button("Save").click()
    form.gone()
    expect(row(mina, key)).to_have_attribute("data-name", "Kamran Bahrami")
    assert [profile["id"] for profile in holders(office, number)] == [known["id"]]


def test_saving_again_answers_the_question(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    office.product.add_profile(kind="organization", name="Old Holder", phones=[{"number": number}])
    form = opened(mina, "profile-new", kind="person", number=number)
    expect(form.dialog.locator(".duplicates")).to_contain_text("has this number")
    form.field("last_name").fill("Nader Sohrabi")
    form.field("emails[0]").fill("nowhere")
    form.button("Save").click()
    expect(form.place("emails[0]")).to_have_text("This is no e-mail address.")
    expect(form.button("Save anyway")).to_be_hidden()
    form.field("emails[0]").fill("")
    form.button("Save").click()
    form.button("Save anyway").click()
    form.gone()
    assert [profile["name"] for profile in holders(office, number)] == ["Old Holder", "Nader Sohrabi"]


def test_pressing_save_twice_stores_one(office: SmallOffice, mina: Page) -> None:
    key, number = a_call(office, mina)
    form = saved_as(mina, office, key, "person")
    form.field("last_name").fill("Twice Pressed")
    form.button("Save").dblclick()
    form.gone()
    expect(row(mina, key)).to_have_attribute("data-name", "Twice Pressed")
    assert len(holders(office, number)) == 1


def test_typed_text_stays_while_calls_come_and_escape_asks(office: SmallOffice, mina: Page) -> None:
    key, number = a_call(office, mina)
    form = saved_as(mina, office, key, "person")
    form.field("note").fill("half a sen")
    a_call(office, mina)
    office.product.ring(number, key, "answered", extension="101")
    expect(row(mina, key)).to_have_attribute("data-state", "answered")
    expect(form.field("note")).to_be_focused()
    mina.keyboard.type("tence")
    expect(form.field("note")).to_have_value("half a sentence")
    mina.keyboard.press("Escape")
    expect(form.dialog.get_by_role("alertdialog")).to_be_visible()
    form.button("Go on").click()
    expect(form.field("note")).to_be_focused()
    expect(form.field("note")).to_have_value("half a sentence")
    mina.keyboard.press("Escape")
    form.button("Discard").click()
    form.gone()
    assert holders(office, number) == []


def test_an_untouched_dialog_closes_with_escape(office: SmallOffice, mina: Page) -> None:
    form = opened(mina, "profile-new", kind="organization")
    form.dialog.locator("[data-field='category'] button.dash-dropdown").click()
    expect(form.dialog.locator(".dash-dropdown-content")).to_be_visible()
    mina.keyboard.press("Escape")
    expect(form.dialog.locator(".dash-dropdown-content")).to_have_count(0)
    expect(form.dialog).to_be_visible()
    mina.keyboard.press("Escape")
    form.gone()


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
