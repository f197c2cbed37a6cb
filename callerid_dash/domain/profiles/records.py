"""Records: the dated entries that people write in a profile's history, and their kinds.

Pure: storing is `store/records/records.py`, use cases are `services/records/records.py`. The automatic call log is
something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

PHONE_CALL = "phone_call"
APPOINTMENT = "appointment"
_TO_DO = frozenset({"task", APPOINTMENT})
LONGEST_SUBJECT = 200
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class RecordKind:
    """An entry of the ordered list of kinds. A built-in one has a `key`, by which its title is translated.

    A retired kind is no longer offered; its records stay.
    """

    id: int
    position: int
    key: str | None
    title: str
    retired: bool = False

    @property
    def to_do(self) -> bool:
        """Do its records have a due time, an assignee and an end?"""
        return self.key in _TO_DO

    @property
    def is_phone_call(self) -> bool:
        """Do its records take time, number and duration from a call?"""
        return self.key == PHONE_CALL

    @property
    def is_appointment(self) -> bool:
        """Must its records have a time?"""
        return self.key == APPOINTMENT


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Conditions on records; None is no condition.

    `text`: all its words are in the subject or the text, in any spelling. `since` is inclusive, `before` exclusive;
    both are aware. `open_tasks`: only tasks and appointments that are not done.
    """

    kind: int | None = None
    author: int | None = None
    text: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    open_tasks: bool = False


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """The data of a new record.

    `happened_at` defaults to now, or for a phone call to the call's beginning. `due_at`, `assignee_id` and `done` are
    for kinds that are `to_do`. All instants are aware.
    """

    profile_id: int
    kind_id: int
    subject: str = ""
    text: str = ""
    happened_at: datetime | None = None
    call_id: UUID | None = None
    due_at: datetime | None = None
    assignee_id: int | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A stored record. `version` grows with each saved change.

    `author` and `assignee` are user names; a program has `author_id` 0 and its own name as `author`. `number` and
    `duration` are those of a phone call: the stored number of the caller, and the talk time, None while it is unknown.
    """

    id: int
    profile_id: int
    kind: RecordKind
    subject: str
    text: str
    happened_at: datetime
    author_id: int
    author: str
    version: int = 1
    call_id: UUID | None = None
    number: str | None = None
    duration: timedelta | None = None
    due_at: datetime | None = None
    assignee_id: int | None = None
    assignee: str = ""
    done_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Does it still have to be done?"""
        return self.kind.to_do and self.done_at is None

    def overdue(self, now: datetime) -> bool:
        """Is it open past its due time?"""
        return self.open and self.due_at is not None and self.due_at < now
