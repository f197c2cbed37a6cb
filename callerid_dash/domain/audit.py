"""The lines of the audit trail: who changed what, when, and from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AuditAction(StrEnum):
    """The action that a line of the audit trail reports."""

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
    """The actor was refused an action; nothing was changed."""


class SubjectKind(StrEnum):
    """The kind of thing that was acted on."""

    PROFILE = "profile"
    RECORD = "record"
    CALL = "call"
    MISSED = "missed"
    """The missed calls of a number; the subject's id is the number."""
    SETTING = "setting"
    COLOR = "color"
    CATEGORY = "category"
    LINE = "line"
    EXTENSION = "extension"
    RECORD_KIND = "record_kind"
    USER = "user"
    TOKEN = "token"  # noqa: S105 - the word, not a secret
    REPORT = "report"
    """Figures of the analytics page; the subject's id is the name of the exported file."""
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words that stay readable when the thing they name is gone. Never a secret."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A stored line of the audit trail. `actor_id` is None for a program and 0 for the command line."""

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
    """The fields that differ; a field missing on one side counts as ''."""
    fields = dict.fromkeys((*before, *after))
    pairs = [Change(field, before.get(field, ""), after.get(field, "")) for field in fields]
    return tuple(change for change in pairs if change.before != change.after)
