"""A failure in a background thread is caught, logged once, shown, and retried; no thread ends silently."""

from __future__ import annotations

import ast
import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import callerid_dash
from callerid_dash import background
from callerid_dash.background import Background
from callerid_dash.domain.errors import StoreUnavailable
from tests.serving import wait_for

PACKAGE = Path(callerid_dash.__file__).parent
ELSEWHERE = {
    "background.py": "every thread starts here",
    "domain/files/subprocess_reader.py": "a timer that does nothing but end a process that reads for too long",
    "store/exports/parquet.py": "whoever writes the lines of the file waits for its end and gets its error",
    "commands/remote.py": "a thread for each command that another process sends; what it raises is logged",
}
"""Modules that may make threads, and why."""
_MAKE_THREADS = {"Thread", "Timer", "ThreadPoolExecutor", "ThreadingMixIn", "start_new_thread"}


def test_no_thread_is_made_but_by_the_supervisor() -> None:
    def makes_threads(file: Path) -> bool:
        nodes = list(ast.walk(ast.parse(file.read_text())))
        made = [node.func for node in nodes if isinstance(node, ast.Call)]
        made += [base for node in nodes if isinstance(node, ast.ClassDef) for base in node.bases]
        names = {ast.unparse(each).rpartition(".")[2] for each in made}
        return any(name in _MAKE_THREADS or name.startswith("Threading") for name in names)

    found = {str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*.py") if makes_threads(file)}
    assert found == ELSEWHERE.keys(), "start it with callerid_dash.background, or name it here with the reason"


class Work:
    """Fails as often as it is told to, then works."""

    def __init__(self, *failures: BaseException) -> None:
        self.failures = list(failures)
        self.turns = 0

    def __call__(self) -> None:
        self.turns += 1
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "FIRST_RETRY", 0.001)


@pytest.mark.parametrize(
    "failure",
    [StoreUnavailable("gone"), OSError(28, "No space left on device"), MemoryError(), RuntimeError(), SystemExit(1)],
)
def test_a_worker_goes_on_whatever_goes_wrong(failure: BaseException) -> None:
    work, tasks = Work(failure, failure), Background()
    worker = tasks.worker("chores", work)
    worker.start()
    wait_for(lambda: work.turns > 3, 10)
    worker.stop()
    [health] = tasks.health()
    assert (health.well, health.failures) == (True, 2)
    assert not worker.is_alive()


def test_a_worker_waits_longer_each_time_and_is_quick_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    work = Work(*[OSError() for _ in range(4)])
    worker = Background().worker("chores", work, every=0.25, longest=1.0)
    monkeypatch.setattr(background, "FIRST_RETRY", 0.3)

    def wait(pause: float) -> bool:
        pauses.append(pause)
        return len(pauses) > 6

    monkeypatch.setattr(worker.stopping, "wait", wait)
    worker._run()
    assert pauses == [0.25, 0.3, 0.6, 1.0, 1.0, 0.25, 0.25]


def test_one_kind_of_failure_is_logged_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    task = Background().task("chores")

    def full() -> None:
        raise OSError(28, "No space left on device", "/secret/0912")

    def gone() -> None:
        raise StoreUnavailable("The database is gone.")

    for work in (full, full, gone, full, gone, lambda: None, lambda: None):
        task.attempt(work)
    assert [record.getMessage() for record in caplog.records] == [
        "chores: OSError: No space left on device",
        "chores: The database is gone.",
        "chores: works again",
    ]
    assert [bool(record.exc_info) for record in caplog.records] == [True, False, False]
    assert task.health().failures == 5


def test_what_comes_and_goes_is_not_logged_each_time(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    task = Background().task("chores")

    def full() -> None:
        raise OSError

    for _ in range(3):
        task.attempt(full)
        task.attempt(lambda: None)
    assert len(caplog.records) == 2


def test_while_it_fails_it_is_unwell_and_says_why_without_what_nobody_stated() -> None:
    tasks = Background()
    task = tasks.task("chores")
    for error, said in [
        (StoreUnavailable("gone"), "gone"),
        (ValueError("09121234567"), "internal error (ValueError)"),
        (OSError(28, "No space left on device", "0912"), "OSError: No space left on device"),
    ]:
        task.failed(error)
        [health] = tasks.unwell()
        assert (health.name, health.well, health.problem) == ("chores", False, said)
        assert health.since
    task.works()
    assert tasks.unwell() == ()


def test_a_turn_that_goes_on_for_long_after_a_failure_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks, serving, go_on, failures = Background(), threading.Event(), threading.Event(), [OSError()]

    def serve() -> None:
        if failures:
            raise failures.pop()
        serving.set()
        go_on.wait(20)

    worker = tasks.worker("listener", serve)
    worker.start()
    assert serving.wait(10)
    assert [health.name for health in tasks.unwell()] == ["listener"]
    monkeypatch.setattr(background, "LONGEST_RETRY", 0.0)
    assert tasks.unwell() == ()
    worker.stopping.set()
    go_on.set()
    worker.stop()


def test_a_thread_that_has_ended_all_the_same_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = Background()
    worker = tasks.worker("chores", Work())
    assert tasks.unwell() == ()  # it has not begun
    monkeypatch.setattr(worker, "_run", lambda: None)
    worker._thread = threading.Thread(target=worker._run)
    worker.start()
    worker.join()
    assert [health.problem for health in tasks.unwell()] == ["its thread has ended"]


def test_what_is_done_once_counts_its_failure_but_does_not_stay_unwell() -> None:
    tasks = Background()
    tasks.once("places", Work(MemoryError())).join()
    tasks.once("places", Work()).join()
    [health] = tasks.health()
    assert (health.passing, health.well, health.failures) == (True, True, 1)


@pytest.mark.parametrize("begin", [lambda worker: None, lambda worker: worker.start()])
def test_a_worker_may_be_stopped_twice_and_before_it_began(begin: Callable[[background.Worker], None]) -> None:
    worker = Background().worker("chores", Work(), every=60)
    begin(worker)
    worker.stop()
    worker.stop()
    assert not worker.is_alive()
