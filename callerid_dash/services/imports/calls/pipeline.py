"""A running import: stores one batch while the next is read, and counts everything.

A batch is one transaction: known calls stay as they are, new ones are matched and counted. Importing the same file
again adds nothing. If a call is stored under its own id but without an end, it gets the answer and the end from the
file. A call that another source has reported is not stored twice.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.calls.history import LeftOutRows, Reasons
from callerid_dash.domain.errors import Busy, StoreUnavailable
from callerid_dash.domain.numbers.phones import Dialing, PhoneNumber, parse_number
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.imports.calls.batching import Gathered
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.calls import history as tables
from callerid_dash.store.calls.history import Batch
from callerid_dash.store.engine.protocol import Session

_REMEMBERED = 200_000
"""The most spellings whose parsed number is cached while a file is read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The result of a batch: how many calls were added, completed, or stored already."""

    added: int
    completed: int
    already: int


@dataclass(slots=True)
class NumberReader:
    """Parses callers' numbers by the office's rules; each spelling only once."""

    directory: Directory
    _known: dict[tuple[str, Dialing], PhoneNumber] = field(default_factory=dict)

    def read(self, callers: Iterable[str], begins: Iterable[datetime]) -> list[PhoneNumber]:
        """The number of each caller, parsed by the rules at the time when the call began."""
        snapshot, known = self.directory.snapshot, self._known
        dialings: Iterable[Dialing] = itertools.repeat(snapshot.locality.dialing)
        if snapshot.past_dialings:
            dialings = map(snapshot.dialing_at, begins)
        if len(known) > _REMEMBERED:
            known.clear()
        numbers = []
        for key in zip(callers, dialings, strict=False):
            number = known.get(key)
            if number is None:
                number = known[key] = parse_number(*key)
            numbers.append(number)
        return numbers


def take(session: Session, ingest: Ingest, batch: Batch) -> Taken:
    """Store the new calls of a batch, and complete stored ones, in the writer's transaction."""
    tables.lay_out(session, batch)
    unfinished = tables.leave_out_stored(session, batch)
    added = tables.put_away(session, batch.source)
    _complete(session, ingest, batch, unfinished)
    return Taken(added, len(unfinished), len(batch.calls.id) - added - len(unfinished))


def _complete(session: Session, ingest: Ingest, batch: Batch, unfinished: Mapping[str, bool]) -> None:
    calls, events = batch.calls, list[CallEvent]()
    for call_id, answered in unfinished.items():
        i = calls.id.index(call_id)
        told = (batch.source, calls.external_id[i])
        answered_at, ended_at = tables.instants(numpy.array([calls.answered_at[i], calls.ended_at[i]]))
        if answered_at and not answered:
            events.append(CallEvent(*told, EventKind.ANSWERED, answered_at, extension=calls.extension[i]))
        if ended_at:
            events.append(CallEvent(*told, EventKind.ENDED, ended_at, cause=calls.cause[i]))
    if events:
        ingest.write(session, events)


Write = Callable[[Batch], Future[Taken]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts(LeftOutRows):
    """Each of the `rows` is part of a call, rejected, or left out; each of the `calls` is added, completed, or stored
    already.
    """

    rows: int = 0
    calls: int = 0
    added: int = 0
    completed: int = 0
    already: int = 0
    rejected: int = 0


FIGURES = ("rows", "calls", "added", "completed", "already", "rejected", "left_out")
"""The fields of `ImportCounts` that are numbers, as the audit trail lists them."""


class ImportRun:
    """The state of a running import; used by one thread. `write` passes a batch to the store's writer."""

    def __init__(self, source: str, numbers: NumberReader, write: Write) -> None:
        self._source = source
        self._numbers = numbers
        self._write = write
        self._on_its_way: tuple[Batch, Future[Taken]] | None = None
        self._counted: Counter[str] = Counter()
        self._left_out = Reasons()

    def add(self, told: Gathered) -> None:
        """Submit a batch once the previous one is durable. Raises StoreUnavailable."""
        calls = told.columns
        batch = Batch(self._source, calls, self._numbers.read(calls.caller, calls.begins()))
        self.settle()
        self._counted.update(
            rows=told.rows + len(told.rejected) + told.left_out.total,
            calls=len(calls.id) + told.repeated,
            already=told.repeated,
            rejected=len(told.rejected),
        )
        self._left_out.include(told.left_out)
        if calls.id:
            self._on_its_way = batch, _submitted(self._write, batch)

    def settle(self) -> ImportCounts:
        """Wait until the submitted batch is durable. Raises StoreUnavailable."""
        if (on_its_way := self._on_its_way) is not None:
            self._on_its_way = None
            self._counted.update(asdict(self._taken(*on_its_way)))
        return self.counts()

    def _taken(self, batch: Batch, on_its_way: Future[Taken]) -> Taken:
        try:
            return on_its_way.result()
        except StoreUnavailable:  # an id may exist at another time; searching all times is too slow for the first try
            return _submitted(self._write, replace(batch, anywhere=True)).result()

    def counts(self) -> ImportCounts:
        """The counts so far; calls of the submitted batch are not yet counted as added, completed or stored already."""
        figures: dict[str, Any] = {**self._counted, **asdict(self._left_out.summary())}
        return ImportCounts(**figures)


def _submitted(write: Write, batch: Batch) -> Future[Taken]:
    """Submit the batch. Live events go first: while too many requests wait, the import waits, too."""
    while True:
        try:
            return write(batch)
        except Busy as busy:
            time.sleep(busy.retry_after)
