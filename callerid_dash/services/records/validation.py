"""Checks a record's content: turns a draft into what is stored, or raises an error that names the field.

Pure, given the small tables in memory and the call that the record is about; `services/records/records.py` reads and
writes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypedDict

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.phones import NumberKind
from callerid_dash.domain.profiles.records import LONGEST_SUBJECT, LONGEST_TEXT, Record, RecordDraft, RecordKind
from callerid_dash.domain.texts import one_line, several_lines
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.records.records import RecordContent

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class RecordChanges(TypedDict, total=False):
    """Changes to a record: an absent field stays. Profile, call and author never change.

    If the new kind is not `to_do`, due time, assignee and end are dropped unless they are given.
    """

    kind_id: int
    subject: str
    text: str
    happened_at: datetime
    due_at: datetime | None
    assignee_id: int | None
    done: bool


@dataclass(frozen=True, slots=True)
class RecordRules:
    """The rules at one instant."""

    snapshot: Snapshot
    now: datetime

    def content(
        self, draft: RecordDraft, author: tuple[int, str | None], call: FeedRow | None, before: Record | None = None
    ) -> RecordContent:
        """The content to store for a draft. Raises InvalidInput with its field.

        `author` is the user's id, or 0 and the name of a program. Values of `before` may stay, even if they could not
        be chosen any more.
        """
        kind = self._kind(draft, before)
        subject = one_line(draft.subject, "subject", LONGEST_SUBJECT)
        text = several_lines(draft.text, "text", LONGEST_TEXT)
        of_call = call if kind.is_phone_call else None
        if not (subject or text or of_call):
            raise InvalidInput("Write a subject or a text.", "subject")
        started_at = of_call.call.started_at if of_call else self.now
        return RecordContent(
            profile_id=draft.profile_id,
            kind_id=kind.id,
            subject=subject,
            text=text,
            happened_at=_instant(draft.happened_at, "happened_at") if draft.happened_at else started_at,
            author_id=author[0],
            author_name=author[1],
            call_id=draft.call_id,
            number=_number(of_call) if of_call else None,
            # The duration of a call that has not ended is read from the call until it is stored here.
            duration=of_call.call.talk if of_call else None,
            due_at=self._due_at(draft, kind),
            assignee_id=self._assignee_id(draft, kind, before),
            done_at=self._done_at(draft, kind, before),
        )

    def _kind(self, draft: RecordDraft, before: Record | None) -> RecordKind:
        kind = self.snapshot.record_kinds.get(draft.kind_id)
        if kind is None or (kind.retired and not (before and before.kind.id == kind.id)):
            raise InvalidInput("This kind of record does not exist or is not offered any more.", "kind")
        return kind

    def _due_at(self, draft: RecordDraft, kind: RecordKind) -> datetime | None:
        if draft.due_at is None:
            if kind.is_appointment:
                raise InvalidInput("An appointment needs a time at which it takes place.", "due_at")
            return None
        _only_to_do(kind, "due_at")
        return _instant(draft.due_at, "due_at")

    def _assignee_id(self, draft: RecordDraft, kind: RecordKind, before: Record | None) -> int | None:
        if draft.assignee_id is None:
            return None
        _only_to_do(kind, "assignee")
        self.snapshot.check_user(draft.assignee_id, "assignee", before.assignee_id if before else None)
        return draft.assignee_id

    def _done_at(self, draft: RecordDraft, kind: RecordKind, before: Record | None) -> datetime | None:
        if not draft.done:
            return None
        _only_to_do(kind, "done")
        return (before.done_at if before else None) or self.now


def changed_draft(record: Record, changes: RecordChanges, kinds: dict[int, RecordKind]) -> RecordDraft:
    """The draft of a record with these changes."""
    draft = RecordDraft(
        profile_id=record.profile_id,
        kind_id=record.kind.id,
        subject=record.subject,
        text=record.text,
        happened_at=record.happened_at,
        call_id=record.call_id,
    )
    kind = kinds.get(changes.get("kind_id", record.kind.id))
    if kind and kind.to_do:
        done = record.done_at is not None
        draft = replace(draft, due_at=record.due_at, assignee_id=record.assignee_id, done=done)
    return replace(draft, **changes)


def described(record: Record, profile_name: str) -> dict[str, str]:
    """The record for the audit trail: one readable text per field."""
    return {
        "profile": profile_name,
        "kind": record.kind.title,
        "subject": record.subject,
        "text": record.text,
        "happened_at": _text(record.happened_at),
        "due_at": _text(record.due_at),
        "assignee": record.assignee,
        "done_at": _text(record.done_at),
        "call": str(record.call_id or ""),
    }


def _only_to_do(kind: RecordKind, field: str) -> None:
    if not kind.to_do:
        raise InvalidInput("Only tasks and appointments have this.", field)


def _instant(at: datetime, field: str) -> datetime:
    if at.tzinfo is None:
        raise InvalidInput("An instant needs its offset from UTC.", field)
    if not EARLIEST <= at < LATEST:
        raise InvalidInput("This time is too far away.", field)
    return at


def _number(call: FeedRow) -> str | None:
    if call.number.kind is NumberKind.WITHHELD:
        return None
    return call.number.canonical or call.number.raw or None


def _text(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else ""
