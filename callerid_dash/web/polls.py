"""`POST /_poll`: once a second every open page says how far it has followed the calls and is told what it has missed.

No Dash callback: Dash takes an answer for given when its head has come, asks nothing more while a body is missing, and
lets twelve other callbacks keep this one waiting. The page asks by itself (assets/shell/polling.js) and knows when an
answer was applied.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus

from flask import Blueprint, Flask, Response, request

PATH = "/_poll"
"""Behind the guards of `web/access`, and like all that begins with an underscore answered in JSON when refused."""
NOTHING = b'{"multi":true,"response":{}}'
"""What a page understands as 'nothing changes' from a callback."""
_CALLBACKS = "/_dash-update-component"
_LARGEST = 4096
"""Bytes that a page may send to say where it is."""

Answer = Callable[[Mapping[str, object]], Mapping[str, object]]
"""What a page is told that asks with these words, for whoever is signed in."""


def polls_blueprint(answer: Answer) -> Blueprint:
    """The route. Whatever is not understood of a question counts as not said, so that the page gets everything."""
    blueprint = Blueprint("polls", __name__)

    @blueprint.post(PATH)
    def poll() -> Response:
        told = answer(_asked())
        return Response(json.dumps(told, separators=(",", ":"), ensure_ascii=False), mimetype="application/json")

    return blueprint


def _asked() -> Mapping[str, object]:
    request.max_content_length = _LARGEST
    asked = request.get_json(silent=True)
    return asked if isinstance(asked, dict) else {}


def keep_open(server: Flask) -> None:
    """Let callbacks that change nothing answer with a length: after one without, waitress closes the connection."""

    @server.after_request
    def with_length(response: Response) -> Response:
        if response.status_code == HTTPStatus.NO_CONTENT and request.path == _CALLBACKS:
            return Response(NOTHING, mimetype="application/json")
        return response
