"""Regular chores while the product runs: closing silent calls, updating summaries, deleting old data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from callerid_dash.background import Background
from callerid_dash.services.calls.attribution import Attribution
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.jobs.jobs import Jobs
from callerid_dash.services.live.new_day import NewDay
from callerid_dash.services.shared.undo import Undo
from callerid_dash.store.summaries.catalogue import SUMMARIES

log = logging.getLogger(__name__)


class Housekeeping:
    """A thread that does its chores every `interval` seconds; a failing chore does not stop the others."""

    def __init__(
        self,
        ingest: Ingest,
        attribution: Attribution,
        undo: Undo,
        jobs: Jobs,
        new_day: NewDay,
        background: Background,
        interval: float = 60.0,
    ) -> None:
        self._ingest = ingest
        chores: dict[str, Callable[[], object]] = {
            "new_day": new_day.refresh,
            "silent_calls": self._close_silent_calls,
            "adoption": attribution.adopt_for_created,
            **{summary: partial(self._refresh, summary) for summary in SUMMARIES},
            "undo": undo.forget_old,
            "job_files": jobs.tidy,
        }
        self._chores = [(background.task(name), chore) for name, chore in chores.items()]
        self._worker = background.worker("housekeeping", self.do_chores, every=interval)

    def start(self) -> None:
        """Begin; returns at once."""
        self._worker.start()

    def stop(self) -> None:
        """Stop, waiting for the current chore."""
        self._worker.stop()

    def do_chores(self) -> None:
        """Do each chore once."""
        for task, chore in self._chores:
            if self._worker.stopping.is_set():
                return
            task.attempt(chore)

    def _close_silent_calls(self) -> None:
        if closed := self._ingest.close_silent_calls():
            log.info("Closed %d calls whose end nobody had reported", closed)

    def _refresh(self, summary: str) -> None:
        """Work in small steps, so that calls are stored in between."""
        while not self._worker.stopping.is_set() and self._ingest.refresh_summary(summary):
            pass
