"""Builds a call from its events.

A call is one incoming call as its caller experienced it, however many phones rang. It depends only on the *set* of its
events: their order of arrival and repetitions do not matter. No I/O, no profiles.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from callerid_dash.domain.numbers.withheld import says_withheld

_NAMESPACE = uuid.UUID("6f9b3a52-52a0-5c0e-9e5e-3d1d0b9a7c11")
_NAMESPACE_BYTES = _NAMESPACE.bytes
SIMULATED = "simulated"
"""Source of the test calls that an admin starts; none is stored (`services/calls/test_call.py`)."""
END_UNKNOWN = "end_unknown"
"""Cause of the `ended` event that the product adds to a call whose end nobody reported."""
STOPPED_RINGING = "stopped_ringing"
"""Cause of the `ended` event that the product adds to a call that only ever rang; the call counts as missed
(`domain/calls/ringing.py`).
"""
OUR_ENDS = frozenset({END_UNKNOWN, STOPPED_RINGING})


class EventKind(StrEnum):
    """What happened. Events of the same instant are read in this order."""

    QUEUED = "queued"
    RINGING = "ringing"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    ENDED = "ended"


class CallState(StrEnum):
    """The state of a call."""

    RINGING = "ringing"
    QUEUED = "queued"
    ANSWERED = "answered"
    ENDED = "ended"


class Outcome(StrEnum):
    """How a call ended; `UNKNOWN` when nobody reported its end, so that it never counts as talk time."""

    ANSWERED = "answered"
    MISSED = "missed"
    UNKNOWN = "unknown"


_BY_A_PERSON = (EventKind.ANSWERED, EventKind.TRANSFERRED)
_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One fact about a call at an instant.

    `at` is timezone-aware UTC. `call_id` is the source's own id of the call. `caller` is the caller's number exactly as
    the network sent it, '' when it sent none. `extension` is the phone that this event is about, where known.
    """

    source: str
    call_id: str
    event: EventKind
    at: datetime
    caller: str = ""
    caller_name: str = ""
    line: str = ""
    extension: str = ""
    queue: str = ""
    cause: str = ""
    event_id: str = ""

    @property
    def key(self) -> str:
        """The key of this event within its call: the sender's event id, else a digest of the content."""
        if self.event_id:
            return "=" + self.event_id
        content = "\x1f".join(
            (
                self.event,
                self.at.isoformat(),
                self.caller,
                self.caller_name,
                self.line,
                self.extension,
                self.queue,
                self.cause,
            )
        )
        return "~" + hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Call:
    """A call as its events describe it. Instants are timezone-aware UTC."""

    id: uuid.UUID
    source: str
    external_id: str
    state: CallState
    outcome: Outcome | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    last_event_at: datetime
    caller: str
    caller_name: str
    line: str
    queue: str
    extension: str
    rang: tuple[str, ...]
    cause: str

    @property
    def wait(self) -> timedelta | None:
        """From the first event to the answer, or to the end of a missed call; None where it is unknown."""
        missed = self.outcome is Outcome.MISSED and self.cause != STOPPED_RINGING
        until = self.answered_at or (self.ended_at if missed else None)
        return max(until - self.started_at, timedelta(0)) if until else None

    @property
    def talk(self) -> timedelta | None:
        """From answer to a known end; None otherwise."""
        if self.outcome is not Outcome.ANSWERED or not self.answered_at or not self.ended_at:
            return None
        return max(self.ended_at - self.answered_at, timedelta(0))


def call_uuid(source: str, external_id: str) -> uuid.UUID:
    """The id of a call: the same UUIDv5 on every engine and at every replay."""
    return uuid.uuid5(_NAMESPACE, f"{source}\x1f{external_id}")


