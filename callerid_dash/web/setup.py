"""Puts the routes and rules of `web/` on a Flask server, before the Dash app is put on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from callerid_dash.services.keys import signing_key
from callerid_dash.services.sending import Sendings
from callerid_dash.services.suite import Services
from callerid_dash.web import access, errors, headers, viewer
from callerid_dash.web.api.blueprint import api_blueprint
from callerid_dash.web.auth import auth_blueprint
from callerid_dash.web.export import export_blueprint
from callerid_dash.web.health import health_blueprint
from callerid_dash.web.imports import imports_blueprint
from callerid_dash.web.metrics import Metrics
from callerid_dash.web.preferences import preferences_blueprint
from callerid_dash.web.uploads import uploads_blueprint
from callerid_dash.web.vendor import vendor_blueprint
from callerid_dash.web.wall import wall_blueprint

LARGEST_BODY = 16 * 2**20
"""Bytes that any request may send, unless its route says less."""


def init_web(server: Flask, services: Services, csp_hashes: Callable[[], Sequence[str]] = list) -> Sendings:
    """Protect the server and add every route that is not Dash's.

    `csp_hashes` gives the hashes of Dash's inline scripts; it is asked once, at the first answer. Answers what has the
    forms of this server stored once.
    """
    secret = signing_key(services.settings, services.store)
    server.secret_key = secret
    sendings = Sendings(services.store, secret)
    server.config.setdefault("MAX_CONTENT_LENGTH", LARGEST_BODY)
    metrics = Metrics(services)
    viewer.init(server, services)
    metrics.count_requests(server)
    errors.init(server, services.audit)
    access.init(server, services)
    headers.init(server, csp_hashes)
    server.register_blueprint(vendor_blueprint())
    server.register_blueprint(auth_blueprint(services.accounts))
    server.register_blueprint(preferences_blueprint(services.accounts))
    server.register_blueprint(health_blueprint(services, metrics))
    server.register_blueprint(api_blueprint(services, sendings))
    server.register_blueprint(export_blueprint(services))
    server.register_blueprint(wall_blueprint(services))
    server.register_blueprint(imports_blueprint(services.import_jobs))
    server.register_blueprint(uploads_blueprint(services.uploads))
    return sendings
