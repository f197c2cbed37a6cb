"""Work in the background: whatever goes wrong there is caught, logged once, told by the health badge and `/metrics`,
and tried again. Every thread of the product starts here, so that none can end in silence.

A `Worker` does one turn after the other, a `Task` knows how a thing goes, `Background` keeps the tasks of one product.
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
"""Seconds; a turn that lasts longer than the longest pause goes well again."""
SAID_AGAIN = 3600.0
"""Seconds in which one kind of failure is logged once, however often it comes and goes."""
_MOST_KINDS = 100


@dataclass(frozen=True, slots=True)
class TaskHealth:
    """How a task is doing. `problem` is one line, free of secrets; '' while it is well. `since` it is unwell."""

    name: str
    well: bool
    failures: int = 0
    problem: str = ""
    since: datetime | None = None
    passing: bool = False
    """It is over after one attempt: a failure counts, but is nothing that lasts."""


class Task:
    """One thing that is done in the background, time after time. Thread-safe."""

    def __init__(self, name: str, *, passing: bool = False) -> None:
        self.name = name
        self._passing = passing
        self._lock = threading.Lock()
        self._failures = 0
        self._problem = ""
        self._since: datetime | None = None
        self._told = False
        self._kinds: dict[tuple[object, ...], float] = {}
        self._attempt_began: float | None = None

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do it; False when it failed, whatever was raised."""
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
        """It went well just now."""
        if not self._problem:
            return
        with self._lock:
            told, self._problem, self._since, self._told = self._told, "", None, False
        if told:
            log.info("%s: works again", self.name)

    def failed(self, error: BaseException) -> None:
        """It went wrong; logged, unless just this was logged lately."""
        with suppress(BaseException), self._lock:  # where memory is short even this may fail; the next try goes on
            self._failures += 1
            self._since = self._since or datetime.now(UTC)
            self._problem = problem = _words(error)
            if self._is_news(error):
                self._told = True
                unstated = None if isinstance(error, CallerIdError) else error  # a stated one is one line
                log.log(logging.ERROR if unstated else logging.WARNING, "%s: %s", self.name, problem, exc_info=unstated)

    def health(self) -> TaskHealth:
        """A snapshot, from any thread."""
        with self._lock:
            began = self._attempt_began
            lasts = began is not None and time.monotonic() - began > LONGEST_RETRY
            if not self._problem or lasts or self._passing:
                return TaskHealth(self.name, True, self._failures, passing=self._passing)
            return TaskHealth(self.name, False, self._failures, self._problem, self._since)

    def _is_news(self, error: BaseException) -> bool:
        kind, now = _kind(error), time.monotonic()
        said = self._kinds.get(kind)
        if said is not None and now - said < SAID_AGAIN:
            return False
        if len(self._kinds) >= _MOST_KINDS:
            self._kinds.clear()
        self._kinds[kind] = now
        return True


class Worker:
    """A thread that does a turn, again and again, until it is stopped.

    `every` so many seconds, the first time after them; with 0, at once when the turn before has ended. After a failure
    it waits, longer each time up to `longest`. `stopping` is set when a turn that waits or goes on by itself shall end.
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
        """Begin; returns at once. Once only."""
        self._thread.start()

    def stop(self, timeout: float | None = None) -> None:
        """End, waiting for the turn in progress, at most so many seconds. May be called twice, or without a start."""
        self.stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def join(self) -> None:
        """Wait until it has ended by itself; a turn may end the worker by setting `stopping`."""
        self._thread.join()

    def is_alive(self) -> bool:
        """Does the thread run?"""
        return self._thread.is_alive()

    def health(self) -> TaskHealth:
        """How the task is doing; a thread that has ended unasked is unwell, whatever became of it."""
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
        """The task of this name; the first to ask makes it."""
        with self._lock:
            return self._tasks.setdefault(name, Task(name, passing=passing))

    def worker(
        self, name: str, turn: Callable[[], object], every: float = 0.0, longest: float = LONGEST_RETRY
    ) -> Worker:
        """A worker of its own task, not started yet. One of the same name takes the place of an earlier one."""
        worker = Worker(self.task(name), turn, every, longest)
        with self._lock:
            self._workers[name] = worker
        return worker

    def once(self, name: str, work: Callable[[], object], thread: str = "") -> threading.Thread:
        """Do something in a thread that ends with it. Raises RuntimeError when no thread can be started."""
        task = self.task(name, passing=True)
        started = threading.Thread(target=task.attempt, args=(work,), name=thread or name, daemon=True)
        started.start()
        return started

    def health(self) -> tuple[TaskHealth, ...]:
        """Every task, by name."""
        with self._lock:
            tasks, workers = dict(self._tasks), dict(self._workers)
        return tuple((workers.get(name) or tasks[name]).health() for name in sorted(tasks))

    def unwell(self) -> tuple[TaskHealth, ...]:
        """The tasks that fail."""
        return tuple(health for health in self.health() if not health.well)


def _words(error: BaseException) -> str:
    """What a stated error says; of any other its kind alone, for its text may hold a number or a secret."""
    if isinstance(error, CallerIdError):
        return str(error)
    reason = error.strerror if isinstance(error, OSError) else ""
    return f"{type(error).__name__}: {reason}" if reason else f"internal error ({type(error).__name__})"


def _kind(error: BaseException) -> tuple[object, ...]:
    """Errors of one type, raised at one place, are of one kind."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    return (type(error), place.tb_frame.f_code.co_filename, place.tb_lineno) if place else (type(error),)
