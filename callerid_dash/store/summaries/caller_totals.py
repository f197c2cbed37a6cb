"""What each number adds up to over all of history, kept for the calls before an instant: who calls most, and from
where, is told without a look at millions of calls.

Numbers are counted beside the writer, which only hears where that begins and what came of it, some ten thousand at a
time. A number is stale when a call of it before that instant has appeared or changed, until it is counted anew; as long
as there is one, the calls themselves are read. To whom calls belong does not matter here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from callerid_dash.domain.calls.calls import SIMULATED
from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.instants import from_column, to_column
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries.changed_call import ChangedCall

SETTLED = timedelta(hours=1)
"""Calls that began so long ago have ended, but for a few."""
MOST_STALE = 100_000
"""Numbers that are counted anew; of more than that, all are."""
PREFIX = 10
"""Signs of a number that tell where it is from in any country; also in `fragments/prefix.sql`."""
_CALLS_AT_ONCE = 2_000_000
"""About how many calls are read in one go when all are, so that memory is bounded."""
_AT_ONCE = 25_000
"""Numbers in a transaction."""
_LOOKED_AT = 20_000
"""Calls from which the parts are guessed."""
NOTHING = to_column(datetime(1970, 1, 1, tzinfo=UTC))
_ALL = "\U0010ffff"
_COLUMNS = ("number", "calls", "answered", "missed", "again", "last_at")


@dataclass(frozen=True, slots=True)
class _State:
    """As in the table, so that it can be compared with it."""

    kept_until: datetime
    aimed_at: datetime
    counted_to: str
    attempt: int


def kept(session: Session, span: Range) -> datetime | None:
    """Up to which instant totals tell of a range, which must be all there is; None when they do not."""
    row = session.row("caller_totals.tells")
    return None if row is None or row["stale"] else told_until(row, span)


def told_until(row: Row, span: Range) -> datetime | None:
    """Up to which instant what is kept tells of a range; the row says until when it is kept, and when calls began."""
    if row["first_at"] is None or row["kept_until"] == NOTHING:
        return None
    first, last, until = (from_column(row[name]) for name in ("first_at", "last_at", "kept_until"))
    return until if span.since <= first and (until <= span.until or last < span.until) else None


def keep(store: Store, before: datetime) -> bool:
    """Keep more of what was before this instant; answers whether there may be others."""
    until = to_column(before.replace(hour=0, minute=0, second=0, microsecond=0))
    with store.read() as session:
        state = _state(session)
    if state.kept_until == NOTHING:
        return _count_all(store, state, until)
    return _count_again(store, state, until)


def note(session: Session, calls: Iterable[ChangedCall]) -> None:
    """These calls have appeared or changed, or were so before; to be told in the transaction that does it."""
    old = datetime.now(UTC) - SETTLED  # nothing younger is kept
    changed = [
        (stored.number.canonical, to_column(stored.call.started_at))
        for stored in calls
        if stored.number.canonical and stored.call.started_at < old and stored.call.source != SIMULATED
    ]
    if changed:
        numbers, instants = zip(*changed, strict=True)
        session.run("caller_totals.note", numbers=list(numbers), instants=list(instants))
        _forget_if_too_many(session)


def note_past(session: Session) -> None:
    """The calls of the batch that is laid out (`store/calls/history.py`) have appeared."""
    session.run("caller_totals.note_past")
    _forget_if_too_many(session)


def differences(session: Session) -> list[str]:
    """Where what is kept is not what the calls say, in words."""
    state = _state(session)
    if state.kept_until == NOTHING:
        return []
    found, after = [], ""
    while after != _ALL:
        up_to = _part_after(session, after)
        given = {"until": state.kept_until, "after": after, "up_to": up_to}
        found += [row["number"] for row in session.rows("caller_totals.differences", **given)]
        after = up_to or _ALL
    wrong = [f"the totals of {number} are not kept as the calls say" for number in dict.fromkeys(found)]
    prefixes = dict.fromkeys(row["prefix"] for row in session.rows("caller_totals.prefix_differences"))
    return wrong + [f"the totals of numbers with '{prefix}' are not those of the numbers" for prefix in prefixes]


def _count_all(store: Store, state: _State, until: datetime) -> bool:
    """The next part of all numbers, or the end of that."""
    if state.aimed_at == NOTHING:
        with store.read() as session:
            first = (session.row("visits.first") or {}).get("first_at")
        aimed = replace(state, aimed_at=until)
        return first is not None and first < until and store.write(lambda session: _moved(session, state, aimed))
    if state.counted_to == _ALL:
        with store.read() as session:
            rows = session.rows("caller_totals.by_prefix", prefixes=None, recounted=[], numbers=[], calls=[], missed=[])
        done = replace(state, kept_until=state.aimed_at, counted_to="")
        return store.write(lambda session: _moved(session, state, done) and _put_prefixes(session, None, rows))
    with store.read() as session:
        up_to = _part_after(session, state.counted_to)
        given = {"until": state.aimed_at, "after": state.counted_to, "up_to": up_to}
        for numbers in session.stream("caller_totals.count", _AT_ONCE, **given):
            counted = replace(state, counted_to=numbers[-1][0])
            if not _add(store, state, counted, numbers):
                return False
            state = counted
    return _add(store, state, replace(state, counted_to=up_to or _ALL), [])


def _add(store: Store, before: _State, now: _State, rows: Sequence[tuple[object, ...]]) -> bool:
    """Put these numbers in the place of what was left there, unless somebody else has, or all is to be forgotten."""

    def put(session: Session) -> bool:
        if not _moved(session, before, now):
            return False
        up_to = None if now.counted_to == _ALL else now.counted_to
        session.run("caller_totals.forget_between", after=before.counted_to, up_to=up_to)
        if rows:
            session.load("caller_totals", dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True)))
        return True

    return store.write(put)


def _count_again(store: Store, state: _State, until: datetime) -> bool:
    """Count the stale numbers and those that called since anew, up to `until` or as many as can be counted at once."""
    with store.read() as session:
        if until <= state.kept_until and not _notes(session)["notes"]:
            return False
        until = max(until, state.kept_until)
        given = {"since": state.kept_until, "until": until}
        row = session.row("caller_totals.after_calls", place=MOST_STALE, **given)
    if row and row["started_at"] > state.kept_until:
        until = row["started_at"]
    aimed = replace(state, aimed_at=until)
    if not store.write(lambda session: _moved(session, state, aimed)):
        return False
    with store.read() as session:
        notes = _notes(session)
        numbers = [
            row["number"] for row in session.rows("caller_totals.to_recount", since=state.kept_until, until=until)
        ]
        rows = session.rows("caller_totals.recount", until=until, numbers=numbers)
        prefixes = sorted({number[:PREFIX] if number.startswith("+") else "" for number in numbers})
        new = {name: [row[name] for row in rows] for name in _COLUMNS}
        by_prefix = session.rows(
            "caller_totals.by_prefix",
            prefixes=prefixes,
            recounted=numbers,
            numbers=new["number"],
            calls=new["calls"],
            missed=new["missed"],
        )

    def put(session: Session) -> bool:
        seen = session.row("caller_totals.notes_before", latest=notes["latest"])
        if seen is None or seen["notes"] != notes["notes"]:  # another process has counted them meanwhile
            return False
        if not _moved(session, aimed, replace(aimed, kept_until=until)):
            return False
        session.run("caller_totals.forget_notes", latest=notes["latest"])
        session.run("caller_totals.forget", numbers=numbers)
        session.load("caller_totals", new)
        return _put_prefixes(session, prefixes, by_prefix)

    return store.write(put)


def _put_prefixes(session: Session, prefixes: list[str] | None, rows: Sequence[Row]) -> bool:
    session.run("caller_totals.forget_prefixes", prefixes=prefixes)
    names = ("prefix", "digits", "example", "callers", "calls", "missed")
    session.load("prefix_totals", {name: [row[name] for row in rows] for name in names})
    return True


def _forget_if_too_many(session: Session) -> None:
    notes = _notes(session)
    if notes["notes"] > MOST_STALE:
        _aim(session, _State(NOTHING, NOTHING, "", _state(session).attempt + 1))
        session.run("caller_totals.forget_notes", latest=notes["latest"])


def _part_after(session: Session, number: str) -> str | None:
    """The last number of the part that comes behind this one; None when that is all the rest."""
    calls = (session.row("caller_totals.size") or {}).get("calls") or 0
    calls = max(calls, _LOOKED_AT)
    part = str(UUID(int=((1 << 128) - 1) * _LOOKED_AT // calls))
    row = session.row("caller_totals.one_of", part=part, after=number, place=_CALLS_AT_ONCE * _LOOKED_AT // calls)
    return str(row["number"]) if row else None


def _state(session: Session) -> _State:
    row = session.row("caller_totals.until")
    return _State(**row) if row else _State(NOTHING, NOTHING, "", 0)


def _moved(session: Session, before: _State, now: _State) -> bool:
    """Move on, if nobody else has."""
    if _state(session) != before:
        return False
    _aim(session, now)
    return True


def _aim(session: Session, state: _State) -> None:
    session.run("caller_totals.aim", **asdict(state))


def _notes(session: Session) -> Row:
    return session.row("caller_totals.notes") or {"notes": 0, "latest": 0}
