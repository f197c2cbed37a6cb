"""Asterisk's call detail records as a CSV file: `Master.csv`, or an export of a `cdr` table with a heading line.

`Master.csv` has no heading and 16 columns; settings of cdr.conf add up to five: `loguniqueid` the channel's id,
`loguserfield` a field of the office's own, `newcdrcolumns` three more with the id that all channels of a call share.
How many columns a row has says which, and where two readings are possible, what stands there: rows of one file may
differ, because settings change. Facts: Asterisk's cdr_csv.c and cdr.conf.sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.history import Entry, LeftOut, Reading, Rejected
from callerid_dash.sources.history.courses import check_course, is_never, seconds
from callerid_dash.sources.history.leg_calls import ANSWERED, LegCalls
from callerid_dash.sources.history.legs import Gathering, Leg, instant_of
from callerid_dash.sources.history.lines import Line, read_lines

FEWEST, MOST = 16, 21

_AN_ID = re.compile(r"(?:.+-)?\d{9,10}\.\d+")
_HEADINGS = {
    "start": ("start", "calldate"),
    "answer": ("answer", "answerdate"),
    "end": ("end", "enddate", "hangupdate"),
    "duration": ("duration",),
    "billsec": ("billsec",),
    "src": ("src", "source"),
    "dst": ("dst", "destination"),
    "context": ("dcontext",),
    "clid": ("clid", "callerid"),
    "channel": ("channel",),
    "dstchannel": ("dstchannel",),
    "app": ("lastapp",),
    "data": ("lastdata",),
    "disposition": ("disposition",),
    "uniqueid": ("uniqueid",),
    "linkedid": ("linkedid",),
    "did": ("did",),
}
_NEEDED = ("start", "src", "dst", "channel", "duration", "billsec", "disposition")


class Layout(NamedTuple):
    """Where the fields of a row stand; -1 for those that it does not have. First the words of a `Leg`, in its order."""

    src: int = 1
    dst: int = 2
    context: int = 3
    clid: int = 4
    channel: int = 5
    dstchannel: int = 6
    app: int = 7
    data: int = 8
    disposition: int = 14
    uniqueid: int = -1
    linkedid: int = -1
    did: int = -1
    start: int = 9
    answer: int = 10
    end: int = 11
    duration: int = 12
    billsec: int = 13


_DISPOSITION, _UNIQUEID = Layout._fields.index("disposition"), Layout._fields.index("uniqueid")
Getter = Callable[[list[str]], tuple[str, ...]]
"""Takes the fields of a row, in the order of a layout."""


def _getter(layout: Layout) -> Getter:
    return itemgetter(*layout)


_PLAIN = Layout()
_BY_COUNT = {
    16: _getter(_PLAIN),
    18: _getter(_PLAIN._replace(uniqueid=16)),
    19: _getter(_PLAIN._replace(linkedid=17)),
    21: _getter(_PLAIN._replace(uniqueid=16, linkedid=19)),
}
_IF_AN_ID_STANDS_THERE = {
    17: _getter(_PLAIN._replace(uniqueid=16)),
    20: _getter(_PLAIN._replace(uniqueid=16, linkedid=18)),
}
_IF_NOT = {17: _getter(_PLAIN), 20: _getter(_PLAIN._replace(linkedid=18))}


def read(file: BinaryIO, how: Reading) -> Iterator[Entry]:
    """The calls of the file; see the package."""
    return _Reader(how).read(file)


class _Reader:
    def __init__(self, how: Reading) -> None:
        self._how = how
        self._clock = how.clock()
        self._calls = LegCalls(how)
        self._gathering = Gathering()
        self._named: Getter | None = None
        self._columns = 0
        self._has_end = True

    def read(self, file: BinaryIO) -> Iterator[Entry]:
        leg_of, add, call_of = self._leg_of, self._gathering.add, self._calls.call_of
        for line in read_lines(file, self._how.encoding):
            if not isinstance(line, Line):
                yield line
                continue
            try:
                leg = leg_of(line)
            except OverflowError:  # a duration beyond the year 9999
                yield Rejected(line.number, "The call lies in the future.", line.text)
                continue
            except InvalidInput as fault:
                rejected = Rejected(line.number, fault.message, line.text, fault.values)
                yield LeftOut(line.number) if self._is_heading(line) else rejected
                continue
            for legs in add(leg):
                yield call_of(legs)
        for legs in self._gathering.rest():
            yield call_of(legs)

    def _is_heading(self, line: Line) -> bool:
        """A line of names instead of a call; says where the fields of the lines after it stand."""
        names = [field.strip().lower() for field in line.fields]
        if not {"src", "dst"} <= set(names):
            return False
        places = {
            field: next((names.index(name) for name in known if name in names), -1)
            for field, known in _HEADINGS.items()
        }
        missing = [field for field in _NEEDED if places[field] < 0]
        if missing:
            raise InvalidInput("The heading names no column '%(column)s'.", "format", values={"column": missing[0]})
        self._named, self._columns, self._has_end = _getter(Layout(**places)), len(names), places["end"] >= 0
        return True

    def _leg_of(self, line: Line) -> Leg:
        fields = line.fields
        if self._named is None:
            getter = _BY_COUNT.get(len(fields)) or _getter_of(fields)
        elif len(fields) == self._columns:
            getter = self._named
        else:
            raise _wrong_count(len(fields), self._columns)
        # At -1 stands what a row does not have.
        *words, start_text, answer, end_text, duration, billsec = getter([*fields, ""])
        uniqueid = words[_UNIQUEID]
        start = self._clock.utc(start_text, lambda: instant_of(uniqueid))
        if end_text:
            end = self._clock.utc(end_text, start)
        elif self._has_end:
            raise InvalidInput("The call has no end: it was never written.")
        else:
            end = start + seconds(duration)
        answered_at = None if is_never(answer) else self._clock.utc(answer, start)
        if answered_at is None and words[_DISPOSITION] == ANSWERED and billsec.strip("0"):
            answered_at = end - seconds(billsec)
        leg = Leg._make((line.number, start, answered_at, end, *words))
        check_course(start, answered_at, end, duration, billsec, self._how.now)
        return leg


def _getter_of(fields: list[str]) -> Getter:
    count = len(fields)
    if count in _IF_NOT:
        return (_IF_AN_ID_STANDS_THERE if _AN_ID.fullmatch(fields[FEWEST]) else _IF_NOT)[count]
    raise _wrong_count(count, FEWEST if count < FEWEST else MOST)


def _wrong_count(count: int, wanted: int) -> InvalidInput:
    values = {"count": count, "wanted": wanted}
    if count < wanted:
        return InvalidInput("The line is cut off: %(count)s of %(wanted)s columns.", values=values)
    return InvalidInput("The line has %(count)s columns, more than the %(wanted)s there can be.", values=values)
