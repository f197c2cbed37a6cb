"""The list of calls: filtered, newest first, a page at a time. Reads only; who may see what is decided above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.reports.periods import Range, WeekHours
from callerid_dash.domain.reports.rollups import BUCKET, bucket_of
from callerid_dash.store.calls.calls import StoredCall, stored_from_row
from callerid_dash.store.calls.origins import Beginnings, beginning
from callerid_dash.store.engine.instants import from_column, to_column
from callerid_dash.store.engine.protocol import Session

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, tzinfo=UTC)
_NO_ID = UUID(int=(1 << 128) - 1)
_SPANS = tuple(timedelta(days=days) for days in (1, 8, 64, 512))
"""How far back is looked, step by step: most pages are full after the last days, and an engine that has no index on
time (on purpose) would read all calls to sort them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls; None is no condition. `since` is included, `before` is not. `number` is canonical.

    `ends_with` are its last digits: for people who look for a call. Who is calling is never told by them. `extensions`:
    any of them rang or answered. `wait_over`, `wait_up_to`: in seconds. `simulated`: those that nobody made, or all
    others.
    """

    since: datetime | None = None
    before: datetime | None = None
    state: CallState | None = None
    outcome: Outcome | None = None
    known: bool | None = None
    number: str | None = None
    ends_with: str | None = None
    profile_id: int | None = None
    extension: str | None = None
    extensions: tuple[str, ...] | None = None
    category_ids: tuple[int, ...] | None = None
    color_id: int | None = None
    line: str | None = None
    queue: str | None = None
    known_then: bool | None = None
    simulated: bool | None = None
    hours: WeekHours | None = None
    wait_over: int | None = None
    wait_up_to: int | None = None
    origin: Beginnings | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer's calls are: those that rang on these extensions or whose number is on a profile of this owner."""

    extensions: tuple[str, ...] = ()
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """The last call of the page before."""

    started_at: datetime
    id: UUID


def page(
    session: Session,
    wanted: Wanted,
    limit: int,
    after: Position | None = None,
    sight: Sight | None = None,
    *,
    oldest_first: bool = False,
) -> list[StoredCall]:
    """The newest `limit` calls behind `after` that are wanted and in sight (None: all are), or the oldest."""
    since, before, last_id, behind = wanted.since or _FIRST, wanted.before or _LAST, _NO_ID, _FIRST
    if after and oldest_first and after.started_at >= since:
        since = behind = after.started_at
        last_id = after.id
    elif after and not oldest_first and after.started_at < before:
        before, last_id = after.started_at, after.id
    asked = {**conditions(session, wanted, sight), "before": to_column(before), "last_id": str(last_id)}
    if wanted.origin is not None and not wanted.origin.prefixes:
        return []  # nobody has ever called from there: no need to look at all calls
    if (span := _span(session, wanted, since, before)) is None:
        return []
    query = "call_log.page" if sight is None else "call_log.own_page"
    if oldest_first:
        query, asked["after"] = f"{query}_upwards", to_column(behind)
    found: list[StoredCall] = []
    for first, last in (_windows_upwards if oldest_first else _windows)(session, *span):
        times = {"since": to_column(first), "until": to_column(last)}
        hours = hours_of(session, wanted, first, last)
        rows = session.rows(query, limit=limit - len(found), **times, **hours, **asked)
        found += [stored_from_row(row) for row in rows]
        if len(found) == limit:
            break
    return found


def count(session: Session, wanted: Wanted, most: int, sight: Sight | None = None) -> int:
    """How many calls are wanted and in sight; no more than `most` are counted."""
    since, before = wanted.since or _FIRST, wanted.before or _LAST
    if wanted.origin is not None and not wanted.origin.prefixes:
        return 0
    if (span := _span(session, wanted, since, before)) is None:
        return 0
    asked = {**conditions(session, wanted, sight), "before": to_column(before), "last_id": str(_NO_ID)}
    query = "call_log.count" if sight is None else "call_log.own_count"
    found = 0
    for first, last in _windows(session, *span):
        times = {"since": to_column(first), "until": to_column(last)}
        row = session.row(query, limit=most - found, **times, **hours_of(session, wanted, first, last), **asked)
        found += row["calls"] if row else 0
        if found >= most:
            break
    return found


