"""Every route requires a session or a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from callerid_dash.factory import Product, build_product
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.web.accounts.access import PUBLIC
from tests.web.conftest import API_TOKEN, PASSWORD, Visitor

EXAMPLES = {
    "form": "csv",
    "path": "x",
    "rest": "x",
    "name": "theme",
    "value": "dark",
    "wanted": "1",
    "file": "x",
    "filename": "x",
}


def example(rule: Rule, name: str) -> object:
    value = EXAMPLES.get(name, "00000000-0000-0000-0000-000000000000" if "uuid" in rule.rule else 1)
    converter = rule._converters.get(name)
    if isinstance(converter, AnyConverter) and value not in converter.items:
        return min(converter.items)
    return value


def addresses(server: Flask) -> list[tuple[str, str, Rule]]:
    adapter = server.url_map.bind("localhost")
    found = []
    for rule in server.url_map.iter_rules():
        values = {name: example(rule, name) for name in rule.arguments}
        found += [(method, adapter.build(rule.endpoint, values), rule) for method in sorted(rule.methods or ())]
    return found


@pytest.fixture
def product(database: str) -> Iterator[Product]:
    """The whole product with its pages."""
    product = build_product(Settings(database_url=database, admin_password=PASSWORD))
    yield product
    product.close()


def test_every_route_that_is_not_named_demands_sign_in(product: Product) -> None:
    server = product.server
    client = server.test_client()
    uninvited = [entry for entry in addresses(server) if entry[2].endpoint not in PUBLIC]
    assert len(uninvited) > 30
    for method, address, _ in uninvited:
        answer = client.open(address, method=method)
        to_login = answer.status_code == 303 and answer.location.startswith("/login")
        assert to_login or answer.status_code == 401, f"{method} {address} answered {answer.status_code}"


def test_the_list_of_exceptions_names_nothing_that_is_not_there(server: Flask) -> None:
    assert set(server.view_functions) >= PUBLIC


def test_a_route_added_later_is_guarded_too(server: Flask) -> None:
    server.add_url_rule("/later", "later", lambda: "secret")
    assert server.test_client().get("/later").status_code == 303


@pytest.mark.parametrize("address", ["/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/assets/app.css"])
def test_what_pages_fetch_is_refused_and_not_redirected(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 401
    assert answer.get_json() == {"error": {"code": "not_signed_in", "message": "Sign in first."}}


def test_a_session_does_not_open_the_api_and_a_token_does_not_open_pages(visitor: Visitor, server: Flask) -> None:
    assert visitor.client.get("/api/v1/calls").status_code == 401
    program = server.test_client()
    assert program.get("/", headers={"Authorization": f"Bearer {API_TOKEN}"}).status_code == 303


@pytest.mark.parametrize(
    ("sent", "challenge"),
    [
        (None, "Bearer realm=callerid-dash"),
        ("Basic c2FyYTpwdw==", "Bearer realm=callerid-dash"),
        ("Bearer", "Bearer realm=callerid-dash"),
        ("Bearer ", "Bearer realm=callerid-dash"),
        ("Bearer cid_unknown", "Bearer realm=callerid-dash, error=invalid_token"),
    ],
)
def test_without_a_good_token_the_api_says_what_it_wants(client: FlaskClient, sent: str | None, challenge: str) -> None:
    answer = client.get("/api/v1/calls", headers={"Authorization": sent} if sent is not None else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == challenge
    assert answer.get_json()["error"]["code"] == "unauthorized"


def test_a_revoked_token_is_refused(
    client: FlaskClient, services: Services, bearer: Callable[..., dict[str, str]]
) -> None:
    headers = bearer("calls:read")
    assert client.get("/api/v1/calls", headers=headers).status_code == 200
    services.accounts.tokens.revoke(services.accounts.tokens.all()[0].id, OPERATOR)
    assert client.get("/api/v1/calls", headers=headers).status_code == 401


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "http://evil.example"},
    {"Origin": "http://localhost:8051"},
    {"Origin": "null"},
]
OURS = [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}]


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_cannot_act_for_a_signed_in_browser(visitor: Visitor, headers: dict[str, str]) -> None:
    for address in ("/logout", "/_dash-update-component", "/login", "/theme/dark"):
        assert visitor.client.post(address, headers=headers).status_code == 403
    assert visitor.client.get("/theme/dark", headers=headers).status_code == 403
    assert visitor.client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", OURS)
def test_our_own_pages_can(visitor: Visitor, headers: dict[str, str]) -> None:
    assert visitor.client.post("/_dash-update-component", headers=headers).status_code == 200
    assert visitor.client.post("/logout", headers=headers).status_code == 303
