"""The poll over HTTP, and callbacks without changes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callerid_dash.web.polls import NOTHING, PATH, keep_open, polls_blueprint


@pytest.fixture
def asked() -> list[Mapping[str, object]]:
    """The requests of the pages' polls."""
    return []


@pytest.fixture
def browser(asked: list[Mapping[str, object]]) -> FlaskClient:
    """A server whose polls answer with a Persian name and whose callback changes nothing."""

    def answer(said: Mapping[str, object]) -> Mapping[str, object]:
        asked.append(said)
        return {"viewer": 7, "name": "سارا"}

    server = Flask("test")
    server.register_blueprint(polls_blueprint(answer))
    keep_open(server)
    server.add_url_rule("/_dash-update-component", "callback", lambda: ("", 204), methods=["POST"])
    server.add_url_rule("/other", "other", lambda: ("", 204), methods=["POST"])
    return server.test_client()


def test_a_page_is_answered_what_it_asks(browser: FlaskClient, asked: list[Mapping[str, object]]) -> None:
    answer = browser.post(PATH, json={"cursor": {"feed": "a:1"}})
    assert answer.json == {"viewer": 7, "name": "سارا"}
    assert answer.content_length == len(answer.data)
    assert asked == [{"cursor": {"feed": "a:1"}}]


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"null", b"7", b"\xff"])
def test_what_is_not_understood_counts_as_not_said(
    browser: FlaskClient, asked: list[Mapping[str, object]], sent: bytes
) -> None:
    assert browser.post(PATH, data=sent, content_type="application/json").status_code == 200
    assert asked == [{}]


def test_nobody_says_that_much(browser: FlaskClient, asked: list[Mapping[str, object]]) -> None:
    assert browser.post(PATH, json={"cursor": "9" * 5000}).status_code == 413
    assert asked == []


def test_a_poll_is_no_link(browser: FlaskClient) -> None:
    assert browser.get(PATH).status_code == 405


def test_a_callback_that_changes_nothing_answers_with_a_length(browser: FlaskClient) -> None:
    answer = browser.post("/_dash-update-component", data=b"old")
    assert (answer.status_code, answer.data, answer.content_length) == (200, NOTHING, len(NOTHING))


def test_other_routes_are_left_alone(browser: FlaskClient) -> None:
    assert browser.post("/other", data=b"current").status_code == 204
