"""Holds a call's events back until it is known whether its caller may be shown. Pure.

Asterisk gives AMI the number even of a caller who withholds it, and says separately that it must not be presented: as
`CID-CallingPres` of NewCallerid, or, for SIP trunks (`Privacy: id`), in no event, but in the channel's
`CALLERID(pres)`. So that variable is read for each caller, which takes some milliseconds. Meanwhile the call's events
are held back; after `TIMEOUT` they are released without an answer.
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
"""The variable to read; a function that every Asterisk with a dialplan has."""

_RESTRICTED, _PRESENTATION = 0x20, 0x60
"""An octet of Q.931: the value for 'restricted', and the two bits of the presentation."""


def is_prohibited(value: str) -> bool:
    """Does it prohibit presentation? Events have `33 (Presentation Prohibited, Passed Screen)`, the function has
    `prohib_passed_screen`.
    """
    number = value.partition(" ")[0]
    if number.isdecimal() and number.isascii():
        return int(number[:4]) & _PRESENTATION == _RESTRICTED
    return value.startswith("prohib")


class PresentationQuestion(NamedTuple):
    """Asks whether the caller on this channel may be shown; `uid` is the call's."""

    uid: str
    channel: str


class _HeldCall(NamedTuple):
    call: TrackedCall
    since: datetime
    events: list[CallEvent]


class HeldCalls:
    """The calls whose caller was asked about, with their events since then."""

    def __init__(self) -> None:
        self._calls: dict[str, _HeldCall] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def __contains__(self, uid: str) -> bool:
        return uid in self._calls

    def add(self, call: TrackedCall, now: datetime) -> None:
        """Hold back the events of this call from now on."""
        self._calls[call.uid] = _HeldCall(call, now, [])

    def pass_on(self, events: Iterable[CallEvent]) -> Iterator[CallEvent]:
        """The events of other calls; those of held calls stay here."""
        for event in events:
            if held := self._calls.get(event.call_id):
                held.events.append(event)
            else:
                yield event

    def answered(self, uid: str, value: str) -> list[CallEvent]:
        """Release the call's events; its caller is withheld if `VARIABLE` says so (empty: Asterisk has no value)."""
        if (held := self._calls.get(uid)) and is_prohibited(value):
            held.call.withhold()
        return self._release(uid)

    def all_events(self) -> list[CallEvent]:
        """Release all events: no answer will come any more."""
        return [event for uid in list(self._calls) for event in self._release(uid)]

    def overdue(self, now: datetime) -> list[CallEvent]:
        """Release the events of calls whose question was not answered in time."""
        late = [uid for uid, held in self._calls.items() if abs(now - held.since) > TIMEOUT]
        return [event for uid in late for event in self._release(uid)]

    def _release(self, uid: str) -> list[CallEvent]:
        held = self._calls.pop(uid, None)
        if held is None:
            return []
        caller, name = held.call.caller, held.call.caller_name
        return [replace(event, caller=caller, caller_name=name) for event in held.events]
