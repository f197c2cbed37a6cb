"""`/health`, `/ready` and `/metrics`, for monitoring.

A server is not ready if its store cannot be read or written: then it cannot take calls. Other failures in the
background are reported by name (`"status": "degraded"`), but pages and calls go on, and a restart would not help.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from callerid_dash.domain.errors import CallerIdError, Forbidden, StoreUnavailable
from callerid_dash.domain.scopes import Scope
from callerid_dash.services.services import Services
from callerid_dash.store.engine.database import Store
from callerid_dash.store.office.directory import settings as stored_settings
from callerid_dash.web.accounts.access import require_bearer
from callerid_dash.web.monitoring.metrics import CONTENT_TYPE, Metrics

TIMEOUT = 2.0
"""Seconds in which the store must answer."""
VALID_FOR = 2.0
"""Seconds for which an answer is valid."""


def health_blueprint(services: Services, metrics: Metrics) -> Blueprint:
    """The three routes."""
    blueprint = Blueprint("health", __name__)
    probe = StoreProbe(services.store)

    @blueprint.get("/health")
    def health() -> ResponseReturnValue:
        return {"status": "ok"}

    @blueprint.get("/ready")
    def ready() -> ResponseReturnValue:
        probe.ask()
        unwell = [task.name for task in services.store.background.unwell()]
        return {"status": "degraded", "unwell": unwell} if unwell else {"status": "ok"}

    @blueprint.get("/metrics", endpoint="metrics")
    def prometheus() -> Response:
        if not _on_this_machine() and Scope.METRICS_READ not in require_bearer(services.accounts.tokens).scopes:
            raise Forbidden(f"The token lacks the scope {Scope.METRICS_READ}.")
        return Response(metrics.text(), content_type=CONTENT_TYPE)

    return blueprint


class StoreProbe:
    """Lets the store read and write something small; only one probe runs at a time, however long the store hangs.

    An answer is valid for some seconds, so that asking often costs nothing.
    """

    def __init__(
        self,
        store: Store,
        timeout: float = TIMEOUT,
        valid_for: float = VALID_FOR,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._store = store
        self._timeout = timeout
        self._valid_for = valid_for
        self._clock = clock
        self._lock = threading.Lock()
        self._probe: Future[None] | None = None
        self._asked_at = 0.0

    def ask(self) -> None:
        """Return when the store has answered. Raises StoreUnavailable if it has not, or cannot."""
        try:
            self._current().result(self._timeout)
        except TimeoutError as error:
            raise StoreUnavailable("The database does not answer.") from error

    def _current(self) -> Future[None]:
        with self._lock:
            known = self._probe
            if known is None or (known.done() and self._clock() - self._asked_at >= self._valid_for):
                self._probe = known = Future()
                self._asked_at = self._clock()
                self._begin(known)
            return known

    def _begin(self, probe: Future[None]) -> None:
        """Probe in a thread of its own, as it may take for ever."""
        try:
            self._store.background.once("store-probe", lambda: self._put(probe))
        except RuntimeError:
            probe.set_exception(StoreUnavailable("The server has no threads left."))

    def _put(self, probe: Future[None]) -> None:
        try:
            with self._store.read(consistent=False) as session:
                stored_settings(session)
            self._store.probe().result()
        except StoreUnavailable as error:
            probe.set_exception(error)
        except CallerIdError as error:  # the queue is full
            probe.set_exception(StoreUnavailable(str(error)))
        except BaseException:
            probe.set_exception(StoreUnavailable("The database does not answer; the log says why."))
            raise
        else:
            probe.set_result(None)


def _on_this_machine() -> bool:
    """Does the request come from this machine itself, and not through a proxy on it?"""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
