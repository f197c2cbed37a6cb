"""What the live page does when things go wrong around it, on a server of its own."""

from __future__ import annotations

import signal

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row
from tests.serving import RunningProduct

TROUBLE = "ERR_|Failed to fetch|Callback failed|TimeoutError|signal timed out"


@pytest.fixture
def office(product: RunningProduct) -> SmallOffice:
    """A small office that only this test uses."""
    return SmallOffice(product)


@pytest.fixture
def mina(office: SmallOffice, browsing: Browsing) -> Page:
    """Mina's live page."""
    return office.page(browsing)


def test_an_empty_list_says_what_to_do_next(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    expect(mina.locator("main")).to_contain_text("No calls yet")
    admin = office.page(browsing, "admin")
    expect(admin.locator("main")).to_contain_text("call-events")


def test_a_restarted_server_is_followed_again(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    browsing.allow(TROUBLE)
    office.product.ring(office.a_mobile(), "before")
    expect(row(mina, "before")).to_be_visible()
    office.product.stop(signal.SIGKILL)
    expect(mina.locator("#banner")).to_be_visible(timeout=20_000)
    office.product.start()
    office.product.ring(office.a_mobile(), "after")
    expect(row(mina, "after")).to_be_visible(timeout=30_000)
    expect(row(mina, "before")).to_be_visible()
    expect(mina.locator("#banner")).to_be_hidden()


def test_a_lost_network_is_said_calmly_and_caught_up(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    browsing.allow(TROUBLE)
    mina.context.set_offline(True)
    expect(mina.locator("#banner")).to_be_visible(timeout=20_000)
    office.product.ring(office.a_mobile(), "missed it")
    mina.context.set_offline(False)
    expect(row(mina, "missed it")).to_be_visible(timeout=30_000)
    expect(mina.locator("#banner")).to_be_hidden()


def test_whose_session_ends_is_asked_to_sign_in(office: SmallOffice, mina: Page, browsing: Browsing) -> None:
    browsing.allow("status of 401")
    mina.context.clear_cookies()
    mina.wait_for_url("**/login?next=*", timeout=20_000)
