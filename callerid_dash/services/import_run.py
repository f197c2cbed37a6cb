"""One import as it goes on: calls are gathered into batches, and one batch is written while the next is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from callerid_dash.domain.calls import END_UNKNOWN, call_uuid_text
from callerid_dash.domain.errors import Busy
from callerid_dash.domain.history import PastCall, Rejected
from callerid_dash.services.paging import storable
from callerid_dash.services.past_calls import NumberReader, Taken
from callerid_dash.store.history import Batch

AT_ONCE = 10_000
"""Calls in a transaction; telephones that ring meanwhile wait for it, a fraction of a second."""
Write = Callable[[Batch], Future[Taken]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Each of the `rows` is in a call, rejected, or left out; each of the `calls` is new, completed, or was there."""

    rows: int = 0
    calls: int = 0
    added: int = 0
    completed: int = 0
    already: int = 0
    rejected: int = 0
    left_out: int = 0


class ImportRun:
    """Used by one thread. `write` hands a batch to the writer of the store."""

    def __init__(self, source: str, numbers: NumberReader, write: Write) -> None:
        self._source = source
        self._numbers = numbers
        self._write = write
        self._batch: dict[str, PastCall] = {}
        self._on_its_way: Future[Taken] | None = None
        self._rows = self._calls = self._added = self._completed = self._already = 0
        self.rejected = 0
        self.left_out = 0

    def add(self, call: PastCall) -> None:
        """Take this call in, with others."""
        self._rows += call.rows
        self._calls += 1
        call_id = call_uuid_text(self._source, call.external_id)
        if call_id in self._batch:  # told twice, or one name for two calls: the first is kept
            self._already += 1
            return
        self._batch[call_id] = call
        if len(self._batch) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Hand over what is gathered, once the batch before is durable. Raises StoreUnavailable."""
        batch = Batch(self._source, self._batch, self._numbers.read(self._batch.values()))
        self._batch = {}
        self.settle()
        self._on_its_way = _submitted(self._write, batch)

    def settle(self) -> Counts:
        """Wait until what was handed over is durable. Raises StoreUnavailable."""
        if (on_its_way := self._on_its_way) is not None:
            self._on_its_way = None
            taken = on_its_way.result()
            self._added += taken.added
            self._completed += taken.completed
            self._already += taken.already
        return self.counts()

    def counts(self) -> Counts:
        """What is known by now; calls that are on their way are neither new nor old yet."""
        return Counts(
            rows=self._rows + self.rejected + self.left_out,
            calls=self._calls,
            added=self._added,
            completed=self._completed,
            already=self._already,
            rejected=self.rejected,
            left_out=self.left_out,
        )


def sound(call: PastCall) -> PastCall | Rejected:
    """The call as it can be stored, or why not."""
    text = f"{call.external_id}{call.caller}{call.caller_name}{call.line}{call.extension}{call.queue}{call.cause}"
    if not (text.isprintable() or storable(text)) or not all(map(storable, call.rang)):
        return Rejected(call.line_no, "The row holds characters that no database keeps.", call.external_id)
    if call.cause == END_UNKNOWN:  # the word for ends that we made up ourselves
        call = call._replace(cause="")
    if len(call.rang) > 1 or "," in "".join(call.rang):
        return call._replace(rang=tuple(sorted({phone.replace(",", " ") for phone in call.rang})))
    return call


def _submitted(write: Write, batch: Batch) -> Future[Taken]:
    """Live events go first: while too many of them wait, the import does, too."""
    while True:
        try:
            return write(batch)
        except Busy as busy:
            time.sleep(busy.retry_after)
