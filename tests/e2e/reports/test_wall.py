"""The wallboard on a screen without a user: opened by a link, through a network failure, until revoked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice
from tests.e2e.test_accessibility import violations

SCREEN = {"width": 1920, "height": 1080}


def make_link(admin: Page, name: str) -> str:
    admin.get_by_role("button", name="New wall link").click()
    admin.get_by_label("Name").fill(name)
    admin.get_by_role("button", name="Make link").click()
    secret = admin.locator("#secret")
    expect(secret).to_contain_text(re.compile("^http.*key=cid_"))
    address = secret.inner_text()
    admin.get_by_role("button", name="Done").click()
    return address


def test_a_wall_link_shows_the_calls_until_it_is_revoked(office: SmallOffice, browsing: Browsing) -> None:
    browsing.allow("status of 401|Refused to execute script")
    admin = office.page(browsing, "admin", "/settings/wall", viewport={"width": 1440, "height": 900})
    address = make_link(admin, "Hall")
    wall = browsing.new_page(viewport=SCREEN)
    wall.goto(address)
    expect(wall).to_have_url(re.compile(r"/wall\?lang=en&theme=dark$"))
    expect(wall.locator("#title")).to_have_text("Hall")
    line = f"2{office.a_mobile()[-6:]}"
    rang = (datetime.now(UTC) - timedelta(minutes=14)).isoformat()  # before all that other tests leave ringing
    event = {"source": "test", "call_id": line, "event": "ringing", "at": rang, "caller": "anonymous", "line": line}
    office.product.api("POST", "/api/v1/call-events", event)
    row = wall.locator(".call", has_text=line)
    expect(row).to_contain_text("Hidden number")
    expect(row).to_contain_text(re.compile(r"Too long.*14:\d\d"))
    assert violations(wall) == []
    office.product.ring("anonymous", line, "ended")
    expect(row).to_have_count(0)
    admin.locator("[data-token-id]").filter(has_text="Hall").get_by_role("button", name="Revoke").click()
    admin.locator(".modal").get_by_role("button", name="Revoke").click()
    expect(wall.locator("#notice")).to_contain_text("not valid any more")
    expect(wall.locator("#board .panel").first).to_be_hidden()


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("fa", "light")])
def test_the_queues_say_how_many_wait_and_how_long(
    office: SmallOffice, browsing: Browsing, language: str, theme: str
) -> None:
    queue, caller = f"queue {language}", office.a_mobile()
    rang = (datetime.now(UTC) - timedelta(minutes=2)).isoformat()
    event = {"source": "test", "call_id": queue, "event": "queued", "at": rang, "caller": caller, "queue": queue}
    office.product.api("POST", "/api/v1/call-events", event)
    wall = office.page(browsing, "admin", viewport=SCREEN)
    wall.goto(f"{office.product.url}/wall?lang={language}&theme={theme}")
    item = wall.get_by_role("region", name={"en": "Waiting in queues", "fa": "منتظر در صف‌ها"}[language])
    item = item.get_by_role("listitem").filter(has_text=queue)
    expect(item).to_contain_text(re.compile({"en": r"1.*02:\d\d", "fa": r"۱.*۰۲:[۰-۹]{2}"}[language]))
    expect(item).to_have_attribute("data-state", "tooLong")
    assert violations(wall) == []
    office.product.ring(caller, queue, "ended", queue=queue)
    expect(item).to_have_attribute("data-state", "none")
    expect(item).to_contain_text({"en": "0", "fa": "۰"}[language])


def test_a_wall_says_since_when_it_is_not_live_and_goes_on_by_itself(office: SmallOffice, browsing: Browsing) -> None:
    browsing.allow("status of 503")
    wall = office.page(browsing, "admin", viewport=SCREEN)
    wall.goto(f"{office.product.url}/wall?lang=en")
    expect(wall.locator("body")).to_have_attribute("data-live", "yes")
    wall.route("**/wall/data*", lambda route: route.fulfill(status=503, body="{}"))
    expect(wall.locator("#notice")).to_contain_text(re.compile(r"Not live since \d\d:\d\d"))
    wall.unroute("**/wall/data*")
    expect(wall.locator("body")).to_have_attribute("data-live", "yes")
    expect(wall.locator("#notice")).to_be_hidden()
