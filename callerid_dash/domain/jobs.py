"""Background jobs that a user starts and follows on a page: an import, a large export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

ProgressCallback = Callable[[int, int], None]
"""Called now and then with what is done and the total; 0 while the total is unknown. Raising ends the work."""


class JobKind(StrEnum):
    """The kind of work."""

    IMPORT_CALLS = "import_calls"
    IMPORT_PROFILES = "import_profiles"
    EXPORT = "export"


class JobState(StrEnum):
    """The state of a job."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Failure(StrEnum):
    """Why a job failed, where the error has no sentence of its own."""

    INTERRUPTED = "interrupted"
    """The process ended while the job ran."""
    STORE = "store"
    """The database did not answer."""
    UNEXPECTED = "unexpected"


class Cancelled(Exception):
    """The job must end now. Not a stated error, so that code which tolerates those does not tolerate this one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job at an instant. `total` is None while the amount of work is unknown.

    `result` are figures by name, also while it runs. `error` is a `Failure`, or a sentence in English with open
    `%(name)s` places that `error_values` fill. `cancelling`: somebody has asked to end it.
    """

    id: UUID
    kind: JobKind
    user_id: int
    label: str
    state: JobState
    started_at: datetime
    updated_at: datetime
    done: int = 0
    total: int | None = None
    result: Mapping[str, object] = field(default_factory=dict)
    error: str = ""
    error_values: Mapping[str, object] = field(default_factory=dict)
    ended_at: datetime | None = None
    cancelling: bool = False

    @property
    def running(self) -> bool:
        """Is the job still running?"""
        return self.state is JobState.RUNNING

    @property
    def share(self) -> float | None:
        """The share that is done, 0 to 1; None while it is unknown."""
        if self.state is JobState.DONE:
            return 1.0
        return min(max(self.done / self.total, 0.0), 1.0) if self.total else None

    def elapsed(self, now: datetime) -> timedelta:
        """How long the job has run."""
        return max((self.ended_at or now) - self.started_at, timedelta())
