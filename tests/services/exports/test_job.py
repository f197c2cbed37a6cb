"""Exports in the background: a file is complete or absent, and only for the user who requested it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.jobs import Job, JobKind, JobState, ProgressCallback
from callerid_dash.domain.users import Role, User
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.exports.job import ExportJobs, Make
from callerid_dash.services.exports.service import Download, Exporting
from callerid_dash.services.jobs.jobs import Jobs
from callerid_dash.store.engine.database import Store
from tests.scenes import NOON, event
from tests.serving import wait_for

SARA, BOSS = User(1, "sara", "", Role.AGENT), User(2, "boss", "", Role.ADMIN)


@pytest.fixture
def jobs(store: Store, tmp_path: Path) -> Iterator[Jobs]:
    jobs = Jobs(store, tmp_path / "jobs", heartbeat=0.02)
    yield jobs
    jobs.stop()


@pytest.fixture
def export_jobs(jobs: Jobs) -> ExportJobs:
    return ExportJobs(jobs)


def end_of(jobs: Jobs, job_id: UUID, user: User = SARA) -> Job:
    wait_for(lambda: not jobs.get(user, job_id).running, 20)
    return jobs.get(user, job_id)


def files(tmp_path: Path, job: Job) -> list[str]:
    return [path.name for path in (tmp_path / "jobs" / str(job.id)).iterdir()]


@pytest.mark.parametrize("form", list(Format))
def test_the_file_is_the_one_that_a_download_would_have_been(
    jobs: Jobs,
    export_jobs: ExportJobs,
    exporting: Exporting,
    ingest: Ingest,
    form: Format,
) -> None:
    ingest.submit([event("ringing", n, f"c{n}") for n in range(3)])

    def make(progress: ProgressCallback) -> Download:
        return exporting.calls(SARA, CallFilter(), form, progress)

    job = end_of(jobs, export_jobs.start(SARA, f"calls.{form}", make).id)
    path = export_jobs.file(SARA, job.id)
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert job.result == {"rows": 3, "bytes": path.stat().st_size}
    assert path.name == f"calls.{form}"
    if form is Format.CSV:
        assert path.read_bytes() == b"".join(make(lambda *_: None))


def endless(begun: threading.Event) -> Make:
    def make(progress: ProgressCallback) -> Download:
        def rest() -> Iterator[bytes]:
            while True:
                progress(1, 2)
                yield b"more"
                begun.set()

        return Download("calls.csv", Format.CSV, 2, b"first", rest())  # type: ignore[arg-type]

    return make


def test_who_cancels_leaves_no_half_a_file(jobs: Jobs, export_jobs: ExportJobs, tmp_path: Path) -> None:
    begun = threading.Event()
    started = export_jobs.start(SARA, "calls.csv", endless(begun))
    assert begun.wait(10)
    assert files(tmp_path, started) == ["calls.csv.part"]
    with pytest.raises(NotFound):
        export_jobs.file(SARA, started.id)
    jobs.cancel(SARA, started.id)
    assert end_of(jobs, started.id).state is JobState.CANCELLED
    assert files(tmp_path, started) == []
    with pytest.raises(NotFound):
        export_jobs.file(SARA, started.id)


@pytest.mark.parametrize("form", list(Format))
def test_an_export_ends_soon_after_it_is_cancelled_and_makes_room(
    jobs: Jobs,
    export_jobs: ExportJobs,
    exporting: Exporting,
    ingest: Ingest,
    form: Format,
) -> None:
    ingest.submit([event("ringing", n, f"c{n}") for n in range(3)])
    held, going = threading.Event(), threading.Event()

    def make(progress: ProgressCallback) -> Download:
        def slow(done: int, of: int) -> None:
            held.set()
            going.wait(10)
            progress(done, of)

        return exporting.calls(SARA, CallFilter(), form, slow)

    started = export_jobs.start(SARA, f"calls.{form}", make)
    assert held.wait(10)
    jobs.cancel(SARA, started.id)
    going.set()
    assert end_of(jobs, started.id).state is JobState.CANCELLED
    assert exporting.calls(SARA, CallFilter(), form).rows == 3


def test_only_who_asked_for_it_gets_the_file(
    jobs: Jobs,
    export_jobs: ExportJobs,
    exporting: Exporting,
    tmp_path: Path,
) -> None:
    started = export_jobs.start(
        SARA, "calls.csv", lambda progress: exporting.calls(SARA, CallFilter(), Format.CSV, progress)
    )
    job = end_of(jobs, started.id)
    with pytest.raises(NotFound):
        export_jobs.file(BOSS, job.id)
    with pytest.raises(NotFound):
        export_jobs.file(User(3, "omid", "", Role.AGENT), job.id)
    other = jobs.start(BOSS, JobKind.IMPORT_CALLS, "calls.csv", lambda _: {})
    end_of(jobs, other.id, BOSS)
    with pytest.raises(NotFound):
        export_jobs.file(BOSS, other.id)
    export_jobs.file(SARA, job.id).unlink()
    with pytest.raises(NotFound, match="kept for a day"):
        export_jobs.file(SARA, job.id)


def test_a_failure_says_why_and_leaves_nothing(jobs: Jobs, export_jobs: ExportJobs, exporting: Exporting) -> None:
    wanted = CallFilter(from_=NOON, to=NOON - timedelta(1))
    started = export_jobs.start(SARA, "calls.csv", lambda progress: exporting.calls(SARA, wanted, Format.CSV, progress))
    job = end_of(jobs, started.id)
    assert (job.state, job.error) == (JobState.FAILED, "The range ends before it begins.")
