"""Adds the routes and rules of `web/` to a Flask server, before the Dash app is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from callerid_dash.services.accounts.secret_files import signing_key
from callerid_dash.services.services import Services
from callerid_dash.services.shared.submissions import Sendings
from callerid_dash.web import compression, errors, headers
from callerid_dash.web.accounts import access, viewer
from callerid_dash.web.accounts.auth import auth_blueprint
from callerid_dash.web.accounts.preferences import preferences_blueprint
from callerid_dash.web.api.blueprint import api_blueprint
from callerid_dash.web.files.exports import export_blueprint
from callerid_dash.web.files.imports import imports_blueprint
from callerid_dash.web.files.uploads import uploads_blueprint
from callerid_dash.web.monitoring.health import health_blueprint
from callerid_dash.web.monitoring.metrics import Metrics
from callerid_dash.web.own_files import OwnFiles
from callerid_dash.web.vendor import vendor_blueprint
from callerid_dash.web.wall import wall_blueprint

LARGEST_BODY = 16 * 2**20
"""Bytes of the largest request, unless its route allows fewer."""


def init_web(
    server: Flask, services: Services, own_files: OwnFiles, csp_hashes: Callable[[], Sequence[str]] = list
) -> Sendings:
    """Protect the server and add every route that is not Dash's.

    `csp_hashes` returns the hashes of Dash's inline scripts; it is called once, at the first answer. Returns the
    `Sendings` by which this server's forms are stored once.
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
    compression.init(server)
    headers.init(server, csp_hashes)
    server.register_blueprint(vendor_blueprint())
    server.register_blueprint(own_files.blueprint())
    server.register_blueprint(auth_blueprint(services.accounts))
    server.register_blueprint(preferences_blueprint(services.accounts))
    server.register_blueprint(health_blueprint(services, metrics))
    server.register_blueprint(api_blueprint(services, sendings))
    server.register_blueprint(export_blueprint(services))
    server.register_blueprint(wall_blueprint(services))
    server.register_blueprint(imports_blueprint(services.jobs))
    server.register_blueprint(uploads_blueprint(services.imports.uploads))
    return sendings
