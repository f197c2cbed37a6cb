"""Polls that have nothing to tell are answered early, and leave the connection open."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callerid_dash.web.polls import NOTHING, init


@pytest.fixture
def browser() -> FlaskClient:
    """A server whose callback changes nothing, and where a page that says 'current' is current."""
    server = Flask("test")
    init(server, lambda body: body == b"current")
    server.add_url_rule("/_dash-update-component", "callback", lambda: ("", 204), methods=["POST"])
    server.add_url_rule("/other", "other", lambda: ("", 204), methods=["POST"])
    return server.test_client()


def test_a_current_page_is_told_so_without_the_callback(browser: FlaskClient) -> None:
    browser.application.view_functions["callback"] = lambda: pytest.fail("was called")
    assert browser.post("/_dash-update-component", data=b"current").data == NOTHING


def test_a_callback_that_changes_nothing_answers_with_a_length(browser: FlaskClient) -> None:
    answer = browser.post("/_dash-update-component", data=b"old")
    assert (answer.status_code, answer.data, answer.content_length) == (200, NOTHING, len(NOTHING))


def test_other_routes_are_left_alone(browser: FlaskClient) -> None:
    assert browser.post("/other", data=b"current").status_code == 204
