"""Figures in a real browser: filters, back, clicks on marks, filters on a small screen."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.reports.analytics_page import WAITED_FOR, analytics, point_at
from tests.e2e.test_accessibility import violations


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


def asked_of(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def calls_of(page: Page) -> str:
    return page.locator("#analytics-figures .tile strong").first.inner_text()


WAITING = "wait_over wait_up_to"
"""The list that stands for both ends of a wait."""


@pytest.mark.parametrize(
    ("language", "chart", "kinds"),
    [
        ("en", "volume", {"from", "to", "outcome"}),
        ("fa", "volume", {"from", "to", "outcome"}),
        ("en", "unknown", {"from", "to", "known"}),
        ("en", "newcomers", {"from", "to"}),
        ("en", "hours", {"weekday", "hour"}),
        ("fa", "hours", {"weekday", "hour"}),
        ("en", "waits", {WAITING, "outcome"}),
        ("en", "operators", {"origin"}),
        ("fa", "operators", {"origin"}),
    ],
)
def test_a_click_on_a_mark_filters_the_page_and_back_undoes_it(
    office: SmallOffice, browsing: Browsing, language: str, chart: str, kinds: set[str]
) -> None:
    number = office.a_mobile()
    office.product.ring(number, f"analytics, marks {number}", extension="101", line="2001")
    office.product.ring(number, f"analytics, marks {number}", "ended")
    page = office.page(browsing, "admin", f"/language/{language}?next=/analytics?range%3D30days%26line%3D2001")
    expect(page.locator("#analytics-callers .chart-card")).to_have_count(4)
    before = calls_of(page)
    for _ in range(2):  # the same mark again, after going back
        page.mouse.click(*point_at(page, chart))
        page.wait_for_function("search => location.search !== search", arg="?range=30days&line=2001")
        asked = asked_of(page)
        if (waits := [asked.pop(name, "") for name in WAITING.split()]) != ["", ""]:
            asked[WAITING] = " ".join(waits)
        assert asked["line"] == "2001"
        assert kinds <= asked.keys()
        for name in asked.keys() - {"range", "from", "to"}:
            expect(page.locator(f"[data-filter='{name}']")).to_have_value(asked[name])
        if "from" in kinds:
            expect(page.locator("#analytics-from")).to_have_value(asked["from"])
        address, shown = page.url, calls_of(page)
        page.go_back()
        page.wait_for_function("search => location.search === search", arg="?range=30days&line=2001")
        expect(page.locator("#analytics-figures .tile strong").first).to_have_text(before)
        for name in kinds - {"from", "to"}:
            expect(page.locator(f"[data-filter='{name}']")).to_have_value("")
    page.goto(address)  # as somebody to whom it was sent
    expect(page.locator("#analytics-figures .tile strong").first).to_have_text(shown)


def test_figures_of_another_address_show_that_those_asked_for_have_not_come(
    office: SmallOffice, browsing: Browsing
) -> None:
    office.product.ring(office.a_mobile(), "analytics, waited for", extension="101", line="2001")
    page = analytics(office, browsing, "?range=7days")
    expect(page.locator(WAITED_FOR)).to_have_count(0)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "analytics-ranks.data" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component?*", hold)
    page.get_by_role("link", name="30 days").click()
    expect(page.locator(".report-ranges [aria-current]")).to_have_text("30 days")
    expect(page.locator("#chart-volume")).not_to_have_attribute("aria-busy", "true")
    for name in ("chart-newcomers", "analytics-callers", "analytics-extensions"):
        expect(page.locator(f"#{name}")).to_have_attribute("aria-busy", "true")
    held.pop().continue_()
    expect(page.locator(WAITED_FOR)).to_have_count(0)


def test_an_address_of_once_is_read_and_what_is_chosen_then_counts(office: SmallOffice, browsing: Browsing) -> None:
    page = analytics(office, browsing, "?range=30days&then=0&wait=5-10")
    known_then, waiting = page.locator("[data-filter=known_then]"), page.locator(f"[data-filter='{WAITING}']")
    expect(known_then).to_have_value("false")
    expect(waiting).to_have_value("5 10")
    known_then.select_option("")
    page.wait_for_function("() => location.search === '?range=30days&wait=5-10'")
    expect(known_then).to_have_value("")
    waiting.select_option(" 5")
    page.wait_for_function("() => location.search === '?range=30days&wait_up_to=5'")
    expect(waiting).to_have_value(" 5")
    expect(page.locator(".report-field.is-chosen")).to_have_count(1)


def test_the_links_of_tables_do_the_same_by_keyboard(office: SmallOffice, browsing: Browsing) -> None:
    office.product.ring(office.a_mobile(), "analytics, links", extension="101", line="2001")
    page = analytics(office, browsing, "?range=30days&line=2001")
    page.locator("#chart-volume-more summary").press("Enter")
    page.locator("#table-volume tbody a").last.press("Enter")
    page.wait_for_url("**range=custom*")
    asked = asked_of(page)
    assert (asked["from"], asked["line"]) == (asked["to"], "2001")
    expect(page.locator("#table-volume tbody a").first).to_have_attribute("data-narrow", "hour")  # it is one day now
    expect(page.locator("#chart-volume-more :focus")).to_have_count(1)
    page.locator("#chart-hours-more summary").press("Enter")
    page.locator("#table-hours tbody td a").first.press("Enter")
    page.wait_for_url("**hour=*")
    page.go_back()
    expect(page.locator("#table-extensions a", has_text="101")).to_be_visible()
    page.locator("#table-extensions a", has_text="Mina").press("Enter")
    page.wait_for_url("**user=*")
    page.locator("#table-extensions a", has_text="101").click()
    page.wait_for_url("**extension=101*")
    expect(page.locator("[data-filter=extension]")).to_have_value("101")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".report-field.is-chosen")).to_have_count(0)
    assert asked_of(page).keys() == {"range", "from", "to"}


def test_filters_are_folded_on_a_small_screen(office: SmallOffice, browsing: Browsing) -> None:
    office.product.ring(office.a_mobile(), "analytics, folded", extension="101", line="2001")
    small = {"width": 390, "height": 844}
    page = office.page(browsing, "admin", "/analytics?line=2001&hour=9", viewport=small)
    fold = page.get_by_role("button", name="Filters (2)")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(page.locator("[data-filter=line]")).to_be_visible()  # what is on stays in sight
    expect(page.locator("[data-filter=user]")).to_be_hidden()
    expect(page.locator("#analytics-from")).to_be_hidden()
    expect(page.get_by_role("link", name="30 days")).to_be_visible()
    expect(page.locator("#analytics-figures .tile").first).to_be_in_viewport(ratio=1)
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.locator("[data-filter=line]").select_option("")
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    expect(page.locator("[data-filter=hour]")).to_have_value("9")  # stays unfolded
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".filters-fold")).to_be_hidden()
    expect(page.locator("#analytics-from")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_calls_of_a_figure_are_in_the_log_and_chips_take_filters_off(
    office: SmallOffice, browsing: Browsing, language: str
) -> None:
    number = office.a_mobile()
    for kind in ("ringing", "ended"):
        office.product.ring(number, f"analytics, log {language}", kind, extension="101", line="2001")
    search = "range=30days&line=2001&outcome=missed&then=0&wait=0-5&origin=operator:IR-MCI"
    page = office.page(browsing, "admin", f"/language/{language}?next=/analytics?{quote(search)}")
    expect(page.locator("#analytics-figures .tile").first).to_be_visible()
    counted = int(calls_of(page))
    assert counted >= 1
    page.locator("#analytics-log a").click()
    page.wait_for_url("**/calls?*")
    expect(page.locator("#call-log .call")).to_have_count(counted)
    expect(page.locator(".log-chip")).to_have_count(3)
    page.locator("[data-log-off=origin]").press("Enter")
    page.wait_for_url(lambda url: "origin" not in url)
    expect(page.locator(".log-chip")).to_have_count(2)
    expect(page.locator("[data-log-off]:focus")).to_have_count(1)
    page.go_back()
    expect(page.locator(".log-chip")).to_have_count(3)
    page.get_by_role("button", name={"en": "Take all filters off", "fa": "برداشتن همهٔ فیلترها"}[language]).click()
    page.wait_for_url("**/calls")
    expect(page.locator(".log-chip")).to_have_count(0)
    expect(page.locator("[data-log]:focus")).to_have_count(1)


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("fa", "light")])
def test_the_page_is_accessible(office: SmallOffice, browsing: Browsing, language: str, theme: str) -> None:
    office.product.ring(office.a_mobile(), f"analytics, accessible {language}", extension="101", line="2001")
    page = office.page(browsing, "admin", color_scheme=theme)
    page.goto(f"{office.product.url}/language/{language}?next=/")
    expect(page.locator("#today-figures .tile")).to_have_count(4)
    page.goto(f"{office.product.url}/analytics")
    expect(page.locator("#analytics-callers .chart-card")).to_have_count(4)
    page.locator("#chart-hours-more summary").click()
    page.evaluate("scrollTo(0, 0)")  # nothing lies half under the head of the page
    assert violations(page) == []
