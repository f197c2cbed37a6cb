"""Long names, queues and texts without a space make no page scroll sideways, on a phone or on a desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browsing import Browsing
from tests.e2e.conftest import SmallOffice, row, sticking_out

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2
QUEUE = "donaudampfschifffahrtsgesellschaftskapitaen"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_page_breaks_long_words(office: SmallOffice, browsing: Browsing, language: str) -> None:
    number, call = office.a_mobile(), f"long words {language}"
    organization = office.product.add_profile(kind="organization", name=f"{LONG} {language}")
    phones = [{"number": number, "label": LONG[:40]}]
    person = office.product.add_profile(
        kind="person", name=LONG, organization_id=organization["id"], phones=phones, note=LONG, color=office.gold
    )["id"]
    office.product.api("POST", f"/api/v1/profiles/{person}/records", {"kind": "note", "subject": LONG, "text": LONG})
    office.product.ring(number, f"{call}, missed", extension="9" * 40, line="2001", queue=QUEUE)
    office.product.ring(number, f"{call}, missed", "ended")
    office.product.ring(number, call, extension="9" * 40, line="2001", queue=QUEUE)
    page = office.page(browsing, "mina", f"/language/{language}?next=/", viewport={"width": 390, "height": 900})
    expect(row(page, call)).to_contain_text(LONG)
    assert sticking_out(page) == []
    for path, shown in (
        ("/calls", ".call"),
        ("/missed", ".waiting"),
        ("/profiles", ".profile-row"),
        (f"/profiles/{person}", ".entry"),
    ):
        page.goto(office.product.url + path)
        for width in (390, 1200, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            expect(page.locator(shown).first).to_be_visible()
            assert sticking_out(page) == [], (path, width)
