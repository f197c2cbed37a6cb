"""The Asterisk source: stays connected, translates events, hands them over.

It has two threads: one reads AMI, one hands events to the intake (`outbox`). No failure ends the dashboard: it is
logged in one line, shown in one line of health, and tried again.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from callerid_dash.background import Background
from callerid_dash.domain.calls.calls import Call, CallEvent
from callerid_dash.domain.calls.sources import Intake, SourceHealth
from callerid_dash.domain.errors import CallerIdError
from callerid_dash.sources.asterisk.callers import presentation
from callerid_dash.sources.asterisk.connection import Connection, LoginRefused, Timing, answer_about
from callerid_dash.sources.asterisk.outbox import Outbox, Present
from callerid_dash.sources.asterisk.protocol import Message, ProtocolError
from callerid_dash.sources.asterisk.settings import AmiSettings
from callerid_dash.sources.asterisk.translate import AmiTranslator

log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class AsteriskSource:
    """A `Source`; see domain/calls/sources.py. Start it once."""

    def __init__(
        self,
        settings: AmiSettings,
        intake: Intake,
        clock: Callable[[], datetime] = _now,
        timing: Timing | None = None,
        background: Background | None = None,
    ) -> None:
        background = background or Background()
        self.name = settings.name
        self._settings = settings
        self._intake = intake
        self._clock = clock
        self._timing = timing or Timing()
        self._translator = AmiTranslator(settings.name, settings.incoming_contexts, asks_presentation=True)
        self._outbox = Outbox(settings.name, intake, background)
        self._worker = background.worker(settings.name, self._run)
        self._stopping = self._worker.stopping
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._connected = False
        self._since = clock()
        self._detail = "connecting"

    def start(self) -> None:
        """Begin to connect; returns at once."""
        self._outbox.start()
        self._worker.start()

    def stop(self) -> None:
        """Disconnect, hand over what is left, and wait for both threads."""
        self._stopping.set()
        with self._lock:
            if self._connection:
                self._connection.close()
        self._worker.stop()
        self._outbox.stop()

    def health(self) -> SourceHealth:
        """A snapshot, from any thread."""
        with self._lock:
            connected, since, detail = self._connected, self._since, self._detail
        if self._outbox.problem:
            detail = f"{detail}; {self._outbox.problem}, {self._outbox.backlog} events wait"
        return SourceHealth(
            name=self.name,
            connected=connected,
            since=since,
            last_event_at=self._outbox.last_event_at,
            lost=self._outbox.lost,
            detail=detail,
            lost_at=self._outbox.lost_at,
        )

    def _run(self) -> None:
        failures, logged = 0, ""
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._run_connection()
            except (OSError, ProtocolError, LoginRefused) as error:
                problem = self._words(error)
            except Exception as error:  # a bug must not stop the day's calls
                problem = f"internal error ({type(error).__name__})"
            stable = time.monotonic() - began > self._timing.stable_after
            failures = 1 if stable else failures + 1
            self._down(problem, is_new=stable or problem != logged)
            logged = problem
            self._stopping.wait(self._pause(failures))

    def _run_connection(self) -> None:
        """One connection until it ends, which it always does with an exception."""
        connection = Connection(self._settings, self._timing)
        with self._lock:
            self._connection = connection
        try:
            if self._stopping.is_set():
                raise ConnectionAbortedError("stopped")
            connection.log_in()
            self._catch_up(connection)
            self._up(f"connected to {connection.greeting}")
            self._ask(connection)
            for message in connection.messages(is_urgent=lambda: self._translator.is_waiting):
                self._outbox.put(self._translated(message))
                self._ask(connection)
        finally:
            self._outbox.put(self._translator.disconnected())
            with self._lock:
                self._connection = None
            connection.close()

    def _translated(self, message: Message) -> list[CallEvent]:
        if uid := answer_about(message):
            return self._translator.answer(uid, message.get("Value", ""))
        return self._translator.feed(message, self._clock())

    def _ask(self, connection: Connection) -> None:
        for question in self._translator.questions():
            connection.ask_for(presentation.VARIABLE, question.channel, about=question.uid)

    def _catch_up(self, connection: Connection) -> None:
        channels = connection.snapshot()
        now = self._clock()
        self._outbox.put(self._translator.resync(channels, self._known(), now))
        self._outbox.put([Present(frozenset(channel.get("Uniqueid", "") for channel in channels), now)])

    def _known(self) -> list[Call]:
        try:
            return self._intake.open_calls(self.name)
        except CallerIdError:
            return []  # the outbox asks again, and keeps asking

    def _pause(self, failures: int) -> float:
        longest = min(self._timing.first_retry * 2.0 ** min(failures - 1, 16), self._timing.longest_retry)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - many dashboards must not connect at once

    def _words(self, error: OSError | ProtocolError | LoginRefused) -> str:
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            return f"no connection to {self._settings.host}:{self._settings.port}: {reason}"
        return str(error)

    def _up(self, detail: str) -> None:
        log.info("%s: %s", self.name, detail)
        self._set_state(connected=True, detail=detail)

    def _down(self, problem: str, *, is_new: bool) -> None:
        if is_new and not self._stopping.is_set():  # once, not at every try
            log.warning("%s: %s; trying again", self.name, problem)
        self._set_state(connected=False, detail=f"{problem}; trying again")

    def _set_state(self, *, connected: bool, detail: str) -> None:
        with self._lock:
            if self._connected != connected:
                self._since = self._clock()
            self._connected, self._detail = connected, detail
