"""The analytics page follows new calls, except under the pointer, in a real browser."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.reports.analytics_page import analytics, point_at


def test_a_bar_shows_its_day_and_quick_choices_are_not_lost(office: SmallOffice, browsing: Browsing) -> None:
    office.product.ring(office.a_mobile(), "analytics, bar", extension="101", line="2001")
    page = analytics(office, browsing, "?range=30days&line=2001")
    page.mouse.click(*point_at(page, "newcomers"))
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
          document.querySelector('.report-ranges a[href*="range=yesterday"]').click();
        }"""
    )
    expect(page.locator(".report-ranges [aria-current]")).to_have_text("Yesterday")
    assert "line=" not in page.url
    expect(page.locator("[data-filter=line]")).to_have_value("")


SUM = """document.querySelector('#chart-volume .js-plotly-plot').data
  .filter(bar => bar.type === 'bar' && bar.hoverinfo !== 'skip').flatMap(bar => bar.y).reduce((a, b) => a + b, 0)"""


def test_an_open_page_follows_the_calls_but_not_under_the_pointer(office: SmallOffice, browsing: Browsing) -> None:
    page = analytics(office, browsing, "?range=today")
    expect(page.locator("#chart-volume .plot-container")).to_be_attached()
    total = page.locator("#analytics-figures .tile strong").first
    before = int(total.inner_text())
    page.locator("#analytics-from").fill("2020-01-0")  # somebody is typing
    chart = page.locator("#chart-volume")
    chart.hover()
    place = chart.bounding_box()
    assert place
    number = office.a_mobile()
    office.product.ring(number, f"analytics, follows {number}", extension="101", line="2001")
    for i in range(40):  # the pointer is in use
        page.mouse.move(place["x"] + 50 + i % 2, place["y"] + 50)
        with suppress(AssertionError):
            expect(total).to_have_text(str(before + 1), timeout=1000)
            break
    expect(total).to_have_text(str(before + 1))
    assert page.evaluate(SUM) == before
    assert chart.bounding_box() == pytest.approx(place, abs=0.9)  # pages scroll by whole pixels
    expect(page.locator("#analytics-from")).to_have_value("2020-01-0")
    page.mouse.move(1, 1)
    page.wait_for_function(f"wanted => {SUM} === wanted", arg=before + 1)


def test_a_page_of_days_that_are_over_asks_for_nothing(office: SmallOffice, browsing: Browsing) -> None:
    page = analytics(office, browsing, "?range=yesterday")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    page.evaluate(
        "window.feedMoved = 0; const was = dash_clientside.callerid.analyticsNews;"
        "dash_clientside.callerid.analyticsNews = (cursor) => { window.feedMoved += 1; return was(cursor); }"
    )
    number = office.a_mobile()
    office.product.ring(number, f"analytics, over {number}", extension="101", line="2001")
    page.wait_for_function("window.feedMoved > 0")
    assert not any("analytics-sheet" in body for body in asked)
