"""Reads Asterisk's call detail records from CSV: `Master.csv`, or an export of a `cdr` table with a heading line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from callerid_dash.domain.calls.history import Entry, LeftOut, Reading, Rejected
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.asterisk.cdr_rows import Rows
from callerid_dash.sources.history.asterisk.leg_calls import LegCalls
from callerid_dash.sources.history.asterisk.legs import Gathering
from callerid_dash.sources.history.lines import Block, read_blocks


def read(file: BinaryIO, how: Reading) -> Iterator[Entry]:
    """The calls of the file; see the package."""
    rows, calls, gathering = Rows(how), LegCalls(how), Gathering()
    leg_of, note, add, call_of = rows.leg, calls.note, gathering.add, calls.call_of
    for block in read_blocks(file, how.encoding):
        if not isinstance(block, Block):
            yield block
            continue
        for number, fields, text in block.lines():
            try:
                leg = leg_of(number, fields)
            except InvalidInput as fault:
                yield _no_leg(rows, number, text, fault)
                continue
            note(leg)
            for legs in add(leg):
                yield call_of(legs)
    for legs in gathering.rest():
        yield call_of(legs)


def _no_leg(rows: Rows, number: int, text: str, fault: InvalidInput) -> LeftOut | Rejected:
    """A line that is no leg of a call: an empty line, a heading (which names the columns), or a bad line."""
    if not text.strip():
        return LeftOut(number)
    names = [name.strip().strip('"') for name in text.split(",")]
    if not {"src", "dst"} <= {name.lower() for name in names}:
        return Rejected(number, fault.message, text, fault.values)
    if missing := rows.name_columns(names):
        raise InvalidInput("The heading names no column '%(column)s'.", "format", values={"column": missing}) from fault
    return LeftOut(number)
