"""Group commit: one thread writes, and each request is answered when its data is durable.

Many small requests share one transaction, and consecutive requests with the same handler share one call of it, so that
SQL works on batches. If the shared transaction fails and nothing of it is stored, each request is tried alone, so that
one bad request does not fail the others. A handler may therefore run twice and must touch nothing but its session. What
may have been stored is never tried again (`store/engine/certain.py`).
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from callerid_dash.background import Background
from callerid_dash.domain.errors import Busy, OutcomeUnknown, StoreUnavailable
from callerid_dash.store.engine.certain import CertainCommits
from callerid_dash.store.engine.protocol import Engine, Session, Unreachable

_GATHER = 0.04
"""Seconds to wait at most until as many requests have come as shared the last transaction: their senders are about to
send again, and a transaction costs about as much for one request as for thirty. A single sender never waits."""

_RECOVERS = 1.0
"""Seconds after which the thread continues at the latest after a failure, because callers wait."""
STORE = "store"
"""The task that shows whether storing works."""

T = TypeVar("T")
R = TypeVar("R")
Handler = Callable[[Session, Sequence[T]], Sequence[R]]
"""Writes a batch of items and returns one result per item, in order."""


@dataclass(slots=True)
class _Request:
    handler: Handler[Any, Any]
    item: object
    answer: Future[Any] = field(default_factory=Future)


class Writer:
    """The one thread that writes to an engine. At most `capacity` requests wait; `batch` share a transaction."""

    def __init__(
        self, engine: Engine, background: Background | None = None, capacity: int = 2_000, batch: int = 64
    ) -> None:
        self._commits = CertainCommits(engine)
        self._batch = batch
        self._queue: queue.Queue[_Request | None] = queue.Queue(capacity)
        self._lock = threading.Lock()  # requests that were queued before the stop are answered
        self._stopping = False
        self._last_batch = 1
        background = background or Background()
        self._stored = background.task(STORE)
        self._worker = background.worker("writer", self._turn, longest=_RECOVERS)
        self._worker.start()

    def submit(self, handler: Handler[T, R], item: T) -> Future[R]:
        """Queue `item` for `handler`. Raises Busy if the queue is full."""
        request = _Request(handler, item)
        with self._lock:
            if self._stopping:
                raise StoreUnavailable("The product is shutting down; nothing more is stored.")
            try:
                self._queue.put_nowait(request)
            except queue.Full:
                raise Busy("Too many events are waiting to be stored. Send this again shortly.") from None
        return request.answer

    def write(self, work: Callable[[Session], R]) -> R:
        """Run `work` in a transaction and wait until it is durable."""
        return self.ask(work).result()

    def ask(self, work: Callable[[Session], R]) -> Future[R]:
        """Queue `work` for a transaction, without waiting for it."""
        return self.submit(_run_each, work)

    def waiting(self) -> int:
        """The number of requests in the queue."""
        return self._queue.qsize()

    def stop(self) -> None:
        """Write what waits, then end the thread."""
        with self._lock:
            self._stopping = True
        self._queue.put(None)
        self._worker.join()

    def _turn(self) -> None:
        """Write one batch. Whatever fails, every request in it is answered."""
        first = self._queue.get()
        if first is None:
            self._worker.stopping.set()
            return
        requests = [first]
        try:
            last = self._gather(requests)
            self._last_batch = len(requests)
            self._commit(requests)
        except BaseException:
            for request in requests:
                if not request.answer.done():
                    request.answer.set_exception(StoreUnavailable("The writer has failed; its log says why."))
            raise
        finally:
            self._record_health(requests)
        if last:
            self._worker.stopping.set()

    def _record_health(self, requests: Sequence[_Request]) -> None:
        """Record whether storing works. An error of a handler says nothing about that."""
        errors = [request.answer.exception() for request in requests if request.answer.done()]
        failure = next((error for error in errors if isinstance(error, StoreUnavailable)), None)
        if failure:
            self._stored.failed(failure)
        elif None in errors:
            self._stored.works()

    def _gather(self, requests: list[_Request]) -> bool:
        """Add the waiting requests, up to the batch size; returns True if the end was among them."""
        latest = time.monotonic() + _GATHER
        while len(requests) < self._batch:
            wait = latest - time.monotonic() if len(requests) < self._last_batch else 0.0
            try:
                request = self._queue.get(timeout=max(0.0, wait))
            except queue.Empty:
                break
            if request is None:
                return True
            requests.append(request)
        return False

    def _commit(self, requests: list[_Request]) -> None:
        try:
            results = self._write(requests)
        except Exception as error:
            if len(requests) == 1 or isinstance(error, (OutcomeUnknown, Unreachable)):
                for request in requests:
                    request.answer.set_exception(error)
                return
            for request in requests:
                self._commit([request])
            return
        for request, result in zip(requests, results, strict=True):
            request.answer.set_result(result)

    def _write(self, requests: list[_Request]) -> list[Any]:
        results: list[Any] = []

        def work(session: Session) -> None:
            for handler, group in itertools.groupby(requests, key=lambda request: request.handler):
                results.extend(handler(session, [request.item for request in group]))

        self._commits.run(work)
        return results


def _run_each(session: Session, works: Sequence[Callable[[Session], Any]]) -> list[Any]:
    return [work(session) for work in works]
