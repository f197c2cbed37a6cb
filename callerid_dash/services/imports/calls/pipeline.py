"""A running import: writes one batch while the next is read, and counts everything."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass, replace
from typing import Any

from callerid_dash.domain.calls.history import LeftOutRows, Reasons
from callerid_dash.domain.errors import Busy, StoreUnavailable
from callerid_dash.services.imports.calls.batching import Gathered
from callerid_dash.services.imports.calls.store_batch import NumberReader, Taken
from callerid_dash.store.calls.history import Batch

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
