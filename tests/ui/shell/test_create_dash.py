from __future__ import annotations

import re

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient

from callerid_dash.ui import create_dash
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.shell.bundles import OWN_STYLES, assets_folder, own_bundles
from tests.ui.office import REZA, SARA, FakeServices, context


def app_for(services: FakeServices, here: UiContext) -> Dash:
    return create_dash(Flask("office"), services, here)  # type: ignore[arg-type]


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


def client(services: FakeServices, here: UiContext | None = None) -> FlaskClient:
    client: FlaskClient = app_for(services, here or context()).server.test_client()
    return client


@pytest.mark.parametrize(
    ("language", "theme", "opening", "sheet"),
    [
        ("en", "auto", '<html lang="en" dir="ltr" data-bs-theme="light" data-theme="auto"', "page.css"),
        ("fa", "dark", '<html lang="fa" dir="rtl" data-bs-theme="dark" data-theme="dark"', "page.rtl.css"),
    ],
)
def test_the_document_speaks_the_request_s_language(
    services: FakeServices, language: str, theme: str, opening: str, sheet: str
) -> None:
    page = client(services, context(language=language, theme=theme)).get("/").text
    assert opening in page
    assert f'href="/static/{sheet}"' in page


def test_nothing_of_the_document_comes_from_elsewhere(services: FakeServices) -> None:
    page = client(services).get("/").text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


def test_our_styles_come_after_those_they_build_on(services: FakeServices) -> None:
    page = client(services).get("/").text
    places = [page.index(name) for name in ("early.js", "page.css", "react@", "page.js")]
    assert places == sorted(places)
    assert page.count("early.js") == 1


def test_a_page_loads_all_scripts_of_ours_in_one_file() -> None:
    there = {script.relative_to(assets_folder()).as_posix() for script in assets_folder().rglob("*.js")}
    bundles = own_bundles(str)
    assert {
        *re.findall(
            r"^/\* (\S+\.js) \*/$", bundles["early.js"] + bundles["page.js"] + bundles["ticker.js"], re.MULTILINE
        )
    } == there


def test_the_styles_that_ours_build_on_come_first() -> None:
    names = ("bootstrap.rtl.css", "bootstrap-icons.css", *OWN_STYLES)
    sheet = own_bundles(str)["page.rtl.css"]
    places = [sheet.index(name) for name in names]
    assert places == sorted(places)


def test_every_style_sheet_of_ours_is_in_the_bundle() -> None:
    there = [sheet.relative_to(assets_folder()).as_posix() for sheet in assets_folder().rglob("*.css")]
    assert sorted(OWN_STYLES) == sorted(there)


def test_there_are_no_inline_scripts_but_the_renderer_s(services: FakeServices) -> None:
    app = app_for(services, context())
    before = list(app.csp_hashes())
    app.server.test_client().get("/")
    assert list(app.csp_hashes()) == before
    assert len(before) == 1


def test_every_part_that_is_always_there_is_in_the_layout(services: FakeServices) -> None:
    layout = client(services).get("/_dash-layout").text
    for name in (ids.LOCATION, ids.PAGE, ids.CURSOR, ids.HEALTH, ids.BANNER, ids.SIGN_IN, ids.ANNOUNCER):
        assert f'"id":"{name}"' in layout


def test_the_callbacks_of_the_page_are_registered(services: FakeServices) -> None:
    found = {entry["output"] for entry in client(services).get("/_dash-dependencies").json or []}
    assert found >= {
        f"{ids.CALLS_PAINTED}.data",
        f"..{ids.PAGE}.children...{ids.ARRIVAL}.data..",
        f"{ids.TITLE}.data",
    }


def test_no_callback_waits_for_an_interval_that_an_answer_must_switch_on_again(services: FakeServices) -> None:
    """After an incomplete answer Dash would leave the interval off for good."""
    for entry in client(services).get("/_dash-dependencies").json or []:
        off = (entry.get("running") or {}).get("running", {})
        assert not any("disabled" in name and "form" not in name for name in off), entry["output"]


def test_several_apps_in_one_process_keep_to_their_own_words() -> None:
    first, second = client(FakeServices()), client(FakeServices(), context(REZA, "fa"))
    assert 'dir="ltr"' in first.get("/").text
    assert 'dir="rtl"' in second.get("/").text
    assert f'"data-viewer":"{SARA.id}"' in first.get("/_dash-layout").text
    assert f'"data-viewer":"{REZA.id}"' in second.get("/_dash-layout").text
