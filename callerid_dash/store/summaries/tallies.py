"""The figures kept with the calls: added to by whoever writes calls, in the same transaction, and built anew.

A row is a sum under one heading; there may be several of a heading, which readers add up. So a commit appends only.
What is read of them is `store/reports/reports.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from callerid_dash.domain.calls.calls import SIMULATED
from callerid_dash.domain.reports.periods import Range
from callerid_dash.domain.reports.rollups import (
    BUCKET,
    TALK_BOUNDS,
    WAIT_BOUNDS,
    Heading,
    bucket_of,
    caller_of,
    headings,
    times_of,
    within,
)
from callerid_dash.store.engine.instants import from_column, to_column
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries import caller_totals, first_calls, reach_totals
from callerid_dash.store.summaries.changed_call import ChangedCall

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SUMS = (
    "calls",
    "waits",
    "wait",
    "wait_most",
    "talks",
    "talk",
    "talk_most",
    *(f"wait_{bound}" for bound in WAIT_BOUNDS),
    *(f"talk_{bound}" for bound in TALK_BOUNDS),
)
_MOST = (_SUMS.index("wait_most"), _SUMS.index("talk_most"))


def follow(session: Session, changed: Sequence[ChangedCall], before: Sequence[ChangedCall]) -> None:
    """Count these calls as they are now instead of as they were before; to be told after they are saved.

    A call that had ended may have been the longest of its quarter of an hour, so that one is built anew.
    """
    there = {stored.call.id: stored for stored in before}
    moved = [stored for stored in changed if _key(stored) != _key(there.get(stored.call.id))]
    if moved:
        olds = (there[stored.call.id] for stored in moved if stored.call.id in there)
        first_calls.rewind(session, min(stored.call.started_at for stored in (*moved, *olds)))
    caller_totals.note(session, (*before, *changed))
    reach_totals.note(session, (*before, *changed))
    closed = {stored.call.id for stored in before if stored.call.ended_at}
    if closed:
        rewritten = {bucket_of(stored.call.started_at) for stored in (*before, *changed) if stored.call.id in closed}
        build(session, rewritten, moved=False)
    else:
        rewritten = set()
    sums: dict[Heading, list[int]] = {}
    for calls, sign in ((before, -1), (changed, 1)):
        _add_up(sums, (c for c in calls if bucket_of(c.call.started_at) not in rewritten), sign)
    _add(session, {heading: values for heading, values in sums.items() if any(values)})


def build(session: Session, buckets: Collection[datetime], *, moved: bool = True) -> None:
    """Build the figures of these quarters of an hour anew from their calls.

    `moved`: calls may have appeared or gone, or have got another number or beginning.
    """
    if not buckets:
        return
    if moved:
        first_calls.rewind(session, min(buckets))
    columns = [to_column(bucket) for bucket in sorted(buckets)]
    session.run("tallies.forget", buckets=columns)
    session.run("tallies.build", buckets=columns, since=columns[0], until=columns[-1] + BUCKET)


def build_around(session: Session, calls: Iterable[Row], *, moved: bool = True) -> None:
    """Build the figures anew in which these calls are counted; of their rows only `started_at` is looked at."""
    build(session, {bucket_of(from_column(row["started_at"])) for row in calls}, moved=moved)


def any_loose(session: Session, before: datetime) -> bool:
    """Were rows added to a quarter of an hour before this instant since it was built?"""
    return bool(session.rows("tallies.loose", before=to_column(before), limit=1))


def put_together(session: Session, before: datetime, limit: int) -> int:
    """Build the oldest quarters of an hour before this instant anew to which rows were added; answers how many."""
    rows = session.rows("tallies.loose", before=to_column(before), limit=limit)
    build(session, [from_column(row["bucket"]) for row in rows], moved=False)
    return len(rows)


def differences(session: Session, since: datetime, until: datetime) -> list[str]:
    """Where the figures of these whole quarters of an hour are not what the calls add up to, in words."""
    rows = session.rows("tallies.differences", since=to_column(since), until=to_column(until))
    return [
        f"figures of {from_column(row['bucket']):%Y-%m-%d %H:%M} UTC for {row['dimension']} {row['value']}".rstrip()
        + " differ from the calls"
        for row in rows
    ]


def history(session: Session) -> Range:
    """From the first quarter of an hour with a call to the end of the last one; an empty range without calls."""
    row = session.row("tallies.span")
    if row is None or row["first"] is None:
        return Range(_EPOCH, _EPOCH)
    return Range(bucket_of(from_column(row["first"])), bucket_of(from_column(row["last"])) + BUCKET)


def _key(stored: ChangedCall | None) -> tuple[datetime, str | None] | None:
    """What first calls depend on."""
    return (stored.call.started_at, stored.number.canonical) if stored else None


def _add_up(sums: dict[Heading, list[int]], calls: Iterable[ChangedCall], sign: int) -> None:
    for stored in calls:
        call, number = stored.call, stored.number
        if call.source == SIMULATED:
            continue
        times = times_of(call)
        wait, talk = times.wait or 0, times.talk or 0
        values = (
            1,
            int(times.wait is not None),
            wait,
            wait,
            int(times.talk is not None),
            talk,
            talk,
            *within(times.wait, WAIT_BOUNDS),
            *within(times.talk, TALK_BOUNDS),
        )
        caller = caller_of(number.kind, number.canonical, stored.known_then, stored.profile_id)
        for heading in headings(call, caller):
            row = sums.setdefault(heading, [0] * len(_SUMS))
            for i, value in enumerate(values):
                row[i] = max(row[i], value) if i in _MOST else row[i] + sign * value


def _add(session: Session, sums: Mapping[Heading, Sequence[int]]) -> None:
    if not sums:
        return
    timed = any(any(values[1:]) for values in sums.values())
    names = _SUMS if timed else _SUMS[:1]
    session.run(
        "tallies.add" if timed else "tallies.add_untimed",
        buckets=[to_column(heading.bucket) for heading in sums],
        dimensions=[heading.dimension.value for heading in sums],
        values=[heading.value for heading in sums],
        standings=[heading.standing.value for heading in sums],
        caller_classes=[heading.caller.value for heading in sums],
        **{name: [values[i] for values in sums.values()] for i, name in enumerate(names)},
    )
