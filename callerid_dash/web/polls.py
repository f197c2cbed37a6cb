"""Polls that have nothing to tell, answered before Dash unpacks them and on a connection that stays open.

Most requests that a server ever sees are such polls. Dash would answer them with 204, after which waitress closes the
connection, because the answer has no length; connecting anew costs more than answering.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, request

NOTHING = b'{"multi":true,"response":{}}'
"""What a page understands as 'nothing changes'."""

_CALLBACKS = "/_dash-update-component"


def init(server: Flask, nothing_new: Callable[[bytes], bool]) -> None:
    """Add this behind the guards of `web/access`. `nothing_new` tells from a body that its page is current."""

    @server.before_request
    def answer_at_once() -> Response | None:
        if request.path == _CALLBACKS and nothing_new(request.get_data()):
            return _nothing()
        return None

    @server.after_request
    def keep_open(response: Response) -> Response:
        if response.status_code == HTTPStatus.NO_CONTENT and request.path == _CALLBACKS:
            return _nothing()
        return response


def _nothing() -> Response:
    return Response(NOTHING, mimetype="application/json")
