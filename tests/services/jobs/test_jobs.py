"""Background jobs: progress, visibility, end, and what remains of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from callerid_dash.domain.errors import Busy, Forbidden, InvalidInput, NotFound, StoreUnavailable
from callerid_dash.domain.jobs import Failure, Job, JobKind, JobState
from callerid_dash.domain.users import Role, User
from callerid_dash.services.jobs.jobs import AT_ONCE, Jobs, Progress
from callerid_dash.store.engine.database import Store
from tests.scenes import AGENT, SUPERVISOR
from tests.serving import wait_for

BOSS, OTHER_BOSS = User(1, "boss", "", Role.ADMIN), User(2, "chief", "", Role.ADMIN)
CALLS = JobKind.IMPORT_CALLS


@dataclass
class Worker:
    """Work that runs until the test ends it."""

    ends: threading.Event = field(default_factory=threading.Event)
    told: threading.Event = field(default_factory=threading.Event)
    done: int = 3

    def __call__(self, progress: Progress) -> Mapping[str, object]:
        while not self.ends.wait(0.005):
            progress.advance(self.done, 10, rows=self.done)
            self.told.set()
        return {"rows": 10, "rejected": 1}


@dataclass
class Desk:
    """One process, with a clock that the test moves."""

    store: Store
    root: Path
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.store, self.root, lambda: self.at, heartbeat=0.02)

    def started(self, worker: Worker, user: User = BOSS, kind: JobKind = CALLS) -> Job:
        job = self.jobs.start(user, kind, "Master.csv", worker)
        assert worker.told.wait(10)
        return job

    def ended(self, work: Callable[[Progress], Mapping[str, object]]) -> Job:
        job = self.jobs.start(BOSS, CALLS, "Master.csv", work)
        return self.end_of(job.id)

    def end_of(self, job_id: UUID) -> Job:
        wait_for(lambda: not self.jobs.get(BOSS, job_id).running, 10)
        return self.jobs.get(BOSS, job_id)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(store, tmp_path / "jobs")
    yield desk
    desk.jobs.stop()


@pytest.fixture
def other(desk: Desk) -> Jobs:
    """Another process on the same database."""
    return Jobs(desk.store, desk.root, lambda: desk.at)


def test_a_job_tells_how_far_it_is_to_every_process_and_ends_with_its_result(desk: Desk, other: Jobs) -> None:
    worker = Worker()
    job = desk.started(worker)
    here = desk.jobs.get(BOSS, job.id)
    assert (here.state, here.done, here.total, here.result) == (JobState.RUNNING, 3, 10, {"rows": 3})
    assert here.share == 0.3
    wait_for(lambda: other.get(BOSS, job.id).done == 3, 10)
    there = other.get(BOSS, job.id)
    assert (there.state, there.total, there.result, there.label) == (JobState.RUNNING, 10, {"rows": 3}, "Master.csv")
    worker.ends.set()
    ended = desk.end_of(job.id)
    assert (ended.state, ended.result) == (JobState.DONE, {"rows": 10, "rejected": 1})
    assert other.get(BOSS, job.id) == ended == other.latest(BOSS, CALLS)


@pytest.mark.parametrize("from_another_process", [False, True])
def test_a_cancelled_job_ends_soon_and_keeps_its_figures(desk: Desk, other: Jobs, from_another_process: bool) -> None:
    job = desk.started(Worker())
    (other if from_another_process else desk.jobs).cancel(BOSS, job.id)
    ended = desk.end_of(job.id)
    assert (ended.state, ended.done, ended.result, ended.error) == (JobState.CANCELLED, 3, {"rows": 3}, "")
    assert desk.jobs.cancel(BOSS, job.id) == ended


def test_what_the_work_states_as_wrong_is_kept_as_the_reason(desk: Desk) -> None:
    def work(progress: Progress) -> Mapping[str, object]:
        progress.advance(7)
        raise InvalidInput("Line %(line)s has no time.", values={"line": 8})

    job = desk.ended(work)
    assert (job.state, job.done, job.total) == (JobState.FAILED, 7, None)
    assert (job.error, job.error_values) == ("Line %(line)s has no time.", {"line": 8})


@pytest.mark.parametrize(
    ("error", "reason"), [(ValueError("secret"), Failure.UNEXPECTED), (StoreUnavailable("secret"), Failure.STORE)]
)
def test_what_nobody_has_stated_is_for_the_log_alone(desk: Desk, error: Exception, reason: Failure) -> None:
    def work(_progress: Progress) -> Mapping[str, object]:
        raise error

    job = desk.ended(work)
    assert (job.state, job.error, job.error_values) == (JobState.FAILED, reason, {})


def test_a_job_whose_process_has_died_reads_as_interrupted_after_a_minute(desk: Desk, other: Jobs) -> None:
    job = desk.started(Worker())
    wait_for(lambda: other.get(BOSS, job.id).done == 3, 10)
    desk.jobs._heartbeat = 1000  # its process says nothing any more
    desk.jobs.stop()
    with desk.store.engine.write() as session:  # as if its end had never been written down
        session.script(f"UPDATE jobs SET state = 'running', ended_at = NULL WHERE id = '{job.id}'")
    desk.at += timedelta(seconds=50)
    assert other.get(BOSS, job.id).state is JobState.RUNNING
    desk.at += timedelta(seconds=20)
    dead = other.get(BOSS, job.id)
    assert (dead.state, dead.error, dead.done) == (JobState.FAILED, Failure.INTERRUPTED, 3)
    assert dead == other.latest(BOSS, CALLS)


def test_a_job_that_works_long_between_two_figures_is_alive(desk: Desk, other: Jobs) -> None:
    job = desk.started(Worker())
    wait_for(lambda: other.get(BOSS, job.id).done == 3, 10)
    desk.at += timedelta(minutes=5)
    wait_for(lambda: other.get(BOSS, job.id).running, 10)


@pytest.mark.parametrize(
    ("user", "kind"),
    [
        (AGENT, JobKind.IMPORT_CALLS),
        (SUPERVISOR, JobKind.IMPORT_CALLS),
        (AGENT, JobKind.IMPORT_PROFILES),
        (User(3, "gone", "", Role.ADMIN, disabled=True), JobKind.EXPORT),
    ],
)
def test_who_may_not_do_a_thing_may_not_start_it_in_the_background(desk: Desk, user: User, kind: JobKind) -> None:
    with pytest.raises(Forbidden):
        desk.jobs.start(user, kind, "", Worker())
    assert desk.jobs.latest(user, kind) is None


def test_only_whoever_has_started_a_job_and_admins_see_and_end_it(desk: Desk) -> None:
    worker = Worker()
    job = desk.started(worker, AGENT, JobKind.EXPORT)
    for ask in (desk.jobs.get, desk.jobs.cancel):
        with pytest.raises(NotFound):
            ask(SUPERVISOR, job.id)
        with pytest.raises(NotFound):
            ask(AGENT, uuid4())
    assert desk.jobs.get(AGENT, job.id).running
    assert desk.jobs.latest(SUPERVISOR, JobKind.EXPORT) is None
    assert desk.jobs.latest(BOSS, JobKind.EXPORT) is None
    desk.jobs.cancel(OTHER_BOSS, job.id)
    assert desk.end_of(job.id).state is JobState.CANCELLED


def test_only_so_many_jobs_run_at_a_time(desk: Desk) -> None:
    workers = [Worker() for _ in range(AT_ONCE)]
    for worker in workers:
        desk.started(worker)
    with pytest.raises(Busy):
        desk.jobs.start(BOSS, CALLS, "", Worker())
    workers[0].ends.set()
    wait_for(lambda: len(desk.jobs._running) < AT_ONCE, 10)
    desk.started(Worker())


def test_the_end_of_the_product_ends_its_jobs_and_lets_no_more_begin(desk: Desk) -> None:
    job = desk.started(Worker())
    desk.jobs.stop()
    desk.jobs.stop()
    assert desk.jobs.get(BOSS, job.id).state is JobState.CANCELLED
    with pytest.raises(Busy):
        desk.jobs.start(BOSS, CALLS, "", Worker())


def test_files_of_a_job_lie_where_nobody_else_can_look_and_leave_after_a_day(desk: Desk) -> None:
    worker = Worker()
    running = desk.started(worker)
    upload = uuid4()
    for job_id in (running.id, upload):
        folder = desk.jobs.files.folder(job_id)
        (folder / "rejected.csv").write_text("x")
        assert [folder.stat().st_mode & 0o777, folder.parent.stat().st_mode & 0o777] == [0o700, 0o700]
    desk.jobs.tidy()
    assert len(list(desk.root.iterdir())) == 2
    desk.at += timedelta(days=1, minutes=1)
    desk.jobs.tidy()
    assert [path.name for path in desk.root.iterdir()] == [str(running.id)]
    worker.ends.set()
    wait_for(lambda: running.id not in desk.jobs._running, 10)
    desk.at += timedelta(days=1, minutes=1)
    desk.jobs.tidy()
    assert list(desk.root.iterdir()) == []
    desk.at += timedelta(days=30)
    desk.jobs.tidy()
    with pytest.raises(NotFound):
        desk.jobs.get(BOSS, running.id)


def test_a_file_that_was_just_written_keeps_its_folder(desk: Desk) -> None:
    folder = desk.jobs.files.folder(uuid4())
    (folder / "upload").write_text("x")
    for path in (folder, folder / "upload"):
        os.utime(path, (0, 0))
    (folder / "new").write_text("x")
    os.utime(folder, (0, 0))
    desk.jobs.tidy()
    assert folder.exists()


def test_files_may_come_before_their_job(desk: Desk) -> None:
    job_id = uuid4()
    (desk.jobs.files.folder(job_id) / "upload").write_text("three\nlines\nhere")

    def work(progress: Progress) -> Mapping[str, object]:
        return {"rows": len((progress.folder / "upload").read_text().splitlines())}

    job = desk.jobs.start(BOSS, CALLS, "", work, job_id)
    assert desk.end_of(job.id).result == {"rows": 3}
    wait_for(lambda: job_id not in desk.jobs._running, 10)
    desk.jobs.discard(job_id)
    assert not (desk.root / str(job_id)).exists()
