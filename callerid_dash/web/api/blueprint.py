"""Adds the API's routes, and the answer for unknown paths."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.routing import Map

from callerid_dash.services.services import Services
from callerid_dash.services.shared.submissions import Sendings
from callerid_dash.web.api.calls.calls import add_calls
from callerid_dash.web.api.calls.events import add_events
from callerid_dash.web.api.openapi import document
from callerid_dash.web.api.operations import Operations
from callerid_dash.web.api.profiles import add_profiles
from callerid_dash.web.api.records import add_records
from callerid_dash.web.api.reports.reports import add_reports

_EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def api_blueprint(services: Services, sendings: Sendings) -> Blueprint:
    """Every route below `/api/`. `web/accounts/access.py` has checked the token; its scopes are checked per route."""
    v1 = Blueprint("v1", __name__, url_prefix="/v1")
    operations = Operations(v1, sendings)
    add_events(operations, services.calls.ingest)
    add_calls(operations, services.calls.log)
    add_profiles(operations, services.profiles, services.profiles.finder, services.directory)
    add_records(operations, services.records, services.directory)
    add_reports(operations, services)
    described = document(operations.all)

    @v1.get("/openapi.json")
    def openapi() -> Response:
        return Response(described, mimetype="application/json")

    api = Blueprint("api", __name__, url_prefix="/api")
    api.register_blueprint(v1)
    # Without it, Dash's route for any page would answer here.
    api.add_url_rule("/", "nowhere", _no_route, defaults={"rest": ""}, methods=_EVERY_METHOD)
    api.add_url_rule("/<path:rest>", "nowhere", _no_route, methods=_EVERY_METHOD)
    return api


def _no_route(rest: str) -> NoReturn:
    """Raise 404, or 405 if the path has other methods."""
    rules = [rule for rule in current_app.url_map.iter_rules() if rule.endpoint.startswith("api.v1.")]
    Map([rule.empty() for rule in rules]).bind("").match(request.path, request.method)
    abort(404)
