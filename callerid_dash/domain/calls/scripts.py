"""A scripted call: its steps in time, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from callerid_dash.domain.calls.calls import CallEvent, EventKind, Outcome


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One event, `after` seconds from the start."""

    after: float
    event: EventKind
    extension: str = ""
    queue: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class CallScript:
    """A whole scripted call with its result; `talk` (seconds) is None when nobody answered."""

    caller: str
    line: str
    steps: tuple[ScriptStep, ...]
    outcome: Outcome
    wait: float
    talk: float | None = None
    extension: str = ""

    @property
    def length(self) -> float:
        """Seconds from the first event to the last."""
        return self.steps[-1].after


def events(script: CallScript, source: str, call_id: str, start: datetime) -> list[CallEvent]:
    """The events that a telephone system would report for this call, in order."""
    return [
        CallEvent(
            source=source,
            call_id=call_id,
            event=step.event,
            at=start + timedelta(milliseconds=round(step.after * 1000)),
            caller=script.caller,
            line=script.line,
            extension=step.extension,
            queue=step.queue,
            cause=step.cause,
            event_id=str(number),
        )
        for number, step in enumerate(script.steps)
    ]
