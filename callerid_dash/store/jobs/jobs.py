"""Stores jobs. `services/jobs/jobs.py` decides what to do with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from callerid_dash.domain.jobs import Job, JobKind
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import made, of_fields


def add(session: Session, job: Job) -> None:
    """Store a job that begins."""
    session.run("jobs.add", **of_fields(job, "id", "kind", "user_id", "label", "started_at"))


def by_id(session: Session, job_id: UUID) -> Job | None:
    """The job; None if it never existed or has been deleted."""
    return _job(session.row("jobs.by_id", id=str(job_id)))


def latest(session: Session, user_id: int, kind: JobKind) -> Job | None:
    """The job of this kind that this user started last."""
    return _job(session.row("jobs.latest", user_id=user_id, kind=kind.value))


def progress(
    session: Session, job_id: UUID, done: int, total: int | None, result: Mapping[str, object], at: datetime
) -> None:
    """Store a job's progress, which also shows that the job is alive."""
    session.run(
        "jobs.progress",
        id=str(job_id),
        done=done,
        total=total,
        result=json.dumps(dict(result), default=str),
        updated_at=at,
    )


def cancel_requested(session: Session, job_id: UUID) -> bool:
    """Has somebody asked to cancel the job?"""
    return bool(session.value("jobs.cancel_requested", id=str(job_id)))


def ask_to_cancel(session: Session, job_id: UUID) -> None:
    """Ask to cancel the job, whichever process runs it."""
    session.run("jobs.ask_to_cancel", id=str(job_id))


def end(session: Session, job: Job) -> None:
    """Store the end of a job, as `job` says; nothing happens if its end is stored already."""
    session.run(
        "jobs.end",
        **of_fields(job, "id", "state", "done", "total", "error", "ended_at"),
        result=json.dumps(dict(job.result), default=str),
        error_values=json.dumps(dict(job.error_values), default=str),
    )


def lately(session: Session, since: datetime) -> set[UUID]:
    """The jobs that have made progress or ended since then."""
    return {row["id"] for row in session.rows("jobs.lately", since=since)}


def any_old(session: Session, before: datetime) -> bool:
    """Are there jobs that ended before then?"""
    return bool(session.value("tables.any_before jobs updated_at", before=before))


def forget(session: Session, before: datetime) -> None:
    """Delete the jobs that ended before then."""
    session.run("tables.remove_before jobs updated_at", before=before)


def _job(row: Row | None) -> Job | None:
    if row is None:
        return None
    return made(Job, row, result=json.loads(row["result"]), error_values=json.loads(row["error_values"]))
