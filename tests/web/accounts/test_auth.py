"""Sign-in, sign-out, and the lifetime of a session."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callerid_dash.domain.users import User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from tests.clock import Clock
from tests.web.conftest import PASSWORD, Visitor, visible_text


def sign_in(client: FlaskClient, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/login", data={"username": "sara", "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/").status_code == 200


@pytest.mark.usefixtures("sara")
def test_the_right_password_opens_the_dashboard(client: FlaskClient) -> None:
    assert not is_in(client)
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)


@pytest.mark.usefixtures("sara")
def test_one_is_led_to_where_one_wanted_to_go(client: FlaskClient) -> None:
    asked = client.get("/calls?state=missed&q=%D8%B9")
    assert asked.location == "/login?next=/calls%3Fstate%3Dmissed%26q%3D%D8%B9".replace("%D8%B9", "%25D8%25B9")
    form = client.get(asked.location).get_data(as_text=True)
    assert 'value="/calls?state=missed&amp;q=%D8%B9"' in form
    assert sign_in(client, next="/calls?state=missed&q=%D8%B9").location == "/calls?state=missed&q=%D8%B9"


@pytest.mark.parametrize(
    "goal",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "evil", ""],
)
@pytest.mark.usefixtures("sara")
def test_nobody_is_led_to_another_site(client: FlaskClient, goal: str) -> None:
    assert sign_in(client, next=goal).location == "/"


@pytest.mark.usefixtures("sara")
def test_a_wrong_password_keeps_the_name_and_says_what_to_do(client: FlaskClient) -> None:
    answer = sign_in(client, "wrong password")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert 'value="sara"' in page
    assert "User name or password is wrong. Check the keyboard" in page
    assert "wrong password" not in page
    assert not is_in(client)


def test_a_name_is_text_and_not_markup(client: FlaskClient) -> None:
    page = client.post("/login", data={"username": '"><script>x', "password": "y"}).get_data(as_text=True)
    assert "<script" not in page
    assert "&#34;&gt;&lt;script&gt;x" in page


@pytest.mark.parametrize(
    "data", [{}, {"username": "sara"}, {"password": PASSWORD}, {"username": "\x00", "password": "\x00"}]
)
@pytest.mark.usefixtures("sara")
def test_half_a_form_is_refused(client: FlaskClient, data: dict[str, str]) -> None:
    assert client.post("/login", data=data).status_code == 401


@pytest.mark.usefixtures("sara")
def test_guessing_is_slowed_down_and_the_page_says_for_how_long(client: FlaskClient, clock: Clock) -> None:
    for _ in range(9):
        clock.now += 1000
        assert sign_in(client, "wrong password").status_code == 401
    refused = sign_in(client)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "64"
    assert "Too many failed attempts. Try again in 2 minutes." in refused.get_data(as_text=True)
    clock.now += 63
    assert "Try again in 1 second." in sign_in(client).get_data(as_text=True)
    clock.now += 1
    assert sign_in(client).status_code == 303


@pytest.mark.usefixtures("sara")
def test_another_address_is_not_slowed_down(client: FlaskClient) -> None:
    for _ in range(4):
        sign_in(client, "wrong password")
    assert sign_in(client).status_code == 429
    elsewhere = client.post(
        "/login", data={"username": "sara", "password": PASSWORD}, environ_base={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert elsewhere.status_code == 303


def test_who_is_signed_in_needs_no_form(visitor: Visitor) -> None:
    assert visitor.client.get("/login?next=/calls").location == "/calls"


def test_signing_out_is_a_post_and_ends_the_session(visitor: Visitor) -> None:
    visitor.client.get("/logout")
    assert is_in(visitor.client)
    assert visitor.client.post("/logout").location == "/login"
    assert not is_in(visitor.client)


def test_a_new_password_ends_every_session(visitor: Visitor, services: Services) -> None:
    services.accounts.set_password(visitor.user.id, "another password", OPERATOR)
    assert not is_in(visitor.client)


def test_shutting_somebody_out_ends_their_sessions_also_for_callbacks(visitor: Visitor, services: Services) -> None:
    assert visitor.client.post("/_dash-update-component").status_code == 200
    services.accounts.set_disabled(visitor.user.id, True, OPERATOR)
    answer = visitor.client.post("/_dash-update-component")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "not_signed_in")


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient, sara: User) -> None:
    assert sara
    cookie = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    over_https = client.post(
        "/login", data={"username": "sara", "password": PASSWORD}, headers={"X-Forwarded-Proto": "https"}
    )
    assert all("Secure" in value for value in over_https.headers.getlist("Set-Cookie"))


def test_a_forged_session_is_worth_nothing(server: Flask, visitor: Visitor) -> None:
    forger = Flask("forger")
    forger.secret_key = "a guess"
    signer = forger.session_interface.get_signing_serializer(forger)  # type: ignore[attr-defined]
    forged = signer.dumps({"_user_id": f"{visitor.user.id}.{visitor.user.session_epoch}", "_fresh": True})
    stranger = server.test_client()
    stranger.set_cookie("callerid_session", forged)
    assert stranger.get("/").status_code == 303


@pytest.mark.parametrize("kept", ["1", "1.", ".0", "x.y", "1.0.0", "-1.0", "999.0", None, 7])
def test_a_session_of_nobody_is_none(client: FlaskClient, sara: User, kept: object) -> None:
    assert sara
    with client.session_transaction() as session:
        session["_user_id"] = kept
    assert not is_in(client)


def test_the_page_speaks_both_languages(client: FlaskClient) -> None:
    english = client.get("/login").get_data(as_text=True)
    assert '<html lang="en" dir="ltr"' in english
    assert "bootstrap.min.css" in english
    client.set_cookie("language", "fa")
    persian = client.get("/login").get_data(as_text=True)
    assert '<html lang="fa" dir="rtl"' in persian
    assert "bootstrap.rtl.min.css" in persian
    assert "نام کاربری" in visible_text(persian)
    assert "Sign in" not in visible_text(persian)


@pytest.mark.usefixtures("sara")
def test_persian_says_how_long_in_persian_figures(client: FlaskClient) -> None:
    client.set_cookie("language", "fa")
    for _ in range(4):
        page = sign_in(client, "wrong password").get_data(as_text=True)
    assert "۱ ثانیهٔ دیگر" in page
