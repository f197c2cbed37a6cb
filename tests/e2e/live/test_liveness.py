"""A page that knows whether it is live, over a connection that fails in every way.

After any failure, the next call is on the page within five seconds of the connection's return (`BACK`; more on a busy
machine), and nothing on the page says "live" while the list is older than that.
"""

from __future__ import annotations

import itertools
import re
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.parts.line import Fault, Line, line_to
from tests.serving import RunningProduct, wait_for

TROUBLE = (
    r"ERR_|Refused to execute script|Failed to fetch|status of 50\d|status of 401|TimeoutError|aborted|network error"
)
BACK = 15_000
TRUE_FOR = 9.0
"""Seconds: an answer is asked for, comes within four at most, and what it says counts as live for five."""
STANDS = 2
"""What is said for less than so many looks was only not painted yet."""

LOOKS = """() => {
    window.looks = [];
    const shown = (element) => Boolean(element) && element.checkVisibility();
    const look = () => {
        const health = document.querySelector("#health .health-badge");
        const timer = document.querySelector("#calls [data-state=ringing] [data-tick=timer]");
        window.looks.push({
            at: Date.now() / 1000,
            live: shown(health),
            banner: shown(document.getElementById("banner")),
            title: document.title,
            timer: timer ? timer.textContent : "",
        });
    };
    window.setInterval(look, 500);
}"""


@pytest.fixture(scope="module")
def line(office: SmallOffice) -> Iterator[Line]:
    """The line from Mina to the office; each test leaves it repaired."""
    with line_to(office.product.port) as line:
        yield line


@pytest.fixture
def mina(office: SmallOffice, line: Line, browsing: Browsing) -> Iterator[Page]:
    """Mina's live page over the line, watched."""
    browsing.allow(TROUBLE)
    page = watched(office, line, browsing)
    yield page
    line.mend()


def watched(office: SmallOffice, line: Line, browsing: Browsing) -> Page:
    page = office.page(browsing, viewport={"width": 1440, "height": 900}, at=line.url)
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    for chart in ("today-volume", "today-unknown"):  # a library that a cut line left out is another matter
        expect(page.locator(f"#chart-{chart} .main-svg").first).to_be_attached(timeout=60_000)
    page.evaluate(LOOKS)
    return page


def rings(office: SmallOffice, call_id: str) -> None:
    office.product.ring(office.a_mobile(), call_id)


def told_the_truth(page: Page, line: Line) -> None:
    """The page said "live" only with an answer younger than that, and its parts always agreed."""
    looks: list[dict[str, Any]] = page.evaluate("window.looks")
    false, apart = 0, 0
    for look in looks:
        young = any(each.asked >= look["at"] - TRUE_FOR for each in line.delivered)
        false = false + 1 if look["live"] and not young else 0
        assert false < STANDS, f"said to be live at {look['at']}, with answers to {line.delivered[-5:]}"
        agreed = look["banner"] == look["title"].startswith("Not up to date") == (not look["live"] and look["banner"])
        apart = 0 if agreed else apart + 1
        assert apart < STANDS, f"the parts of the page disagree: {look}"


SPOILT = [Fault.CUT, Fault.SILENT, Fault.HEAD_ONLY, Fault.ABORTED, Fault.ENDLESS, Fault.DRIBBLE, Fault.ERROR]


@pytest.mark.parametrize("fault", SPOILT, ids=str)
def test_the_next_call_is_there_when_the_line_is_back(
    office: SmallOffice, line: Line, mina: Page, fault: Fault
) -> None:
    rings(office, f"before {fault}")
    expect(row(mina, f"before {fault}")).to_be_visible()
    line.spoil(fault)
    expect(mina.locator("#banner")).to_be_visible()
    expect(mina.locator("#banner")).to_contain_text(re.compile(r"Not up to date since \d\d:\d\d:\d\d"))
    expect(mina.locator("#health")).to_be_hidden()
    timer = row(mina, f"before {fault}").locator("[data-tick=timer]")
    stopped_at = timer.inner_text()
    rings(office, f"during {fault}")
    mina.wait_for_timeout(2_500)
    assert timer.inner_text() == stopped_at
    line.mend()
    expect(row(mina, f"during {fault}")).to_be_visible(timeout=BACK)
    rings(office, f"after {fault}")
    expect(row(mina, f"after {fault}")).to_be_visible(timeout=BACK)
    expect(mina.locator("#banner")).to_be_hidden(timeout=BACK)
    expect(mina.locator("#health")).to_be_visible()
    expect(mina.locator(".toast-line", has_text="Live again. One call came meanwhile.")).to_be_visible()
    told_the_truth(mina, line)


