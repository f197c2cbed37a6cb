"""Work in the background that somebody has started and follows on a page: an import, a large export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

ProgressCallback = Callable[[int, int], None]
"""Called now and then with what is done and the total; 0 while the total is unknown. Raising ends the work."""


class JobKind(StrEnum):
    """What is worked on."""

    IMPORT_CALLS = "import_calls"
    IMPORT_PROFILES = "import_profiles"
    EXPORT = "export"


class JobState(StrEnum):
    """How it stands with a job."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Failure(StrEnum):
    """Why a job has failed, where no sentence of the work says it."""

    INTERRUPTED = "interrupted"
    """Its process has ended in the middle."""
    STORE = "store"
    """The database did not answer."""
    UNEXPECTED = "unexpected"


class Cancelled(Exception):
    """The job shall end now. No stated error on purpose: what carries on after one must not carry on after this."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as of an instant. `total` is None while nobody knows how much there is to do.

    `result` are figures by name, also while it runs. `error` says why it has failed: a `Failure`, or a sentence in
    English with its `%(name)s` places still open, which `error_values` fill. `cancelling`: somebody has asked for its
    end.
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
        """Does it still work?"""
        return self.state is JobState.RUNNING

    @property
    def share(self) -> float | None:
        """How much of it is done, 0 to 1; None while nobody knows."""
        if self.state is JobState.DONE:
            return 1.0
        return min(max(self.done / self.total, 0.0), 1.0) if self.total else None

    def elapsed(self, now: datetime) -> timedelta:
        """How long it has worked."""
        return max((self.ended_at or now) - self.started_at, timedelta())
