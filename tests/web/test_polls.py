"""A poll that has nothing to tell leaves the connection open."""

from __future__ import annotations

from flask import Flask

from callerid_dash.web.polls import NOTHING, init


def test_an_empty_answer_of_a_callback_gets_a_length_and_other_routes_keep_theirs() -> None:
    server = Flask("test")
    init(server)
    server.add_url_rule("/_dash-update-component", "callback", lambda: ("", 204), methods=["POST"])
    server.add_url_rule("/other", "other", lambda: ("", 204))
    answer = server.test_client().post("/_dash-update-component")
    assert (answer.status_code, answer.data, answer.content_length) == (200, NOTHING, len(NOTHING))
    assert server.test_client().get("/other").status_code == 204
