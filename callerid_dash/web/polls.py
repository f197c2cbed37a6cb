"""An answer for polls that have nothing to tell, after which the connection stays open.

Dash answers 204 when a callback changes nothing. waitress closes the connection after any answer without a length, so
each such poll would connect anew, which costs more than answering it. The page understands an empty answer as well.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, request

NOTHING = b'{"multi":true,"response":{}}'
_CALLBACKS = "/_dash-update-component"


def init(server: Flask) -> None:
    """Give Dash's empty answers a body."""

    @server.after_request
    def keep_open(response: Response) -> Response:
        if response.status_code == HTTPStatus.NO_CONTENT and request.path == _CALLBACKS:
            response.status_code = HTTPStatus.OK
            response.set_data(NOTHING)
            response.content_type = "application/json"
        return response
