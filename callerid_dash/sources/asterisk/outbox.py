"""Hands events to the intake in order, on its own thread, so that reading from Asterisk never waits for a disk.

While the intake is busy or down, events wait here up to a bound; beyond it the oldest are dropped. Losses, for whatever
reason, are logged when they begin and counted when they are over.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from callerid_dash.background import Background
from callerid_dash.domain.calls.calls import END_UNKNOWN, CallEvent, EventKind
from callerid_dash.domain.calls.sources import Intake
from callerid_dash.domain.errors import Busy, StoreUnavailable

log = logging.getLogger(__name__)

_BATCH = 500
_RETRY = 1.0


@dataclass(frozen=True, slots=True)
class Present:
    """The calls that exist at an instant; any other call that is open in the intake has ended unseen."""

    call_ids: frozenset[str]
    at: datetime


class Outbox:
    """`put` never blocks and never raises. `stop` tries once more to hand over what is left."""

    def __init__(self, source: str, intake: Intake, background: Background | None = None, bound: int = 20_000) -> None:
        self._source = source
        self._intake = intake
        self._bound = bound
        self._waiting: deque[CallEvent | Present] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._one_by_one = 0
        self._worker = (background or Background()).worker(f"{source}-outbox", self._run)
        self._lost_lately = 0
        self.lost = 0
        self.lost_at: datetime | None = None
        self.problem = ""
        self.last_event_at: datetime | None = None

    def start(self) -> None:
        """Begin to hand over."""
        self._worker.start()

    def stop(self) -> None:
        """Try once more to hand over what waits, then end."""
        self._worker.stopping.set()
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._worker.stop()

    def put(self, items: Iterable[CallEvent | Present]) -> None:
        """Queue items for the intake."""
        with self._changed:
            for item in items:
                self._waiting.append(item)
                if len(self._waiting) > self._bound:
                    self._lose([self._waiting.popleft()], "too many wait for the database")
            self._changed.notify()

    @property
    def backlog(self) -> int:
        """The number of waiting items."""
        return len(self._waiting)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (self._waiting or self._stopping):
                    self._changed.wait()
                if not self._waiting:
                    return
                last_chance = self._stopping
                taken = self._take()
            delay = self._hand_over(taken)
            if delay is None:
                continue
            with self._changed:
                self._waiting.extendleft(reversed(taken))
                if last_chance:
                    self._lose(self._waiting, "nothing could be stored at the end")
                    self._count_losses()
                    return
                if not self._stopping:
                    self._changed.wait_for(lambda: self._stopping, timeout=delay)

    def _take(self) -> list[CallEvent | Present]:
        """The next batch: events in a row, or one `Present`."""
        most = 1 if self._one_by_one else _BATCH
        self._one_by_one = max(self._one_by_one - 1, 0)
        taken = [self._waiting.popleft()]
        while isinstance(taken[0], CallEvent) and len(taken) < most:
            if not self._waiting or not isinstance(self._waiting[0], CallEvent):
                break
            taken.append(self._waiting.popleft())
        return taken

    def _hand_over(self, taken: list[CallEvent | Present]) -> float | None:
        """Hand over a batch. Returns None when it is done with, else the seconds until the next try."""
        try:
            self._record([event for item in taken for event in self._events(item)])
        except Busy as busy:
            return self._failed("the database is busy", float(busy.retry_after))
        except StoreUnavailable:
            return self._failed("the database is not available", _RETRY)
        except Exception as error:  # one bad event must not stop all later ones
            self._give_up(taken, error)
        if not self._waiting:
            self._count_losses()
        self.problem = ""
        return None

    def _events(self, item: CallEvent | Present) -> list[CallEvent]:
        if isinstance(item, CallEvent):
            return [item]
        return [
            CallEvent(
                source=self._source,
                call_id=call.external_id,
                event=EventKind.ENDED,
                at=max(item.at, call.last_event_at),
                cause=END_UNKNOWN,
                event_id=END_UNKNOWN,
            )
            for call in self._intake.open_calls(self._source)
            if call.external_id not in item.call_ids
        ]

    def _record(self, events: list[CallEvent]) -> None:
        if events:
            self._intake.record(events)
            self.last_event_at = max(event.at for event in events)

    def _failed(self, problem: str, delay: float) -> float:
        if self.problem != problem:
            log.warning("%s: %s; events wait", self._source, problem)
            self.problem = problem
        return delay

    def _give_up(self, taken: list[CallEvent | Present], error: Exception) -> None:
        """Retry a rejected batch one by one. The error's text may hold a number, so it is not logged."""
        if len(taken) == 1:
            self._lose(taken, f"one was rejected ({type(error).__name__})")
            return
        with self._changed:
            self._one_by_one = len(taken)
            self._waiting.extendleft(reversed(taken))

    def _lose(self, items: Iterable[CallEvent | Present], why: str) -> None:
        lost = sum(isinstance(item, CallEvent) for item in items)
        with self._changed:
            if lost and not self._lost_lately:
                log.error("%s: events are lost: %s", self._source, why)
            if lost:
                self.lost_at = datetime.now(UTC)
            self.lost, self._lost_lately = self.lost + lost, self._lost_lately + lost

    def _count_losses(self) -> None:
        """Log the losses now that nothing waits."""
        with self._changed:
            lost, self._lost_lately = self._lost_lately, 0
        if lost:
            log.error("%s: events lost: %d", self._source, lost)
