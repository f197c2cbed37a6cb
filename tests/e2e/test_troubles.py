"""The live page during failures around it, on a separate server."""

from __future__ import annotations

import re
import signal

import pytest
from playwright.sync_api import Page, expect

from callerid_dash.domain.calls.calls import call_uuid
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.serving import RunningProduct

TROUBLE = "ERR_|Failed to fetch|Callback failed|TimeoutError|signal timed out"


@pytest.fixture
def office(product: RunningProduct) -> SmallOffice:
    """A small office for this test only."""
    return SmallOffice(product)


@pytest.fixture
def mina(office: SmallOffice, browsing: Browsing) -> Page:
    """Mina's live page."""
    return office.page(browsing)


def test_an_empty_list_says_what_to_do_next(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    expect(mina.locator("main")).to_contain_text("No calls yet")
    admin = office.page(browsing, "admin")
    expect(admin.locator("main")).to_contain_text("call-events")


def test_a_lost_network_is_said_calmly_and_caught_up(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    browsing.allow(TROUBLE)
    mina.context.set_offline(True)
    expect(mina.locator("#banner")).to_be_visible(timeout=20_000)
    office.product.ring(office.a_mobile(), "missed it")
    mina.context.set_offline(False)
    expect(row(mina, "missed it")).to_be_visible(timeout=30_000)
    expect(mina.locator("#banner")).to_be_hidden()


def test_what_was_typed_can_be_saved_when_the_server_is_back(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    browsing.allow(TROUBLE)
    office.product.ring(office.a_mobile(), "saved late")
    expect(row(mina, "saved late")).to_be_visible()
    call = str(call_uuid("test", "saved late"))
    mina.evaluate("call => callerid.openDialog('profile-new', {kind: 'person', call})", call)
    mina.locator("#dialog input[id*='last_name']").fill("Patient")
    save = mina.locator("#dialog [data-primary]")
    office.product.stop(signal.SIGKILL)
    save.click()
    expect(mina.locator(".toast-line.is-wrong")).to_have_count(1)
    expect(save).to_be_enabled()
    office.product.start()
    expect(mina.locator("#banner")).to_be_hidden(timeout=30_000)
    save.click()
    expect(row(mina, "saved late")).to_have_attribute("data-name", "Patient")


def test_a_hidden_page_rests_and_catches_up_at_once(office: SmallOffice, mina: Page) -> None:
    expect(mina.locator("#calls[data-empty=true]")).to_be_attached()
    polls: list[str] = []
    mina.on("request", lambda request: polls.append(request.url) if "/_poll" in request.url else None)
    hide = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s});"
    changed = "document.dispatchEvent(new Event('visibilitychange'));"
    mina.evaluate(hide % "true" + changed)
    mina.wait_for_timeout(1_500)  # a poll that was under way comes to its end
    polls.clear()
    office.product.ring(office.a_mobile(), "unseen")
    mina.wait_for_timeout(3_000)
    assert polls == []
    mina.evaluate(hide % "false" + changed)
    expect(row(mina, "unseen")).to_be_visible()


def test_charts_come_when_what_draws_them_can_be_loaded_again(
    office: SmallOffice, mina: Page, browsing: Browsing
) -> None:
    browsing.allow("ERR_FAILED")
    late = re.compile(r"async-graph|plotly\.min\.js|async-dropdown")
    mina.route(late, lambda route: route.abort())
    mina.reload()
    office.product.ring(office.a_mobile(), "before the charts")
    expect(row(mina, "before the charts")).to_be_visible()
    expect(mina.locator("html")).to_have_attribute("data-live", "live")
    mina.unroute(late)
    expect(mina.locator("#chart-today-volume .main-svg").first).to_be_attached(timeout=30_000)
