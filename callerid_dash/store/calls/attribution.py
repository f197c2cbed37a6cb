"""Which profile each call belongs to: `calls.profile_id`, and `chosen_profile_id` if a user chose among holders.

A chosen call is attributed to the chosen profile. `known_then`, whether the caller was known when the call came in,
never changes. Each change of a call's profile is noted for the summaries. `store/shared/undos.py` undoes steps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries import changes


def unattributed(session: Session, number: str) -> int:
    """How many calls of this canonical number belong to nobody."""
    return int(session.value("attribution.unattributed", number=number))


def adopt(session: Session, profile_id: int, numbers: Collection[str]) -> list[UUID]:
    """Give a profile the calls of these numbers that belong to nobody; returns their ids."""
    return adopt_each(session, dict.fromkeys(numbers, profile_id))


def adopt_each(session: Session, profiles: Mapping[str, int]) -> list[UUID]:
    """The same for many numbers at once, each with its profile."""
    if not profiles:
        return []
    found = session.rows("attribution.adopt_each", number=list(profiles), profile_id=list(profiles.values()))
    changes.note_reassigned(session, found)
    return [row["id"] for row in found]


def numbers_made_since(session: Session, since: datetime) -> dict[str, int]:
    """The numbers of the profiles created from unknown callers since then, each with its profile id."""
    rows = session.rows("attribution.numbers_made_since", since=since)
    return {row["number"]: row["profile_id"] for row in rows}


def choose(session: Session, call_id: UUID, profile_id: int | None, *, chosen: bool) -> None:
    """Attribute one call to a profile; `chosen`: because a user chose this profile."""
    chosen_id = profile_id if chosen else None
    rows = session.rows("attribution.choose", call_id=str(call_id), profile_id=profile_id, chosen_id=chosen_id)
    changes.note_reassigned(session, rows)


def note_identified(
    session: Session, call_ids: Collection[UUID], at: datetime, by: int | None, undo_id: int | None = None
) -> None:
    """Note that this user (None: a program) gave these calls, which belonged to nobody, to a profile."""
    session.run(
        "attribution.note_identified",
        call_id=list(call_ids),
        identified_at=at,
        identified_by=by,
        undo_id=undo_id,
    )


def forget_identified(session: Session, undo_id: int, call_ids: Collection[UUID]) -> None:
    """Delete what this step noted of these calls with `note_identified`."""
    session.run("attribution.forget_identified", undo_id=undo_id, ids=[str(each) for each in call_ids])


def calls_of(session: Session, profile_ids: Collection[int]) -> dict[int, int]:
    """How many calls are attributed to each of these profiles; profiles without calls are left out."""
    rows = session.rows("attribution.calls_of", profile_ids=list(profile_ids))
    return {row["profile_id"]: row["calls"] for row in rows}


def calls_by_number(session: Session, profile_ids: Collection[int]) -> dict[str, int]:
    """How many calls of each canonical number are attributed to these profiles."""
    rows = session.rows("attribution.calls_by_number", profile_ids=list(profile_ids))
    return {row["number"]: row["calls"] for row in rows}


def merge(session: Session, keep_id: int, profile_ids: Collection[int]) -> None:
    """Give the calls of these profiles to another one; chosen calls stay chosen."""
    moved = session.rows("attribution.merge", keep_id=keep_id, profile_ids=list(profile_ids))
    changes.note_reassigned(session, moved)


def leave_each(session: Session, held: Collection[tuple[int, str]], others: Mapping[str, int | None]) -> None:
    """Take calls from profiles, by pairs of profile and number; `others` as for `leave`."""
    if held:
        left = session.rows(
            "attribution.leave_each",
            profile_id=[profile_id for profile_id, _ in held],
            number=[number for _, number in held],
            other=[others[number] for _, number in held],
        )
        changes.note_reassigned(session, left)


def leave(session: Session, profile_ids: Collection[int], others: Mapping[str, int | None]) -> None:
    """Take calls from these profiles; `others` maps each number to the profile that gets its calls (None: nobody)."""
    if others:
        left = session.rows(
            "attribution.leave", profile_ids=list(profile_ids), number=list(others), other=list(others.values())
        )
        changes.note_reassigned(session, left)
