"""The rows of the list of calls in a real browser: equal heights for any contents, and no cut text is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row, sticking_out

LONG = "The Very Long Name of a Trading Company that Nobody Can Say in One Breath"
PERSIAN = "شرکت بازرگانی و خدمات مهندسی آینده‌سازان نوین خاورمیانه و شرکا"
WIDTHS = [390, 700, 1440, 2000]
MEASURED = """list => [...list.querySelectorAll(":scope > .call")].map(row => {
    const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
        && inner.top >= outer.top - 3 && inner.bottom <= outer.bottom + 3; // lines are higher than their letters
    const before = (a, b) => a.right <= b.left + 1 || a.bottom <= b.top + 3;
    const apart = (a, b) => before(a, b) || before(b, a);
    const seen = element => [...element.children].filter(part => part.checkVisibility()
        && !part.matches(".visually-hidden, [data-popover], .call-color")
        && part.getBoundingClientRect().width > 1).map(part => ({ part, box: part.getBoundingClientRect() }));
    const wrong = [];
    const check = (element, deep) => seen(element).forEach(({ part, box }, place, all) => {
        const over = all.some((other, at) => at > place && !apart(box, other.box));
        const cut = getComputedStyle(element).textOverflow === "ellipsis";
        if (over || (!cut && !inside(box, element.getBoundingClientRect()))) {
            const [a, b] = [box, element.getBoundingClientRect()].map(
                r => [r.left, r.top, r.right, r.bottom].map(Math.round));
            wrong.push([part.className, over, a, b].join(" "));
        } else if (deep) {
            check(part, deep - 1);
        }
    });
    check(row, 2);
    return { height: row.getBoundingClientRect().height, wrong };
})"""
"""The height of each row, and which of its parts stick out of what they are in, or lie over each other."""


@pytest.fixture(scope="module")
def all_sorts(office: SmallOffice) -> list[str]:
    """Calls of every kind and state, with names of every length; returns their ids."""
    ring, add = office.product.ring, office.product.add_profile
    long, persian, shared, plain = (office.a_mobile() for _ in range(4))
    firm = add(kind="organization", name=LONG)
    everybody = {"sales": "mina", "support": "omid", "other": "admin"}
    for number, name in ((long, LONG + " and Sons"), (persian, PERSIAN), (shared, "A B")):
        fields = {"organization_id": firm["id"], "color": office.gold, "owners": everybody}
        add(kind="person", name=name, phones=[{"number": number}], **fields)
    add(kind="person", name="Reza Karimi", phones=[{"number": shared}])
    add(kind="organization", name="Nik", phones=[{"number": plain}])
    far = {"line": "2001", "queue": "a queue with a name that goes on and on"}
    for number, name in ((long, "long"), (persian, "persian"), (shared, "shared"), (plain, "plain")):
        for phone in ("101", "102", "103"):
            ring(number, f"sorts {name} rings", extension=phone, **far)
        ring(number, f"sorts {name} waits", "queued", **far)
        ring(number, f"sorts {name} talks", "answered", extension="101", **far)
        ring(number, f"sorts {name} missed", **far)
        ring(number, f"sorts {name} missed", "ended")
    ring("anonymous", "sorts withheld")
    ring("x" * 200, "sorts rubbish", caller_name="n" * 200)
    ring("102", "sorts internal", extension="101")
    ring("+442079460000", "sorts foreign", caller_name="Smith & Sons, Long Street, London")
    long_ago = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    for kind in ("ringing", "ended"):
        event = {
            "source": "test",
            "call_id": "sorts old",
            "event": kind,
            "at": long_ago,
            "caller": long,
            "line": "2001",
        }
        office.product.api("POST", "/api/v1/call-events", event)
    states = ("rings", "waits", "talks", "missed")
    named = [f"{name} {state}" for name in ("long", "persian", "shared", "plain") for state in states]
    return [f"sorts {each}" for each in (*named, "withheld", "rubbish", "internal", "foreign")]


def opened(office: SmallOffice, browsing: Browsing, language: str, width: int) -> Page:
    page = office.page(browsing, path=f"/language/{language}?next=/", viewport={"width": width, "height": 900})
    page.wait_for_selector("#calls[data-empty=false] .call")
    return page


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("width", WIDTHS)
def test_all_rows_have_one_height_and_nothing_sticks_out(
    office: SmallOffice, browsing: Browsing, all_sorts: list[str], language: str, width: int
) -> None:
    page = opened(office, browsing, language, width)
    for call_id in all_sorts:
        expect(row(page, call_id)).to_be_visible()
    page.evaluate("document.fonts.ready")
    measured = page.locator("#calls").evaluate(MEASURED)
    assert len({round(each["height"], 1) for each in measured}) == 1
    assert [each["wrong"] for each in measured if each["wrong"]] == []
    assert sticking_out(page) == []


def test_what_is_cut_short_is_told_whole_by_the_details(
    office: SmallOffice, browsing: Browsing, all_sorts: list[str]
) -> None:
    page = opened(office, browsing, "en", 390)
    row(page, "sorts long talks").locator("[data-popover-target^=details]").click()
    facts = page.locator(":popover-open")
    for words in (LONG, LONG + " and Sons", "mina", "omid", "admin", "Support", "Front desk", "goes on and on", "101"):
        expect(facts).to_contain_text(words)


def test_a_call_at_the_own_phone_is_framed_and_said(office: SmallOffice, browsing: Browsing) -> None:
    mina, omid = (office.page(browsing, name, viewport={"width": 1440, "height": 900}) for name in ("mina", "omid"))
    number = office.a_mobile()
    office.product.ring(number, "own", "queued", queue="sales")
    expect(row(mina, "own")).to_be_visible()
    assert row(mina, "own").get_attribute("data-at-my-phone") is None
    office.product.ring(number, "own", extension="101", queue="sales")
    expect(row(mina, "own")).to_contain_text("At your phone")
    expect(mina.locator("#announcer")).to_contain_text("At your phone, Ringing")
    assert row(mina, "own").evaluate("row => getComputedStyle(row).outlineWidth") == "3px"
    expect(row(omid, "own")).not_to_contain_text("At your phone")
    office.product.ring(number, "own", "answered", extension="101")
    expect(row(mina, "own")).to_have_attribute("data-state", "answered")
    expect(row(mina, "own")).to_contain_text("At your phone")
    office.product.ring(number, "own", "ended")
    expect(row(mina, "own")).not_to_contain_text("At your phone")
