"""Gathers what a reader yields into batches of columns. Needs neither the store nor the office's settings. Pure.

It can therefore run in a subprocess, in parallel with the process that writes (`sources/history/subprocess_reader.py`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from callerid_dash.domain.calls.calls import OUR_ENDS, call_uuid_text
from callerid_dash.domain.calls.history import Entry, LeftOut, PastCall, Position, Reasons, Rejected
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.calls.history import Columns

AT_ONCE = 10_000
"""Calls of a transaction; phones that ring meanwhile wait for it, a fraction of a second."""
_REJECTED_AT_ONCE = 1_000
_POSITIONS_AT_ONCE = 10
"""Positions after which a batch is yielded in any case, so that a file without incoming calls reports progress, too."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A batch: what the next rows of a file contain; the reader has read `done` bytes or rows.

    `rows` counts the rows of the calls, `repeated` the calls that have the id of another call in `columns`.
    """

    columns: Columns
    rows: int
    repeated: int
    rejected: tuple[Rejected, ...]
    left_out: Reasons
    done: int


@dataclass(slots=True)
class _Gathering:
    """What has been read since the last batch."""

    calls: dict[str, PastCall] = field(default_factory=dict)
    rows: int = 0
    repeated: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    left_out: Reasons = field(default_factory=Reasons)
    positions: int = 0

    def add(self, call_id: str, call: PastCall) -> None:
        self.rows += call.rows
        if call_id in self.calls:  # reported twice, or two calls with one id: the first is kept
            self.repeated += 1
        else:
            self.calls[call_id] = call

    @property
    def is_enough(self) -> bool:
        return (
            len(self.calls) >= AT_ONCE
            or len(self.rejected) >= _REJECTED_AT_ONCE
            or self.positions >= _POSITIONS_AT_ONCE
        )

    def gathered(self, done: int) -> Gathered:
        columns = Columns.of(self.calls)
        return Gathered(columns, self.rows, self.repeated, tuple(self.rejected), self.left_out, done)


def gathered(entries: Iterable[Entry], source: str) -> Generator[Gathered]:
    """The entries in batches, in order; `source` is the source that the calls will belong to."""
    some, done = _Gathering(), 0
    for entry in entries:
        match sound(entry) if isinstance(entry, PastCall) else entry:
            case PastCall() as call:
                some.add(call_uuid_text(source, call.external_id), call)
            case Rejected() as row:
                some.rejected.append(row)
            case LeftOut() as left_out:
                some.left_out.add(left_out)
            case Position(done=done):
                some.positions += 1
        if some.is_enough:
            yield some.gathered(done)
            some = _Gathering()
    yield some.gathered(done)


def sound(call: PastCall) -> PastCall | Rejected:
    """The call as it can be stored, or the reason why it cannot."""
    rang = ",".join(call.rang)
    text = f"{call.external_id}{call.caller}{call.caller_name}{call.line}{call.extension}{rang}{call.queue}{call.cause}"
    if not (text.isprintable() or storable(text)):
        return Rejected(call.line_no, "The row holds characters that no database keeps.", call.external_id)
    if call.cause in OUR_ENDS:  # the product's own words for ends
        call = call._replace(cause="")
    if "," in rang:
        return call._replace(rang=tuple(sorted({phone.replace(",", " ") for phone in call.rang})))
    return call
