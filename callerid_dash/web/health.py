"""`/health`, `/ready` and `/metrics`: for whatever watches over the server."""

from __future__ import annotations

import ipaddress
import threading

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from callerid_dash.domain.errors import Forbidden, StoreUnavailable
from callerid_dash.services.suite import Services
from callerid_dash.services.tokens import Scope
from callerid_dash.store.database import Store
from callerid_dash.store.directory import settings as stored_settings
from callerid_dash.web.access import require_bearer
from callerid_dash.web.metrics import CONTENT_TYPE, Metrics

PATIENCE = 2.0  # seconds in which the store must answer


def health_blueprint(services: Services, metrics: Metrics) -> Blueprint:
    """The three routes."""
    blueprint = Blueprint("health", __name__)
    probe = StoreProbe(services.store)

    @blueprint.get("/health")
    def health() -> ResponseReturnValue:
        return {"status": "ok"}

    @blueprint.get("/ready")
    def ready() -> ResponseReturnValue:
        if not probe.answers():
            raise StoreUnavailable("The database does not answer.")
        return {"status": "ok"}

    @blueprint.get("/metrics", endpoint="metrics")
    def prometheus() -> Response:
        if not _on_this_machine() and Scope.METRICS_READ not in require_bearer(services.accounts.tokens).scopes:
            raise Forbidden(f"The token lacks the scope {Scope.METRICS_READ}.")
        return Response(metrics.text(), content_type=CONTENT_TYPE)

    return blueprint


class StoreProbe:
    """Asks the store something small; at most one question is open, however long the store hangs."""

    def __init__(self, store: Store, patience: float = PATIENCE) -> None:
        self._store = store
        self._patience = patience
        self._lock = threading.Lock()
        self._question: _Question | None = None

    def answers(self) -> bool:
        """Has the store answered within the patience?"""
        with self._lock:
            if self._question is None or not self._question.is_alive():
                self._question = _Question(self._store)
                self._question.start()
            question = self._question
        question.join(self._patience)
        return question.answered


class _Question(threading.Thread):
    def __init__(self, store: Store) -> None:
        super().__init__(name="store probe", daemon=True)
        self._store = store
        self.answered = False

    def run(self) -> None:
        try:
            with self._store.read() as session:
                stored_settings(session)
        except StoreUnavailable:
            return
        self.answered = True


def _on_this_machine() -> bool:
    """Asked from the machine itself, and not through a proxy that runs on it."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
