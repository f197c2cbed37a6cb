"""A list taken away in a real browser: made where one can watch, fetched when it is whole."""

from __future__ import annotations

import csv
import io

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
