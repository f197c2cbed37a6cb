"""What must be done now and then while the product runs: closing calls that fell silent, tidying, forgetting."""

from __future__ import annotations

import logging
import threading

from callerid_dash.domain.errors import CallerIdError
from callerid_dash.services.attribution import Attribution
from callerid_dash.services.ingest import Ingest
from callerid_dash.services.jobs import Jobs
from callerid_dash.services.new_day import NewDay
from callerid_dash.services.undo import Undo

log = logging.getLogger(__name__)


class Housekeeping:
    """A thread that wakes up every `interval` seconds."""

    def __init__(
        self,
        ingest: Ingest,
        attribution: Attribution,
        undo: Undo,
        jobs: Jobs,
        new_day: NewDay,
        interval: float = 60.0,
    ) -> None:
        self._ingest = ingest
        self._attribution = attribution
        self._undo = undo
        self._jobs = jobs
        self._new_day = new_day
        self._interval = interval
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End, waiting for work in progress."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._interval):
            self._new_day.look()
            try:
                if closed := self._ingest.close_silent_calls():
                    log.info("Closed %d calls whose end nobody had reported", closed)
                self._attribution.adopt_for_made()
                self._ingest.put_figures_together()
                while not self._stopping.is_set() and (self._ingest.keep_visits() or self._ingest.keep_totals()):
                    pass
                self._undo.forget_old()
                self._jobs.tidy()
            except CallerIdError as error:
                log.warning("Housekeeping failed, will try again: %s", error)
