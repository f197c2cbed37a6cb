"""The import of profiles by an admin, in a real browser."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.test_accessibility import violations

WIDE = {"width": 1440, "height": 900}
LOST = "line 4Sima ImporterReach: 9.12E+09A spreadsheet has shortened this number: digits of it are lost."


def section(office: SmallOffice, browsing: Browsing) -> Page:
    """The section on the admin's page."""
    return office.page(browsing, "admin", "/settings/import-profiles", viewport=WIDE)


def send(page: Page, file: Path) -> None:
    """Choose a file and wait for its preview."""
    with page.expect_file_chooser() as asked:
        page.locator("[data-upload-choose]").click()
    asked.value.set_files(file)
    expect(page.locator(".contact-sum, .contact-preview .import-none")).to_be_visible()


def start(page: Page) -> None:
    """Start the import and wait for its end."""
    earlier = page.locator(".import-report")
    of_earlier = earlier.get_attribute("data-job") if earlier.count() else ""
    page.locator("[data-primary=import-profiles]").click()
    expect(page.locator(f".import-report[data-state=done]:not([data-job='{of_earlier}'])")).to_be_visible()
    expect(page.locator("[data-upload-choose]")).to_be_visible()


def figure(page: Page, name: str, count: int) -> None:
    expect(page.locator(f".import-report [data-figure={name}] dd")).to_have_text(str(count))


def test_contacts_are_mapped_looked_at_imported_and_known_the_second_time(
    office: SmallOffice, browsing: Browsing, tmp_path: Path
) -> None:
    first, second = office.a_mobile(), office.a_mobile()
    rows = (
        ("Ali Importer", first),
        ("<b>Zahra</b> Importer", second),
        ("Sima Importer", "9.12E+09"),
        ("", "02188776655"),
    )
    file = tmp_path / "contacts.csv"
    file.write_text("Who;Reach\n" + "".join(f"{name};{number}\n" for name, number in rows), encoding="utf-8-sig")
    page = section(office, browsing)

    send(page, file)
    expect(page.locator(".import-none")).to_contain_text("No column has the names")
    chosen = page.locator(".contact-field")
    chosen.nth(0).select_option("name")
    chosen.nth(1).select_option("mobile")
    expect(page.locator(".contact-sum")).to_have_text("3 profiles are added, 1 is rejected")
    page.locator("[data-status=rejected] summary").click()
    expect(page.locator("[data-status=rejected] .contact-reason")).to_contain_text("There is no name")
    expect(page.locator(".contact-preview [data-doubts] li")).to_have_text(LOST)
    assert violations(page) == []
    start(page)
    figure(page, "added", 3)
    expect(page.locator(".import-report [data-doubts] li")).to_have_text(LOST)
    figure(page, "rejected", 1)
    assert violations(page) == []
    with page.expect_download() as saved:
        page.locator(".import-ways a[download]").click()
    lines = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == ["4", "5"]
    assert "9.12E+09" in lines[1]

    send(page, file)
    chosen.nth(0).select_option("name")
    chosen.nth(1).select_option("mobile")
    expect(page.locator(".contact-sum")).to_have_text("3 are skipped, 1 is rejected")
    page.locator("[data-status=duplicate] summary").click()
    expect(page.locator("[data-status=duplicate] .contact-other").nth(1)).to_have_text("<b>Zahra</b> Importer")
    start(page)
    figure(page, "added", 0)
    figure(page, "skipped", 3)


def test_an_import_is_taken_back_as_a_whole_but_for_who_was_changed_since(
    office: SmallOffice, browsing: Browsing, tmp_path: Path
) -> None:
    names = "Mani Undo", "Nima Undo", "Omid Undo"
    file = tmp_path / "contacts.csv"
    file.write_text("name,mobile\n" + "".join(f"{name},{office.a_mobile()}\n" for name in names))
    page = section(office, browsing)
    send(page, file)
    start(page)
    found = office.product.api("GET", "/api/v1/profiles?q=Nima+Undo")["items"][0]
    office.product.api("PATCH", f"/api/v1/profiles/{found['id']}", {"version": found["version"], "note": "VIP"})

    page.get_by_role("button", name="Take back…").click()
    expect(page.locator("#dialog .dialog-title")).to_have_text("Take back the import")
    assert violations(page) == []
    page.locator("#dialog").get_by_role("button", name="Take back").click()
    expect(page.locator(".toast-line")).to_contain_text("2 profiles taken back, 1 stays because it was changed since")
    expect(page.locator(".import-report")).to_contain_text("This import has been taken back.")
    expect(page.get_by_role("button", name="Take back…")).to_have_count(0)
    there = office.product.api("GET", "/api/v1/profiles?q=Undo")["items"]
    assert [each["name"] for each in there] == ["Nima Undo"]


def test_another_encoding_is_read_at_once_and_another_file_can_be_chosen(
    office: SmallOffice, browsing: Browsing, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(f"Name,Mobile\nJürgen Importer,{office.a_mobile()}\n".encode("cp1252"))
    page = section(office, browsing)
    with page.expect_file_chooser() as asked:
        page.locator("[data-upload-choose]").click()
    asked.value.set_files(file)
    expect(page.locator(".import-none")).to_contain_text("encoding cannot be told")
    page.locator("[data-field=encoding] select").select_option("windows-1252")
    expect(page.locator(".contact-sum")).to_have_text("1 profile is added")
    expect(page.locator(".contact-examples").first).to_have_text("Jürgen Importer")
    page.get_by_role("button", name="Another file").click()
    expect(page.locator("[data-upload-choose]")).to_be_visible()


def test_a_workbook_is_mapped_looked_at_and_imported(office: SmallOffice, browsing: Browsing, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("مخاطبان")
    for row in (("Who", "Reach"), ("Nima Workbook", int(office.a_mobile())), ("Rana Workbook", office.a_mobile())):
        sheet.append(row)
    book.save(tmp_path / "contacts.xlsx")
    page = section(office, browsing)
    send(page, tmp_path / "contacts.xlsx")
    expect(page.locator(".contact-form")).to_contain_text("Sheet “مخاطبان”")
    chosen = page.locator(".contact-field")
    chosen.nth(0).select_option("name")
    chosen.nth(1).select_option("mobile")
    expect(page.locator(".contact-sum")).to_have_text("2 profiles are added")
    assert violations(page) == []
    start(page)
    figure(page, "added", 2)


def test_a_workbook_that_cannot_be_read_says_so(office: SmallOffice, browsing: Browsing, tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    page = section(office, browsing)
    with page.expect_file_chooser() as asked:
        page.locator("[data-upload-choose]").click()
    asked.value.set_files(tmp_path / "broken.xlsx")
    expect(page.locator(".import-none")).to_contain_text("This workbook cannot be read")
