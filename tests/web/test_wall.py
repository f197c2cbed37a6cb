"""The wallboard over HTTP: a link opens only the wallboard, which never shows a login page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import Role
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from tests.web.conftest import API_TOKEN, PASSWORD, Visitor


@pytest.fixture
def link(services: Services) -> str:
    return services.accounts.tokens.create("Sales floor", [Scope.WALL_READ], OPERATOR)


@pytest.fixture
def screen(client: FlaskClient, link: str) -> FlaskClient:
    """A browser that has opened a wallboard link."""
    assert client.get(f"/wall?key={link}&lang=fa").status_code == 303
    return client


def test_a_link_opens_the_wall_and_leaves_the_address(client: FlaskClient, link: str) -> None:
    answer = client.get(f"/wall?key={link}&lang=fa&theme=light")
    assert answer.location == "/wall?lang=fa&theme=light"
    kept = answer.headers["Set-Cookie"]
    assert all(part in kept for part in ("HttpOnly", "Path=/wall", "SameSite=Lax", "Max-Age="))
    page = client.get(answer.location).get_data(as_text=True)
    assert 'lang="fa" dir="rtl" data-theme="light"' in page
    assert "Sales floor" in page
    assert link not in page
    assert client.get("/wall/data").get_json()["wall"]["calls"] == []


def test_a_link_opens_nothing_else(screen: FlaskClient, link: str) -> None:
    assert screen.get("/").status_code == 303
    assert screen.get("/_dash-layout").status_code == 401
    assert screen.get("/export/calls.csv").status_code == 303
    for path in ("/api/v1/calls", "/api/v1/reports/summary"):
        assert screen.get(path, headers={"Authorization": f"Bearer {link}"}).status_code == 403


def test_other_tokens_open_no_wall(client: FlaskClient, bearer: Callable[..., dict[str, str]]) -> None:
    read = bearer("calls:read", "reports:read")["Authorization"].removeprefix("Bearer ")
    for key in ("", "cid_unknown", API_TOKEN, read):
        answer = client.get("/wall", query_string={"key": key})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert client.get("/wall/data").status_code == 401


def test_a_revoked_link_ends_the_data_and_shows_no_login(
    screen: FlaskClient, services: Services, server: Flask
) -> None:
    services.accounts.tokens.revoke(services.accounts.tokens.wall_links()[0].id, OPERATOR)
    assert screen.get("/wall/data").get_json() == {"ended": True}
    page = screen.get("/wall")
    assert page.status_code == 200
    assert "password" not in page.get_data(as_text=True)


def test_supervisors_see_it_signed_in_and_agents_do_not(visitor: Visitor, services: Services, server: Flask) -> None:
    assert visitor.client.get("/wall").status_code == 403
    assert visitor.client.get("/wall/data").status_code == 401
    services.accounts.add("reza", PASSWORD, Role.SUPERVISOR, OPERATOR)
    desk = server.test_client()
    desk.post("/login", data={"username": "reza", "password": PASSWORD})
    assert desk.get("/wall").status_code == 200
    assert desk.get("/wall/data").status_code == 200
    desk.post("/logout")
    assert desk.get("/wall/data").status_code == 401


def test_somebody_at_a_desk_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/wall").location == "/login?next=/wall"


def test_queues_are_told_in_milliseconds_and_without_callers(screen: FlaskClient, services: Services) -> None:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=30)
    services.calls.ingest.record([CallEvent("pbx", "1", EventKind.QUEUED, at, caller="09121234567", queue="sales")])
    told = screen.get("/wall/data").get_json()["wall"]
    assert told["queues"] == [{"name": "sales", "waiting": 1, "since": at.timestamp() * 1000}]


def test_what_is_known_is_not_sent_again(screen: FlaskClient) -> None:
    first = screen.get("/wall/data").get_json()
    again = screen.get("/wall/data", query_string={"stamp": first["stamp"]}).get_json()
    assert set(first) == {"now", "version", "stamp", "wall"}
    assert set(again) == {"now", "version", "stamp"}
