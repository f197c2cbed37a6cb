"""Guards every route: it needs a session or a token unless it is listed here.

It also refuses requests that another site makes a signed-in browser send (without tokens in forms: browsers say where a
request comes from). Services and `web/api` decide what a user or token may do.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from callerid_dash.domain.errors import Forbidden
from callerid_dash.services.accounts.tokens import Bearer, Tokens
from callerid_dash.services.services import Services
from callerid_dash.web.accounts.viewer import current_viewer, renew_session, sends_token

PUBLIC = frozenset(
    {
        "auth.login",
        "health.health",
        "health.ready",
        "own_files.file",
        "health.metrics",  # asks for a token itself, unless it is read on this machine
        "preferences.choose",
        "vendor.file",
        "wall.page",  # these two ask for a wall link, or for a user who may see the wall
        "wall.data",
    }
)
"""Endpoints that need no session. Everything else does, including paths that do not exist."""

CHANGES_BY_LINK = frozenset({"preferences.choose"})
"""Endpoints that change something although their method is GET."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init(server: Flask, services: Services) -> None:
    """Guard every route of the server, whoever adds it."""
    tokens = services.accounts.tokens

    @server.before_request
    def admit() -> None:
        if is_api() or (is_export() and sends_token()):
            g.bearer = require_bearer(tokens)
            return
        if not is_same_origin() and (request.method not in _SAFE_METHODS or request.endpoint in CHANGES_BY_LINK):
            raise Forbidden("This was sent by another site. Open the dashboard itself and try again.")
        if request.endpoint not in PUBLIC:
            current_viewer()
            renew_session()


def is_api() -> bool:
    """Is this request for the API, which takes tokens and no sessions?"""
    return request.path.startswith("/api/")


def is_export() -> bool:
    """Is this request for an export, which programs may fetch with tokens and people in a session?"""
    return request.path.startswith("/export/") and request.method in ("GET", "HEAD")


def require_bearer(tokens: Tokens) -> Bearer:
    """The bearer of the request's token. Raises Unauthorized."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise Unauthorized(
            "Send a token: 'Authorization: Bearer TOKEN'.",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "callerid-dash"}),
        )
    bearer = tokens.verify(sent.token)
    if bearer is None:
        raise Unauthorized(
            "This token is unknown or has been revoked.",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "callerid-dash", "error": "invalid_token"}),
        )
    return bearer


def is_same_origin() -> bool:
    """False if the browser says that another site caused this request. Programs other than browsers do not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.lower() == request.host.lower()
