"""Snapshots of whole profiles as rows: taken before a merge or a deletion, restored byte for byte when it is undone.

A snapshot is JSON. A reference to something that was deleted meanwhile, such as a category, is restored as empty.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from callerid_dash.domain.profiles.profiles import TEXTS
from callerid_dash.store.engine.protocol import Session

Table = list[dict[str, Any]]
Snapshot = dict[str, Table]
"""Rows by table: 'profiles', 'phones', 'emails', and 'records' if these are removed too."""
Places = Mapping[int, int | None]
"""The place of something by its id: a record's profile, a member's organization."""

_ON_PROFILES = ("phones", "emails", "records")
_DERIVED = {"id", "card", "search_key", "newest_record_at", "version", "updated_at"}
_KEPT = {"version", "created_at", "created_by"}


def take(session: Session, ids: Collection[int], *, records: bool) -> Snapshot:
    """All rows of these profiles; `records`: also those of their records."""
    tables = ("profiles", "phones", "emails", *(("records",) if records else ()))
    return {table: [_plain(row) for row in session.rows(f"snapshots.{table}", ids=list(ids))] for table in tables}


def digest(session: Session, profile_id: int, columns: Collection[str] | None = None) -> str:
    """A digest that changes when somebody changes the profile. It ignores records and derived values.

    `columns` limits it to the columns of a profile that existed when an earlier digest was taken.
    """
    snapshot = take(session, [profile_id], records=False)
    if columns is not None:
        later = {name for row in snapshot["profiles"] for name in row if name not in columns}
        snapshot["profiles"] = [_without(later, row) for row in snapshot["profiles"]]
    content = [[table, [_without(_DERIVED, row) for row in rows]] for table, rows in sorted(snapshot.items())]
    return hashlib.blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=16).hexdigest()


def remove(session: Session, ids: Collection[int], *, records: bool) -> None:
    """Delete these profiles with their phones and e-mail addresses; `records`: also their records."""
    for table in ("profiles", *_ON_PROFILES):
        if table != "records" or records:
            session.run(f"tables.remove_each {table} {'id' if table == 'profiles' else 'profile_id'}", ids=list(ids))


def put_back(session: Session, snapshot: Snapshot, kept: Collection[int] = ()) -> None:
    """Write the rows of a snapshot again. The profiles in `kept` still exist and get their old values back."""
    profiles = [_with_texts(row) for row in snapshot["profiles"]]
    if kept:
        for table in ("phones", "emails"):
            session.run(f"tables.remove_each {table} profile_id", ids=list(kept))
        _columns(session, "restore_profiles", [_without(_KEPT, row) for row in profiles if row["id"] in kept])
    _add(session, "profiles", [row for row in profiles if row["id"] not in kept])
    for table in _ON_PROFILES:
        _add(session, table, snapshot.get(table, []))
    ids = [row["id"] for row in profiles]
    for what in ("organizations", "categories", "colors"):
        session.run(f"snapshots.drop_lost_{what}", ids=ids)


def records_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """The ids of these profiles' records, each with its profile id."""
    return {row["id"]: row["profile_id"] for row in session.rows("snapshots.record_places", ids=list(ids))}


def members_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """The ids of these organizations' members, each with the organization's id; members among `ids` are left out."""
    return {row["id"]: row["organization_id"] for row in session.rows("snapshots.member_places", ids=list(ids))}


def weights(session: Session, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many records and how many members each of these profiles has."""
    return {row["id"]: (row["records"], row["members"]) for row in session.rows("snapshots.weights", ids=list(ids))}


def move_records(session: Session, found: Places, wanted: Places) -> None:
    """Move records to other profiles, unless they have left the profile where they were found."""
    _move(session, "snapshots.move_records", found, wanted)


def move_members(session: Session, found: Places, wanted: Places) -> None:
    """Move members to other organizations, unless they have left the one where they were found."""
    _move(session, "snapshots.move_members", found, wanted)


def lead_to(session: Session, ids: Collection[int], went_to: int) -> None:
    """Redirect the addresses of these former profiles to the profile `went_to`."""
    session.run("snapshots.lead_to", id=list(ids), went_to=went_to)


def lead_nowhere(session: Session, ids: Collection[int]) -> None:
    """Remove the redirects of these profiles, which exist again."""
    session.run("tables.remove_each former_profiles id", ids=list(ids))


def went_to(session: Session, profile_id: int) -> int | None:
    """Where the address of a former profile is redirected, one step on; None if nowhere."""
    place: int | None = session.value("snapshots.went_to", id=profile_id)
    return place


def _move(session: Session, query: str, found: Places, wanted: Places) -> None:
    if found:
        ids = list(found)
        session.run(query, id=ids, to_id=[wanted[i] for i in ids], from_id=[found[i] for i in ids])


def _add(session: Session, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        _columns(session, f"add_{table}", rows)


def _columns(session: Session, query: str, rows: Sequence[Mapping[str, Any]]) -> None:
    session.run(f"snapshots.{query}", **{name: [row[name] for row in rows] for name in rows[0]})


def _with_texts(profile: Mapping[str, Any]) -> dict[str, Any]:
    """Add empty values of text fields that did not exist when the snapshot was taken."""
    return {**dict.fromkeys(TEXTS, ""), **profile}


def _without(names: Collection[str], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    return str(value) if isinstance(value, UUID) else value
