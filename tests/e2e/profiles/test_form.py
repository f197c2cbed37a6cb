"""Saving a caller in the dialog of a profile, while phones ring."""

from __future__ import annotations

import itertools

from playwright.sync_api import Page, expect

from callerid_dash.domain.calls.calls import call_uuid
from tests.e2e.conftest import SmallOffice, row
from tests.e2e.profiles.profile_form import Form, holders, opened

_calls = itertools.count(1)


def a_call(office: SmallOffice, page: Page, number: str | None = None) -> tuple[str, str]:
    """A ringing call with a visible row; returns its id and number."""
    key, number = f"form-{next(_calls)}", number or office.a_mobile()
    office.product.ring(number, key, extension="101")
    expect(row(page, key)).to_be_visible()
    return key, number


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
