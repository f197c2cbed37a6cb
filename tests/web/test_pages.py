"""Language, theme, headers, third-party files and error pages."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callerid_dash.domain.errors import Busy, InvalidInput, NotFound, Stale, StoreUnavailable
from callerid_dash.services.services import Services
from callerid_dash.web import vendor
from callerid_dash.web.accounts.viewer import current_language, current_theme
from callerid_dash.web.vendor import FILES, vendor_url
from tests.web.conftest import PASSWORD, Visitor, visible_text


def test_the_language_is_the_chosen_else_the_configured_else_the_browsers(server: Flask) -> None:
    def language(**headers: str) -> str:
        with server.test_request_context(headers={name.replace("_", "-"): value for name, value in headers.items()}):
            return current_language()

    assert language(Cookie="language=fa", Accept_Language="en") == "fa"
    assert language(Cookie="language=xx", Accept_Language="fa") == "en"
    assert language(Accept_Language="fa") == "en"  # configured in these tests
    server.config["CALLERID_LANGUAGE"] = "auto"
    assert language(Accept_Language="de, fa-IR;q=0.9, en;q=0.5") == "fa"
    assert language(Accept_Language="de") == "en"
    assert language() == "en"
    assert current_language() == "en"


def test_a_choice_is_kept_in_this_browser_and_leads_back(client: FlaskClient) -> None:
    answer = client.get("/language/fa", headers={"Referer": "http://localhost/login?next=/calls"})
    assert (answer.status_code, answer.location) == (303, "/login?next=/calls")
    assert 'lang="fa"' in client.get("/login").get_data(as_text=True)
    assert client.post("/theme/dark", data={"next": "/window"}).location == "/window"
    assert 'data-bs-theme="dark"' in client.get("/login").get_data(as_text=True)


@pytest.mark.parametrize("referrer", ["http://evil.example/x", "http://localhost//evil.example", ""])
def test_a_choice_does_not_lead_to_another_site(client: FlaskClient, referrer: str) -> None:
    assert client.get("/theme/dark", headers={"Referer": referrer}).location == "/"
    assert client.get("/theme/dark?next=https://evil.example").location == "/"


@pytest.mark.parametrize("address", ["/language/xx", "/theme/pink", "/theme/fa"])
def test_what_cannot_be_chosen_is_not_there(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_choice_follows_the_user_to_another_browser(visitor: Visitor, server: Flask, services: Services) -> None:
    visitor.client.get("/language/fa")
    visitor.client.get("/theme/dark")
    assert services.accounts.preferences(visitor.user) == {"language": "fa", "theme": "dark"}
    elsewhere = server.test_client()
    elsewhere.post("/login", data={"username": "sara", "password": PASSWORD})
    cookies = {name: elsewhere.get_cookie(name) for name in ("language", "theme")}
    assert {name: cookie and cookie.value for name, cookie in cookies.items()} == {"language": "fa", "theme": "dark"}


def test_the_theme_follows_the_system_unless_chosen(server: Flask) -> None:
    with server.test_request_context():
        assert current_theme() == "auto"
    with server.test_request_context(headers={"Cookie": "theme=dark"}):
        assert current_theme() == "dark"
    with server.test_request_context(headers={"Cookie": "theme=pink"}):
        assert current_theme() == "auto"
    assert current_theme() == "auto"


@pytest.mark.parametrize("address", ["/login", "/", "/_dash-layout", "/api/v1/calls", "/health", "/vendor/x/1/y"])
def test_every_answer_has_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self' 'sha256-abc='"
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_the_login_page_needs_nothing_from_elsewhere_and_no_script(client: FlaskClient) -> None:
    page = client.get("/login").get_data(as_text=True)
    assert "<script" not in page
    links = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert links
    for link in links:
        assert link.startswith("/")
        assert client.get(link.replace("&amp;", "&"), buffered=True).status_code in (200, 303), link


@pytest.mark.parametrize("style", [name for name in FILES if name.endswith(".css")])
def test_third_party_styles_come_from_here_and_are_kept_for_good(client: FlaskClient, style: str) -> None:
    answer = client.get(vendor_url(style), buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    for target in re.findall(r"url\([\"']?(?!data:|#)([^\"')?#]+)", answer.get_data(as_text=True)):
        assert (
            client.get(f"{vendor_url(style).rsplit('/', 1)[0]}/{target.removeprefix('./')}", buffered=True).status_code
            == 200
        )
    assert answer.headers["Cache-Control"] in ("public, max-age=31536000, immutable", "no-store")
    assert (answer.headers["Cache-Control"] == "no-store") == (style == "vazirmatn.css" and "/0/" in vendor_url(style))


def test_an_old_version_of_a_style_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/vendor/bootstrap/1.0/bootstrap.min.css", buffered=True)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


def test_without_the_font_pages_go_without_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    vendor._vendors.cache_clear()
    try:
        answer = client.get(vendor_url("vazirmatn.css"))
    finally:
        vendor._vendors.cache_clear()
    assert (answer.status_code, answer.mimetype, answer.get_data()) == (200, "text/css", b"")


@pytest.mark.parametrize("file", ["../setup.py", "%2e%2e/pyproject.toml", "..%2f..%2fflask/app.py", "nothing.css"])
def test_nothing_else_is_served(client: FlaskClient, file: str) -> None:
    for name in ("bootstrap", "nobody"):
        assert client.get(f"/vendor/{name}/1/{file}").status_code == 404


STATED = [
    (InvalidInput("bad", "name", 3), 422, {"code": "invalid", "message": "bad", "field": "name", "index": 3}),
    (InvalidInput("bad"), 422, {"code": "invalid", "message": "bad"}),
    (NotFound("gone"), 404, {"code": "not_found", "message": "gone"}),
    (Stale("late"), 409, {"code": "stale", "message": "late"}),
    (Busy("full", 7), 429, {"code": "busy", "message": "full"}),
    (StoreUnavailable("down"), 503, {"code": "store_unavailable", "message": "down"}),
    (
        RuntimeError("secret"),
        500,
        {"code": "internal_error", "message": "Something went wrong here; it has been logged."},
    ),
]


@pytest.mark.parametrize(("error", "status", "details"), STATED)
def test_errors_of_callbacks_are_stated_in_json(
    server: Flask, visitor: Visitor, error: Exception, status: int, details: dict[str, object]
) -> None:
    def fail() -> str:
        raise error

    server.view_functions["dispatch"] = fail
    answer = visitor.client.post("/_dash-update-component")
    assert (answer.status_code, answer.get_json()) == (status, {"error": details})
    assert answer.headers.get("Retry-After") == ("7" if status == 429 else None)


def test_an_unexpected_error_is_logged_and_not_shown(
    server: Flask, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise RuntimeError("the details")

    server.view_functions["index"] = fail
    page = visitor.client.get("/?number=09121234567")
    assert page.status_code == 500
    assert "the details" not in page.get_data(as_text=True)
    assert "That did not work" in visible_text(page.get_data(as_text=True))
    assert "the details" in caplog.text
    assert "09121234567" not in caplog.text