def call_uuid_text(source: str, external_id: str) -> str:
    """`call_uuid` as text, four times as fast, for millions of calls."""
    digest = hashlib.sha1(_NAMESPACE_BYTES + f"{source}\x1f{external_id}".encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]  # RFC 9562: version 5 in the 13th place, the variant in the 17th
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def fold(events: Iterable[CallEvent]) -> Call:
    """Derive the call from its events, given in any order and any number of times.

    Raises ValueError without events or with events of more than one call.
    """
    in_order = itemgetter(0)
    every = sorted(((_position(event), event) for event in events), key=in_order)
    if not every:
        raise ValueError("a call has at least one event")
    if len({(e.source, e.call_id) for _, e in every}) != 1:  # before keys are compared: they differ only within a call
        raise ValueError("events of different calls cannot be folded into one")
    latest = {position.key: (position, event) for position, event in every}
    ordered = [
        event for _, event in (every if len(latest) == len(every) else sorted(latest.values(), key=itemgetter(0)))
    ]
    first, last = ordered[0], ordered[-1]
    end = _end(ordered)
    caller, name = _caller(ordered)
    answered_at = next((e.at for e in ordered if e.event is EventKind.ANSWERED), None)
    return Call(
        id=call_uuid(first.source, first.call_id),
        source=first.source,
        external_id=first.call_id,
        state=_state(ordered, end, answered_at),
        outcome=_outcome(end, answered_at),
        started_at=first.at,
        answered_at=answered_at,
        ended_at=end.at if end else None,
        last_event_at=last.at,
        caller=caller,
        caller_name=name,
        line=_first(e.line for e in ordered),
        queue=_first(e.queue for e in reversed(ordered)),
        extension=_extension(ordered, end) if answered_at else "",
        rang=tuple(dict.fromkeys(e.extension for e in ordered if e.event is EventKind.RINGING and e.extension)),
        cause=end.cause if end else "",
    )


def in_order(events: Iterable[CallEvent]) -> tuple[CallEvent, ...]:
    """The events of one call in the order in which `fold` reads them."""
    return tuple(sorted(events, key=_position))


class _Position(NamedTuple):
    """The sort key of an event within its call.

    Phones that ring at the same instant are ordered by number. The whole content is part of the key, so that two events
    with the same event id sort the same way everywhere.
    """

    at: datetime
    rank: int
    extension: str
    key: str
    content: tuple[str, ...]


def _position(event: CallEvent) -> _Position:
    content = (event.caller, event.caller_name, event.line, event.queue, event.cause)
    return _Position(event.at, _RANK[event.event], event.extension, event.key, content)


def _caller(ordered: list[CallEvent]) -> tuple[str, str]:
    """The first caller number, and a name. A word such as `anonymous` gives way to a number that comes later."""
    first = _first(e.caller for e in ordered)
    if any(e.caller and e.caller != first for e in ordered) and says_withheld(first):
        known = [e for e in ordered if e.caller and not says_withheld(e.caller)]
        if known:
            return known[0].caller, _first(e.caller_name for e in (*known, *ordered))
    return first, _first(e.caller_name for e in ordered)


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _end(ordered: list[CallEvent]) -> CallEvent | None:
    """The last reported end; an end that the product added counts only while nobody reported one.

    An added `STOPPED_RINGING` counts only while no answer and no later ring is known.
    """
    ends = [e for e in ordered if e.event is EventKind.ENDED]
    reported = [e for e in ends if e.cause not in OUR_ENDS]
    if reported:
        return reported[-1]
    still_active = ordered[-1].event is not EventKind.ENDED or any(e.event in _BY_A_PERSON for e in ordered)
    ours = [e for e in ends if e.cause != STOPPED_RINGING or not still_active]
    return ours[-1] if ours else None


def _extension(ordered: list[CallEvent], end: CallEvent | None) -> str:
    """The extension that has or had the answered call last; some systems name it only with the end."""
    talked = [e for e in ordered if e.event in _BY_A_PERSON]
    return _first(e.extension for e in reversed(talked)) or (end.extension if end else "")


def _state(ordered: list[CallEvent], end: CallEvent | None, answered_at: datetime | None) -> CallState:
    if end:
        return CallState.ENDED
    if answered_at:
        return CallState.ANSWERED
    waiting = [e for e in ordered if e.event in (EventKind.RINGING, EventKind.QUEUED)]
    return CallState.QUEUED if waiting and waiting[-1].event is EventKind.QUEUED else CallState.RINGING


def _outcome(end: CallEvent | None, answered_at: datetime | None) -> Outcome | None:
    if not end:
        return None
    if end.cause == END_UNKNOWN:
        return Outcome.UNKNOWN
    return Outcome.ANSWERED if answered_at else Outcome.MISSED
