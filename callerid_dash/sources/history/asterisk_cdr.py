"""Asterisk's call detail records as a CSV file: `Master.csv`, or an export of a `cdr` table with a heading line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.history import Entry, LeftOut, Reading, Rejected
from callerid_dash.sources.history.cdr_rows import Rows
from callerid_dash.sources.history.leg_calls import LegCalls
from callerid_dash.sources.history.legs import Gathering
from callerid_dash.sources.history.lines import Line, read_lines


def read(file: BinaryIO, how: Reading) -> Iterator[Entry]:
    """The calls of the file; see the package."""
    rows, calls, gathering = Rows(how), LegCalls(how), Gathering()
    leg_of, add, call_of = rows.leg, gathering.add, calls.call_of
    for line in read_lines(file, how.encoding):
        if not isinstance(line, Line):
            yield line
            continue
        try:
            leg = leg_of(line.number, line.fields)
        except InvalidInput as fault:
            if _is_heading(line):
                if missing := rows.name_columns(line.fields):
                    raise InvalidInput(
                        "The heading names no column '%(column)s'.", "format", values={"column": missing}
                    ) from None
                yield LeftOut(line.number)
            else:
                yield Rejected(line.number, fault.message, line.text, fault.values)
            continue
        for legs in add(leg):
            yield call_of(legs)
    for legs in gathering.rest():
        yield call_of(legs)


def _is_heading(line: Line) -> bool:
    """A line of names instead of a call."""
    return {"src", "dst"} <= {field.strip().lower() for field in line.fields}
