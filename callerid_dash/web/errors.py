"""Turns every error into an HTTP answer: JSON for programs and callbacks, a page for people. Never a traceback."""

from __future__ import annotations

import logging
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from callerid_dash.domain.errors import (
    BadSettings,
    Busy,
    CallerIdError,
    Forbidden,
    InvalidInput,
    KeyReused,
    NotFound,
    Stale,
    StoreUnavailable,
)
from callerid_dash.locales import translator
from callerid_dash.services.shared.audit_trail import Audit
from callerid_dash.web.accounts.viewer import NotSignedIn, current_language, current_theme, sends_token, signed_in

log = logging.getLogger(__name__)

STATUS: dict[type[CallerIdError], HTTPStatus] = {
    InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFound: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
    Stale: HTTPStatus.CONFLICT,
    KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Busy: HTTPStatus.TOO_MANY_REQUESTS,
    StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    BadSettings: HTTPStatus.INTERNAL_SERVER_ERROR,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
}
FOR_PROGRAMS = ("/api/", "/_", "/assets/", "/static/", "/metrics", "/health", "/ready")
"""Paths whose errors are JSON; those of all other paths are pages."""
DOWNLOADS = ("/export/", "/import/")
"""Paths that links lead to, so that a page must say what went wrong."""


_CALLBACKS = "/_dash-update-component"
_LONGEST_NAME = 200


def init(server: Flask, audit: Audit) -> None:
    """Handle every error of every route of this server. Refusals of users are noted in the audit trail."""

    def refuse(error: Forbidden) -> Response:
        if user := signed_in():
            audit.refused(user, _requested())
        return _stated(error)

    server.register_error_handler(Forbidden, refuse)
    server.register_error_handler(NotSignedIn, _ask_to_sign_in)
    server.register_error_handler(CallerIdError, _stated)
    server.register_error_handler(HTTPException, http_answer)
    server.register_error_handler(Exception, _unexpected)


def status_of(error: CallerIdError) -> HTTPStatus:
    """The HTTP status of a stated error, by the nearest of its classes."""
    known = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return next(known, HTTPStatus.INTERNAL_SERVER_ERROR)


def _ask_to_sign_in(error: NotSignedIn) -> ResponseReturnValue:
    if _for_program() or request.method not in ("GET", "HEAD"):
        return _stated(error)
    back = request.full_path.removesuffix("?")
    return redirect("/login" if back == "/" else f"/login?next={quote(back, safe='/')}", HTTPStatus.SEE_OTHER)


def _stated(error: CallerIdError) -> Response:
    status = status_of(error)
    details = {"code": error.code, "message": str(error)}
    if isinstance(error, InvalidInput):
        details |= {name: value for name in ("field", "index") if (value := getattr(error, name)) is not None}
    advice_given = ""
    if request.path.startswith(DOWNLOADS) and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        advice_given = translator(current_language())(error.message, **error.values)
    response = _answer(status, details, advice_given)
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s %s: %s", request.method, request.endpoint, error)
    return response


def http_answer(error: HTTPException) -> Response:
    """The answer to an HTTP error of Flask or Werkzeug."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status < HTTPStatus.BAD_REQUEST:  # a redirect by the router
        return Response(status=status, headers=error.get_headers(request.environ))
    response = _answer(status, {"code": status.phrase.lower().replace(" ", "_"), "message": error.description or ""})
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers.add(name, value)
    return response


def _unexpected(error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.endpoint, exc_info=error)
    return _answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        {"code": "internal_error", "message": "Something went wrong here; it has been logged."},
    )


def _requested() -> str:
    """What was requested, without its contents: the callback by its outputs, else the route."""
    if request.path == _CALLBACKS:
        body = request.get_json(silent=True)
        asked = body.get("output") if isinstance(body, dict) else None
        if isinstance(asked, str) and asked.isprintable():
            return asked[:_LONGEST_NAME]
    return f"{request.method} {request.url_rule or '?'}"


def _answer(status: HTTPStatus, details: dict[str, object] | dict[str, str], advice_given: str = "") -> Response:
    if _for_program() or request.method not in ("GET", "HEAD", "POST"):
        response = jsonify(error=details)
    else:
        response = Response(_page(status, advice_given), mimetype="text/html")
    response.status_code = status
    return response


def _page(status: HTTPStatus, advice_given: str = "") -> str:
    """The error page; `advice_given` is better advice than the status alone gives."""
    t = translator(current_language())
    title, advice = {
        HTTPStatus.FORBIDDEN: (t("You may not do this"), t("Ask an admin if you need it for your work.")),
        HTTPStatus.NOT_FOUND: (t("There is no such page"), t("The address may be mistyped or out of date.")),
        HTTPStatus.SERVICE_UNAVAILABLE: (
            t("The database does not answer"),
            t("Nothing is lost that was saved. Wait a moment and load the page again."),
        ),
    }.get(status, (t("That did not work"), t("Nothing was changed. Go back and try again.")))
    return render_template(
        "error.html", t=t, theme=current_theme(), title=title, advice=advice_given or advice, status=int(status)
    )


def _for_program() -> bool:
    fetched = request.path.startswith(DOWNLOADS) and sends_token()
    return fetched or request.path.startswith(FOR_PROGRAMS)
