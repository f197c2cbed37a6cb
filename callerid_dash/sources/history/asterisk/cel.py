"""Reads Asterisk's channel event log from CSV (cel_custom's `Master.csv`, or a `cel` table with a heading line).

It reports what the manager interface reports live, so it is read by the same rules: each event is translated to the
messages of the live source's `Translator`, and the resulting call events become calls. So waiting times are exact, and
an answer by a machine is no answer. Columns are those of Asterisk's own sample; facts: cel_custom.conf.sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from callerid_dash.domain.calls.calls import fold
from callerid_dash.domain.calls.history import Entry, LeftOut, PastCall, Reading, Rejected, check_times
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.asterisk.cel_events import CelEvent, CelTranslator
from callerid_dash.sources.history.lines import FileLine, check_count, read_entries, read_lines
from callerid_dash.sources.history.written_times import since_epoch

ROWS_AGO = 50_000
"""A call without an event among this many rows is over, even if its end is missing."""

_SWEPT_EVERY = 5_000
_FEWEST, _MOST = 17, 40
_SAMPLE = (0, 1, 2, 3, 7, 8, 9, 10, 11, 14, 15, 16, 19)
_HEADINGS = (
    ("eventtype",),
    ("eventtime",),
    ("cid_name", "cidname", "name"),
    ("cid_num", "cidnum", "num"),
    ("exten",),
    ("context",),
    ("channame", "channel"),
    ("appname",),
    ("appdata",),
    ("uniqueid",),
    ("linkedid",),
    ("peer", "bridgepeer"),
    ("extra", "eventextra"),
)
"""The names of the columns that are read, in the order of `CelEvent`."""
_NEEDED = frozenset({"eventtype", "eventtime", "context", "channame", "uniqueid", "linkedid"})


class _Open(NamedTuple):
    """The rows of a call so far: the first one, their number, and the number of the last one."""

    first: FileLine
    rows: int
    last: int


def read(file: BinaryIO, how: Reading) -> Iterator[Entry]:
    """The calls of the file; see the package."""
    return _CelReader(how).read(file)


class _CelReader:
    def __init__(self, how: Reading) -> None:
        self._how = how
        self._clock = how.clock()
        self._translator = CelTranslator(how)
        self._open: dict[str, _Open] = {}
        self._next_sweep = 0
        self._get, self._fewest = itemgetter(*_SAMPLE), _FEWEST
        self._is_first = True

    def read(self, file: BinaryIO) -> Iterator[Entry]:
        yield from read_entries(read_lines(file, self._how.encoding), self._is_heading, self._entries)
        for linkedid in tuple(self._open):
            yield from self._complete(linkedid)

    def _entries(self, line: FileLine) -> Iterator[Entry]:
        """The calls that are complete after this line."""
        event = self._event(line.fields)
        self._translator.feed(event)
        known = self._open.get(event.linkedid)
        self._open[event.linkedid] = _Open(known.first if known else line, known.rows + 1 if known else 1, line.number)
        if event.kind == "LINKEDID_END":
            yield from self._complete(event.linkedid)
        if line.number >= self._next_sweep:
            self._next_sweep = line.number + _SWEPT_EVERY
            for linkedid in [linkedid for linkedid, it in self._open.items() if it.last < line.number - ROWS_AGO]:
                yield from self._complete(linkedid)

    def _is_heading(self, fields: list[str]) -> bool:
        """Does the first line name the columns? Raises InvalidInput if one that is needed is missing."""
        was_first, self._is_first = self._is_first, False
        names = [field.strip().lower() for field in fields]
        if not was_first or "eventtype" not in names:
            return False
        for known in _HEADINGS:
            if known[0] in _NEEDED and known[0] not in names:
                raise InvalidInput("The heading names no column '%(column)s'.", "format", values={"column": known[0]})
        places = [next((names.index(name) for name in known if name in names), -1) for known in _HEADINGS]
        self._get, self._fewest = itemgetter(*places), len(names)
        return True

    def _event(self, fields: list[str]) -> CelEvent:
        check_count(fields, self._fewest)
        padded = [*fields, *[""] * (_MOST - len(fields))]
        kind, time, *rest = self._get(padded)
        event = CelEvent(kind, self._time(time), *rest)
        check_times(event.at, None, event.at, self._how.now)
        if not event.uid or not event.linkedid:
            raise InvalidInput("The event belongs to no channel: its ids are missing.")
        return event

    def _time(self, text: str) -> datetime:
        if "-" in text or ":" in text:
            return self._clock.utc(text)
        try:
            return since_epoch(text)
        except (ValueError, OverflowError):
            raise InvalidInput("'%(value)s' is no date and time.", values={"value": text[:40]}) from None

    def _complete(self, linkedid: str) -> Iterator[Entry]:
        """The call, which is complete. Without its end it is rejected: one row is reported for all of it."""
        first, rows, _ = self._open.pop(linkedid)
        events = self._translator.take(linkedid)
        if isinstance(events, tuple):
            yield LeftOut(first.number, rows, *events)
            return
        call = fold(events)
        if call.ended_at is None:
            yield Rejected(first.number, "The call has no end: it was never written.", first.text)
            if rows > 1:
                yield LeftOut(first.number, rows - 1)
            return
        yield PastCall(
            line_no=first.number,
            external_id=call.external_id,
            named=True,
            started_at=call.started_at,
            answered_at=call.answered_at,
            ended_at=call.ended_at,
            caller=call.caller,
            caller_name=call.caller_name,
            line=call.line,
            extension=call.extension,
            rang=tuple(sorted(call.rang, key=lambda phone: (len(phone), phone))),
            queue=call.queue,
            cause=call.cause,
            rows=rows,
        )