def conditions(session: Session, wanted: Wanted, sight: Sight | None) -> dict[str, object]:
    """The parameters of `fragments/logged.sql` but for hours; of `in_sight.sql` where there is a rule of sight."""
    numbers = session.rows("call_log.numbers_of", profile_id=wanted.profile_id) if wanted.profile_id else []
    asked: dict[str, object] = {
        "state": wanted.state.value if wanted.state else None,
        "outcome": wanted.outcome.value if wanted.outcome else None,
        "known": wanted.known,
        "number": wanted.number,
        # A pattern: ten times as fast as cutting each number's end off.
        "ends_with": None if wanted.ends_with is None else f"%{wanted.ends_with}",
        "profile_id": wanted.profile_id,
        "profile_numbers": [row["number"] for row in numbers],
        "extension": wanted.extension,
        "extensions": None if wanted.extensions is None else list(wanted.extensions),
        "category_ids": None if wanted.category_ids is None else list(wanted.category_ids),
        "color_id": wanted.color_id,
        "line": wanted.line,
        "queue": wanted.queue,
        "known_then": wanted.known_then,
        "simulated": wanted.simulated,
        "wait_over": wanted.wait_over,
        "wait_up_to": wanted.wait_up_to,
        **beginning(wanted.origin),
    }
    if sight is not None:
        asked |= {"viewer_id": sight.owner_id, "viewer_extensions": list(sight.extensions)}
    return asked


def hours_of(session: Session, wanted: Wanted, since: datetime, until: datetime) -> dict[str, object]:
    """The parameters by which `logged.sql` knows hours of the week, for the calls of this time."""
    if wanted.hours is None:
        return {"hours": None, "hours_from": to_column(since)}
    first = session.row("call_log.oldest_since", since=to_column(since))
    last = session.row("call_log.newest_until", until=to_column(until))
    if not (first and first["at"] and last and last["at"] and first["at"] <= last["at"]):
        return {"hours": [], "hours_from": to_column(since)}
    span = Range(bucket_of(from_column(first["at"])), from_column(last["at"]) + BUCKET)
    return {"hours": wanted.hours.among(span), "hours_from": to_column(span.since)}


def _span(session: Session, wanted: Wanted, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
    """Between which instants calls of this time can be what is wanted; None when there are none."""
    if wanted.wait_over is None or wanted.simulated is not False:
        return since, until
    asked = {"since": to_column(bucket_of(since)), "until": to_column(until), "wait_over": wanted.wait_over}
    row = session.row("call_log.long_waits", **asked)
    if not row or not row["since"]:
        return None
    return max(since, from_column(row["since"])), min(until, from_column(row["until"]) + BUCKET)


def _windows(session: Session, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Growing stretches of time, newest first, that follow each other without overlap down to `since`."""
    row = session.row("call_log.newest_until", until=to_column(until))
    if not row or not row["at"]:
        return
    newest = last = from_column(row["at"])
    for span in _SPANS:
        if newest - since <= span:
            break
        yield newest - span, last
        last = newest - span - timedelta(microseconds=1)
    if since <= last:
        yield since, last


def _windows_upwards(session: Session, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The same from the oldest one on."""
    row = session.row("call_log.oldest_since", since=to_column(since))
    if not row or not row["at"]:
        return
    oldest = first = from_column(row["at"])
    for span in _SPANS:
        if until - oldest <= span:
            break
        yield first, oldest + span
        first = oldest + span + timedelta(microseconds=1)
    if first <= until:
        yield first, until
