"""What one call contributes to the figures: its quarter of an hour, its dimensions, its times.

Charts and reports are drawn from sums of these (`store/summaries/`). The view `call_parts` says the same in SQL, to
rebuild the sums; `db verify` compares both. Pure; knows no profiles and no zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from callerid_dash.domain.calls.calls import STOPPED_RINGING, Call, CallState, Outcome
from callerid_dash.domain.numbers.phones import NumberKind

BUCKET = timedelta(minutes=15)
"""Every zone's offset is a multiple of it, so a local day consists of whole buckets."""
WAIT_BOUNDS = (5, 10, 15, 20, 25, 30, 45, 60, 90, 120, 180, 300, 600)
"""For each bound, the figures count the calls that waited at most so many seconds."""
TALK_BOUNDS = (10, 30, 60, 120, 180, 300, 600, 900, 1800, 3600)
"""The same for talk times."""
_MICROSECOND = timedelta(microseconds=1)
_NO_TIME = timedelta(0)


class CallResult(StrEnum):
    """The result of a call for its caller or for one extension; `ELSEWHERE`: another extension answered."""

    RINGING = "ringing"
    QUEUED = "queued"
    TALKING = "talking"
    ANSWERED = "answered"
    ELSEWHERE = "elsewhere"
    MISSED = "missed"
    UNKNOWN = "unknown"


class CallerClass(StrEnum):
    """Whether the caller was known when the call came in, and whether the call belongs to a profile now.

    `IDENTIFIED`: unknown then, known now. `FORGOTTEN`: known then, not any more. `NONE`: the network gave no number.
    """

    KNOWN = "known"
    IDENTIFIED = "identified"
    UNKNOWN = "unknown"
    FORGOTTEN = "forgotten"
    WITHHELD = "withheld"
    NONE = "none"


class Dimension(StrEnum):
    """The figures are kept for all calls together, and for each line, extension and queue."""

    ALL = "all"
    LINE = "line"
    EXTENSION = "extension"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Times:
    """How long the caller waited and talked, in microseconds; None where it is unknown.

    The wait runs from the first event to the answer, or to the end when nobody answered; the talk from the answer to
    the end. Calls that have not ended, or whose end nobody reported, have neither.
    """

    wait: int | None = None
    talk: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The key under which a call is counted."""

    bucket: datetime
    dimension: Dimension
    value: str
    standing: CallResult
    caller: CallerClass


def bucket_of(at: datetime) -> datetime:
    """The quarter of an hour, in UTC, that contains this instant."""
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


def times_of(call: Call) -> Times:
    """The wait and talk times of the call."""
    if call.ended_at is None or call.outcome not in (Outcome.ANSWERED, Outcome.MISSED):
        return Times()
    if call.cause == STOPPED_RINGING:
        return Times()
    wait = _microseconds(call.started_at, call.answered_at or call.ended_at)
    return Times(wait, _microseconds(call.answered_at, call.ended_at) if call.answered_at else None)


def caller_of(kind: NumberKind, number: str | None, known_then: bool, profile_id: int | None) -> CallerClass:
    """The class of the caller."""
    if number is None:
        return CallerClass.WITHHELD if kind is NumberKind.WITHHELD else CallerClass.NONE
    if known_then:
        return CallerClass.FORGOTTEN if profile_id is None else CallerClass.KNOWN
    return CallerClass.UNKNOWN if profile_id is None else CallerClass.IDENTIFIED


def headings(call: Call, caller: CallerClass) -> Iterator[Heading]:
    """Every key under which the call is counted, once each."""
    bucket, standing = bucket_of(call.started_at), _standing(call)
    yield Heading(bucket, Dimension.ALL, "", standing, caller)
    if call.line:
        yield Heading(bucket, Dimension.LINE, call.line, standing, caller)
    if call.queue:
        yield Heading(bucket, Dimension.QUEUE, call.queue, standing, caller)
    for extension in dict.fromkeys(filter(None, (*call.rang, call.extension))):
        elsewhere = standing is CallResult.ANSWERED and extension != call.extension
        yield Heading(bucket, Dimension.EXTENSION, extension, CallResult.ELSEWHERE if elsewhere else standing, caller)


def within(time: int | None, bounds: Sequence[int]) -> list[int]:
    """For each bound in seconds: 1 if the time in microseconds is at most that long, else 0."""
    return [int(time is not None and time <= bound * 1_000_000) for bound in bounds]


def _standing(call: Call) -> CallResult:
    if call.state is CallState.ENDED:
        return CallResult(call.outcome or Outcome.UNKNOWN)
    return CallResult.TALKING if call.state is CallState.ANSWERED else CallResult(call.state)


def _microseconds(start: datetime, end: datetime) -> int:
    return max(end - start, _NO_TIME) // _MICROSECOND
