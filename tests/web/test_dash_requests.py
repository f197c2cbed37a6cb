"""A request to Dash that no page sends is refused in one line: never a 500, never a traceback."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.factory import build_product
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.settings import Settings
from tests.web.conftest import API_TOKEN, PASSWORD
from tests.web.refusals.conftest import CALLBACKS, Agent, forms, served

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def agent(empty_duckdb: str) -> Iterator[Agent]:
    """A signed-in user."""
    product = build_product(Settings(database_url=empty_duckdb, admin_password=PASSWORD, api_token=API_TOKEN))
    client = product.server.test_client()
    client.post("/login", data={"username": "admin", "password": PASSWORD})
    yield Agent(product, client, OPERATOR)
    product.close()


def sent_by(agent: Agent, callback: str) -> dict[str, Any]:
    """The body that a page would send."""
    bodies: list[dict[str, Any]] = []
    client = agent.client
    agent.client = type("Recorder", (), {"post": staticmethod(lambda _, json: bodies.append(json))})()
    agent.ask(callback)
    agent.client = client
    return bodies[0]


@pytest.mark.parametrize(
    "path",
    ["", "x", "x/y.js", "dash/nope.js", "dash/../x.js", "dash/%00.js", "os/path.py", "dash/deps/..%2f..%2fsetup.py"],
)
def test_a_file_that_dash_has_not_is_not_found(path: str, agent: Agent) -> None:
    answer = agent.client.get(f"/_dash-component-suites/{path}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found")


def test_files_that_dash_has_are_served(agent: Agent) -> None:
    answer = agent.client.get("/_dash-component-suites/dash/dcc/dash_core_components.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")


def test_no_page_lives_at_an_address_of_dash(agent: Agent) -> None:
    assert agent.client.get("/_dash-nothing").status_code == 404
    assert agent.client.get("/calls").status_code == 200


@pytest.mark.parametrize("body", [b"", b"x", b"{", b"\xff\xfe", b"null", b"[]", b"1", b'"a"', b"{}", b'{"output":1}'])
def test_a_body_that_is_no_callback_is_a_bad_request(body: bytes, agent: Agent) -> None:
    answer = agent.client.post(CALLBACKS, data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "bad_request")


def test_another_type_of_content_is_refused(agent: Agent) -> None:
    for content_type in (None, "text/plain", "application/x-www-form-urlencoded"):
        assert agent.client.post(CALLBACKS, data=b"{}", content_type=content_type).status_code == 415


def test_a_callback_that_does_not_exist_is_not_found(agent: Agent) -> None:
    body = {**sent_by(agent, served(agent.product)[0]), "output": "nothing.children"}
    assert agent.client.post(CALLBACKS, json=body).status_code == 404


def test_every_callback_is_let_through_as_a_page_sends_it(agent: Agent) -> None:
    for name in served(agent.product):
        answer = agent.ask(name)
        assert answer.status_code not in (400, 500), name
        assert b"no such callback" not in answer.get_data(), name


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(body=ANYTHING, seed=st.integers(0, 10_000))
def test_nothing_that_is_sent_breaks_anything(body: object, seed: int, agent: Agent) -> None:
    sent = json.dumps(body)
    assert agent.client.post(CALLBACKS, data=sent, content_type="application/json").status_code in (400, 404)
    rng = Random(seed)
    spoiled = sent_by(agent, rng.choice([*served(agent.product), *forms(agent.product).values()]))
    _spoil(spoiled, body, rng)
    assert agent.client.post(CALLBACKS, json=spoiled).status_code < 500, json.dumps(spoiled)


def _spoil(body: dict[str, Any], by: object, rng: Random) -> None:
    """Replace any one value by another."""
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
            places.append((node, key))
            walk(node[key])

    walk(body)
    node, key = rng.choice(places)
    node[key] = copy.deepcopy(by)
