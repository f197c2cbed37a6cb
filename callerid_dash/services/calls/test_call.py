"""Simulates a call that rings at once, is answered and ends by itself, so that an admin sees what a real call does.

It appears in the feeds and nowhere else: it is not stored as a call, so no list and no figure has to leave it out
(`store/calls/test_calls.py`). No phone is involved: a thread plays a script (`domain/calls/scripts.py`).
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
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
from callerid_dash.services.core import Core
from callerid_dash.services.live.caller_lookup import TEST_CALL_LIFETIME
from callerid_dash.services.shared.authority import authorize
from callerid_dash.store.calls import test_calls
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables
from callerid_dash.store.shared.audit import AuditLine

RINGS = 6.0
TALKS = 14.0
"""Seconds; long enough to open the menu, too short to be forgotten."""
MOST_AT_ONCE = 20
LONGEST_NUMBER = 64
_TRIES = 20


class Sample(StrEnum):
    """The kind of simulated caller."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"


class CallSimulation:
    """Simulates calls. Thread-safe. `sleep` waits some seconds and returns True when it is interrupted by a stop."""

    def __init__(self, core: Core, *, sleep: Callable[[float], bool] | None = None) -> None:
        self._core = core
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
        region = self._core.snapshot.locality.dialing.region
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
            first, *later = events(script, SIMULATED, secrets.token_hex(8), datetime.now(UTC))
            call_id = call_uuid(SIMULATED, first.call_id)
            self._core.store.write(lambda session: self._begin(session, actor, call_id, first))
            self._playing.add(self._core.store.background.once("test-call", lambda: self._play(call_id, later)))
        return call_id

    def stop(self) -> None:
        """End every simulated call now; call it before the store closes."""
        self._stopping.set()
        for thread in list(self._playing):
            thread.join()

    def _play(self, call_id: UUID, later: list[CallEvent]) -> None:
        hand_over = self._core.store.background.task("test-call", passing=True)
        for event in later:
            stopped = self._sleep(max((event.at - datetime.now(UTC)).total_seconds(), 0))
            if stopped and event is not later[-1]:
                continue  # hang up at once
            happened = replace(event, at=min(event.at, datetime.now(UTC))) if stopped else event
            hand_over.attempt(partial(self._go_on, call_id, happened))  # the call still ends when this one is lost

    def _begin(self, session: Session, actor: Actor, call_id: UUID, rings: CallEvent) -> None:
        test_calls.forget(session, rings.at - TEST_CALL_LIFETIME)
        test_calls.add(session, call_id, rings)
        facts = {"source": SIMULATED, "line": rings.line, "extension": rings.extension}
        line = AuditLine(SubjectKind.CALL, str(call_id), SIMULATED, differences({}, facts))
        self._core.audit.note(session, actor, AuditAction.ADDED, line)
        session.after_commit(lambda: self._show(call_id))

    def _go_on(self, call_id: UUID, event: CallEvent) -> None:
        def work(session: Session) -> None:
            test_calls.go_on(session, call_id, event)
            session.after_commit(lambda: self._show(call_id))

        self._core.store.write(work)

    def _show(self, call_id: UUID) -> None:
        self._core.feed.publish(self._core.matcher.rows_by_id([call_id]))


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


def _code(text: str, field: str) -> str:
    return code_of(text, field) if text.strip() else ""
