"""One line of the audit trail: who changed what, when, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AuditAction(StrEnum):
    """What was done."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MERGED = "merged"
    ATTRIBUTED = "attributed"
    CLOSED = "closed"
    UNDONE = "undone"
    EXPORTED = "exported"
    IMPORTED = "imported"
    REFUSED = "refused"
    """Somebody asked for what they may not do; nothing was changed."""


class SubjectKind(StrEnum):
    """What it was done to."""

    PROFILE = "profile"
    RECORD = "record"
    CALL = "call"
    MISSED = "missed"
    """Unanswered calls of a number; the subject's id is the number."""
    SETTING = "setting"
    COLOR = "color"
    CATEGORY = "category"
    LINE = "line"
    EXTENSION = "extension"
    RECORD_KIND = "record_kind"
    USER = "user"
    TOKEN = "token"  # noqa: S105 - the word, not a secret
    REPORT = "report"
    """Figures of the analytics page; the subject's id is the file's name."""
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words that stay readable when what they name is gone. Never a secret."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line as it is kept. `actor_id` is None for a program and 0 for the command line."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: AuditAction
    kind: SubjectKind
    subject_id: str
    title: str
    changes: tuple[Change, ...]


def differences(before: dict[str, str], after: dict[str, str]) -> tuple[Change, ...]:
    """The fields that differ; one that is missing on a side is '' there."""
    fields = dict.fromkeys((*before, *after))
    pairs = [Change(field, before.get(field, ""), after.get(field, "")) for field in fields]
    return tuple(change for change in pairs if change.before != change.after)
