"""`/api/v1/profiles/ID/records`: the records of profiles for other programs, with their models."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.records import Record, RecordDraft, RecordFilter
from callerid_dash.domain.scopes import Scope
from callerid_dash.services.records.records import MOST_PER_PAGE, Records
from callerid_dash.services.shared.directory import Directory, Snapshot
from callerid_dash.services.shared.paging import Page
from callerid_dash.web.api.fields import (
    Answer,
    GivenText,
    Instant,
    Key,
    Note,
    QueryInstant,
    Reference,
    Sent,
    Text,
    of,
)
from callerid_dash.web.api.operations import Operations, program, read_body, read_query
from callerid_dash.web.api.profiles import ONE
from callerid_dash.web.api.references import referred, user_id

_FIELDS = {"happened_at": "at"}
"""Fields that the service names differently from the API."""


def _uuid(value: object) -> object:
    try:
        return UUID(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ValueError("Expected the id of a call.") from error


def _whole_seconds(length: timedelta | None) -> int | None:
    return round(length.total_seconds()) if length is not None else None


class RecordIn(Sent):
    """A new record. Only tasks and appointments have a due time, an assignee and an end."""

    kind: Reference = Field(description="The key, id or title of a kind")
    subject: Text = ""
    text: Note = ""
    at: Instant | None = Field(None, description="When it happened; now, or when the call began, when left out")
    due_at: Instant | None = None
    assignee: Key | None = Field(None, description="A user name")
    done: bool = False
    call_id: Annotated[UUID, BeforeValidator(_uuid)] | None = Field(None, description="The id of a call")


class RecordsQuery(Sent):
    """A query for records, newest first; conditions are joined by 'and'."""

    cursor: Key | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_PER_PAGE)] = 50
    kind: Key | None = Field(None, description="The key, id or title of a kind")
    author: Key | None = Field(None, description="A user name")
    q: Text | None = Field(None, description="Words of the subject or the text")
    since: QueryInstant | None = Field(None, alias="from", description="Records of this instant or later")
    until: QueryInstant | None = Field(None, alias="to", description="Records before this instant")
    open: bool = Field(False, description="Only what has still to be done")


class RecordKindOut(Answer):
    """The kind of a record; `key` names the built-in ones."""

    id: int
    key: str | None
    title: str


class RecordOut(Answer):
    """A record. `author` and `assignee` are user names; a program is named by its token."""

    id: int
    version: int
    profile_id: int
    kind: RecordKindOut
    subject: str
    text: str
    at: Instant = of("happened_at")
    author: str
    call_id: UUID | None
    number: str | None
    duration_seconds: Annotated[int | None, BeforeValidator(_whole_seconds)] = of("duration")
    due_at: Instant | None
    assignee: GivenText
    done_at: Instant | None


class RecordsOut(Answer):
    """A page of records."""

    items: list[RecordOut]
    next_cursor: str | None


def add_records(operations: Operations, records: Records, directory: Directory) -> None:
    """The routes of records."""

    @operations.add(
        "POST", f"{ONE}/records", scope=Scope.PROFILES_WRITE, body=(RecordIn,), answer=RecordOut, status=201
    )
    def add_record(profile_id: int) -> Record:
        """Add a record to a profile."""
        draft = _draft(profile_id, read_body(RecordIn), directory.snapshot)
        try:
            return records.create(draft, program())
        except InvalidInput as error:
            raise error.at(_FIELDS.get(error.field or "", error.field)) from error

    @operations.add("GET", f"{ONE}/records", scope=Scope.PROFILES_READ, query=RecordsQuery, answer=RecordsOut)
    def list_records(profile_id: int) -> Page[Record]:
        """The records of a profile, newest first."""
        query = read_query(RecordsQuery)
        return records.of_profile(None, profile_id, _filter(query, directory.snapshot), query.cursor, query.limit)


def _draft(profile_id: int, sent: RecordIn, snapshot: Snapshot) -> RecordDraft:
    return RecordDraft(
        profile_id=profile_id,
        kind_id=_kind(sent.kind, snapshot),
        subject=sent.subject,
        text=sent.text,
        happened_at=sent.at,
        call_id=sent.call_id,
        due_at=sent.due_at,
        assignee_id=user_id(sent.assignee, "assignee", snapshot),
        done=sent.done,
    )


def _filter(query: RecordsQuery, snapshot: Snapshot) -> RecordFilter:
    return RecordFilter(
        kind=_kind(query.kind, snapshot) if query.kind else None,
        author=user_id(query.author, "author", snapshot),
        text=query.q,
        since=query.since,
        before=query.until,
        open_tasks=query.open,
    )


def _kind(wanted: int | str, snapshot: Snapshot) -> int:
    """The id of a kind, given by key, id or title."""
    kinds = snapshot.record_kinds.values()
    known = ((kind.id, (str(kind.id), kind.key or kind.title, kind.title)) for kind in kinds)
    return referred(wanted, known, "kind", "There is no such kind of record.")
