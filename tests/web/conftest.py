"""A server with every route outside Dash, on real services, with clients."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callerid_dash.domain.users import Role, User
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.accounts.sign_in import SignIn
from callerid_dash.services.services import Services
from callerid_dash.services.shared.throttle import Limit, Throttle
from callerid_dash.settings import Settings
from callerid_dash.web.own_files import OwnFiles
from callerid_dash.web.setup import init_web
from tests.clock import Clock

PASSWORD = "correct horse"
API_TOKEN = "the token of the environment"


@pytest.fixture
def clock() -> Clock:
    """The clock of the sign-in throttle."""
    return Clock()


@pytest.fixture
def database(empty_duckdb: str) -> str:
    """The database URL of the services; modules that test both engines override it."""
    return empty_duckdb


@pytest.fixture
def services(database: str, clock: Clock) -> Iterator[Services]:
    """All services over an embedded store."""
    built = build_services(Settings(database_url=database, api_token=API_TOKEN, language="en", secret_key="for tests"))
    sign_in = SignIn(
        built.core,
        per_user=Throttle(Limit(free=2, longest=900), clock),
        per_address=Throttle(Limit(free=20, longest=60), clock),
    )
    yield replace(built, accounts=replace(built.accounts, sign_in=sign_in))
    built.store.close()


def make_server(services: Services) -> Flask:
    """A server as the composition root makes it, with a simple page instead of Dash."""
    server = Flask("callerid_dash", static_folder=None)
    init_web(server, services, OwnFiles({"follow.js": ""}), lambda: ["'sha256-abc='"])
    server.add_url_rule("/", "index", lambda: "the dashboard")
    server.add_url_rule("/<path:path>", "page", lambda path: "the dashboard")  # as Dash does, for any GET
    server.add_url_rule("/_dash-update-component", "dispatch", dict, methods=["POST"])
    return server


@pytest.fixture
def server(services: Services) -> Flask:
    """The server under test."""
    return make_server(services)


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    """A browser without a session."""
    return server.test_client()


@pytest.fixture
def sara(services: Services) -> User:
    """An agent."""
    return services.accounts.add("sara", PASSWORD, Role.AGENT, OPERATOR)


@dataclass(frozen=True)
class Visitor:
    """A browser and its user."""

    client: FlaskClient
    user: User


@pytest.fixture
def visitor(client: FlaskClient, sara: User) -> Visitor:
    """Sara, signed in."""
    assert client.post("/login", data={"username": "sara", "password": PASSWORD}).status_code == 303
    return Visitor(client, sara)


@pytest.fixture
def bearer(services: Services) -> Callable[..., dict[str, str]]:
    """Creates a token with these scopes and returns its request headers."""

    def make(*scopes: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {services.accounts.tokens.create('a program', scopes, OPERATOR)}"}

    return make


class Program:
    """A program with a token for everything."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {API_TOKEN}"}

    def get(self, path: str, **query: object) -> TestResponse:
        """GET below /api/v1."""
        return self._client.get(f"/api/v1{path}", headers=self._headers, query_string=query)

    def post(self, path: str, sent: object) -> TestResponse:
        """POST JSON below /api/v1."""
        return self.send("POST", f"/api/v1{path}", json.dumps(sent).encode(), "application/json")

    def patch(self, path: str, sent: object) -> TestResponse:
        """PATCH JSON below /api/v1."""
        return self.send("PATCH", f"/api/v1{path}", json.dumps(sent).encode(), "application/json")

    def send(self, method: str, path: str, body: bytes = b"", content_type: str | None = None) -> TestResponse:
        """Send any request."""
        return self._client.open(path, method=method, headers=self._headers, data=body, content_type=content_type)


@pytest.fixture
def program(client: FlaskClient) -> Program:
    """A program that uses the API."""
    return Program(client)


def visible_text(page: str) -> str:
    """The text of a page without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())
