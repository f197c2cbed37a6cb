"""An Intake that keeps events as the store does: a repeated event counts once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from callerid_dash.domain.calls.calls import Call, CallEvent, CallState, fold
from callerid_dash.domain.errors import CallerIdError


class RecordingIntake:
    """`failing`, when set, is raised instead of recording."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._events: dict[tuple[str, str], CallEvent] = {}
        self.failing: CallerIdError | None = None

    def record(self, events: Sequence[CallEvent]) -> None:
        with self._changed:
            if self.failing:
                raise self.failing
            for event in events:
                self._events.setdefault((event.call_id, event.key), event)
            self._changed.notify_all()

    def open_calls(self, source: str) -> list[Call]:
        if self.failing:
            raise self.failing
        return [call for call in self.calls() if call.source == source and call.state is not CallState.ENDED]

    def events(self) -> list[CallEvent]:
        with self._changed:
            return list(self._events.values())

    def calls(self, line: str | None = None) -> list[Call]:
        """The calls so far, in the order of their beginning; with `line`, only those to this dialled number."""
        by_call: dict[str, list[CallEvent]] = {}
        for event in self.events():
            by_call.setdefault(event.call_id, []).append(event)
        calls = sorted((fold(events) for events in by_call.values()), key=lambda call: call.started_at)
        return [call for call in calls if line in {None, call.line}]

    def wait_for(self, what: Callable[[], bool], timeout: float = 20.0) -> None:
        """Return as soon as the condition holds; fail if it never does."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while not what():
                if not self._changed.wait(timeout=min(0.2, max(deadline - time.monotonic(), 0.0))):
                    assert time.monotonic() < deadline, f"never came true; calls: {self.calls()}"

    def wait_for_ended(self, count: int = 1) -> list[Call]:
        """All calls, once this many have ended."""
        self.wait_for(lambda: sum(call.state is CallState.ENDED for call in self.calls()) >= count)
        return self.calls()