@pytest.mark.parametrize("fault", [Fault.HEAD_ONLY, Fault.ERROR], ids=str)
def test_a_poll_alone_that_fails_is_enough(office: SmallOffice, line: Line, mina: Page, fault: Fault) -> None:
    """Only answers to polls count, even if other requests succeed."""
    line.spoil(fault, only="/_poll")
    expect(mina.locator("#banner")).to_be_visible()
    mina.locator(".sidebar [data-page=profiles]").click()
    expect(mina.locator("main h1")).to_have_text("Profiles")
    expect(mina.locator("#banner")).to_be_visible()
    line.mend()
    expect(mina.locator("#banner")).to_be_hidden(timeout=BACK)
    told_the_truth(mina, line)


def test_a_slow_line_is_slow_and_not_dead(office: SmallOffice, line: Line, mina: Page) -> None:
    line.spoil(Fault.DELAY, seconds=2.5)
    rings(office, "slow")
    expect(row(mina, "slow")).to_be_visible(timeout=BACK)
    mina.wait_for_timeout(8_000)
    line.mend()
    told_the_truth(mina, line)
    turns = changes(mina)
    assert turns <= 2 * pauses(line), f"{turns} turns between live and lost"


def pauses(line: Line) -> int:
    """How often the line itself had nothing to transfer for long: the machine may be busy."""
    answered = [each.answered for each in line.delivered]
    return sum(later - earlier > 4.5 for earlier, later in itertools.pairwise(answered))


def changes(page: Page) -> int:
    shown = [look["banner"] for look in page.evaluate("window.looks")]
    return sum(a != b for a, b in itertools.pairwise(shown))


def test_a_line_too_slow_says_so_without_flickering(office: SmallOffice, line: Line, mina: Page) -> None:
    """Answers that take seven seconds are still shown, with the time of their data."""
    line.spoil(Fault.DELAY, seconds=7.0)
    expect(mina.locator("#banner")).to_be_visible()
    rings(office, "crawling")
    expect(row(mina, "crawling")).to_be_visible(timeout=2 * BACK)
    mina.wait_for_timeout(5_000)
    expect(mina.locator("#banner")).to_be_visible()
    assert changes(mina) == 1
    line.mend()
    expect(mina.locator("#banner")).to_be_hidden(timeout=BACK)
    told_the_truth(mina, line)


def test_a_restarted_server_is_followed_again(product: RunningProduct, browsing: Browsing) -> None:
    browsing.allow(TROUBLE)
    office = SmallOffice(product)
    with line_to(product.port) as line:
        mina = watched(office, line, browsing)
        rings(office, "before the restart")
        expect(row(mina, "before the restart")).to_be_visible()
        product.stop(signal.SIGKILL)
        expect(mina.locator("#banner")).to_be_visible()
        product.start()
        rings(office, "after the restart")
        expect(row(mina, "after the restart")).to_be_visible(timeout=BACK)
        expect(row(mina, "before the restart")).to_be_visible()
        expect(mina.locator("#banner")).to_be_hidden()
        told_the_truth(mina, line)


def test_a_blocked_page_asks_again_at_once(office: SmallOffice, line: Line, mina: Page) -> None:
    """An answer that a blocked page takes after ten seconds is out of date."""
    rings(office, "before the block")
    expect(row(mina, "before the block")).to_be_visible()
    mina.evaluate("() => { const until = Date.now() + 10000; while (Date.now() < until); }")
    rings(office, "after the block")
    expect(row(mina, "after the block")).to_be_visible(timeout=BACK)
    expect(mina.locator("html")).to_have_attribute("data-live", "live")
    told_the_truth(mina, line)


