from __future__ import annotations

import re
from typing import Any

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient

from callerid_dash.ui import create_dash, ids
from callerid_dash.ui.context import UiContext
from tests.ui.office import REZA, SARA, FakeServices, context, holder, owner, ring


def app_for(services: FakeServices, here: UiContext) -> Dash:
    return create_dash(Flask("office"), services, here)  # type: ignore[arg-type]


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


def client(services: FakeServices, here: UiContext | None = None) -> FlaskClient:
    return app_for(services, here or context()).server.test_client()


def poll(browser: FlaskClient, cursor: object = None) -> Any:
    body = {
        "output": f"{ids.DELTA}.data",
        "outputs": {"id": ids.DELTA, "property": "data"},
        "inputs": [{"id": ids.POLL, "property": "n_intervals", "value": 1}],
        "changedPropIds": [f"{ids.POLL}.n_intervals"],
        "state": [{"id": ids.CURSOR, "property": "data", "value": cursor}],
    }
    return browser.post("/_dash-update-component", json=body)


@pytest.mark.parametrize(
    ("language", "theme", "opening", "bootstrap"),
    [
        ("en", "auto", '<html lang="en" dir="ltr" data-bs-theme="light" data-theme="auto">', "bootstrap.css"),
        ("fa", "dark", '<html lang="fa" dir="rtl" data-bs-theme="dark" data-theme="dark">', "bootstrap.rtl.css"),
    ],
)
def test_the_document_speaks_the_request_s_language(
    services: FakeServices, language: str, theme: str, opening: str, bootstrap: str
) -> None:
    page = client(services, context(language=language, theme=theme)).get("/").text
    assert opening in page
    assert f'href="/vendor/{bootstrap}"' in page


def test_nothing_of_the_document_comes_from_elsewhere(services: FakeServices) -> None:
    page = client(services).get("/").text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


def test_our_styles_come_after_those_they_build_on(services: FakeServices) -> None:
    page = client(services).get("/").text
    places = [page.index(name) for name in ("early.js", "vendor/bootstrap.css", "10-theme.css", "30-calls.css")]
    assert places == sorted(places)
    assert page.count("early.js") == 1


def test_there_are_no_inline_scripts_but_the_renderer_s(services: FakeServices) -> None:
    app = app_for(services, context())
    before = list(app.csp_hashes())
    app.server.test_client().get("/")
    assert list(app.csp_hashes()) == before
    assert len(before) == 1


def test_every_part_that_is_always_there_is_in_the_layout(services: FakeServices) -> None:
    layout = client(services).get("/_dash-layout").text
    for name in (ids.LOCATION, ids.PAGE, ids.POLL, ids.CURSOR, ids.DELTA, ids.HEALTH, ids.BANNER, ids.ANNOUNCER):
        assert f'"id":"{name}"' in layout


def test_the_callbacks_are_registered_and_one_poll_waits_for_the_other(services: FakeServices) -> None:
    found = {entry["output"]: entry for entry in client(services).get("/_dash-dependencies").json or []}
    assert set(found) >= {
        f"{ids.DELTA}.data",
        f"{ids.CURSOR}.data",
        f"{ids.CALLS_PAINTED}.data",
        f"..{ids.PAGE}.children...{ids.ARRIVAL}.data..",
        f"{ids.TITLE}.data",
    }
    disabled = f"{ids.POLL}.disabled"
    assert found[f"{ids.DELTA}.data"]["running"] == {"running": {disabled: True}, "runningOff": {disabled: False}}


def test_a_poll_answers_and_then_has_nothing_to_say(services: FakeServices) -> None:
    services.feed.publish([ring("09123456789", holder())])
    browser = client(services)
    answer = poll(browser)
    sent = answer.json["response"][ids.DELTA]["data"]
    assert len(sent["rows"]) == 1
    assert poll(browser, sent["cursor"]).status_code == 204


def test_several_apps_in_one_process_keep_to_their_own_services() -> None:
    one, other = FakeServices(), FakeServices()
    one.feed.publish([ring("09123456789", holder(name="One", owners=(owner(SARA),)))])
    first, second = client(one), client(other, context(REZA, "fa"))
    assert "One" in poll(first).text
    assert "One" not in poll(second).text
    assert 'dir="ltr"' in first.get("/").text
    assert 'dir="rtl"' in second.get("/").text


def test_an_unknown_query_parameter_does_no_harm(services: FakeServices) -> None:
    assert client(services).get("/?utm_source=x").status_code == 200
