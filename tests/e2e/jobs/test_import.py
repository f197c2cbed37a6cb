"""The import of calls in a real browser: a file with broken rows, from the upload to the corrected rows."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.test_accessibility import violations
from tests.parts.cdr import cdr_row


def opened(office: SmallOffice, browsing: Browsing) -> Page:
    return office.page(browsing, "admin", "/settings/import", viewport={"width": 1440, "height": 900})


def choose(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    expect(page.locator(".import-preview")).to_be_visible()


def test_a_file_is_sent_looked_at_imported_and_its_rejected_rows_come_back(
    office: SmallOffice, browsing: Browsing, tmp_path: Path
) -> None:
    known, unknown = office.a_mobile(), office.a_mobile()
    office.a_customer_of_mina(known, "Simin Imported")
    cut = '"","0912","trunc'
    rows = [cdr_row(701, known), cut, cdr_row(702, unknown, answered=False), cdr_row(703, began="0000-00-00 00:00:00")]
    file = tmp_path / "Master.csv"
    file.write_text("\n".join(rows) + "\n")
    page = opened(office, browsing)
    choose(page, file)
    expect(page.locator(".import-file")).to_be_focused()
    expect(page.locator(".import-sample")).to_contain_text("2 calls, 2 rejected rows")
    expect(page.locator(".import-table")).to_contain_text("Simin Imported")
    expect(page.locator(".import-rejected")).to_contain_text("Row 2")
    assert violations(page) == []
    page.get_by_role("button", name="Start the import").click()
    report = page.locator(".import-report[data-state=done]")
    expect(report).to_contain_text("Done")
    expect(report.locator("[data-figure=added] dd")).to_have_text("2")
    expect(report.locator("[data-figure=rejected] dd")).to_have_text("2")
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    with page.expect_download() as download:
        report.get_by_role("link", name="Download rejected rows").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as content:
        head, *rejected = list(csv.reader(content))
    assert head == ["Line in the file", "Reason", "Row"]
    assert [(line, cut in row) for line, _, row in rejected] == [("2", True), ("4", False)]
    page.goto(f"{office.product.url}/calls?number={unknown}")
    expect(page.locator("#call-log .call")).to_contain_text("Missed")


def test_what_a_file_would_give_follows_what_is_said_of_it_and_nothing_stays_of_another_file(
    office: SmallOffice, browsing: Browsing, tmp_path: Path
) -> None:
    file = tmp_path / "night.csv"
    file.write_text(cdr_row(720, office.a_mobile()) + "\n")
    page = opened(office, browsing)
    choose(page, file)
    expect(page.locator(".import-table")).to_contain_text("21:00:00")
    page.get_by_label("Time zone of the file").select_option("Asia/Kolkata")
    expect(page.locator(".import-table")).to_contain_text("19:00:00")
    page.get_by_role("button", name="Another file").click()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    expect(page.locator(".import-preview")).to_have_count(0)


def test_the_columns_of_another_file_are_guessed_and_can_be_mended(
    office: SmallOffice, browsing: Browsing, tmp_path: Path
) -> None:
    file = tmp_path / "report.csv"
    file.write_text(f"Date;Time;Number;Talk;Phone\n2026-05-04;09:00:00;{office.a_mobile()};30;101\n")
    page = opened(office, browsing)
    choose(page, file)
    mapping = page.get_by_label("Which column is what")
    expect(mapping).to_have_value(re.compile('started_at = \\["Date", "Time"\\]'))
    expect(page.locator(".import-sample")).to_contain_text("1 call,")
    mapping.fill(mapping.input_value().replace("Talk", "Gossip"))
    mapping.blur()
    expect(page.locator("#import-preview [role=alert]")).to_contain_text("Gossip")
    page.get_by_role("button", name="Start the import").click()
    expect(page.locator(".import-start .form-error")).to_contain_text("Gossip")
    mapping.fill(mapping.input_value().replace("Gossip", "Talk"))
    mapping.blur()
    expect(page.locator(".import-table")).to_contain_text("00:30")
