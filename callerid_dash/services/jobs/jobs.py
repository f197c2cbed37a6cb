"""Background jobs: started by a permitted user, with progress while they run, cancelled on request.

The work runs in a thread of the process that was asked. Its progress is in the database, so that any process can show
it and ask to cancel it. A job without a heartbeat for a minute has lost its process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from callerid_dash.domain.errors import Busy, CallerIdError, NotFound, StoreUnavailable
from callerid_dash.domain.jobs import Cancelled, Failure, Job, JobKind, JobState
from callerid_dash.domain.users import Action, Subject, User, can
from callerid_dash.services.jobs.job_files import JobFiles
from callerid_dash.services.shared.authority import authorize
from callerid_dash.services.shared.clock import Clock, now
from callerid_dash.store.engine.database import Store
from callerid_dash.store.jobs import jobs as tables

AT_ONCE = 3
"""The most jobs that run at a time in one process: calls come first."""
SILENT = timedelta(minutes=1)
"""A job without a heartbeat for this long has lost its process."""
FILES_KEPT = timedelta(days=1)
KEPT = timedelta(days=30)
_HEARTBEAT = 10  # seconds
_TIMEOUT = 8.0  # seconds that running jobs have to end when the product stops

MAY: Mapping[JobKind, Action] = {
    JobKind.IMPORT_CALLS: Action.IMPORT,
    JobKind.IMPORT_PROFILES: Action.IMPORT,
    JobKind.EXPORT: Action.SEE_CALLS,
}
"""The permission that each kind needs; the service that does the work checks more closely."""

log = logging.getLogger(__name__)


class Progress:
    """Given to a job's work, to report progress and to learn of a cancellation. Cheap; may be called for every row."""

    def __init__(self, job_id: UUID, folder: Path) -> None:
        self.job_id = job_id
        self.folder = folder
        """For the job's files."""
        self.ended = threading.Event()
        """Set when the job has ended."""
        self.figures: tuple[int, int | None, Mapping[str, object]] = (0, None, {})
        """The last reported progress."""
        self._cancelled = threading.Event()

    def advance(self, done: int, total: int | None = None, **figures: object) -> None:
        """Report progress: this much is done, of `total` if known; `figures` are shown and kept as the result so far.

        Raises Cancelled if the work must end.
        """
        before = self.figures
        self.figures = (done, total if total is not None else before[1], figures or before[2])
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Make `advance` raise from now on."""
        self._cancelled.set()


Work = Callable[[Progress], Mapping[str, object]]
"""Does the work and returns the figures of the result, which must be JSON."""


class _Heartbeat:
    """Writes the progress of a job to the database, less often than it is reported, and reads cancellations."""

    def __init__(self, store: Store, progress: Progress, clock: Clock) -> None:
        self._store = store
        self._progress = progress
        self._clock = clock
        self._written, self._at = progress.figures, clock()

    def beat(self) -> None:
        """Beat once. Raises what the store raises; the next beat tries again."""
        progress, at = self._progress, self._clock()
        if (figures := progress.figures) != self._written or (at - self._at).total_seconds() >= _HEARTBEAT:
            self._written, self._at = figures, at
            self._store.write(lambda session: tables.progress(session, progress.job_id, *figures, at))
        with self._store.read(consistent=False) as session:
            cancelled = tables.cancel_requested(session, progress.job_id)
        if cancelled:
            progress.cancel()


class Jobs:
    """Starts jobs and reports their state. Thread-safe."""

    def __init__(self, store: Store, folder: Path, clock: Clock = now, heartbeat: float = 0.5) -> None:
        self._store = store
        self._background = store.background
        self.files = JobFiles(folder)
        self._clock = clock
        self._heartbeat = heartbeat
        self._lock = threading.Lock()
        self._running: dict[UUID, Progress] = {}
        self._stopping = False

    def start(self, user: User, kind: JobKind, label: str, work: Work, job_id: UUID | None = None) -> Job:
        """Run `work` in the background. `job_id` is set for a job whose files were stored beforehand (`files`).

        Raises Forbidden, or Busy if enough jobs run.
        """
        authorize(user, MAY[kind])
        at = self._clock()
        job = Job(job_id or uuid4(), kind, user.id, label, JobState.RUNNING, at, at)
        progress = Progress(job.id, self.files.folder(job.id))
        with self._lock:
            if self._stopping or len(self._running) >= AT_ONCE or job.id in self._running:
                raise Busy("Enough is running in the background already. Start this when something of it has ended.")
            self._running[job.id] = progress
        try:
            self._store.write(lambda session: tables.add(session, job))
        except BaseException:
            self._forget(job.id)
            raise
        try:
            self._background.once("job", lambda: self._run(job, progress, work), f"job {kind}")
        except RuntimeError as error:  # no more threads
            self._forget(job.id)
            self._end(self._ended(job, progress, JobState.FAILED, Failure.UNEXPECTED))
            raise Busy("Nothing more can be started in the background now. Try again in a while.") from error
        return job

    def get(self, user: User, job_id: UUID) -> Job:
        """The job's current state. Raises NotFound, also for somebody else's job."""
        with self._store.read(consistent=False) as session:
            job = tables.by_id(session, job_id)
        if job is None or not can(user.role, Action.FOLLOW_JOB, Subject(mine=job.user_id == user.id)):
            raise NotFound("There is no such job, or not any more.")
        return self._as_of_now(job)

    def latest(self, user: User, kind: JobKind) -> Job | None:
        """The last job of this kind that the user started."""
        with self._store.read(consistent=False) as session:
            job = tables.latest(session, user.id, kind)
        return self._as_of_now(job) if job else None

    def cancel(self, user: User, job_id: UUID) -> Job:
        """Ask a job to end soon; what it has stored stays. Raises NotFound."""
        job = self.get(user, job_id)
        if not job.running:
            return job
        self._store.write(lambda session: tables.ask_to_cancel(session, job_id))
        if running := self._here(job_id):
            running.cancel()
        return self.get(user, job_id)

    def discard(self, job_id: UUID) -> None:
        """Delete the files of a job that does not run here."""
        if self._here(job_id) is None:
            self.files.remove(job_id)

    def tidy(self) -> None:
        """Delete files after a day and jobs after a month."""
        at = self._clock()
        with self._store.read() as session:
            lately, any_old = tables.lately(session, at - FILES_KEPT), tables.any_old(session, at - KEPT)
        with self._lock:
            here = set(self._running)
        self.files.sweep(at - FILES_KEPT, lately | here)
        if any_old:
            self._store.write(lambda session: tables.forget(session, at - KEPT))

    def stop(self) -> None:
        """End all jobs of this process and start no more. May be called twice."""
        with self._lock:
            self._stopping = True
            running = list(self._running.values())
        for each in running:
            each.cancel()
        latest = time.monotonic() + _TIMEOUT
        for each in running:
            each.ended.wait(max(0.0, latest - time.monotonic()))

    def _run(self, job: Job, progress: Progress, work: Work) -> None:
        worker = self._background.worker(
            "job_pulse", _Heartbeat(self._store, progress, self._clock).beat, every=self._heartbeat
        )
        try:
            worker.task.attempt(worker.start)  # without it the work is done all the same
            last = self._work(job, progress, work)
            worker.stop()
            self._end(last)
        finally:
            worker.stop()
            self._forget(job.id)
            progress.ended.set()

    def _end(self, job: Job) -> None:
        try:
            self._store.write(lambda session: tables.end(session, job))
        except CallerIdError as error:
            log.warning("The end of a job (%s) is not written down: %s", job.kind, error)

    def _work(self, job: Job, progress: Progress, work: Work) -> Job:
        """Run the work; returns the ended job."""
        try:
            result = work(progress)
            return replace(self._ended(job, progress, JobState.DONE), result=result)
        except Cancelled:
            return self._ended(job, progress, JobState.CANCELLED)
        except StoreUnavailable as failure:
            log.warning("A job (%s) has failed: %s", job.kind, failure)
            return self._ended(job, progress, JobState.FAILED, Failure.STORE)
        except CallerIdError as failure:
            return replace(self._ended(job, progress, JobState.FAILED, failure.message), error_values=failure.values)
        except Exception:
            log.exception("A job (%s) has failed", job.kind)
            return self._ended(job, progress, JobState.FAILED, Failure.UNEXPECTED)

    def _ended(self, job: Job, progress: Progress, state: JobState, error: str = "") -> Job:
        done, total, figures = progress.figures
        return replace(job, state=state, done=done, total=total, result=figures, error=error, ended_at=self._clock())

    def _as_of_now(self, job: Job) -> Job:
        """The current state: of a job of this process from memory; a silent job elsewhere has been interrupted."""
        if not job.running:
            return job
        if here := self._here(job.id):
            done, total, figures = here.figures
            return replace(job, done=done, total=total, result=figures, updated_at=self._clock())
        if job.updated_at >= self._clock() - SILENT:
            return job
        return replace(job, state=JobState.FAILED, error=Failure.INTERRUPTED, ended_at=job.updated_at)

    def _here(self, job_id: UUID) -> Progress | None:
        with self._lock:
            return self._running.get(job_id)

    def _forget(self, job_id: UUID) -> None:
        with self._lock:
            self._running.pop(job_id, None)
