"""How many calls of each profile its extensions have answered, kept for the calls before an instant: how often owners
answer their own customers is told without a look at all calls.

Counted beside the writer. A profile that gets or loses a call before that instant is stale until it is counted anew,
and its calls are read meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from uuid import UUID

from callerid_dash.domain.calls.calls import SIMULATED
from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.engine.database import Store
from callerid_dash.store.engine.instants import to_column
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.summaries.caller_totals import NOTHING, SETTLED, told_until
from callerid_dash.store.summaries.changed_call import ChangedCall

MOST_STALE = 10_000
"""Profiles whose calls are read when somebody asks; of more than that, all calls are."""


def kept(session: Session, span: Range) -> datetime | None:
    """Up to which instant totals tell of a range, which must be all there is; None when they do not."""
    row = session.row("reach_totals.tells")
    return None if row is None else told_until(row, span)


def keep(store: Store, before: datetime) -> bool:
    """Keep what was before this instant; answers whether there was more than before."""
    with store.read() as session:
        state, notes = _state(session), _notes(session)
        first = (session.row("visits.first") or {}).get("first_at")
    until = max(to_column(before.replace(hour=0, minute=0, second=0, microsecond=0)), state["kept_until"])
    anew = until > state["kept_until"]
    if first is None or first >= until or not (anew or notes["notes"]):
        return False
    aimed = {**state, "aimed_at": until}
    if not store.write(lambda session: _moved(session, state, aimed)):
        return False
    with store.read() as session:
        notes = _notes(session)
        profiles = None if anew else [row["profile_id"] for row in session.rows("reach_totals.stale")]
        rows = session.rows("reach_totals.count", until=until, profile_ids=profiles)

    def put(session: Session) -> bool:
        seen = session.row("reach_totals.notes_before", latest=notes["latest"])
        if seen is None or seen["notes"] != notes["notes"]:  # another process has counted them meanwhile
            return False
        if not _moved(session, aimed, {**aimed, "kept_until": until}):
            return False
        session.run("reach_totals.forget_notes", latest=notes["latest"])
        session.run("reach_totals.forget", profile_ids=profiles)
        names = ("profile_id", "extension", "answered")
        session.load("reach_totals", {name: [row[name] for row in rows] for name in names})
        return True

    return store.write(put)


def note(session: Session, calls: Iterable[ChangedCall]) -> None:
    """These calls have appeared or changed, or were so before; to be told in the transaction that does it."""
    old = datetime.now(UTC) - SETTLED  # nothing younger is kept
    note_profiles(
        session,
        {
            stored.profile_id
            for stored in calls
            if stored.profile_id and stored.call.started_at < old and stored.call.source != SIMULATED
        },
    )


def note_past(session: Session) -> None:
    """The calls of the batch that is laid out (`store/calls/history.py`) have appeared."""
    session.run("reach_totals.note_past")
    _forget_if_too_many(session)


def note_profiles(session: Session, profile_ids: Collection[int]) -> None:
    """These profiles get or lose calls."""
    if profile_ids:
        session.run("reach_totals.note", profile_ids=list(profile_ids))
        _forget_if_too_many(session)


def note_of_call(session: Session, call_id: UUID) -> None:
    """Whoever has this call gets or loses it."""
    session.run("reach_totals.note_of_call", call_id=str(call_id))


def note_of_step(session: Session, undo_id: int) -> None:
    """The calls of this step (`store/shared/undos.py`) go back to whose they were."""
    session.run("reach_totals.note_of_step", undo_id=undo_id)
    _forget_if_too_many(session)


def differences(session: Session) -> list[str]:
    """Where what is kept is not what the calls say, in words."""
    state = _state(session)
    if state["kept_until"] == NOTHING:
        return []
    rows = session.rows("reach_totals.differences", until=state["kept_until"])
    profiles = dict.fromkeys(row["profile_id"] for row in rows)
    return [f"the answered calls of profile {profile} are not kept as the calls say" for profile in profiles]


def _forget_if_too_many(session: Session) -> None:
    notes = _notes(session)
    if notes["notes"] > MOST_STALE:
        attempt = _state(session)["attempt"] + 1
        session.run("reach_totals.aim", kept_until=NOTHING, aimed_at=NOTHING, attempt=attempt)
        session.run("reach_totals.forget_notes", latest=notes["latest"])


def _state(session: Session) -> Row:
    return session.row("reach_totals.until") or {"kept_until": NOTHING, "aimed_at": NOTHING, "attempt": 0}


def _moved(session: Session, before: Row, now: Row) -> bool:
    """Move on, if nobody else has."""
    if _state(session) != before:
        return False
    session.run("reach_totals.aim", **now)
    return True


def _notes(session: Session) -> Row:
    return session.row("reach_totals.notes") or {"notes": 0, "latest": 0}
