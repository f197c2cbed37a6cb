"""A served product with a small office, and pages of signed-in users."""

from __future__ import annotations

import http.client
import itertools
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.users import Role
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.settings import read_settings
from callerid_dash.store.calls import ringing
from callerid_dash.store.office import directory as tables
from tests.browsing import Browsing
from tests.scenes import add_color
from tests.serving import PASSWORD, RunningProduct

_numbers = itertools.count(1)
expect.set_options(timeout=15_000)  # patience with a busy machine; what is asked for comes within a poll


class SmallOffice:
    """A served product: `mina` (101) and `omid` (102) are agents, 2001 is the front desk, gold is a color.

    Tests share it, so each uses its own calls and numbers.
    """

    def __init__(self, product: RunningProduct) -> None:
        self.product = product
        self.gold = self._furnish()
        self._sessions: dict[str, StorageState] = {}
        product.start()

    def _furnish(self) -> int:
        """Add what the API cannot create, before the server opens the database; returns the color's id."""
        services = build_services(read_settings(self.product.environment()))
        services.accounts.ensure_first_admin(services.settings)
        for username, extension in (("mina", "101"), ("omid", "102")):
            user = services.accounts.add(username, PASSWORD, Role.AGENT, OPERATOR, username.title())
            services.store.write(lambda s, e=extension, u=user.id: tables.set_extension(s, e, u))  # type: ignore[misc]
        gold = services.store.write(lambda s: add_color(s, 1, "Gold", "Our best customers", "#d4a017"))
        services.store.write(lambda s: tables.set_line(s, "2001", "Front desk"))
        services.store.write(lambda s: ringing.add_telling(s, ["test"], datetime.now(UTC)))  # calls may ring for long
        services.store.close()
        return gold

    def page(self, browsing: Browsing, username: str = "mina", path: str = "/", at: str = "", **options: Any) -> Page:
        """A page of this user on a separate computer: by default the list of calls, whose rows it waits for.

        `at` is an address other than the product's own, such as a proxy.
        """
        if username not in self._sessions:
            page = browsing.new_page()
            page.goto(f"{self.product.url}/login")
            page.fill("[name=username]", username)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_selector("#calls[data-empty]", state="attached")
            self._sessions[username] = page.context.storage_state()
            page.close()
        page = browsing.new_page(storage_state=self._sessions[username], **options)
        page.goto((at or self.product.url) + path)
        if path in {"/", "/window"}:
            page.wait_for_selector("#calls[data-empty]", state="attached")
        return page

    def forget_choices(self) -> None:
        """Reset language and theme, which stay with a user after the next sign-in."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.product.port, timeout=60)) as connection:
            for session in self._sessions.values():
                cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in session["cookies"])
                for choice in ("language/en", "theme/auto"):
                    connection.request("GET", f"/{choice}?next=/", headers={"Cookie": cookies})
                    connection.getresponse().read()  # the page that it leads back to is not asked for

    def hang_up(self) -> None:
        """Answer and end all open calls.

        The live list never drops an open call, so open calls would push ended ones out; missed calls would do so in the
        list of missed calls.
        """
        for state in ("ringing", "queued", "answered"):
            calls = self.product.api("GET", f"/api/v1/calls?state={state}&limit=500")["items"]
            for call in calls:
                if not call["call_id"].startswith("sorts"):  # those of a whole module
                    told = {"source": call["source"], "call_id": call["call_id"], "caller": ""}
                    at = datetime.now(UTC).isoformat()
                    events = [{**told, "event": event, "at": at} for event in ("answered", "ended")]
                    self.product.api("POST", "/api/v1/call-events", {"events": events})

    def a_mobile(self) -> str:
        """A number that no other test uses."""
        return f"0912{next(_numbers):07d}"

    def a_customer_of_mina(self, number: str, name: str = "Sara Ahmadi") -> int:
        """A customer of Arman Trading with the gold color; returns the profile's id."""
        organization = self.product.add_profile(kind="organization", name="Arman Trading")
        person = self.product.add_profile(
            kind="person",
            name=name,
            organization_id=organization["id"],
            phones=[{"number": number}],
            color=self.gold,
            owners={"sales": "mina"},
        )
        return int(person["id"])


def row(page: Page, call_id: str, source: str = "test") -> Locator:
    """The row of a call."""
    return page.locator(f"[data-call-id='{call_uuid(source, call_id)}']")


def sticking_out(page: Page) -> list[str]:
    """The elements that reach over an edge and make the page scroll sideways; empty is good."""
    found = page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] :
        ["scrollWidth " + document.documentElement.scrollWidth, ...[...document.querySelectorAll("body *")]
            .filter(each => each.getClientRects().length)
            .filter(each => each.getBoundingClientRect().left < 0 || each.getBoundingClientRect().right > innerWidth)
            .map(each => each.outerHTML.slice(0, 200))]""")
    return [str(each) for each in found]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[RunningProduct]:
    """A product for this test, not started yet; stopped afterwards."""
    product = RunningProduct(tmp_path)
    yield product
    product.stop()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallOffice]:
    """The small office that tests share."""
    product = RunningProduct(tmp_path_factory.mktemp("office"))
    try:
        yield SmallOffice(product)
    finally:
        product.stop()


@pytest.fixture(autouse=True)
def left_as_found(request: pytest.FixtureRequest) -> Iterator[None]:
    """End the calls of a test, and reset the choices of its users."""
    office = request.getfixturevalue("office") if "office" in request.fixturenames else None
    yield
    if office is not None:
        office.hang_up()
        office.forget_choices()


@pytest.fixture
def mina(office: SmallOffice, browsing: Browsing) -> Page:
    """Mina's list of calls on a wide screen, alone in its window, which takes half of the time of the live page."""
    return office.page(browsing, path="/window", viewport={"width": 1440, "height": 900})


@pytest.fixture
def mina_live(office: SmallOffice, browsing: Browsing) -> Page:
    """Mina's whole live page on a wide screen: with the frame of all pages and the figures of today."""
    return office.page(browsing, viewport={"width": 1440, "height": 900})
