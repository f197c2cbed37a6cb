"""Past calls, as the files of another system describe them, before anything is stored.

A reader (`sources/history/`) turns a file into these entries; `services/imports/calls/service.py` stores them.
Everything that a file says about one call becomes one `PastCall`, from however many rows. Pure; knows no file formats
and no profiles.
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
"""No call began earlier: systems write times near 1970 or the year 0 for 'no time'."""
TOLERANCE = timedelta(days=1)
"""How far a switchboard's clock may be ahead of ours."""
_CONTEXTS_KEPT, _CONTEXTS_SHOWN = 1_000, 12
_LONGEST_CONTEXT = 80


@dataclass(frozen=True, slots=True)
class OwnPhones:
    """Recognizes our own phones: the users' extensions, and every internal number of the office's numbering plan."""

    extensions: frozenset[str] = frozenset()
    dialing: Dialing = field(default_factory=Dialing)

    def __call__(self, number: str) -> bool:
        """Is this number one of our own phones?"""
        return number in self.extensions or parse_number(number, self.dialing).kind is NumberKind.INTERNAL


class PastCall(NamedTuple):
    """One incoming call that has ended. Instants are timezone-aware UTC.

    `external_id` is the system's id of the call, or, when the system gives none (`named` is False), a digest of the
    call's fields. `extension` is the phone that answered; `rang` are the phones that rang, in any order. `line_no` is
    the call's first row in the file, from 1; `rows` is the number of its rows.
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
        """Whether the call was answered."""
        return Outcome.ANSWERED if self.answered_at else Outcome.MISSED


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be read. `message` has open places, as in `CallerIdError`; `row` is the row itself."""

    line_no: int
    message: str
    row: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The message in English with its places filled."""
        return self.message % self.values if self.values else self.message


class Why(StrEnum):
    """Why rows are not an incoming call."""

    NO_CALL = "no_call"
    """A heading, an empty line, or a leg that means nothing by itself."""
    OURS = "ours"
    """One of our own phones, or the system itself, made the call."""
    CONTEXT = "context"
    """It began in a context that is not among those of incoming calls."""
    SAID = "said"
    """The file's own status or direction says so."""
    NO_BEGINNING = "no_beginning"
    """The file does not say where the call began."""


class LeftOut(NamedTuple):
    """Rows that are no incoming call; `context` is the Asterisk context in which the call began, or was last."""

    line_no: int
    rows: int = 1
    why: Why = Why.NO_CALL
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRows:
    """How many rows were left out as no incoming calls.

    `why` counts them by the reason (`Why`); `contexts` are the most frequent contexts of those that only their context
    leaves out, with the number of rows.
    """

    left_out: int = 0
    why: Mapping[str, int] = field(default_factory=dict)
    contexts: Mapping[str, int] = field(default_factory=dict)


class Reasons:
    """Counts the rows that were left out by reason, and by context those that only their context leaves out."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.contexts: Counter[str] = Counter()

    def add(self, entry: LeftOut) -> None:
        """Count the rows of one more entry."""
        self.rows[entry.why.value] += entry.rows
        context = entry.context[:_LONGEST_CONTEXT]
        if entry.why is Why.CONTEXT and (context in self.contexts or len(self.contexts) < _CONTEXTS_KEPT):
            self.contexts[context] += entry.rows

    def include(self, others: Reasons) -> None:
        """Add the counts of another object."""
        self.rows += others.rows
        self.contexts += others.contexts

    @property
    def total(self) -> int:
        """The number of all rows."""
        return self.rows.total()

    def summary(self) -> LeftOutRows:
        """The counts, with the most frequent contexts."""
        contexts = dict(self.contexts.most_common(_CONTEXTS_SHOWN))
        return LeftOutRows(left_out=self.total, why=dict(self.rows), contexts=contexts)


class Position(NamedTuple):
    """The progress of a reader in bytes, or in rows of a table."""

    done: int


Entry = PastCall | Rejected | LeftOut | Position
"""What a reader yields, in the order of the file, with a `Position` every few thousand rows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file of past calls.

    `zone` is the time zone of the file's times, `twice` what to do with ambiguous local times. `mapping` maps fields of
    a call to columns, for files of no known format. `incoming_contexts` (patterns, as in Asterisk's settings) and
    `is_internal` (is this one of our own phones?) tell incoming calls from others. `now` is the time of reading: calls
    do not begin later. All of it can be pickled.
    """

    zone: str
    now: datetime
    encoding: str = "utf-8"
    twice: AmbiguousTime = AmbiguousTime.REFUSE
    mapping: Mapping[str, str] = field(default_factory=dict)
    incoming_contexts: tuple[str, ...] = ()
    is_internal: Callable[[str], bool] = OwnPhones()

    def clock(self) -> LocalClock:
        """A clock that reads the file's times."""
        return LocalClock(self.zone, self.twice)


def check_times(started_at: datetime, answered_at: datetime | None, ended_at: datetime, now: datetime) -> None:
    """Check that these are the times of one call that has ended. Raises InvalidInput."""
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


def digest_of(*fields: object) -> str:
    """An id for a call without one: the same for the same fields."""
    return hashlib.blake2b("\x1f".join(map(str, fields)).encode(), digest_size=12).hexdigest()
