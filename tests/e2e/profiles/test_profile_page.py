"""Work on a profile's page, while others change it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.test_accessibility import violations


def open_profile(office: SmallOffice, browsing: Browsing, profile: int, user: str = "mina", **options: Any) -> Page:
    path = f"/profiles/{profile}"
    page = office.page(browsing, user, path, **{"viewport": {"width": 1440, "height": 900}, **options})
    expect(page.locator("#profile-head h1")).to_be_visible()
    return page


def phone(page: Page, words: str) -> Locator:
    return page.locator("#profile-aside .phone", has_text=words)


def write(office: SmallOffice, profile: int, **fields: object) -> int:
    return int(office.product.api("POST", f"/api/v1/profiles/{profile}/records", {"kind": "note", **fields})["id"])


def choose(page: Page, words: str, entry: str) -> None:
    """Choose an entry from a number's menu."""
    phone(page, words).locator(".phone-more").click()
    page.locator(":popover-open").get_by_role("button", name=entry).click()


def test_a_number_is_added_changed_and_removed_and_the_other_page_follows(
    office: SmallOffice, browsing: Browsing
) -> None:
    profile = office.a_customer_of_mina(office.a_mobile())
    page, other = open_profile(office, browsing, profile), open_profile(office, browsing, profile, "omid")
    other.locator("#history-text").fill("half a word")

    page.get_by_role("button", name="Add a number").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Number").fill("021 8810 0011")
    dialog.get_by_label("Label").fill("reception")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(phone(page, "021 8810 0011")).to_contain_text("reception")
    expect(phone(other, "021 8810 0011")).to_contain_text("reception")

    choose(page, "021 8810 0011", "Edit number")
    dialog.get_by_role("textbox", name="Number").fill("12x")
    dialog.get_by_role("textbox", name="Number").press("Enter")
    expect(phone(page, "12x")).to_contain_text("not a valid number")
    expect(phone(other, "12x")).to_contain_text("reception")

    choose(other, "12x", "Make it the default")
    expect(phone(page, "12x")).to_contain_text("Default")

    choose(page, "12x", "Remove…")
    expect(dialog).to_contain_text("12x")
    dialog.get_by_role("button", name="Remove the number").click()
    expect(phone(page, "12x")).to_have_count(0)
    expect(phone(other, "12x")).to_have_count(0)
    expect(other.locator("#history-text")).to_have_value("half a word")


def test_a_number_that_somebody_else_changed_meanwhile_is_not_overwritten(
    office: SmallOffice, browsing: Browsing
) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    page = open_profile(office, browsing, profile)
    page.locator(".phone-more").click()
    page.locator(":popover-open").get_by_role("button", name="Edit number").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Label").fill("mine")
    current = office.product.api("GET", f"/api/v1/profiles/{profile}")
    theirs = {"version": current["version"], "phones": [{"number": number, "label": "theirs"}]}
    office.product.api("PATCH", f"/api/v1/profiles/{profile}", theirs)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Somebody else has changed this number meanwhile")
    expect(dialog.get_by_label("Label")).to_have_value("mine")
    expect(page.locator("#profile-aside .phone-label")).to_have_text("theirs")


def test_desks_behind_one_number_are_changed_and_removed_one_by_one(office: SmallOffice, browsing: Browsing) -> None:
    desks = [{"number": "021 8800 5566", "extension": extension} for extension in ("12", "13", "14")]
    profile = office.product.add_profile(kind="organization", name="Desks", phones=desks)["id"]
    page = open_profile(office, browsing, profile)
    dialog = page.get_by_role("dialog")

    choose(page, "ext. 13", "Edit number")
    dialog.get_by_label("Label").fill("accounts")
    dialog.get_by_role("button", name="Save").click()
    expect(phone(page, "ext. 13")).to_contain_text("accounts")
    expect(page.locator(".phone-label")).to_have_count(1)

    choose(page, "ext. 14", "Make it the default")
    expect(phone(page, "ext. 14")).to_contain_text("Default")
    expect(page.locator(".phone-default")).to_have_count(1)

    choose(page, "ext. 12", "Remove…")
    expect(dialog).to_contain_text("ext. 12")
    dialog.get_by_role("button", name="Remove the number").click()
    expect(phone(page, "ext. 12")).to_have_count(0)
    expect(page.locator("#profile-aside .phone")).to_have_count(2)


