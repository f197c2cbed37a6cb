"""Reads FreeSWITCH's call detail records from CSV (mod_cdr_csv), as written by its own templates.

The template is recognized by the position of the times: `example` and similar ones begin with the caller's name,
`asterisk` with the account. Columns after those that are read do not matter. With `legs` set to `ab`, a call also has a
row for each phone; those rows are not calls of their own. An answer by a machine is not an answer: the call counts as
answered if it was connected with another leg. Facts: FreeSWITCH's cdr_csv.conf.xml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from callerid_dash.domain.calls.history import Entry, LeftOut, PastCall, Reading, Why
from callerid_dash.sources.asterisk.causes import NORMAL
from callerid_dash.sources.history.call_times import check_course
from callerid_dash.sources.history.freeswitch.causes import cause_of_missed, instant_of
from callerid_dash.sources.history.lines import FileLine, check_count, read_entries, read_lines
from callerid_dash.sources.history.naming import Naming
from callerid_dash.sources.history.written_times import instant_or_never

KEPT = 2_000
"""Rows kept until it is decided what they are: the legs of a call end, and are written, close together."""

_FEWEST = 12
_HEADING = ("caller_id_name", "accountcode")
_EXAMPLE = itemgetter(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1)
_START, _ASTERISK_START, _ASTERISK_FEWEST = 4, 9, 17
_ASTERISK = itemgetter(4, 1, 2, 3, 9, 10, 11, 12, 13, 14, 16, 6, 7)
"""Here the caller's name is beside the number, and the other leg is given by its channel, not by its id."""


class _Row(NamedTuple):
    number: int
    name: str
    caller: str
    destination: str
    context: str
    start: datetime
    answered_at: datetime | None
    end: datetime
    cause: str
    uuid: str
    other: str
    app: str


def read(file: BinaryIO, how: Reading) -> Iterator[Entry]:
    """The calls of the file; see the package."""
    return _CsvReader(how).read(file)


class _CsvReader:
    def __init__(self, how: Reading) -> None:
        self._how = how
        self._clock = how.clock()
        self._naming = Naming()
        self._legs = _Legs(how)

    def read(self, file: BinaryIO) -> Iterator[Entry]:
        yield from read_entries(read_lines(file, self._how.encoding), _is_heading, self._entries)
        for call in self._legs.rest():
            yield self._call(*call)

    def _entries(self, line: FileLine) -> Iterator[Entry]:
        """The calls that are decided after this line."""
        for call in self._legs.add(self._row(line)):
            yield self._call(*call)

    def _row(self, line: FileLine) -> _Row:
        fields = line.fields
        check_count(fields, _FEWEST)
        is_asterisk = (
            len(fields) >= _ASTERISK_FEWEST and fields[_ASTERISK_START][:1].isdecimal() and _no_time(fields[_START])
        )
        columns = (_ASTERISK if is_asterisk else _EXAMPLE)([*fields, ""])
        name, caller, destination, context, begin, answer, finish, duration, billsec, cause, call_id, other, app = (
            columns
        )
        hint = instant_of(call_id)
        start = self._clock.utc(begin, hint)
        end = self._clock.utc(finish, start)
        answered_at = instant_or_never(answer, self._clock.utc, start)
        check_course(start, answered_at, end, duration, billsec, self._how.now)
        name = name.rpartition("<")[0].strip().strip('"') if is_asterisk else name
        return _Row(
            line.number, name, caller, destination, context, start, answered_at, end, cause, call_id, other, app
        )

    def _call(self, row: _Row, legs: list[_Row]) -> PastCall | LeftOut:
        rows, internal = 1 + len(legs), self._how.is_internal
        number = min(row.number, *(leg.number for leg in legs)) if legs else row.number
        from_outside = any(fnmatchcase(row.context, pattern) for pattern in self._how.incoming_contexts)
        if internal(row.caller) and not from_outside:
            return LeftOut(number, rows, Why.OURS, row.context)
        partner = next((leg for leg in legs if leg.uuid == row.other), None)
        reached = partner.destination if partner else _reached(row, internal(row.destination))
        answered_at = row.answered_at if row.other else None
        if answered_at and partner:
            answered_at = max(answered_at, partner.answered_at) if partner.answered_at else None
        rang = {leg.destination for leg in legs} | ({reached} if reached else set())
        return PastCall(
            line_no=number,
            external_id=row.uuid or self._naming.name(row.start, row.end, row.caller, row.destination),
            named=row.uuid != "",
            started_at=row.start,
            answered_at=answered_at,
            ended_at=row.end,
            caller=row.caller,
            caller_name=row.name if row.name != row.caller else "",
            line=row.destination if from_outside or not internal(row.destination) else "",
            extension=reached if answered_at else "",
            rang=tuple(sorted(rang, key=lambda phone: (len(phone), phone))),
            cause=NORMAL if answered_at else cause_of_missed(row.cause, row.app),
            rows=rows,
        )


