"""Profiles and records as tables: their columns, and their rows in batches of at most `AT_ONCE`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from callerid_dash.domain.profiles.profiles import TEXTS, OwnerRole, Profile, ProfilePhone
from callerid_dash.domain.profiles.records import Record
from callerid_dash.domain.users import User, sees_every_call
from callerid_dash.services.records.visibility import RecordVisibility
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.records import records as record_tables
from callerid_dash.store.records.records import RecordLookups

AT_ONCE = 2_000
_TYPES = {
    "id": "BIGINT",
    "organization_id": "BIGINT",
    "profile_id": "BIGINT",
    "anonymous": "BOOLEAN",
    "duration_seconds": "DOUBLE",
}
Row = tuple[Any, ...]


def _typed(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "TIMESTAMP" if name.endswith("_at") else _TYPES.get(name, "TEXT")) for name in names)


_FIRST_TEXTS = ("prefix", "first_name", "last_name", "trademark")
"""The text fields whose columns are next to the name. Newer fields are appended at the end."""
PROFILE_TABLE = _typed(
    "id",
    "kind",
    "name",
    *_FIRST_TEXTS,
    "organization_id",
    "organization",
    "category",
    "color",
    "sales",
    "support",
    "other",
    "phones",
    "emails",
    "note",
    "anonymous",
    "created_at",
    "updated_at",
    *(name for name in TEXTS if name not in _FIRST_TEXTS),
)
"""The columns of the profiles file. Programs rely on them: new columns are only appended."""
RECORD_TABLE = _typed(
    "id",
    "profile_id",
    "profile",
    "kind",
    "subject",
    "text",
    "happened_at",
    "author",
    "call_id",
    "number",
    "duration_seconds",
    "due_at",
    "assignee",
    "done_at",
    "updated_at",
)
"""The columns of the records file. Programs rely on them: new columns are only appended."""


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
        yield [_profile(found[key], directory) for key in ids if key in found]


def record_rows(
    session: Session, viewer: User | None, wanted: ExportedRecords, visibility: RecordVisibility, directory: Snapshot
) -> Iterator[list[Row]]:
    """The matching records that the viewer (None: all) may see, in the order in which they were written."""
    lookups, after = RecordLookups(directory.users, directory.record_kinds), 0
    span = record_tables.RecordConditions(since=wanted.from_, before=wanted.to)
    while batch := record_tables.written_after(session, after, span, wanted.profile, AT_ONCE, lookups):
        after = batch[-1].id
        profiles = directory.profiles(session, {record.profile_id for record in batch})
        held = [(record, profiles[record.profile_id]) for record in batch if record.profile_id in profiles]
        yield [_record(record, profile) for record, profile in visibility.shown_of(session, viewer, held)]


def count_records(
    session: Session, viewer: User | None, wanted: ExportedRecords, visibility: RecordVisibility, directory: Snapshot
) -> int:
    """The number of rows; if a visibility rule hides some, all rows are read once to count them."""
    if viewer is None or sees_every_call(viewer, directory.visibility):
        span = record_tables.RecordConditions(since=wanted.from_, before=wanted.to)
        return record_tables.how_many(session, span, wanted.profile)
    return sum(map(len, record_rows(session, viewer, wanted, visibility, directory)))


def _profile(profile: Profile, directory: Snapshot) -> Row:
    owners = {owner.role: owner.username for owner in profile.owners}
    told = {
        "id": profile.id,
        "kind": profile.kind.value,
        "name": profile.name,
        **profile.texts(),
        "organization_id": profile.organization_id,
        "organization": profile.organization or "",
        "category": directory.path_words(profile.category.id) if profile.category else "",
        "color": profile.color.title if profile.color else "",
        **{role.value: owners.get(role, "") for role in OwnerRole},
        "phones": "; ".join(map(_phone, profile.phones)),
        "emails": "; ".join(profile.emails),
        "note": profile.note,
        "anonymous": profile.anonymous,
        "created_at": _naive(profile.created_at),
        "updated_at": _naive(profile.updated_at),
    }
    return tuple(told[name] for name, _ in PROFILE_TABLE)


def _phone(phone: ProfilePhone) -> str:
    return f"{phone.canonical or phone.raw}{f' ext. {phone.extension}' if phone.extension else ''}"


def _record(record: Record, profile: Profile) -> Row:
    return (
        record.id,
        record.profile_id,
        profile.name,
        record.kind.key or record.kind.title,
        record.subject,
        record.text,
        _naive(record.happened_at),
        record.author,
        str(record.call_id) if record.call_id else "",
        record.number or "",
        record.duration.total_seconds() if record.duration is not None else None,
        _naive(record.due_at),
        record.assignee,
        _naive(record.done_at),
        _naive(record.updated_at),
    )


def _naive(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC).replace(tzinfo=None) if at else None
