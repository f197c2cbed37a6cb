"""Figures in a real browser: filters, back, clicks on marks, table, picture and CSV, filters on a small screen."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

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


BAR = """graph => {
  const boxes = [...graph.querySelectorAll(".bars path")].map(bar => bar.getBoundingClientRect());
  const box = boxes.find(each => each.height > 1);
  return box && [box.x + box.width / 2, box.y + box.height / 2];
}"""
FIELD = """graph => {
  const drawn = graph.querySelector(".js-plotly-plot");
  const [field] = drawn.data;
  const y = field.customdata.findIndex(row => row.some(Boolean));
  const x = field.customdata[y].findIndex(Boolean);
  const all = drawn.querySelector(".nsewdrag").getBoundingClientRect();
  const { xaxis, yaxis } = drawn._fullLayout;
  return [all.x + xaxis.d2p(x), all.y + yaxis.d2p(y)];
}"""
TRIES = 15


WAITED_FOR = ".analytics [aria-busy=true]"


def point_at(page: Page, chart: str) -> tuple[float, float]:
    """Move the pointer to a mark that leads somewhere (the first bar, or a cell) until hand and tooltip show."""
    graph = page.locator(f"#chart-{chart}")
    expect(page.locator(WAITED_FOR)).to_have_count(0)
    expect(graph.locator(".heatmaplayer image" if chart == "hours" else ".bars path").first).to_be_attached()
    graph.evaluate("graph => graph.scrollIntoView({ block: 'center' })")
    for _ in range(TRIES):  # a chart that is drawn anew under the pointer forgets it
        x, y = graph.evaluate(FIELD if chart == "hours" else BAR)
        page.mouse.move(x, y - 1)
        page.mouse.move(x, y)
        with suppress(AssertionError):
            expect(graph.locator(".hoverlayer .hovertext")).to_be_visible(timeout=1000)
            break
    expect(graph.locator(".nsewdrag")).to_have_css("cursor", "pointer")
    return x, y


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
    assert chart.bounding_box() == place
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
