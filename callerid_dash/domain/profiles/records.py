"""Records: the dated entries in a profile's history that people write, and the kinds that an office has of them.

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
    """One entry of the ordered list of kinds. Built-in ones have a `key`, by which their title is translated.

    A retired kind is not offered any more; its records stay.
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
        """Are its records nothing without a time at which one meets?"""
        return self.key == APPOINTMENT


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What a new record is made of.

    Without `happened_at` it is now, or when the call began that a phone call is about. `due_at`, `assignee_id` and
    `done` are for kinds that are `to_do`. All instants are aware.
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
    """A record as it is kept. `version` grows with each saved change.

    `author` and `assignee` are user names; `author_id` is 0 for a program, whose name `author` is then. `number` and
    `duration` are those of the call that a phone call was: the caller's number as it is kept, and the time talked,
    None while nobody knows it.
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
        """Is it something that still has to be done?"""
        return self.kind.to_do and self.done_at is None

    def overdue(self, now: datetime) -> bool:
        """Should it have been done by now?"""
        return self.open and self.due_at is not None and self.due_at < now
