"""Stored numbers that are parsed again after a change of the rules: the numbers of profiles' phones and of calls."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from callerid_dash.domain.numbers.phones import PhoneNumber
from callerid_dash.store.engine.protocol import Session


@dataclass(frozen=True, slots=True)
class StoredPhone:
    """A phone of a profile: the number as entered, and its canonical form."""

    id: int
    profile_id: int
    raw: str
    number: str | None
    extension: str


@dataclass(frozen=True, slots=True)
class StoredCaller:
    """The caller of a call: the number as received, and the columns parsed from it; `started_at` as stored."""

    id: UUID
    started_at: datetime
    caller: str
    caller_kind: str
    number: str | None
    match_rule: str

    def differs(self, number: PhoneNumber) -> bool:
        """Is this another number than the stored one, or found in another way?"""
        return (self.caller_kind, self.number, self.match_rule) != (number.kind, number.canonical, number.rule)


def phones_after(session: Session, after: int, how_many: int) -> list[StoredPhone]:
    """The next `how_many` phones after this id, in the order of their ids."""
    return [StoredPhone(**row) for row in session.rows("rereading.phones_after", after=after, how_many=how_many)]


def numbers_of(session: Session, profile_ids: Collection[int]) -> set[tuple[int, str, str]]:
    """Profile, canonical number and extension of the phones of these profiles."""
    rows = session.rows("rereading.phones_of", profile_ids=list(profile_ids))
    return {(row["profile_id"], row["number"], row["extension"]) for row in rows}


def set_numbers(session: Session, numbers: Mapping[int, str | None]) -> None:
    """Replace the canonical numbers of phones, by phone id."""
    session.run("rereading.set_numbers", ids=list(numbers), numbers=list(numbers.values()))


def callers_between(session: Session, first: UUID, last: UUID) -> list[StoredCaller]:
    """The callers of the calls whose ids lie in this closed range."""
    rows = session.rows("rereading.callers_between", first=str(first), last=str(last))
    return [StoredCaller(**row) for row in rows]


def follow_closings(session: Session, call_ids: Collection[UUID]) -> None:
    """Update the numbers in the closings of these calls, so that closed missed calls stay closed."""
    session.run("rereading.follow_closings", ids=[str(each) for each in call_ids])
