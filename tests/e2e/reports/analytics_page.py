"""The analytics page and its marks, for browser tests."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice


def analytics(office: SmallOffice, browsing: Browsing, search: str, **options: str) -> Page:
    page = office.page(browsing, "admin", f"/analytics{search}", **options)
    expect(page.locator("#analytics-figures .tile")).to_have_count(8)
    expect(page.locator("#analytics-callers .chart-card")).to_have_count(4)
    return page


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
