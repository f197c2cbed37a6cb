"""Records, written one by one and read newest first. Services decide who may do or see what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from callerid_dash.domain.profiles.records import Record, RecordFilter, RecordKind
from callerid_dash.domain.users import User
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import made, of_fields

PROGRAM_ID = 0
"""The author's id in a record that a program has written."""


@dataclass(frozen=True, slots=True)
class RecordContent:
    """The fields of a record to store, checked. `author_name` is stored only for programs."""

    profile_id: int
    kind_id: int
    subject: str
    text: str
    happened_at: datetime
    author_id: int
    author_name: str | None = None
    call_id: UUID | None = None
    number: str | None = None
    duration: timedelta | None = None
    due_at: datetime | None = None
    assignee_id: int | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordPosition:
    """The place of a record in its profile's history."""

    happened_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class RecordLookups:
    """The small tables that a record refers to, by id."""

    users: Mapping[int, User]
    kinds: Mapping[int, RecordKind]


def insert(session: Session, content: RecordContent, at: datetime) -> int:
    """Add a record and return its id."""
    record_id: int = session.value(
        "records.add",
        **of_fields(content, "profile_id", "call_id", "author_id", "author_name"),
        version=1,
        **_columns(content, at),
    )
    return record_id


def update(session: Session, record_id: int, version: int, content: RecordContent, at: datetime) -> bool:
    """Replace the fields of a record. Returns False, without a change, if it has another version by now.

    Its profile, call and author stay.
    """
    return session.value("records.update", id=record_id, version=version, **_columns(content, at)) is not None


def delete(session: Session, record_id: int) -> None:
    """Delete a record."""
    session.run("tables.remove records", id=record_id)


def by_id(session: Session, record_id: int, lookups: RecordLookups) -> Record | None:
    """The record with this id; None if it does not exist."""
    row = session.row("records.by_id", id=record_id)
    return _record(row, lookups) if row else None


def of_profile(
    session: Session,
    profile_id: int,
    wanted: RecordFilter,
    limit: int,
    after: RecordPosition | None,
    lookups: RecordLookups,
) -> list[Record]:
    """The newest `limit` wanted records of a profile that follow `after`, whatever their words."""
    to_do = [kind.id for kind in lookups.kinds.values() if kind.to_do]
    rows = session.rows(
        "records.of_profile",
        profile_id=profile_id,
        kind_id=wanted.kind,
        author_id=wanted.author,
        **of_fields(wanted, "since", "before"),
        open_kinds=to_do if wanted.open_tasks else None,
        after=after.happened_at if after else None,
        after_id=after.id if after else None,
        limit=limit,
    )
    return [_record(row, lookups) for row in rows]


def written_after(
    session: Session,
    record_id: int,
    wanted: RecordFilter,
    profile_id: int | None,
    limit: int,
    lookups: RecordLookups,
) -> list[Record]:
    """The first `limit` records, of one profile or all, that were written after this one, in the times of `wanted`."""
    rows = session.rows(
        "records.written_after",
        id=record_id,
        profile_id=profile_id,
        **of_fields(wanted, "since", "before"),
        limit=limit,
    )
    return [_record(row, lookups) for row in rows]


def how_many(session: Session, wanted: RecordFilter, profile_id: int | None) -> int:
    """How many records, of one profile or all, there are in the times of `wanted`."""
    return int(session.value("records.how_many", profile_id=profile_id, **of_fields(wanted, "since", "before")))


def _columns(content: RecordContent, at: datetime) -> dict[str, object]:
    return {
        **of_fields(content, "kind_id", "subject", "happened_at", "number", "due_at", "assignee_id", "done_at"),
        "body": content.text,
        "duration_seconds": round(content.duration.total_seconds()) if content.duration is not None else None,
        "updated_at": at,
    }


def _record(row: Row, lookups: RecordLookups) -> Record:
    author, assignee = lookups.users.get(row["author_id"]), lookups.users.get(row["assignee_id"])
    seconds = row["duration_seconds"]
    # Another process may have added the kind a moment ago.
    kind = lookups.kinds.get(row["kind_id"]) or RecordKind(row["kind_id"], 0, None, "", retired=True)
    return made(
        Record,
        row,
        kind=kind,
        author=author.username if author else row["author_name"] or "",
        duration=timedelta(seconds=seconds) if seconds is not None else None,
        assignee=assignee.username if assignee else "",
    )
