"""An export in a real browser: visible progress, and the download when the file is complete."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.test_accessibility import violations


def test_profiles_leave_as_the_list_shows_them_and_the_file_can_be_fetched_again(
    office: SmallOffice, browsing: Browsing
) -> None:
    office.product.add_profile(kind="person", name="=Parastoo Export")
    page = office.page(browsing, "mina", "/profiles?q=Parastoo+Export&kind=person")
    expect(page.locator(".profile-row")).to_have_count(1)
    page.locator("[data-popover-target=exports]").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Profiles: CSV").click()
    assert download.value.suggested_filename == "profiles.csv"
    (row,) = csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig")))
    assert row["name"] == "'=Parastoo Export"
    panel = page.get_by_role("region", name="Export")
    expect(panel).to_contain_text("Done")
    assert violations(page, ".export-job") == []
    page.reload()
    with page.expect_download() as again:
        page.get_by_role("link", name="Download").click()
    assert again.value.suggested_filename == "profiles.csv"
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "export", "whole", "calls", "waits"),
    [
        ("en", "Export", "The whole page: Excel", "Calls", "Waiting time until the answer or the end"),
        ("fa", "خروجی گرفتن", "همهٔ صفحه: Excel", "تماس‌ها", "زمان انتظار تا پاسخ یا پایان"),
    ],
    ids=["en", "fa"],
)
def test_the_analytics_page_leaves_as_a_workbook_narrowed_as_it_is(
    office: SmallOffice, browsing: Browsing, language: str, export: str, whole: str, calls: str, waits: str
) -> None:
    line = f"20{len(language)}{ord(language[0])}"
    office.product.ring(office.a_mobile(), f"figures {language}", extension="101", line=line)
    page = office.page(browsing, "admin", f"/language/{language}?next=%2Fanalytics%3Frange%3Dtoday%26line%3D{line}")
    expect(page.locator("#analytics-figures .tile")).to_have_count(8)
    page.locator(".page-head").get_by_role("button", name=export).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=whole).click()
    assert download.value.suggested_filename == "figures.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    over_time, about = book.worksheets[0], book.worksheets[-1]
    assert bool(over_time.sheet_view.rightToLeft) is (language == "fa")
    head, *rows = over_time.iter_rows(values_only=True)
    assert sum(row[head.index(calls)] for row in rows) == 1
    assert line in {str(cell.value) for cell in about["B"]}
    assert violations(page, ".page-head") == []
    page.locator("[data-popover-target=export-waits]").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"{waits}: CSV").click()
    assert download.value.suggested_filename == "waits.csv"
    assert line in download.value.path().read_text("utf-8-sig")
    link = page.get_by_role("link", name=f"{waits}: Excel", include_hidden=True)
    assert f"line={line}" in (link.get_attribute("href") or "")
