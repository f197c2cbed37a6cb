"""`POST /_poll`: each open page asks once a second for everything that changed since its last answer.

This is no Dash callback: Dash considers an answer received when its head has come, asks nothing more while a body is
missing, and lets twelve other callbacks delay this one. The page polls by itself (assets/shell/polling.js) and knows
when an answer was applied.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus

from flask import Blueprint, Flask, Response, request

PATH = "/_poll"
"""Behind the guards of `web/access`; like every path that begins with an underscore, it is refused in JSON."""
NOTHING = b'{"multi":true,"response":{}}'
"""A callback's answer that changes nothing on the page."""
_CALLBACKS = "/_dash-update-component"
_LARGEST = 4096
"""Bytes that a poll may send."""

Answer = Callable[[Mapping[str, object]], Mapping[str, object]]
"""Returns what the signed-in user's page needs, given the content of its poll."""


def polls_blueprint(answer: Answer) -> Blueprint:
    """The route. An unreadable poll counts as empty, so that the page gets everything."""
    blueprint = Blueprint("polls", __name__)

    @blueprint.post(PATH)
    def poll() -> Response:
        changes = answer(_request_body())
        return Response(json.dumps(changes, separators=(",", ":"), ensure_ascii=False), mimetype="application/json")

    return blueprint


def _request_body() -> Mapping[str, object]:
    request.max_content_length = _LARGEST
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def keep_open(server: Flask) -> None:
    """Give callbacks that change nothing an answer with a length: without one, waitress closes the connection."""

    @server.after_request
    def with_length(response: Response) -> Response:
        if response.status_code == HTTPStatus.NO_CONTENT and request.path == _CALLBACKS:
            return Response(NOTHING, mimetype="application/json")
        return response
