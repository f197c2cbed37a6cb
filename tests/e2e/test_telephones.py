"""Calls through a real switchboard, seen in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.asterisk.rig.rig import AsteriskRig, Line
from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.serving import RunningProduct

pytestmark = pytest.mark.asterisk


@dataclass(frozen=True, slots=True)
class Desk:
    """Mina at her page, and the phones of her office."""

    office: SmallOffice
    page: Page
    telephones: AsteriskRig

    def rows(self, number: str) -> Locator:
        """The rows of calls whose number is displayed like this."""
        return self.page.locator("[data-call-id]").filter(has_text=number)

    def newest(self) -> Locator:
        """The top row."""
        return self.page.locator("[data-call-id]").first


@pytest.fixture(scope="module")
def connected(asterisk: AsteriskRig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallOffice]:
    """An office whose product listens to the switchboard."""
    ami = asterisk.ami_settings
    environ = {
        "CALLERID_AMI_HOST": ami.host,
        "CALLERID_AMI_PORT": str(ami.port),
        "CALLERID_AMI_USERNAME": ami.username,
        "CALLERID_AMI_SECRET": ami.secret,
        "CALLERID_AMI_INCOMING_CONTEXTS": ",".join(ami.incoming_contexts),
    }
    product = RunningProduct(tmp_path_factory.mktemp("telephones"), environ)
    try:
        yield SmallOffice(product)
    finally:
        product.stop()


@pytest.fixture
def desk(connected: SmallOffice, asterisk: AsteriskRig, browsing: Browsing) -> Iterator[Desk]:
    """Mina's page in the connected office."""
    page = connected.page(browsing, viewport={"width": 1440, "height": 900})
    expect(page.locator("#health")).to_contain_text("connected to Asterisk")
    yield Desk(connected, page, asterisk)
    asterisk.hush()


def test_a_known_caller_rings_is_answered_and_hangs_up(desk: Desk) -> None:
    desk.office.a_customer_of_mina("02188881111")
    call = desk.telephones.call("02188881111", Line.SLOWLY_ANSWERED, talk=60)
    row = desk.rows("021 8888 1111")
    expect(row).to_have_attribute("data-state", "ringing")
    expect(row).to_have_attribute("data-kind", "mine")
    for words in ("Sara Ahmadi", "Arman Trading", "mina"):
        expect(row).to_contain_text(words)
    expect(row.locator(".call-color")).to_have_attribute("title", "Gold")
    expect(row).to_have_attribute("data-state", "answered")
    expect(row).to_contain_text("108")
    desk.telephones.hang_up()  # they talk until the page has been looked at
    call.wait()
    expect(row).to_have_attribute("data-state", "ended")
    expect(row).to_have_attribute("data-outcome", "answered")
    expect(row).to_have_count(1)


def test_an_unknown_caller_is_shown_by_number(desk: Desk) -> None:
    desk.telephones.call("02177776666", Line.ANSWERED).wait()
    row = desk.rows("021 7777 6666")
    expect(row).to_have_attribute("data-kind", "unknown")
    expect(row).to_contain_text("Number not registered")


def test_a_withheld_caller_has_no_number(desk: Desk) -> None:
    desk.telephones.call("", Line.ANSWERED).wait()
    row = desk.page.locator("[data-kind=withheld]").first
    expect(row).to_contain_text("Number withheld")
    expect(row).to_have_attribute("data-outcome", "answered")


def test_a_ring_group_of_three_that_nobody_answers_is_one_missed_call(desk: Desk) -> None:
    call = desk.telephones.call("02177775555", Line.GROUP_OF_THREE_NOBODY)
    row = desk.rows("021 7777 5555")
    expect(row).to_contain_text("3 phones")
    call.wait()
    expect(row).to_have_attribute("data-outcome", "missed")
    expect(row).to_have_count(1)


def test_a_queue_call_shows_its_queue_and_who_answered(desk: Desk) -> None:
    call = desk.telephones.call("02177774444", Line.QUEUE, talk=60)
    row = desk.rows("021 7777 4444")
    expect(row).to_contain_text("support")
    expect(row).to_have_attribute("data-state", "answered")
    expect(row.locator(".call-to")).to_contain_text("101")
    desk.telephones.hang_up()  # they talk until the page has been looked at
    call.wait()
    expect(row).to_have_attribute("data-outcome", "answered")


def test_a_transferred_call_goes_on_at_the_other_extension(desk: Desk) -> None:
    call = desk.telephones.call("02177773333", Line.TRANSFER, talk=60)
    row = desk.rows("021 7777 3333")
    expect(row.locator(".call-where")).to_contain_text("102")
    expect(row).to_have_attribute("data-state", "answered")
    desk.telephones.hang_up()  # they talk until the page has been looked at
    call.wait()
    expect(row).to_have_attribute("data-outcome", "answered")
    expect(row).to_have_count(1)


def test_asterisk_may_die_in_the_middle_of_a_call(desk: Desk) -> None:
    call = desk.telephones.call("02177772222", Line.LONG_RING)
    row = desk.rows("021 7777 2222")
    expect(row).to_have_attribute("data-state", "ringing")
    desk.telephones.kill()
    expect(desk.page.locator("[data-health]")).to_have_attribute("data-health", "down")
    call.stop()
    desk.telephones.start()
    expect(row).to_have_attribute("data-outcome", "unknown", timeout=60_000)
    expect(desk.page.locator("[data-health]")).to_have_attribute("data-health", "live")
    desk.telephones.call("02177772222", Line.ANSWERED).wait()
    expect(row).to_have_count(2)
