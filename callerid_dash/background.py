"""Background work. Every failure is caught, logged once, shown by the health badge and `/metrics`, and tried again.

Every thread of the product starts here, so that none can end silently. A `Worker` repeats one turn, a `Task` keeps the
health of some work, `Background` holds the tasks of one product.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from callerid_dash.domain.errors import CallerIdError

log = logging.getLogger(__name__)

FIRST_RETRY = 0.5
LONGEST_RETRY = 30.0
"""Seconds; a turn that runs longer than the longest pause counts as working again."""
LOGGED_AGAIN = 3600.0
"""Seconds for which one kind of failure is logged only once, however often it occurs."""
_MOST_KINDS = 100


@dataclass(frozen=True, slots=True)
class TaskHealth:
    """The health of a task. `problem` is one line, free of secrets, '' while it is well; `since` is when it failed."""

    name: str
    well: bool
    failures: int = 0
    problem: str = ""
    since: datetime | None = None
    passing: bool = False
    """The task is a single attempt: a failure counts, but does not last."""


class Task:
    """Work that is attempted again and again in the background. Thread-safe."""

    def __init__(self, name: str, *, passing: bool = False) -> None:
        self.name = name
        self._passing = passing
        self._lock = threading.Lock()
        self._failures = 0
        self._problem = ""
        self._since: datetime | None = None
        self._logged = False
        self._kinds: dict[tuple[object, ...], float] = {}
        self._attempt_began: float | None = None

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do the work; returns False if it failed, whatever was raised."""
        self._attempt_began = time.monotonic()
        try:
            work()
        except BaseException as error:
            self.failed(error)
            return False
        finally:
            self._attempt_began = None
        self.works()
        return True

    def works(self) -> None:
        """Record that the last attempt succeeded."""
        if not self._problem:
            return
        with self._lock:
            logged, self._problem, self._since, self._logged = self._logged, "", None, False
        if logged:
            log.info("%s: works again", self.name)

    def failed(self, error: BaseException) -> None:
        """Record a failure; it is logged unless the same kind was logged lately."""
        with suppress(BaseException), self._lock:  # out of memory, even this may fail; the next try goes on
            self._failures += 1
            self._since = self._since or datetime.now(UTC)
            self._problem = problem = _words(error)
            if self._is_new(error):
                self._logged = True
                unstated = None if isinstance(error, CallerIdError) else error  # a stated error is one line
                log.log(logging.ERROR if unstated else logging.WARNING, "%s: %s", self.name, problem, exc_info=unstated)

    def health(self) -> TaskHealth:
        """A snapshot, from any thread."""
        with self._lock:
            began = self._attempt_began
            lasts = began is not None and time.monotonic() - began > LONGEST_RETRY
            if not self._problem or lasts or self._passing:
                return TaskHealth(self.name, True, self._failures, passing=self._passing)
            return TaskHealth(self.name, False, self._failures, self._problem, self._since)

    def _is_new(self, error: BaseException) -> bool:
        kind, now = _kind(error), time.monotonic()
        logged_at = self._kinds.get(kind)
        if logged_at is not None and now - logged_at < LOGGED_AGAIN:
            return False
        if len(self._kinds) >= _MOST_KINDS:
            self._kinds.clear()
        self._kinds[kind] = now
        return True


class Worker:
    """A thread that repeats a turn until it is stopped.

    `every`: seconds before each turn; with 0, a turn follows the other at once. After a failure it waits longer each
    time, up to `longest`. `stopping` is set when a turn that waits or loops by itself must end.
    """

    def __init__(
        self, task: Task, turn: Callable[[], object], every: float = 0.0, longest: float = LONGEST_RETRY
    ) -> None:
        self.task = task
        self._turn = turn
        self._every = every
        self._longest = longest
        self.stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=task.name, daemon=True)

    def start(self) -> None:
        """Start the thread; returns at once. Call it once."""
        self._thread.start()

    def stop(self, timeout: float | None = None) -> None:
        """Stop, waiting at most `timeout` seconds for the current turn. May be called twice, or without a start."""
        self.stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def join(self) -> None:
        """Wait until it ends by itself; a turn may end the worker by setting `stopping`."""
        self._thread.join()

    def is_alive(self) -> bool:
        """Does the thread run?"""
        return self._thread.is_alive()

    def health(self) -> TaskHealth:
        """The task's health; a thread that ended without being stopped is unwell."""
        health = self.task.health()
        if self._thread.ident is None or self._thread.is_alive() or self.stopping.is_set():
            return health
        return replace(health, well=False, problem=health.problem or "its thread has ended")

    def _run(self) -> None:
        pause, failures = self._every, 0
        while not self.stopping.wait(pause):
            began = time.monotonic()
            if self.task.attempt(self._turn):
                pause, failures = self._every, 0
                continue
            failures = 1 if time.monotonic() - began > LONGEST_RETRY else failures + 1
            pause = max(self._every, min(FIRST_RETRY * 2.0 ** min(failures - 1, 16), self._longest))


class Background:
    """The tasks of one product. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tasks: dict[str, Task] = {}
        self._workers: dict[str, Worker] = {}

    def task(self, name: str, *, passing: bool = False) -> Task:
        """The task of this name; created by the first call."""
        with self._lock:
            return self._tasks.setdefault(name, Task(name, passing=passing))

    def worker(
        self, name: str, turn: Callable[[], object], every: float = 0.0, longest: float = LONGEST_RETRY
    ) -> Worker:
        """A worker with its own task, not started yet. It replaces an earlier one of the same name."""
        worker = Worker(self.task(name), turn, every, longest)
        with self._lock:
            self._workers[name] = worker
        return worker

    def once(self, name: str, work: Callable[[], object], thread: str = "") -> threading.Thread:
        """Do something in a thread of its own. Raises RuntimeError if no thread can be started."""
        task = self.task(name, passing=True)
        started = threading.Thread(target=task.attempt, args=(work,), name=thread or name, daemon=True)
        started.start()
        return started

    def health(self) -> tuple[TaskHealth, ...]:
        """The health of every task, by name."""
        with self._lock:
            tasks, workers = dict(self._tasks), dict(self._workers)
        return tuple((workers.get(name) or tasks[name]).health() for name in sorted(tasks))

    def unwell(self) -> tuple[TaskHealth, ...]:
        """The tasks that fail."""
        return tuple(health for health in self.health() if not health.well)


def _words(error: BaseException) -> str:
    """The text of a stated error; of any other only its type, because its text may hold a number or a secret."""
    if isinstance(error, CallerIdError):
        return str(error)
    reason = error.strerror if isinstance(error, OSError) else ""
    return f"{type(error).__name__}: {reason}" if reason else f"internal error ({type(error).__name__})"


def _kind(error: BaseException) -> tuple[object, ...]:
    """The kind of an error: its type and the place where it was raised."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    return (type(error), place.tb_frame.f_code.co_filename, place.tb_lineno) if place else (type(error),)
