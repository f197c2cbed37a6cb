"""Who calls: most often, from where; who made them known, and whether their owners answer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from callerid_dash.domain.periods import Range
from callerid_dash.store.engine import Session
from callerid_dash.store.instants import from_column
from callerid_dash.store.reports import Among, asked


@dataclass(frozen=True, slots=True)
class CallerSum:
    """The calls of one canonical number; `again`: within a day after its last one."""

    number: str
    calls: int
    answered: int
    missed: int
    again: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PrefixSum:
    """The calls of numbers that begin alike, such as `example`; `inside`: of numbers that are no public ones."""

    example: str
    inside: bool
    callers: int
    calls: int
    missed: int


@dataclass(frozen=True, slots=True)
class IdentifiedSum:
    """Calls of unknown callers who are known by now: seconds until half and 90 % of the `timed` ones were.

    `how` is None for all of them, else 'noted' (by this user; None: a program), 'automatic' or 'unnoted'.
    """

    how: str | None
    by: int | None
    calls: int
    timed: int
    p50: float | None
    p90: float | None


def top(session: Session, span: Range, among: Among, by: str, limit: int, *, shared: bool = False) -> list[CallerSum]:
    """The numbers with the most calls, missed calls (`by` 'missed') or calls within a day after the last ('again').

    `shared`: only those that several profiles hold.
    """
    given = asked(session, span, among)
    numbers: list[str] | None = None
    if by != "again" or shared:
        numbers = [r["number"] for r in session.rows("callers.top", by=by, shared=shared, limit=limit, **given)]
    rows = session.rows("callers.again", numbers=numbers, limit=limit, **given) if numbers != [] else []
    found = [CallerSum(**(row | {"last_at": from_column(row["last_at"])})) for row in rows]
    if by == "again" or numbers is None:
        return found
    place = {number: i for i, number in enumerate(numbers)}
    return sorted(found, key=lambda each: place[each.number])


def places(session: Session, span: Range, among: Among, own: str, own_digits: int) -> list[PrefixSum]:
    """By how numbers begin. `own`: the own country's code with its '+'; `own_digits` tell where these are from."""
    rows = session.rows("callers.places", own=own, own_digits=len(own) + own_digits, **asked(session, span, among))
    return [PrefixSum(r["example"], not r["prefix"], r["callers"], r["calls"], r["missed"]) for r in rows]


def identified(session: Session, span: Range, among: Among) -> list[IdentifiedSum]:
    """Who made unknown callers known, and how long it took."""
    rows = session.rows("callers.identified", **asked(session, span, among))
    return [IdentifiedSum(r["how"], r["identified_by"], r["calls"], r["timed"], r["p50"], r["p90"]) for r in rows]


def owner_reach(session: Session, span: Range, among: Among) -> dict[int, tuple[int, int]]:
    """By owner: answered calls of their customers, and how many of these they answered themselves."""
    rows = session.rows("callers.owner_reach", **asked(session, span, among))
    return {row["owner_id"]: (row["answered"], row["by_owner"]) for row in rows}
