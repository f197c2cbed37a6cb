"""Reads a row of Asterisk's call detail records as a leg of a call, by its columns. Pure.

`Master.csv` has no heading and 16 columns; settings of cdr.conf add up to five: `loguniqueid` the channel's id,
`loguserfield` a field of the office's own, `newcdrcolumns` three more with the id that all channels of a call share.
The number of columns decides which, and if two layouts are possible, the content does; rows of one file may differ,
because settings change. The sample of cdr_custom has the same fields in another order. Tables and exports of them name
their columns. Facts: Asterisk's cdr_csv.c, cdr.conf.sample and cdr_custom.conf.sample, and the tables of cdr_mysql,
cdr_pgsql and FreePBX.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from callerid_dash.domain.calls.history import Reading
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.asterisk.leg_calls import ANSWERED
from callerid_dash.sources.history.asterisk.legs import Leg, instant_of
from callerid_dash.sources.history.call_times import check_course, seconds
from callerid_dash.sources.history.written_times import instant_or_never, is_never

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
    """The positions of a row's fields; -1 for missing ones. The texts of a `Leg` come first, in its order."""

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


_NO_END = "The call has no end: it was never written."
_DISPOSITION, _UNIQUEID = Layout._fields.index("disposition"), Layout._fields.index("uniqueid")
Getter = Callable[[list[str]], tuple[str, ...]]
"""Picks the fields of a row in the order of a layout."""


def _getter(layout: Layout) -> Getter:
    return itemgetter(*layout)


_PLAIN = Layout()
_SAMPLE = Layout(1, 2, 3, 0, 4, 5, 6, 7, 13, uniqueid=16, start=8, answer=9, end=10, duration=11, billsec=12)
"""The sample of cdr_custom, which also writes a `Master.csv`: the account comes last."""
_BY_COUNT = {
    16: _getter(_PLAIN),
    21: _getter(_PLAIN._replace(uniqueid=16, linkedid=19)),
}
_IF_AN_ID_STANDS_THERE = {
    17: _getter(_PLAIN._replace(uniqueid=16)),
    20: _getter(_PLAIN._replace(uniqueid=16, linkedid=18)),
}
_IF_NOT = {17: _getter(_PLAIN), 20: _getter(_PLAIN._replace(linkedid=18))}
_IF_A_TIME_STANDS_THERE = {18: _getter(_SAMPLE), 19: _getter(_SAMPLE)}
_IF_NO_TIME = {18: _getter(_PLAIN._replace(uniqueid=16)), 19: _getter(_PLAIN._replace(linkedid=17))}
_A_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


class Rows:
    """Reads the rows of one file or table."""

    def __init__(self, how: Reading) -> None:
        self._clock = how.clock()
        self._now = how.now
        self._named: Getter | None = None
        self._columns = 0
        self._has_end = True

    def name_columns(self, names: Sequence[str]) -> str:
        """Set the names of the columns; returns the name of a missing one that is needed, or ''."""
        known = [name.strip().lower() for name in names]
        places = {
            field: next((known.index(name) for name in called if name in known), -1)
            for field, called in _HEADINGS.items()
        }
        missing = next((_HEADINGS[field][0] for field in _NEEDED if places[field] < 0), "")
        if not missing:
            self._named, self._columns, self._has_end = _getter(Layout(**places)), len(known), places["end"] >= 0
        return missing

    def leg(self, number: int, fields: list[str]) -> Leg:
        """The leg of a row; `number` is its position in the file. Changes the list. Raises InvalidInput."""
        try:
            return self._leg(number, fields)
        except OverflowError:  # a time or a duration beyond the year 9999
            raise InvalidInput("The call lies in the future.") from None

    def _leg(self, number: int, fields: list[str]) -> Leg:
        if self._named is None:
            getter = _BY_COUNT.get(len(fields)) or _getter_of(fields)
        elif len(fields) == self._columns:
            getter = self._named
        else:
            raise _wrong_count(len(fields), self._columns)
        fields.append("")  # missing fields have position -1
        *words, start_text, answer, end_text, duration, billsec = getter(fields)
        uniqueid = words[_UNIQUEID]
        start = self._clock.utc(start_text, lambda: instant_of(uniqueid))
        if end_text:
            end = self._end(end_text, start)
        elif self._has_end:
            raise InvalidInput(_NO_END)
        else:
            end = start + seconds(duration)
        answered_at = instant_or_never(answer, self._clock.utc, start) if answer else None
        if answered_at is None and words[_DISPOSITION] == ANSWERED and billsec.strip("0"):
            answered_at = end - seconds(billsec)
        leg = tuple.__new__(Leg, (number, start, answered_at, end, *words))  # like `_make`, but faster
        check_course(start, answered_at, end, duration, billsec, self._now)
        return leg

    def _end(self, text: str, start: datetime) -> datetime:
        try:
            return self._clock.utc(text, start)
        except InvalidInput:
            if is_never(text):
                raise InvalidInput(_NO_END) from None
            raise


def _getter_of(fields: list[str]) -> Getter:
    count = len(fields)
    if count in _IF_NO_TIME:
        return (_IF_A_TIME_STANDS_THERE if _A_TIME.fullmatch(fields[_SAMPLE.start]) else _IF_NO_TIME)[count]
    if count in _IF_NOT:
        return (_IF_AN_ID_STANDS_THERE if _AN_ID.fullmatch(fields[FEWEST]) else _IF_NOT)[count]
    raise _wrong_count(count, FEWEST if count < FEWEST else MOST)


def _wrong_count(count: int, wanted: int) -> InvalidInput:
    values = {"count": count, "wanted": wanted}
    if count < wanted:
        return InvalidInput("The line is cut off: %(count)s of %(wanted)s columns.", values=values)
    return InvalidInput("The line has %(count)s columns, more than the %(wanted)s there can be.", values=values)
