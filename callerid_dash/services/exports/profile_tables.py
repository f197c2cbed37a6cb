"""Profiles and records as tables: their columns, and their rows in batches of at most `AT_ONCE`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from callerid_dash.domain.profiles.profiles import TEXTS, OwnerRole, Profile, ProfilePhone
from callerid_dash.domain.profiles.records import Record, RecordFilter
from callerid_dash.domain.users import User, sees_every_call
from callerid_dash.services.records.visibility import RecordVisibility
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.records import records as record_tables
from callerid_dash.store.records.records import RecordLookups

AT_ONCE = 2_000
Row = tuple[Any, ...]
_FIRST_TEXTS = ("prefix", "first_name", "last_name", "trademark")
"""The text fields whose columns are next to the name. Newer fields are appended at the end."""


def _text(name: str) -> tuple[str, Callable[[Profile, Snapshot], object]]:
    return "TEXT", lambda profile, _directory: getattr(profile, name)


def _owner(role: OwnerRole) -> tuple[str, Callable[[Profile, Snapshot], object]]:
    return "TEXT", lambda profile, _directory: next((o.username for o in profile.owners if o.role is role), "")


_PROFILE: Mapping[str, tuple[str, Callable[[Profile, Snapshot], object]]] = {
    "id": ("BIGINT", lambda profile, _: profile.id),
    "kind": ("TEXT", lambda profile, _: profile.kind.value),
    "name": _text("name"),
    **{name: _text(name) for name in _FIRST_TEXTS},
    "organization_id": ("BIGINT", lambda profile, _: profile.organization_id),
    "organization": ("TEXT", lambda profile, _: profile.organization or ""),
    "category": ("TEXT", lambda profile, now: now.path_words(profile.category.id if profile.category else None)),
    "color": ("TEXT", lambda profile, _: profile.color.title if profile.color else ""),
    **{role.value: _owner(role) for role in OwnerRole},
    "phones": ("TEXT", lambda profile, _: "; ".join(map(_phone, profile.phones))),
    "emails": ("TEXT", lambda profile, _: "; ".join(profile.emails)),
    "note": _text("note"),
    "anonymous": ("BOOLEAN", lambda profile, _: profile.anonymous),
    "created_at": ("TIMESTAMP", lambda profile, _: _naive(profile.created_at)),
    "updated_at": ("TIMESTAMP", lambda profile, _: _naive(profile.updated_at)),
    **{name: _text(name) for name in TEXTS if name not in _FIRST_TEXTS},
}
"""The columns of the profiles file. Programs rely on them: new columns are only appended."""
_RECORD: Mapping[str, tuple[str, Callable[[Record, Profile], object]]] = {
    "id": ("BIGINT", lambda record, _: record.id),
    "profile_id": ("BIGINT", lambda record, _: record.profile_id),
    "profile": ("TEXT", lambda _, profile: profile.name),
    "kind": ("TEXT", lambda record, _: record.kind.key or record.kind.title),
    "subject": ("TEXT", lambda record, _: record.subject),
    "text": ("TEXT", lambda record, _: record.text),
    "happened_at": ("TIMESTAMP", lambda record, _: _naive(record.happened_at)),
    "author": ("TEXT", lambda record, _: record.author),
    "call_id": ("TEXT", lambda record, _: str(record.call_id or "")),
    "number": ("TEXT", lambda record, _: record.number or ""),
    "duration_seconds": (
        "DOUBLE",
        lambda record, _: _seconds(record.duration),
    ),
    "due_at": ("TIMESTAMP", lambda record, _: _naive(record.due_at)),
    "assignee": ("TEXT", lambda record, _: record.assignee),
    "done_at": ("TIMESTAMP", lambda record, _: _naive(record.done_at)),
    "updated_at": ("TIMESTAMP", lambda record, _: _naive(record.updated_at)),
}
"""The columns of the records file. Programs rely on them: new columns are only appended."""
PROFILE_TABLE = tuple((name, kind) for name, (kind, _) in _PROFILE.items())
RECORD_TABLE = tuple((name, kind) for name, (kind, _) in _RECORD.items())


@dataclass(frozen=True, slots=True)
class ExportedRecords:
    """The records to export; None means no condition. `from_` is inclusive, `to` exclusive; both are aware."""

    from_: datetime | None = None
    to: datetime | None = None
    profile: int | None = None


def profile_rows(session: Session, wanted: Sequence[int], directory: Snapshot) -> Iterator[list[Row]]:
    """The profiles with these ids, in the order of the ids."""
    for start in range(0, len(wanted), AT_ONCE):
        ids = wanted[start : start + AT_ONCE]
        found = directory.profiles(session, ids)
        yield [tuple(read(found[key], directory) for _, read in _PROFILE.values()) for key in ids if key in found]


def record_rows(
    session: Session, viewer: User | None, wanted: ExportedRecords, visibility: RecordVisibility, directory: Snapshot
) -> Iterator[list[Row]]:
    """The matching records that the viewer (None: all) may see, in the order in which they were written."""
    lookups, after = RecordLookups(directory.users, directory.record_kinds), 0
    span = RecordFilter(since=wanted.from_, before=wanted.to)
    while batch := record_tables.written_after(session, after, span, wanted.profile, AT_ONCE, lookups):
        after = batch[-1].id
        profiles = directory.profiles(session, {record.profile_id for record in batch})
        held = [(record, profiles[record.profile_id]) for record in batch if record.profile_id in profiles]
        shown = visibility.shown_of(session, viewer, held)
        yield [tuple(read(record, profile) for _, read in _RECORD.values()) for record, profile in shown]


def count_records(
    session: Session, viewer: User | None, wanted: ExportedRecords, visibility: RecordVisibility, directory: Snapshot
) -> int:
    """The number of rows; if a visibility rule hides some, all rows are read once to count them."""
    if viewer is None or sees_every_call(viewer, directory.visibility):
        span = RecordFilter(since=wanted.from_, before=wanted.to)
        return record_tables.how_many(session, span, wanted.profile)
    return sum(map(len, record_rows(session, viewer, wanted, visibility, directory)))


def _phone(phone: ProfilePhone) -> str:
    return f"{phone.canonical or phone.raw}{f' ext. {phone.extension}' if phone.extension else ''}"


def _seconds(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()


def _naive(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC).replace(tzinfo=None) if at else None