def test_a_computer_that_slept_does_not_say_that_it_is_live(office: SmallOffice, line: Line, mina: Page) -> None:
    line.spoil(Fault.SILENT)
    states = mina.evaluate("""async () => {
        const states = [];
        new MutationObserver(() => states.push(document.documentElement.dataset.live))
            .observe(document.documentElement, { attributes: true, attributeFilter: ["data-live"] });
        const now = Date.now.bind(Date);
        Date.now = () => now() + 8 * 3600 * 1000;
        await new Promise((done) => setTimeout(done, 1500));
        return states;
    }""")
    assert states[0] == "waiting"
    line.mend()
    expect(mina.locator("html")).to_have_attribute("data-live", "live", timeout=BACK)


def test_the_other_language_says_it_with_its_own_digits(office: SmallOffice, line: Line, browsing: Browsing) -> None:
    browsing.allow(TROUBLE)
    page = office.page(browsing, "omid", at=line.url)
    page.goto(f"{line.url}/language/fa?next=/")
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    line.spoil(Fault.CUT)
    expect(page.locator("#banner")).to_contain_text(re.compile(r"[۰-۹]{2}:[۰-۹]{2}:[۰-۹]{2}"))
    for call in ("یک", "دو"):
        rings(office, call)
    line.mend()
    expect(page.locator("#banner")).to_be_hidden(timeout=BACK)
    expect(page.locator(".toast-line", has_text="۲ تماس")).to_be_visible()


def test_nothing_is_said_of_typed_text_where_nothing_was_typed(office: SmallOffice, line: Line, mina: Page) -> None:
    line.spoil(Fault.CUT, only="/_dash-update-component")
    mina.locator("[data-popover-target=menu-user]").click()
    mina.locator("[data-dialog=steps]").click()
    said = mina.locator(".toast-line.is-wrong")
    expect(said).to_contain_text("No answer came")
    expect(said).not_to_contain_text("typed")


def test_a_page_that_is_loaded_over_a_bad_line_comes_in_the_end(office: SmallOffice, line: Line, mina: Page) -> None:
    line.spoil(Fault.ABORTED, only="/_dash-")
    mina.reload()
    wait_for(lambda: mina.evaluate("performance.getEntriesByType('resource').length") > 0, 30)
    mina.wait_for_timeout(1_000)
    line.mend()
    expect(mina.locator("#calls[data-empty]")).to_be_attached(timeout=2 * BACK)


def test_the_wallboard_goes_by_the_same(office: SmallOffice, line: Line, browsing: Browsing) -> None:
    browsing.allow(TROUBLE)
    wall = office.page(browsing, "admin", at=line.url)
    wall.goto(f"{line.url}/wall?lang=en")
    body = wall.locator("body")
    for fault in (Fault.HEAD_ONLY, Fault.ENDLESS, Fault.SILENT, Fault.CUT):
        expect(body).to_have_attribute("data-live", "yes", timeout=BACK)
        line.spoil(fault)
        expect(wall.locator("#notice")).to_contain_text(re.compile(r"Not live since \d\d:\d\d"))
        expect(wall.locator("#health")).to_be_hidden()
        so_far, call = int(wall.locator("#today-total").inner_text()), f"on the wall {fault}"
        office.product.ring("anonymous", call)
        line.mend()
        expect(wall.locator("#today-total")).to_have_text(str(so_far + 1), timeout=BACK)
        expect(wall.locator("#notice")).to_be_hidden()
        office.product.ring("anonymous", call, "ended")


def test_the_list_is_painted_before_a_chart_is_fetched(office: SmallOffice, line: Line, browsing: Browsing) -> None:
    page = office.page(browsing)
    order: list[str] = []
    page.on("request", lambda request: order.append(request.url))
    page.add_init_script("""
        const painted = () => document.querySelector("#calls[data-empty]:not([data-empty=unknown])");
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
                if (/plotly/.test(entry.name)) { window.plotlyBegan = window.plotlyBegan || entry.startTime; }
            }
        }).observe({ type: "resource", buffered: true });
        new MutationObserver(() => {
            if (painted() && !window.painted) { window.painted = performance.now(); }
        }).observe(document, { subtree: true, childList: true, attributes: true });
    """)
    page.goto(office.product.url)
    expect(page.locator("#chart-today-volume .js-plotly-plot .main-svg").first).to_be_visible()
    assert page.evaluate("window.painted < window.plotlyBegan")
