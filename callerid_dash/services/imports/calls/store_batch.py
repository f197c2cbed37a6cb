"""Stores past calls, one batch per transaction: known calls stay as they are, new ones are matched and counted.

Importing the same file again adds nothing. If a call is stored under its own id but without an end, it gets the answer
and the end from the file. A call that another source has reported is not stored twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.numbers.phones import Dialing, PhoneNumber, parse_number
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.calls import history as tables
from callerid_dash.store.calls.history import Batch, Stored
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
    by_id = tables.stored_by_id(session, batch)
    tables.take_out(session, by_id)
    otherwise = tables.stored_otherwise(session, batch)
    tables.take_out(session, otherwise)
    tables.put_away(session, batch.source)
    completed = _complete(session, ingest, batch, by_id)
    known = len(by_id) + len(otherwise)
    return Taken(len(batch.calls.id) - known, completed, known - completed)


def _complete(session: Session, ingest: Ingest, batch: Batch, stored: Mapping[str, Stored]) -> int:
    calls, events = batch.calls, list[CallEvent]()
    unfinished = [call_id for call_id, known in stored.items() if not known.ended]
    for call_id in unfinished:
        i = calls.id.index(call_id)
        told = (batch.source, calls.external_id[i])
        answered_at, ended_at = tables.instants(numpy.array([calls.answered_at[i], calls.ended_at[i]]))
        if answered_at and not stored[call_id].answered:
            events.append(CallEvent(*told, EventKind.ANSWERED, answered_at, extension=calls.extension[i]))
        if ended_at:
            events.append(CallEvent(*told, EventKind.ENDED, ended_at, cause=calls.cause[i]))
    if events:
        ingest.write(session, events)
    return len(unfinished)
