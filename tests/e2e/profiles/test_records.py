"""Writing, changing and deleting records in a real browser, while calls come in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from callerid_dash.domain.calls.calls import call_uuid
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.serving import wait_for

KINDS = {"note": 1, "phone_call": 2, "task": 3, "appointment": 4}


def open_dialog(page: Page, **arguments: object) -> Locator:
    """Open the dialog `record` as its buttons do."""
    given = {name: str(value) for name, value in arguments.items()}
    page.evaluate("given => window.callerid.openDialog('record', given)", given)
    dialog = page.locator(".modal.show")
    expect(dialog.locator(".dialog-title")).to_be_visible()
    return dialog


def field(dialog: Locator, name: str) -> Locator:
    return dialog.locator(f"[data-field={name}]").locator("input, select, textarea")


def save(dialog: Locator) -> None:
    dialog.locator("[data-primary=record]").click()


def saved(page: Page) -> None:
    expect(page.locator(".modal")).to_have_count(0)
    expect(page.locator(".toast-line").last).to_be_visible()


def records_of(office: SmallOffice, profile_id: int) -> list[dict[str, Any]]:
    """The stored records, newest first."""
    items = office.product.api("GET", f"/api/v1/profiles/{profile_id}/records")["items"]
    assert isinstance(items, list)
    return items


def test_a_note_is_written_from_a_live_call_while_others_ring(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    profile_id = office.a_customer_of_mina(number)
    office.product.ring(number, "note from a call", extension="101")
    expect(row(mina_live, "note from a call")).to_be_visible()
    call_id = call_uuid("test", "note from a call")
    dialog = open_dialog(mina_live, profile=profile_id, kind=KINDS["note"], call=call_id)
    expect(dialog.locator(".record-about")).to_contain_text("Sara Ahmadi")
    expect(field(dialog, "subject")).to_be_focused()
    mina_live.keyboard.type("<b>Wants</b> a ")
    office.product.ring("02155550101", "rings meanwhile")
    expect(row(mina_live, "rings meanwhile")).to_be_attached()
    expect(field(dialog, "subject")).to_be_focused()
    mina_live.keyboard.type("call")
    field(dialog, "text").fill("first line\nsecond line")
    dialog.locator("[data-primary=record]").dblclick()
    saved(mina_live)
    (record,) = records_of(office, profile_id)
    assert (record["subject"], record["text"]) == ("<b>Wants</b> a call", "first line\nsecond line")
    assert (record["author"], record["call_id"], record["kind"]["key"]) == ("mina", str(call_id), "note")


def test_a_phone_call_takes_time_number_and_duration_of_its_call(office: SmallOffice, mina_live: Page) -> None:
    number = office.a_mobile()
    profile_id = office.a_customer_of_mina(number)
    started = office.product.ring(number, "talk", extension="101")["calls"][0]["started_at"]
    office.product.ring(number, "talk", "answered", extension="101")
    dialog = open_dialog(mina_live, profile=profile_id, kind=KINDS["phone_call"], call=call_uuid("test", "talk"))
    expect(dialog.locator(".record-call")).to_contain_text("Talking")
    mina_live.keyboard.type("About the contract")
    mina_live.keyboard.press("Enter")
    saved(mina_live)
    (record,) = records_of(office, profile_id)
    assert (record["at"], record["number"]) == (started, f"+98{number[1:]}")
    assert record["duration_seconds"] is None
    ended = office.product.ring(number, "talk", "ended")["calls"][0]
    assert records_of(office, profile_id)[0]["duration_seconds"] == round(ended["talk_seconds"])


@pytest.mark.parametrize(
    ("language", "due", "no_such_day"),
    [("en", "2026-12-01 14:30", "2026-02-30 10:00"), ("fa", "۱۴۰۵/۰۹/۱۰ ۱۴:۳۰", "۱۴۰۵/۱۳/۰۱ ۱۰:۰۰")],
)
def test_a_task_is_due_at_a_time_of_the_page_s_own_calendar(
    office: SmallOffice, browsing: Browsing, language: str, due: str, no_such_day: str
) -> None:
    profile_id = office.a_customer_of_mina(office.a_mobile())
    page = office.page(browsing, path=f"/language/{language}?next=/")
    page.wait_for_selector("#calls[data-empty]", state="attached")
    dialog = open_dialog(page, profile=profile_id, kind=KINDS["note"])
    expect(field(dialog, "due")).to_be_hidden()
    field(dialog, "kind").select_option(str(KINDS["task"]))
    expect(field(dialog, "due")).to_be_visible()
    field(dialog, "subject").fill("Send the quote")
    dialog.locator(".record-soon button").nth(1).click()
    expect(field(dialog, "due")).to_have_value(re.compile(r" (09:00|۰۹:۰۰)$"))
    field(dialog, "due").fill(no_such_day)
    save(dialog)
    expect(dialog.locator("[data-field=due] .field-error")).not_to_be_empty()
    expect(field(dialog, "subject")).to_have_value("Send the quote")
    field(dialog, "due").fill(due)
    save(dialog)
    saved(page)
    (record,) = records_of(office, profile_id)
    assert (record["due_at"], record["assignee"]) == ("2026-12-01T11:00:00Z", "mina")
    dialog = open_dialog(page, record=record["id"])
    expect(field(dialog, "due")).to_have_value(due)
    expect(dialog.locator(".record-author")).to_contain_text("Mina")
    page.keyboard.press("Escape")
    expect(page.locator(".modal")).to_have_count(0)
    page.goto(f"{office.product.url}/language/en?next=/")


def test_of_two_edits_the_second_shows_both_and_loses_nothing(office: SmallOffice, browsing: Browsing) -> None:
    profile_id = office.a_customer_of_mina(office.a_mobile())
    first, second = (office.page(browsing) for _ in range(2))
    dialog = open_dialog(first, profile=profile_id, kind=KINDS["note"])
    field(dialog, "subject").fill("As it was")
    save(dialog)
    saved(first)
    record_id = records_of(office, profile_id)[0]["id"]
    theirs, mine = (open_dialog(page, record=record_id) for page in (first, second))
    field(theirs, "subject").fill("Their subject")
    field(theirs, "text").fill("Their text")
    save(theirs)
    saved(first)
    field(mine, "subject").fill("My subject")
    field(mine, "text").fill("My text")
    save(mine)
    both = mine.locator(".record-stale")
    expect(both.locator("[data-differs=subject]")).to_contain_text("Their subject")
    expect(both.locator("[data-differs=subject]")).to_contain_text("My subject")
    both.locator("[data-differs=text] button").click()
    expect(field(mine, "text")).to_have_value("Their text")
    save(mine)
    saved(second)
    (record,) = records_of(office, profile_id)
    assert (record["subject"], record["text"], record["version"]) == ("My subject", "Their text", 3)


def test_a_record_that_is_deleted_meanwhile_says_so_and_keeps_what_was_typed(
    office: SmallOffice, browsing: Browsing
) -> None:
    profile_id = office.a_customer_of_mina(office.a_mobile())
    first, second = (office.page(browsing) for _ in range(2))
    dialog = open_dialog(first, profile=profile_id, kind=KINDS["note"])
    field(dialog, "subject").fill("Will be gone")
    save(dialog)
    saved(first)
    record_id = records_of(office, profile_id)[0]["id"]
    mine = open_dialog(second, record=record_id)
    field(mine, "subject").fill("Typed in vain?")
    open_dialog(first, record=record_id).locator("[data-dialog=record-delete]").click()
    asking = first.locator(".modal.show")
    expect(asking.locator(".dialog-title")).to_have_text("Delete this record?")
    expect(asking).to_contain_text("Will be gone")
    asking.get_by_role("button", name="Delete", exact=True).click()
    saved(first)
    wait_for(lambda: not records_of(office, profile_id), 10)
    save(mine)
    expect(mine.locator(".form-error")).to_contain_text("not any more")
    expect(field(mine, "subject")).to_have_value("Typed in vain?")


def test_records_of_others_cannot_be_opened_for_change(office: SmallOffice, browsing: Browsing) -> None:
    profile_id = office.a_customer_of_mina(office.a_mobile())
    made = office.product.api(
        "POST", f"/api/v1/profiles/{profile_id}/records", {"kind": "note", "subject": "By a program"}
    )
    browsing.allow("status of 403")
    page = office.page(browsing, "omid")
    with page.expect_response(lambda answer: answer.status == 403):
        page.evaluate("id => window.callerid.openDialog('record', { record: String(id) })", made["id"])
    expect(page.locator(".modal")).to_have_count(0)


def test_what_was_wrong_is_scrolled_to_on_a_small_screen(office: SmallOffice, browsing: Browsing) -> None:
    profile_id = office.a_customer_of_mina(office.a_mobile())
    page = office.page(browsing, viewport={"width": 390, "height": 480})
    dialog = open_dialog(page, profile=profile_id, kind=KINDS["task"])
    field(dialog, "done").scroll_into_view_if_needed()
    save(dialog)
    expect(dialog.locator("[data-field=subject] .field-error")).to_be_in_viewport()
