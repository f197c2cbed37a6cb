"""A chart as table, picture and file, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.reports.analytics_page import analytics


def test_a_chart_is_also_a_table_a_picture_and_a_file(office: SmallOffice, browsing: Browsing, tmp_path: Path) -> None:
    number = office.a_mobile()
    for i in range(2):
        office.product.ring(number, f"analytics, files {i} {number}", extension="101", line="2001")
    page = analytics(office, browsing, "?range=today")
    expect(page.locator("#chart-volume .bars path").first).to_be_attached()
    page.locator("#chart-volume-more summary").click()
    expect(page.locator("#table-volume tbody tr")).to_have_count(96)
    page.locator("[data-popover-target=export-volume]").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Calls over time: CSV").click()
    assert saved.value.suggested_filename == "volume.csv"
    _about, _, rows = saved.value.path().read_bytes().decode("utf-8-sig").partition("\r\n\r\n")
    lines = rows.split("\r\n")
    assert lines[0].startswith("Time,Calls,")
    assert sum(int(line.split(",")[1]) for line in lines[1:] if line) >= 2
    page.evaluate(NOTE_WHAT_IS_WRITTEN)
    with page.expect_download() as saved:
        page.locator("[data-picture=chart-volume]").click()
    saved.value.save_as(tmp_path / "volume.png")
    assert (tmp_path / "volume.png").read_bytes().startswith(b"\x89PNG")
    written = page.evaluate("window.written.join(' ')")
    assert written.startswith("Calls over time ")
    assert page.locator("#analytics-span strong").inner_text() in written
    assert re.search(r"as of \d\d:\d\d · times of Asia/Tehran", written)


NOTE_WHAT_IS_WRITTEN = """() => {
  window.written = [];
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    window.written.push(text);
    return write.call(this, text, ...place);
  };
}"""
