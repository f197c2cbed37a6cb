"""Who calls most often, and from where; who identified unknown callers; and whether owners answer their customers.

Figures of all history come from the totals of each number (`store/summaries/caller_totals.py`) and the calls since
then, all other figures from the calls.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from callerid_dash.domain.reports.periods import Range
from callerid_dash.store.calls.filter import EVERY_CALL, Clauses, filtered
from callerid_dash.store.engine.protocol import Row, Session
from callerid_dash.store.engine.rows import made
from callerid_dash.store.reports.reports import asked
from callerid_dash.store.summaries import caller_totals


@dataclass(frozen=True, slots=True)
class CallerSum:
    """The calls of one canonical number; `again`: calls within a day after its previous call."""

    number: str
    calls: int
    answered: int
    missed: int
    again: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PrefixSum:
    """The calls of numbers with the same beginning, such as `example`; `inside`: the numbers are not public ones."""

    example: str
    inside: bool
    callers: int
    calls: int
    missed: int


@dataclass(frozen=True, slots=True)
class IdentifiedSum:
    """Calls of unknown callers who are known now; half and 90 % of the `timed` ones were after `p50` and `p90` seconds.

    `how` is None for all these calls, else 'noted' (by this user; None: a program), 'automatic' or 'unnoted'.
    """

    how: str | None
    by: int | None
    calls: int
    timed: int
    p50: float | None
    p90: float | None


def top(
    session: Session, span: Range, clauses: Clauses, by: str, limit: int, *, shared: bool = False
) -> list[CallerSum]:
    """The numbers with the most calls, missed calls (`by` 'missed') or calls within a day after the previous ('again').

    `shared`: only numbers that several profiles hold.
    """
    until = caller_totals.materialized_of_all(session, span) if clauses == EVERY_CALL else None
    if until is not None:
        return _top_of_all(session, until, span, by, limit, shared=shared)
    given = asked(session, span, clauses)
    numbers: list[str] | None = None
    if by != "again" or shared:
        numbers = [
            r["number"]
            for r in session.rows(filtered("callers.top", clauses), by=by, shared=shared, limit=limit, **given)
        ]
    rows = (
        session.rows(filtered("callers.again", clauses), numbers=numbers, limit=limit, **given) if numbers != [] else []
    )
    found = [_caller_sum(row) for row in rows]
    if by == "again" or numbers is None:
        return found
    place = {number: i for i, number in enumerate(numbers)}
    return sorted(found, key=lambda each: place[each.number])


def sums_of(session: Session, span: Range, clauses: Clauses, numbers: Collection[str]) -> dict[str, CallerSum]:
    """The sums of these numbers' calls, by number; numbers without calls are missing."""
    if not numbers:
        return {}
    given = {"numbers": [*numbers], "limit": len(numbers), **asked(session, span, clauses)}
    return {row["number"]: _caller_sum(row) for row in session.rows(filtered("callers.again", clauses), **given)}


def places(session: Session, span: Range, clauses: Clauses, own: str, own_digits: int) -> list[PrefixSum]:
    """Calls by the beginning of their number.

    `own` is our country's code with its '+'; so many digits after it (`own_digits`) determine the origin of a number.
    """
    until = caller_totals.materialized_of_all(session, span) if clauses == EVERY_CALL else None
    begins = {"own": own, "own_digits": len(own) + own_digits}
    if until is None:
        rows = session.rows(filtered("callers.places", clauses), **begins, **asked(session, span, clauses))
    else:
        rows = session.rows("caller_totals.places", **begins, **_since(until, span))
    return [made(PrefixSum, row, inside=not row["prefix"]) for row in rows]


def identified(session: Session, span: Range, clauses: Clauses) -> list[IdentifiedSum]:
    """Who identified unknown callers, and how long it took."""
    rows = session.rows(filtered("callers.identified", clauses), **asked(session, span, clauses))
    return [IdentifiedSum(**row) for row in rows]


def owner_answer_rates(session: Session, span: Range, clauses: Clauses) -> dict[int, tuple[int, int]]:
    """By owner: the answered calls of their customers, and how many of these the owner answered."""
    until = caller_totals.materialized_of_all(session, span, stale=True) if clauses == EVERY_CALL else None
    if until is None:
        rows = session.rows(filtered("callers.owner_answer_rates", clauses), **asked(session, span, clauses))
    else:
        rows = session.rows("caller_totals.owner_answer_rates", **_since(until, span))
    return {row["owner_id"]: (row["answered"], row["by_owner"]) for row in rows}


def _top_of_all(
    session: Session, until: datetime, span: Range, by: str, limit: int, *, shared: bool
) -> list[CallerSum]:
    last = session.row("caller_totals.least", by=by, shared=shared, limit=limit)
    least = last["least"] if last and last["numbers"] == limit else 0
    rows = session.rows("caller_totals.top", by=by, shared=shared, limit=limit, least=least, **_since(until, span))
    return [_caller_sum(row) for row in rows]


def _since(materialized: datetime, span: Range) -> dict[str, object]:
    return {"materialized": materialized, "until": span.until}


def _caller_sum(row: Row) -> CallerSum:
    return CallerSum(**row)
