"""May the caller be shown? Until that is known, what is told of a call waits here. Pure.

Asterisk gives the number of a caller who withholds it to whoever reads AMI, and says apart that it must not be
presented: as `CID-CallingPres` of NewCallerid, or, for SIP trunks (`Privacy: id`), not in any event, but to whoever
asks for the channel's `CALLERID(pres)`. So each caller is asked after, which takes some milliseconds; what the
call's events say meanwhile is kept back, and let go without an answer after `TIMEOUT`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from callerid_dash.domain.calls.calls import CallEvent
from callerid_dash.sources.asterisk.tracked import TrackedCall

TIMEOUT = timedelta(seconds=0.5)
VARIABLE = "CALLERID(pres)"
"""What is asked for; a function that every Asterisk with a dialplan has."""

_RESTRICTED, _PRESENTATION = 0x20, 0x60
"""Of an octet of Q.931: the two bits that tell about the presentation, and the value for 'restricted'."""


def is_prohibited(said: str) -> bool:
    """`33 (Presentation Prohibited, Passed Screen)` as events have it, `prohib_passed_screen` as the function does."""
    number = said.partition(" ")[0]
    if number.isdecimal() and number.isascii():
        return int(number[:4]) & _PRESENTATION == _RESTRICTED
    return said.startswith("prohib")


class PresentationQuestion(NamedTuple):
    """May the caller on this channel be shown? `uid` is the call's."""

    uid: str
    channel: str


class _KeptCaller(NamedTuple):
    call: TrackedCall
    since: datetime
    events: list[CallEvent]


class KeptBack:
    """The calls whose caller has been asked after, and what they said since."""

    def __init__(self) -> None:
        self._calls: dict[str, _KeptCaller] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def __contains__(self, uid: str) -> bool:
        return uid in self._calls

    def add(self, call: TrackedCall, now: datetime) -> None:
        """Keep back what this call tells from now on."""
        self._calls[call.uid] = _KeptCaller(call, now, [])

    def pass_on(self, events: Iterable[CallEvent]) -> Iterator[CallEvent]:
        """The events of other calls; those of calls that are kept back stay here."""
        for event in events:
            if kept := self._calls.get(event.call_id):
                kept.events.append(event)
            else:
                yield event

    def answered(self, uid: str, said: str) -> list[CallEvent]:
        """What the call has told by now; its caller is as `VARIABLE` says, which is empty where Asterisk has none."""
        if (kept := self._calls.get(uid)) and is_prohibited(said):
            kept.call.withhold()
        return self._let_go(uid)

    def everything(self) -> list[CallEvent]:
        """What all of them have told: nobody will answer any more."""
        return [event for uid in list(self._calls) for event in self._let_go(uid)]

    def overdue(self, now: datetime) -> list[CallEvent]:
        """What calls have told that nobody answered the question about."""
        late = [uid for uid, kept in self._calls.items() if abs(now - kept.since) > TIMEOUT]
        return [event for uid in late for event in self._let_go(uid)]

    def _let_go(self, uid: str) -> list[CallEvent]:
        kept = self._calls.pop(uid, None)
        if kept is None:
            return []
        caller, name = kept.call.caller, kept.call.caller_name
        return [replace(event, caller=caller, caller_name=name) for event in kept.events]