class _Legs:
    """Finds the legs of a call among the surrounding rows."""

    def __init__(self, how: Reading) -> None:
        self._is_internal = how.is_internal
        self._rows: dict[str, _Row] = {}
        self._callers: dict[str, str] = {}
        self._of: defaultdict[str, list[_Row]] = defaultdict(list)
        self._by_number: defaultdict[str, list[str]] = defaultdict(list)
        self._silent: defaultdict[str, list[str]] = defaultdict(list)
        self._has_legs = False

    def add(self, row: _Row) -> Iterator[tuple[_Row, list[_Row]]]:
        """Add a row; yields a call and its legs when one is complete."""
        key = row.uuid if row.uuid and row.uuid not in self._rows else f"{row.uuid}\x1f{row.number}"
        self._rows[key] = row
        self._by_number[row.caller].append(key)
        if self._is_silent(row):
            self._silent[row.caller].append(key)
        if row.other:
            self._callers[row.other] = key
        self._has_legs |= row.other in self._rows or key in self._callers
        if len(self._rows) > KEPT:
            yield from self._decide()

    def rest(self) -> Iterator[tuple[_Row, list[_Row]]]:
        """The remaining calls at the end of the file."""
        while self._rows:
            yield from self._decide()

    def _decide(self) -> Iterator[tuple[_Row, list[_Row]]]:
        key = next(iter(self._rows))
        row = self._take(key)
        caller = self._caller_of(key, row)
        if caller:
            self._of[caller] += [row, *self._of.pop(key, ())]
            return
        legs = self._of.pop(key, [])
        parts = [row.other] if row.other in self._rows else []
        parts += [leg for leg in self._silent.get(row.caller, ()) if self._is_part(self._rows[leg], row)]
        for part in dict.fromkeys(parts):
            legs += [self._take(part), *self._of.pop(part, ())]
        yield row, legs

    def _caller_of(self, key: str, row: _Row) -> str:
        """The key of the call of which this row is only a leg, if that is still kept."""
        caller = self._callers.pop(key, "")
        if caller in self._rows:
            other = self._rows[caller]
            if row.other != caller or (other.start, row.number) <= (row.start, other.number):
                return caller
        calls = self._by_number.get(row.caller, ()) if self._is_silent(row) else ()
        return next((call for call in calls if self._is_part(row, self._rows[call])), "")

    def _is_silent(self, row: _Row) -> bool:
        """May it be a phone that rang in vain?"""
        return not row.answered_at and not row.other and self._is_internal(row.destination)

    def _is_part(self, leg: _Row, row: _Row) -> bool:
        """Did that call ring this silent phone? Only files with rows for legs contain such rows."""
        if not self._has_legs:
            return False
        during = row.start <= leg.start and leg.end <= row.end
        return during and ((row.start, row.end) != (leg.start, leg.end) or not self._is_internal(row.destination))

    def _take(self, key: str) -> _Row:
        row = self._rows.pop(key)
        for known in (self._by_number, self._silent):
            if key in (same := known.get(row.caller, [])):
                same.remove(key)
                if not same:
                    del known[row.caller]
        return row


def _is_heading(fields: list[str]) -> bool:
    return fields[0].strip().lower() in _HEADING


def _no_time(text: str) -> bool:
    return not text[:1].isdecimal() or ":" not in text


def _reached(row: _Row, destination_is_ours: bool) -> str:
    """The connected phone: the user in the channel's name if there is one, else the extension that was called."""
    if "/" in row.other:
        return row.other.rpartition("/")[2].partition("@")[0]
    return row.destination if destination_is_ours else ""
