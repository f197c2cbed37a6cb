"""Figures in a real browser: filters, back, click on a bar, table, picture and CSV, and today's beside the calls."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.test_accessibility import violations


def analytics(office: SmallOffice, browsing: Browsing, search: str, **options: str) -> Page:
    page = office.page(browsing, "admin", f"/analytics{search}", **options)
    expect(page.locator("#analytics-figures .tile")).to_have_count(8)
    expect(page.locator("#analytics-callers .chart-card")).to_have_count(4)
    return page


def test_filters_are_in_the_address_and_can_be_gone_back_from(office: SmallOffice, browsing: Browsing) -> None:
    office.product.ring("09370004401", "analytics, filters", extension="101", line="2001")
    page = analytics(office, browsing, "?range=7days")
    page.locator("[data-filter=line]").select_option("2001")
    page.wait_for_url("**line=2001*")
    expect(page.locator(".report-field.is-chosen")).to_have_count(1)
    page.get_by_role("link", name="30 days").click()
    page.wait_for_url("**range=30days*")
    expect(page.locator(".report-ranges [aria-current]")).to_have_text("30 days")
    expect(page.locator("[data-filter=line]")).to_have_value("2001")
    page.go_back()
    expect(page.locator(".report-ranges [aria-current]")).to_have_text("7 days")
    page.go_back()
    expect(page.locator("[data-filter=line]")).to_have_value("")
    page.locator("#analytics-from").fill("2020-02-30")
    page.locator("#analytics-from").press("Enter")
    expect(page.locator("#analytics-span")).to_contain_text("This is no date")


def test_a_bar_shows_its_day_and_quick_choices_are_not_lost(office: SmallOffice, browsing: Browsing) -> None:
    office.product.ring(office.a_mobile(), "analytics, bar", extension="101", line="2001")
    page = analytics(office, browsing, "?range=30days&line=2001")
    expect(page.locator("#chart-volume .bars path").first).to_be_attached()
    bars = page.locator("#chart-volume .bars path").evaluate_all(
        "paths => paths.map(p => p.getBoundingClientRect()).filter(r => r.height > 1)"
        ".map(r => [r.x + r.width / 2, r.y + r.height / 2])"
    )
    page.mouse.move(*bars[-1])
    expect(page.locator("#chart-volume .hoverlayer .hovertext")).to_be_visible()  # what is hovered over is clicked
    page.mouse.click(*bars[-1])
    page.wait_for_url("**range=custom*")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["line"], asked["from"]) == (["2001"], asked["to"])
    expect(page.locator("#analytics-from")).to_have_value(asked["from"][0])
    expect(page.locator("#analytics-to")).to_have_value(asked["to"][0])
    page.go_back()
    expect(page.locator(".report-ranges [aria-current]")).to_have_text("30 days")
    # Two choices before any answer: the second must not bring the filters of the last answer back.
    page.evaluate(
        """() => {
          const field = document.querySelector("[data-filter=line]");
          field.value = "";
          field.dispatchEvent(new Event("change", { bubbles: true }));
          document.querySelector('a[data-preset="yesterday"]').click();
        }"""
    )
    expect(page.locator(".report-ranges [aria-current]")).to_have_text("Yesterday")
    assert "line=" not in page.url
    expect(page.locator("[data-filter=line]")).to_have_value("")


def test_a_chart_is_also_a_table_a_picture_and_a_file(office: SmallOffice, browsing: Browsing, tmp_path: Path) -> None:
    number = office.a_mobile()
    for i in range(2):
        office.product.ring(number, f"analytics, files {i} {number}", extension="101", line="2001")
    page = analytics(office, browsing, "?range=today")
    expect(page.locator("#chart-volume .bars path").first).to_be_attached()
    page.locator("#chart-volume-more summary").click()
    expect(page.locator("#table-volume tbody tr")).to_have_count(96)
    with page.expect_download() as saved:
        page.locator("[data-csv-of=table-volume]").click()
    saved.value.save_as(tmp_path / "volume.csv")
    lines = (tmp_path / "volume.csv").read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Time,Calls,")
    assert sum(int(line.split(",")[1]) for line in lines[1:] if line) >= 2
    with page.expect_download() as saved:
        page.locator("[data-picture=chart-volume]").click()
    saved.value.save_as(tmp_path / "volume.png")
    assert (tmp_path / "volume.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("fa", "light")])
def test_the_page_is_accessible(office: SmallOffice, browsing: Browsing, language: str, theme: str) -> None:
    office.product.ring(office.a_mobile(), f"analytics, accessible {language}", extension="101", line="2001")
    page = office.page(browsing, "admin", color_scheme=theme)
    page.goto(f"{office.product.url}/language/{language}?next=/")
    expect(page.locator("#today-figures .tile")).to_have_count(4)
    page.goto(f"{office.product.url}/analytics")
    expect(page.locator("#analytics-callers .chart-card")).to_have_count(4)
    page.locator("#chart-hours-more summary").click()
    assert violations(page) == []
