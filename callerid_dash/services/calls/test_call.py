"""Simulates a call that rings at once, is answered and ends by itself, so that an admin sees what a real call does.

Its source is 'simulated', by which it is recognized everywhere. No phone is involved: a thread plays a script
(`domain/calls/scripts.py`) into the ingest.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from callerid_dash.domain.audit import AuditAction, SubjectKind, differences
from callerid_dash.domain.calls.calls import SIMULATED, CallEvent, EventKind, Outcome, call_uuid
from callerid_dash.domain.calls.scripts import CallScript, ScriptStep, events
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.numbering import plausible_number
from callerid_dash.domain.texts import code_of, one_line
from callerid_dash.domain.users import Action, Actor
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import Core
from callerid_dash.services.shared.authority import authorize
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import office as tables
from callerid_dash.store.shared.audit import AuditLine

RINGS = 6.0
TALKS = 14.0
"""Seconds; long enough to open the menu, too short to be forgotten."""
MOST_AT_ONCE = 20
LONGEST_NUMBER = 64
_LEFT_OVER = timedelta(minutes=2)
_TRIES = 20


class Sample(StrEnum):
    """The kind of simulated caller."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"


class CallSimulation:
    """Simulates calls. Thread-safe. `sleep` waits some seconds and returns True when it is interrupted by a stop."""

    def __init__(self, core: Core, ingest: Ingest, *, sleep: Callable[[float], bool] | None = None) -> None:
        self._core = core
        self._ingest = ingest
        self._stopping = threading.Event()
        self._sleep = sleep or self._stopping.wait
        self._playing: set[threading.Thread] = set()
        self._lock = threading.Lock()

    def sample(self, kind: Sample, actor: Actor) -> str:
        """A number of this kind; '' for a withheld one. Raises InvalidInput if no profile has a number yet."""
        authorize(actor, Action.CHANGE_SETTINGS)
        if kind is Sample.WITHHELD:
            return ""
        with self._core.store.read() as session:
            if kind is Sample.UNKNOWN:
                return self._unknown(session)
            known = tables.some_numbers(session)
        if not known:
            raise InvalidInput("No profile has a public number yet.", "who")
        return secrets.choice(known)

    def _unknown(self, session: Session) -> str:
        region = self._core.directory.snapshot.locality.dialing.region
        for _ in range(_TRIES):
            number = plausible_number(region, f"{secrets.randbelow(10_000):04d}")
            if not self._core.matcher.holders_in(session, [number]):
                break
        return number

    def ring(self, caller: str, line: str, extension: str, actor: Actor, *, answered: bool = True) -> UUID:
        """Let a call come in now and return its id; '' as `caller` is a withheld number. Raises InvalidInput."""
        authorize(actor, Action.CHANGE_SETTINGS)
        number = one_line(caller, "caller", LONGEST_NUMBER)
        script = _script(number, _code(line, "line"), _code(extension, "extension"), answered)
        with self._lock:
            self._playing = {thread for thread in self._playing if thread.is_alive()}
            if len(self._playing) >= MOST_AT_ONCE:
                raise InvalidInput("Enough simulated calls ring already; wait until some have ended.")
            self._hang_up_left_over()
            call_id = secrets.token_hex(8)
            happening = events(script, SIMULATED, call_id, datetime.now(UTC))
            self._ingest.submit([event for event in happening if event.event is EventKind.RINGING])
            self._note(actor, call_uuid(SIMULATED, call_id), script)
            later = [event for event in happening if event.event is not EventKind.RINGING]
            self._playing.add(self._core.store.background.once("rehearsal", lambda: self._play(later)))
        return call_uuid(SIMULATED, call_id)

    def stop(self) -> None:
        """End every simulated call now; call it before the store closes."""
        self._stopping.set()
        for thread in list(self._playing):
            thread.join()

    def _play(self, later: list[CallEvent]) -> None:
        hand_over = self._core.store.background.task("rehearsal", passing=True)
        for event in later:
            stopped = self._sleep(max((event.at - datetime.now(UTC)).total_seconds(), 0))
            if stopped and event is not later[-1]:
                continue  # hang up at once
            happened = event if not stopped else _now(event)
            hand_over.attempt(partial(self._ingest.submit, [happened]))  # the call still ends if this event is lost

    def _hang_up_left_over(self) -> None:
        """End the calls that a killed process left ringing."""
        before = datetime.now(UTC) - _LEFT_OVER
        left = [call for call in self._ingest.open_calls(SIMULATED) if call.last_event_at < before]
        ends = [
            CallEvent(SIMULATED, call.external_id, EventKind.ENDED, call.last_event_at, cause="normal", event_id="left")
            for call in left
        ]
        self._ingest.submit(ends)

    def _note(self, actor: Actor, call_id: UUID, script: CallScript) -> None:
        facts = {"source": SIMULATED, "line": script.line, "extension": script.extension}
        line = AuditLine(SubjectKind.CALL, str(call_id), SIMULATED, differences({}, facts))
        self._core.store.write(lambda session: self._core.audit.note(session, actor, AuditAction.ADDED, line))


def _script(caller: str, line: str, extension: str, answered: bool) -> CallScript:
    ringing = ScriptStep(0.0, EventKind.RINGING, extension)
    if not answered:
        missed = ScriptStep(RINGS + TALKS, EventKind.ENDED, cause="no_answer")
        return CallScript(caller, line, (ringing, missed), Outcome.MISSED, RINGS + TALKS, extension=extension)
    steps = (
        ringing,
        ScriptStep(RINGS, EventKind.ANSWERED, extension),
        ScriptStep(RINGS + TALKS, EventKind.ENDED, cause="normal"),
    )
    return CallScript(caller, line, steps, Outcome.ANSWERED, RINGS, TALKS, extension)


def _now(event: CallEvent) -> CallEvent:
    return CallEvent(
        event.source,
        event.call_id,
        event.event,
        min(event.at, datetime.now(UTC)),
        cause=event.cause,
        event_id=event.event_id,
    )


def _code(text: str, field: str) -> str:
    return code_of(text, field) if text.strip() else ""
