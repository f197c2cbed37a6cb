"""In a real browser, nothing moves under the pointer or an open menu, and open popovers do not hide calls for long."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PLACES = """list => Object.fromEntries([...list.children].map(row => {
    const box = row.getBoundingClientRect();
    return [row.dataset.callId, [box.x, box.y, box.width, box.height]];
}))"""
CORNER = "part => { const box = part.getBoundingClientRect(); return [box.x, box.y]; }"
LONG_ENOUGH = 31_000  # milliseconds
LEAP = "aborted a request|did not respond"
"""What a poll says that is under way when the clock leaps."""
_runs = itertools.count()


class Scene:
    """Calls of this test: `waits` rings, `talks` is answered, `over` has ended; all other calls came before."""

    def __init__(self, office: SmallOffice) -> None:
        self.office = office
        self.run = next(_runs)
        self.numbers = {name: office.a_mobile() for name in ("waits", "talks", "over")}
        for name, later in (("over", "ended"), ("talks", "answered"), ("waits", "")):
            self.ring(name)
            if later:
                self.ring(name, later)

    def id(self, name: str) -> str:
        return f"still {self.run} {name}"

    def ring(self, name: str, kind: str = "ringing", extension: str = "101") -> None:
        number = self.numbers.setdefault(name, self.office.a_mobile())
        self.office.product.ring(number, self.id(name), kind, extension=extension)

    def much_happens(self) -> None:
        """Other calls come and end, and each call of the scene changes its state."""
        for i in range(4):
            self.ring(f"new {i}")
            self.office.a_customer_of_mina(self.numbers[f"new {i}"])
        self.ring("new 0", "ended")
        self.ring("new 1", "answered")
        self.ring("waits", "answered")
        self.ring("talks", "ended")
        self.office.product.add_profile(
            kind="organization", name="A Name that Came Later", phones=[{"number": self.numbers["over"]}]
        )

    def shown_in(self, page: Page) -> None:
        for name in ("waits", "talks", "over"):
            expect(row(page, self.id(name))).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_moves_under_a_pointer_however_much_happens(
    office: SmallOffice, browsing: Browsing, size: dict[str, int]
) -> None:
    scene, page = Scene(office), office.page(browsing, viewport=size)
    scene.shown_in(page)
    row(page, scene.id("talks")).hover()
    before = page.locator("#calls").evaluate(PLACES)
    scene.much_happens()
    expect(row(page, scene.id("over"))).to_contain_text("A Name that Came Later")
    expect(page.locator("#new-calls")).to_be_visible()
    assert page.locator("#calls").evaluate(PLACES) == before
    page.locator("#new-calls").click()
    expect(row(page, scene.id("new 2"))).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("opener", [".call-more .call-button", "[data-menu]"], ids=["details", "menu"])
def test_what_is_open_keeps_its_row_in_place_and_holds_the_others_no_longer_than_half_a_minute(
    office: SmallOffice, browsing: Browsing, opener: str, size: dict[str, int]
) -> None:
    browsing.allow(LEAP)
    scene, page = Scene(office), office.page(browsing, viewport=size, has_touch=size is NARROW)
    scene.shown_in(page)
    page.clock.install()
    button = row(page, scene.id("talks")).locator(opener)
    if size is NARROW:
        button.tap()
    else:
        button.click()
        page.mouse.move(700, 20)
    opened = page.locator(":popover-open")
    expect(opened).to_be_visible()
    places = page.locator("#calls").evaluate(PLACES)
    place, corner = places[str_id(page, scene, "talks")], opened.evaluate(CORNER)
    scene.much_happens()
    expect(page.locator("#new-calls")).to_be_visible()
    assert page.locator("#calls").evaluate(PLACES) == places
    page.clock.fast_forward(LONG_ENOUGH)
    expect(row(page, scene.id("new 2"))).to_be_visible()
    expect(page.locator("#new-calls")).to_be_hidden()
    expect(opened).to_be_visible()
    assert page.locator("#calls").evaluate(PLACES)[str_id(page, scene, "talks")] == place
    assert opened.evaluate(CORNER) == corner
    page.keyboard.press("Escape")
    page.clock.fast_forward(LONG_ENOUGH)
    expect(page.locator(f"{at(page, scene, 'talks')} ~ {at(page, scene, 'over')}")).to_have_count(1)
    expect(page.locator(f"{at(page, scene, 'waits')} ~ {at(page, scene, 'talks')}")).to_have_count(1)


def test_what_has_the_focus_in_an_open_list_keeps_it_when_rows_come_in(office: SmallOffice, browsing: Browsing) -> None:
    browsing.allow(LEAP)
    scene, page = Scene(office), office.page(browsing, viewport=WIDE)
    for name in ("First", "Second"):
        office.product.add_profile(kind="organization", name=name, phones=[{"number": scene.numbers["talks"]}])
    expect(row(page, scene.id("talks"))).to_contain_text("First")
    page.clock.install()
    row(page, scene.id("talks")).locator(".shared").focus()
    page.keyboard.press("Enter")
    choose = page.locator(":popover-open .holder-do").first
    choose.focus()
    scene.ring("new")
    expect(page.locator("#new-calls")).to_be_visible()
    page.clock.fast_forward(LONG_ENOUGH)
    expect(row(page, scene.id("new"))).to_be_visible()
    expect(choose).to_be_focused()


def test_a_held_back_call_at_the_own_phone_is_named_first(office: SmallOffice, browsing: Browsing) -> None:
    scene, page = Scene(office), office.page(browsing, viewport=WIDE)
    scene.shown_in(page)
    row(page, scene.id("over")).hover()
    scene.ring("elsewhere", extension="102")
    scene.ring("mine")
    office.a_customer_of_mina(scene.numbers["mine"], "Held Customer")
    expect(page.locator("#new-calls")).to_have_text("At your phone: Held Customer")


def test_a_finger_on_the_list_holds_it(office: SmallOffice, browsing: Browsing) -> None:
    scene, page = Scene(office), office.page(browsing, viewport=NARROW, has_touch=True)
    scene.shown_in(page)
    target = row(page, scene.id("over"))
    target.dispatch_event("touchstart", {"touches": [], "targetTouches": [], "changedTouches": []})
    scene.ring("new")
    expect(page.locator("#new-calls")).to_be_visible()
    assert row(page, scene.id("new")).count() == 0
    target.dispatch_event("touchend", {"touches": [], "targetTouches": [], "changedTouches": []})
    expect(row(page, scene.id("new"))).to_be_visible()


def str_id(page: Page, scene: Scene, name: str) -> str:
    return row(page, scene.id(name)).get_attribute("data-call-id") or ""


def at(page: Page, scene: Scene, name: str) -> str:
    return f"[data-call-id='{str_id(page, scene, name)}']"