def test_the_history_has_records_and_calls_and_can_be_filtered(office: SmallOffice, browsing: Browsing) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    for call in range(3):
        office.product.ring(number, f"history {profile} {call}", extension="101")
        office.product.ring(number, f"history {profile} {call}", "ended", cause="hangup")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    write(office, profile, subject="The price list", text="was sent", at=yesterday.isoformat())
    page = open_profile(office, browsing, profile)
    entries = page.locator("#profile-history .entry")
    expect(entries).to_have_count(4)
    expect(entries.last).to_contain_text("The price list")
    expect(page.locator("#profile-history h3").first).to_contain_text("Today")

    page.locator("#history-kind").select_option(label="Calls")
    expect(entries).to_have_count(3)
    page.locator("#history-kind").select_option(label="Everything")
    page.locator("#history-text").fill("PRICE")
    expect(entries).to_have_count(1)
    page.locator("#history-from").fill("3026-11-22")
    expect(page.locator("#profile-history-problem")).to_contain_text("This is no date")
    page.locator("#history-from").fill("2126-11-22")
    expect(page.locator("#profile-history")).to_contain_text("Nothing matches these filters.")
    page.get_by_role("button", name="Clear the filters").click()
    expect(entries).to_have_count(4)
    expect(page.locator("#history-text")).to_have_value("")


def test_a_task_is_ticked_off_and_a_new_call_appears_while_the_page_is_open(
    office: SmallOffice, browsing: Browsing
) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    write(office, profile, kind="task", subject="Call back", assignee="mina")
    page, other = open_profile(office, browsing, profile), open_profile(office, browsing, profile, "omid")
    task = page.locator(".entry", has_text="Call back")
    task.locator(".entry-toggle").click()
    expect(task).to_have_attribute("data-done", "true")
    expect(other.locator(".entry", has_text="Call back")).to_have_attribute("data-done", "true")
    expect(other.locator(".entry-toggle")).to_have_count(0)
    office.product.ring(number, f"during {profile}", extension="101")
    expect(other.locator(".entry[data-entry=call]")).to_have_count(1)


def test_an_open_menu_and_what_was_changed_stay_open_while_others_save(office: SmallOffice, browsing: Browsing) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    page = open_profile(office, browsing, profile)
    page.get_by_text("What was changed").click()
    expect(page.locator(".audit-line")).to_have_count(1)
    page.get_by_role("button", name="New record").click()
    expect(page.locator("#new-record")).to_be_visible()
    expect(page.locator("#new-record button").last).to_be_in_viewport(ratio=1)
    office.product.api("POST", f"/api/v1/profiles/{profile}/phones", {"number": "021 8810 0022"})
    expect(phone(page, "021 8810 0022")).to_be_visible()
    expect(page.locator(".audit-line")).to_have_count(2)
    expect(page.locator(".audit-line").first).to_contain_text("021 8810 0022")
    expect(page.locator("#new-record")).to_be_visible()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("fa", "dark")])
def test_the_page_is_accessible(office: SmallOffice, browsing: Browsing, language: str, theme: str) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    office.product.api("POST", f"/api/v1/profiles/{profile}/phones", {"number": "12x", "label": "no number"})
    office.product.ring(number, f"accessible profile {language} {theme}", extension="101", line="2001")
    due = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    write(office, profile, kind="task", subject="Late", text="line\n" * 9, due_at=due, assignee="mina")
    page = open_profile(office, browsing, profile, color_scheme=theme)
    page.goto(f"{office.product.url}/language/{language}?next=/profiles/{profile}")
    expect(page.locator(".entry")).to_have_count(2)
    page.locator("#profile-changes > summary").click()
    expect(page.locator(".audit-line").first).to_be_visible()
    assert violations(page) == []
    page.locator(".section-action").click()
    expect(page.get_by_role("dialog")).to_have_css("opacity", "1")  # half faded in, nothing has enough contrast
    assert violations(page) == []


def test_a_page_whose_profile_is_deleted_meanwhile_says_so_and_works_again_when_it_is_back(
    office: SmallOffice, browsing: Browsing
) -> None:
    profile = office.a_customer_of_mina(office.a_mobile())
    page, other = open_profile(office, browsing, profile, "admin"), open_profile(office, browsing, profile)
    page.locator(".profile-actions").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(other.locator(".gone-notice")).to_contain_text("This profile has been deleted.")
    expect(other.locator(".profile-actions")).to_be_hidden()
    page.locator(".toast-undo").click()
    expect(other.locator(".gone-notice")).to_have_count(0)
    expect(other.locator(".profile-actions")).to_be_visible()


def test_a_record_about_a_call_is_written_from_the_history(office: SmallOffice, browsing: Browsing) -> None:
    number = office.a_mobile()
    profile = office.a_customer_of_mina(number)
    office.product.ring(number, f"talked about {profile}", extension="101")
    page = open_profile(office, browsing, profile)
    page.get_by_role("button", name="New record about this call").click()
    page.locator("#caller-menu:popover-open").get_by_text("Note", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Subject").fill("Wants a quote")
    dialog.get_by_role("button", name="Save").click()
    written = page.locator(".entry", has_text="Wants a quote")
    expect(written.get_by_role("link", name="About this call")).to_be_visible()
    written.get_by_role("button", name="Edit this record").click()
    expect(dialog.get_by_label("Subject")).to_have_value("Wants a quote")
