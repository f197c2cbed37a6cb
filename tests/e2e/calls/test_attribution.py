"""Choosing the profile of a call, merging from the triangle, and undo, seen in several browsers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row

WIDE = {"width": 1440, "height": 900}


def shared_call(office: SmallOffice, call_id: str, number: str, *names: str) -> list[int]:
    """A call from a number of several people; returns their ids."""
    ids = [
        int(office.product.add_profile(kind="person", name=name, phones=[{"number": number}])["id"]) for name in names
    ]
    office.product.ring(number, call_id)
    return ids


def open_holders(page: Page, call_id: str) -> None:
    row(page, call_id).locator(".shared").click()
    expect(row(page, call_id).locator(".holders")).to_be_visible()


def test_who_is_chosen_for_a_call_in_one_browser_is_shown_in_the_other(
    office: SmallOffice, browsing: Browsing, mina: Page
) -> None:
    omid = office.page(browsing, "omid", viewport=WIDE)
    shared_call(office, "chosen-1", office.a_mobile(), "Nasrin Amini", "Kaveh Amini")
    for page in (mina, omid):
        expect(row(page, "chosen-1").locator(".call-name")).to_have_text("Nasrin Amini")
    open_holders(mina, "chosen-1")
    row(mina, "chosen-1").locator(".holders li", has_text="Kaveh Amini").locator("[data-choose]").click()
    for page in (mina, omid):
        expect(row(page, "chosen-1").locator(".call-name")).to_have_text("Kaveh Amini")
    expect(row(mina, "chosen-1").locator(".holders")).to_be_visible()  # the list stays open
    row(mina, "chosen-1").locator(".holders-more [data-choose]").click()
    for page in (mina, omid):
        expect(row(page, "chosen-1").locator(".call-name")).to_have_text("Nasrin Amini")


def test_holders_are_merged_from_the_triangle_and_parted_again_from_the_toast(
    office: SmallOffice, browsing: Browsing, mina: Page
) -> None:
    omid = office.page(browsing, "omid", viewport=WIDE)
    shared_call(office, "merged-1", office.a_mobile(), "Leyla Rad", "Leila Raad")
    open_holders(mina, "merged-1")
    mina.locator(".holders-more [data-dialog=merge]").filter(visible=True).click()
    expect(mina.locator(".merge-moves")).to_be_visible()
    mina.locator("[data-field=name] label", has_text="Leila Raad").click()
    mina.locator(".merge-moves").scroll_into_view_if_needed()
    mina.click("#dialog .btn-primary")
    for page in (mina, omid):
        expect(row(page, "merged-1").locator(".call-name")).to_have_text("Leila Raad")
        expect(row(page, "merged-1").locator(".shared")).to_have_count(0)
    mina.locator(".toast-line", has_text="Leila Raad").locator(".toast-undo").click()
    for page in (mina, omid):
        expect(row(page, "merged-1").locator(".call-name")).to_have_text("Leyla Rad")
        expect(row(page, "merged-1").locator(".shared")).to_have_count(1)


def test_another_profile_is_found_for_merging_and_the_other_one_may_be_kept(office: SmallOffice, mina: Page) -> None:
    number = office.a_mobile()
    office.product.add_profile(kind="person", name="Bijan Zandi", phones=[{"number": number}])
    shared_call(office, "found-1", office.a_mobile(), "Bizhan Zandy", "Parvin Zandy")
    open_holders(mina, "found-1")
    mina.locator(".holders-more [data-dialog=merge]").filter(visible=True).click()
    expect(mina.locator(".merge-keep label")).to_have_count(2)
    names = mina.locator("[data-field=name] label")
    names.filter(has_text="Parvin Zandy").click()
    mina.locator("#merge-query").press_sequentially("bijan zandi")
    mina.locator("#merge-found [data-hit]", has_text="Bijan Zandi").click()
    expect(names).to_have_count(3)
    expect(names.filter(has_text="Parvin Zandy").locator("input")).to_be_checked()
    mina.locator(".merge-drop", has_text="Parvin Zandy").click()
    expect(mina.locator(".merge-keep label")).to_have_count(2)
    mina.locator(".merge-keep label", has_text="Bijan Zandi").click()
    expect(mina.locator(".merge-moves")).to_contain_text("Bijan Zandi")
    expect(mina.locator("[data-field=name] label").first).to_have_text("Bijan Zandi")
    mina.click("#dialog .btn-primary")
    expect(row(mina, "found-1").locator(".holders li")).to_have_count(2)
    expect(row(mina, "found-1")).to_contain_text("Bijan Zandi")


def test_calls_from_before_a_number_was_saved_are_known_at_once_and_unknown_again_when_undone(
    office: SmallOffice, browsing: Browsing, mina: Page
) -> None:
    omid = office.page(browsing, "omid", viewport=WIDE)
    number = office.a_mobile()
    for call_id in ("past-1", "past-2"):
        office.product.ring(number, call_id)
    expect(row(mina, "past-2")).to_have_attribute("data-kind", "unknown")
    mina.evaluate("number => callerid.openDialog('profile-new', {kind: 'person', number})", number)
    mina.locator("#dialog input[id*='last_name']").fill("Moradi")
    mina.click("#dialog .btn-primary")
    for page in (mina, omid):
        for call_id in ("past-1", "past-2"):
            expect(row(page, call_id).locator(".call-name")).to_have_text("Moradi")
    mina.locator(".toast-line", has_text="Moradi").locator(".toast-undo").click()
    for page in (mina, omid):
        for call_id in ("past-1", "past-2"):
            expect(row(page, call_id)).to_have_attribute("data-kind", "unknown")
    open_holders(mina, "past-1")  # who has the number by now is one click away
    row(mina, "past-1").locator("[data-choose]").click()
    expect(row(omid, "past-1").locator(".call-name")).to_have_text("Moradi")


def test_a_deleted_profile_comes_back_from_the_list_of_steps(office: SmallOffice, browsing: Browsing) -> None:
    admin = office.page(browsing, "admin", viewport=WIDE)
    number = office.a_mobile()
    profile = office.product.add_profile(kind="person", name="Hamid Sabri", phones=[{"number": number}])
    office.product.ring(number, "deleted-1")
    expect(row(admin, "deleted-1").locator(".call-name")).to_have_text("Hamid Sabri")
    admin.evaluate("id => callerid.openDialog('profile-delete', {profile: String(id)})", profile["id"])
    expect(admin.locator(".delete-goes")).to_contain_text("1 number")
    admin.click("#dialog .btn-danger")
    expect(row(admin, "deleted-1")).to_have_attribute("data-kind", "unknown")
    admin.evaluate("callerid.openDialog('steps', {})")
    admin.locator(".steps li", has_text="Hamid Sabri").locator("[data-undo]").click()
    expect(row(admin, "deleted-1").locator(".call-name")).to_have_text("Hamid Sabri")


def test_a_name_without_a_blank_stays_inside_the_dialog(office: SmallOffice, browsing: Browsing) -> None:
    page = office.page(browsing, viewport={"width": 390, "height": 800})
    ids = shared_call(office, "long-1", office.a_mobile(), "Verylong" * 20, "Short")
    page.evaluate("ids => callerid.openDialog('merge', {profiles: ids})", ",".join(map(str, ids)))
    expect(page.locator(".merge-moves")).to_contain_text("Verylong")
    assert page.locator(".dialog-body").evaluate("body => body.scrollWidth <= body.clientWidth")
