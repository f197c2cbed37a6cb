"""Past calls, a batch at a time: laid beside the calls, compared with them, and what is new stored.

The two inserts say in SQL what `domain/calls.py` says of events; `db verify` holds both to each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from callerid_dash.domain.calls import CallState, Outcome
from callerid_dash.domain.history import PastCall
from callerid_dash.domain.phones import PhoneNumber
from callerid_dash.store import tallies
from callerid_dash.store.engine import Session
from callerid_dash.store.instants import from_column, to_column

_AS_TOLD = ("external_id", "named", "caller", "caller_name", "line", "extension", "queue", "cause")
NEAR = timedelta(seconds=3)
"""Two systems that tell of one call put its beginning at most so far apart."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Calls of one source by their ids (UUIDs as text), with their numbers."""

    source: str
    calls: Mapping[str, PastCall]
    numbers: Sequence[PhoneNumber]


@dataclass(frozen=True, slots=True)
class Stored:
    """How far a call is known that is stored under the same id."""

    ended: bool
    answered: bool


def lay_out(session: Session, batch: Batch) -> None:
    """Put the batch beside the calls; `put_away` must follow in the same transaction."""
    told = dict(zip(PastCall._fields, zip(*batch.calls.values(), strict=True), strict=True))  # a column of each field
    columns: dict[str, Sequence[object]] = {
        "id": list(batch.calls),
        "started_at": [to_column(at) for at in told["started_at"]],
        "answered_at": [to_column(at) for at in told["answered_at"]],
        "ended_at": [to_column(at) for at in told["ended_at"]],
        "rang": [",".join(phones) for phones in told["rang"]],
        "caller_kind": [number.kind.value for number in batch.numbers],
        "number": [number.canonical for number in batch.numbers],
        "match_rule": [number.rule.value for number in batch.numbers],
        **{name: told[name] for name in _AS_TOLD},
    }
    session.run("history.open_batch")
    session.load("past_calls", columns)


def stored_by_id(session: Session) -> dict[str, Stored]:
    """Those of the batch that are stored under their own id."""
    return {
        str(row["id"]): Stored(
            row["state"] == CallState.ENDED and row["outcome"] != Outcome.UNKNOWN, row["answered_at"] is not None
        )
        for row in session.rows("history.stored_by_id")
    }


def stored_otherwise(session: Session, source: str, since: datetime, until: datetime) -> list[str]:
    """Those of the batch, which begin between these instants, that are stored under another id (see `NEAR`)."""
    rows = session.rows(
        "history.stored_otherwise",
        source=source,
        since=to_column(since - NEAR),
        until=to_column(until + NEAR),
        seconds=int(NEAR.total_seconds()),
    )
    return [str(row["id"]) for row in rows]


def take_out(session: Session, ids: Collection[str]) -> None:
    """These are not to be stored."""
    if ids:
        session.run("history.take_out", ids=list(ids))


def put_away(session: Session, source: str, holders: Mapping[str, int]) -> None:
    """Store what is left of the batch, with its figures; `holders` says to whom the calls of a number belong."""
    buckets = [from_column(row["bucket"]) for row in session.rows("history.buckets")]
    session.run("history.store_events", source=source)
    session.run("history.store_calls", source=source, held=list(holders), holders=list(holders.values()))
    tallies.build(session, buckets)
    session.run("history.close_batch")
