"""The content of the record dialog's fields, and its conversion from and to a record.

An unchanged time, offered or read, does not count as typed: it keeps its seconds, which the fields do not show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.profiles.records import Record, RecordDraft, RecordKind
from callerid_dash.locales import Translator
from callerid_dash.services.records.validation import RecordChanges
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.text.instants import instant_text, parse_instant
from callerid_dash.ui.words.records import record_kind_words


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """The content of the fields: ids and instants are text in the page's language."""

    kind: str
    subject: str = ""
    text: str = ""
    at: str = ""
    due: str = ""
    assignee: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """The hidden fields. `record` is '' for a new one; `at_now` and `at_call` are the offered times."""

    profile: str = ""
    record: str = ""
    version: str = ""
    call: str = ""
    at_now: str = ""
    at_call: str = ""

    def offered(self, kind: RecordKind | None) -> str:
        """The offered time: the call's time for a phone call, the present for everything else."""
        return self.at_call if kind and kind.is_phone_call and self.at_call else self.at_now


def read_form(values: Mapping[str, object]) -> tuple[TypedRecord, Fixed]:
    """The form's content from the browser; missing values are empty."""
    words = {name: "" if value is None else str(value) for name, value in values.items()}
    typed = TypedRecord(
        kind=words.get("kind", ""),
        subject=words.get("subject", ""),
        text=words.get("text", ""),
        at=words.get("at", ""),
        due=words.get("due", ""),
        assignee=words.get("assignee", ""),
        done=values.get("done") is True,
    )
    return typed, Fixed(**{each.name: words.get(each.name, "") for each in fields(Fixed)})


def typed_of(record: Record, formats: Formats) -> TypedRecord:
    """The fields' content for a record."""
    return TypedRecord(
        kind=str(record.kind.id),
        subject=record.subject,
        text=record.text,
        at=instant_text(record.happened_at, formats),
        due=instant_text(record.due_at, formats) if record.due_at else "",
        assignee=str(record.assignee_id or ""),
        done=record.done_at is not None,
    )


def draft_of(typed: TypedRecord, fixed: Fixed, snapshot: Snapshot, formats: Formats) -> RecordDraft:
    """The new record. Raises InvalidInput with the form's field, or NotFound."""
    kind = kind_of(typed.kind, snapshot)
    offered = typed.at == fixed.offered(kind)
    due, assignee, done = _to_do(typed, kind, formats)
    return RecordDraft(
        profile_id=number(fixed.profile, "There is no such profile."),
        kind_id=kind.id if kind else 0,
        subject=typed.subject,
        text=typed.text,
        happened_at=None if offered else parse_instant(typed.at, "at", formats),
        call_id=call_id(fixed.call) if fixed.call else None,
        due_at=due,
        assignee_id=assignee,
        done=done,
    )


def changes_of(typed: TypedRecord, before: Record, snapshot: Snapshot, formats: Formats) -> RecordChanges:
    """The changes to a record. Raises InvalidInput with the form's field, or NotFound."""
    kind, was = kind_of(typed.kind, snapshot), typed_of(before, formats)
    happened_at = None if typed.at == was.at else parse_instant(typed.at, "at", formats)
    due, assignee, done = _to_do(typed, kind, formats)
    return RecordChanges(
        kind_id=kind.id if kind else 0,
        subject=typed.subject,
        text=typed.text,
        happened_at=happened_at or before.happened_at,
        due_at=before.due_at if due and typed.due == was.due else due,
        assignee_id=assignee,
        done=done,
    )


def readable(typed: TypedRecord, snapshot: Snapshot, t: Translator) -> dict[str, str]:
    """The fields as words for display, without those that this kind does not have."""
    kind = kind_of(typed.kind, snapshot)
    shown = {
        "kind": record_kind_words(kind, t) if kind else "",
        "at": typed.at,
        "subject": typed.subject,
        "text": typed.text,
    }
    if kind and kind.to_do:
        user = snapshot.users.get(int(typed.assignee)) if typed.assignee.isdecimal() else None
        shown |= {"due": typed.due, "assignee": user.username if user else ""}
        shown |= {"done": t("Yes") if typed.done else t("No")}
    return shown


def kind_of(kind_id: object, snapshot: Snapshot) -> RecordKind | None:
    """The kind with this id."""
    wanted = str(kind_id)
    return snapshot.record_kinds.get(int(wanted)) if wanted.isascii() and wanted.isdecimal() else None


def number(text: object, otherwise: str) -> int:
    """An id from the browser. Raises NotFound with the message `otherwise`."""
    written = str(text or "")
    if not (written.isascii() and written.isdecimal()):
        raise NotFound(otherwise)
    return int(written)


def call_id(text: str) -> UUID:
    """A call's id from the browser. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("There is no such call.") from error


def _to_do(typed: TypedRecord, kind: RecordKind | None, formats: Formats) -> tuple[datetime | None, int | None, bool]:
    if not (kind and kind.to_do):
        return None, None, False
    assignee = number(typed.assignee, "This user does not exist or is disabled.") if typed.assignee else None
    return parse_instant(typed.due, "due", formats), assignee, typed.done
