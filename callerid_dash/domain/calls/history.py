"""Calls that another system has written down, as its files tell them, before any of it is stored.

A reader (`sources/history/`) turns a file into these; `services/imports/calls/service.py` stores them. What a file says
of one call is one `PastCall`, however many of its rows told it. Pure; knows no file formats, no profiles.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from callerid_dash.domain.calls.calls import Outcome
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.local_times import AmbiguousTime, LocalClock
from callerid_dash.domain.numbers.phones import Dialing, NumberKind, parse_number

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""A call cannot have begun before: times near 1970 or the year 0 are what systems write for 'no time'."""
TOLERANCE = timedelta(days=1)
"""How far ahead of ours a switchboard's clock may be."""
_CONTEXTS_KEPT, _CONTEXT_SHOWN = 1_000, 80


@dataclass(frozen=True, slots=True)
class OwnPhones:
    """Tells our own telephones from others: the users', and whatever is an internal number where we dial from."""

    extensions: frozenset[str] = frozenset()
    dialing: Dialing = field(default_factory=Dialing)

    def __call__(self, number: str) -> bool:
        """Is it one of ours?"""
        return number in self.extensions or parse_number(number, self.dialing).kind is NumberKind.INTERNAL


class PastCall(NamedTuple):
    """One incoming call that is over. Instants are timezone-aware UTC.

    `external_id` is what the system calls it; when it gives no names (`named` is False), a digest of what was told.
    `extension` is who talked; `rang` are the phones that rang, in any order.
    `line_no` is the first of its rows in the file, from 1; `rows` how many there were.
    """

    line_no: int
    external_id: str
    named: bool
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    caller: str = ""
    caller_name: str = ""
    line: str = ""
    extension: str = ""
    rang: tuple[str, ...] = ()
    queue: str = ""
    cause: str = ""
    rows: int = 1

    @property
    def outcome(self) -> Outcome:
        """Was it answered?"""
        return Outcome.ANSWERED if self.answered_at else Outcome.MISSED


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be read: where, why (a message with open places, as in `CallerIdError`), and the row itself."""

    line_no: int
    message: str
    row: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The message in English, its places filled."""
        return self.message % self.values if self.values else self.message


class Why(StrEnum):
    """Why rows are none of an incoming call."""

    NO_CALL = "no_call"
    """A heading, an empty line, a leg that tells nothing by itself."""
    OURS = "ours"
    """One of our own telephones, or the system itself, made the call."""
    CONTEXT = "context"
    """It began in a context that is not among those of incoming calls."""
    SAID = "said"
    """The file says so: by its status or direction."""
    NO_BEGINNING = "no_beginning"
    """The file does not tell where the call began."""


class LeftOut(NamedTuple):
    """Rows that are no incoming call; `context` is where it began, or was last, as Asterisk calls it."""

    line_no: int
    rows: int = 1
    why: Why = Why.NO_CALL
    context: str = ""


class Reasons:
    """How many rows were left out why, and in which contexts those began that only their context leaves out."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.contexts: Counter[str] = Counter()

    def add(self, entry: LeftOut) -> None:
        """Count the rows of one more."""
        self.rows[entry.why.value] += entry.rows
        context = entry.context[:_CONTEXT_SHOWN]
        if entry.why is Why.CONTEXT and (context in self.contexts or len(self.contexts) < _CONTEXTS_KEPT):
            self.contexts[context] += entry.rows

    def include(self, others: Reasons) -> None:
        """Count those of others, too."""
        self.rows += others.rows
        self.contexts += others.contexts

    @property
    def total(self) -> int:
        """All rows."""
        return self.rows.total()


class Position(NamedTuple):
    """How far a reader is: it has read so many bytes, or rows of a table."""

    done: int


Entry = PastCall | Rejected | LeftOut | Position
"""What a reader yields, in the order of the file; a `Position` every few thousand rows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file of past calls is to be read.

    `zone` is the clock by which it was written, `twice` what to do with local times that exist twice. `mapping` says
    where a field of a call stands, for files of no known format. `incoming_contexts` (patterns, as in the settings of
    Asterisk) and `is_internal` (is this one of our own phones?) tell incoming calls from others. `now` is when it is
    read: calls do not begin after it. All of it can be handed to another process.
    """

    zone: str
    now: datetime
    encoding: str = "utf-8"
    twice: AmbiguousTime = AmbiguousTime.REFUSE
    mapping: Mapping[str, str] = field(default_factory=dict)
    incoming_contexts: tuple[str, ...] = ()
    is_internal: Callable[[str], bool] = OwnPhones()

    def clock(self) -> LocalClock:
        """A clock to read the file's times by."""
        return LocalClock(self.zone, self.twice)


def check_times(started_at: datetime, answered_at: datetime | None, ended_at: datetime, now: datetime) -> None:
    """Are these the times of one call that is over? Raises InvalidInput."""
    if started_at < EARLIEST:
        raise InvalidInput("The call begins in %(year)s: its time was never written.", values={"year": started_at.year})
    if ended_at < EARLIEST:
        raise InvalidInput("The call ends in %(year)s: its end was never written.", values={"year": ended_at.year})
    if ended_at < started_at:
        raise InvalidInput("The call ends before it begins.")
    if answered_at is not None and not started_at <= answered_at <= ended_at:
        raise InvalidInput("The call is answered before it begins or after it ends.")
    if started_at > now + TOLERANCE:
        raise InvalidInput("The call lies in the future.")


def digest_of(*told: object) -> str:
    """A name for a call that has none: the same whenever the same is told."""
    return hashlib.blake2b("\x1f".join(map(str, told)).encode(), digest_size=12).hexdigest()
