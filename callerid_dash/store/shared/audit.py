"""The audit trail. A line is added in the transaction of the change that it describes; lines are read newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from callerid_dash.domain.audit import AuditAction, AuditEntry, Change, SubjectKind
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import by_column, made


@dataclass(frozen=True, slots=True)
class AuditLine:
    """The content of a new line. `profile_id` is the profile of a subject that is not itself a profile."""

    kind: SubjectKind
    subject_id: str
    title: str
    changes: Sequence[Change] = ()
    profile_id: int | None = None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Conditions on lines; None is no condition. `since` is included, `before` is not; both are aware.

    `programs`: only actions of other programs, and actions of the product itself.
    """

    kind: SubjectKind | None = None
    subject_id: str | None = None
    actor_id: int | None = None
    action: AuditAction | None = None
    since: datetime | None = None
    before: datetime | None = None
    programs: bool = False


def add(
    session: Session, at: datetime, actor: tuple[int | None, str], action: AuditAction, lines: Sequence[AuditLine]
) -> None:
    """Append these lines; `actor` is the user's id (None: a program) and name."""
    if lines:
        session.run(
            "audit.add",
            noted_at=at,
            actor_id=actor[0],
            actor=actor[1],
            action=action.value,
            changes=[_json(line.changes) for line in lines],
            **by_column(lines, "kind", "subject_id", "title", "profile_id"),
        )


def page(session: Session, wanted: AuditFilter, limit: int, before_id: int | None = None) -> list[AuditEntry]:
    """The newest `limit` wanted lines that are older than the line `before_id`."""
    rows = session.rows("audit.page", **asdict(wanted), before_id=before_id, limit=limit)
    return [_entry(row) for row in rows]


def of_profile(
    session: Session, profile_id: int, limit: int, before_id: int | None = None, *, with_records: bool
) -> list[AuditEntry]:
    """The newest `limit` lines of a profile older than line `before_id`; `with_records`: also of its records."""
    rows = session.rows(
        "audit.of_profile", profile_id=profile_id, with_records=with_records, before_id=before_id, limit=limit
    )
    return [_entry(row) for row in rows]


def newest(session: Session) -> int:
    """The id of the newest line; 0 if there is none."""
    return int(session.value("audit.newest"))


def subjects_after(session: Session, line_id: int) -> list[tuple[SubjectKind, str]]:
    """Kind and id of every subject that has a line after this one."""
    return [(SubjectKind(row["kind"]), row["subject_id"]) for row in session.rows("audit.subjects_after", id=line_id)]


def _json(changes: Sequence[Change]) -> str:
    return json.dumps([[change.field, change.before, change.after] for change in changes], ensure_ascii=False)


def _entry(row: Row) -> AuditEntry:
    return made(AuditEntry, row, changes=tuple(Change(*change) for change in json.loads(row["changes"])))
