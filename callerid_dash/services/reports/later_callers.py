"""The callers since the totals of numbers were last brought up to date (`store/summaries/caller_totals.py`).

They are few, so figures of many callers are counted from what is kept of the calls before, and from these. A new call
costs one look at the totals of its number. Nothing is asked while a total is stale.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from callerid_dash.domain.calls.calls import SIMULATED, CallState, Outcome
from callerid_dash.domain.reports.periods import Range
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.reports.callers import CallerSum, PrefixSum
from callerid_dash.store.summaries import caller_totals
from callerid_dash.store.summaries.caller_totals import CallerTotal, LaterCall
from callerid_dash.store.summaries.marks import ALWAYS, NOTHING

MOST_LATER = 50_000
"""The most later calls that are kept in memory; there are more only while the totals are counted for the first time."""
_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LaterCaller:
    """The later calls of a number, and its total before, if it had called before."""

    total: CallerTotal | None
    calls: Mapping[UUID, LaterCall]

    def within(self, span: Range) -> list[LaterCall]:
        """Its later calls in this range, the first one first."""
        return sorted(
            (call for call in self.calls.values() if span.since <= call.started_at < span.until),
            key=lambda call: call.started_at,
        )

    def called_since(self, instant: datetime) -> bool:
        """Whether a call that its total contains began at or after this instant."""
        return self.total is not None and self.total.last_at >= instant

    def sum(self, number: str) -> CallerSum:
        """The sum of all its calls."""
        calls, total = self.within(ALWAYS), self.total
        times = [*([total.last_at] if total else []), *(call.started_at for call in calls)]
        return CallerSum(
            number,
            calls=len(calls) + (total.calls if total else 0),
            answered=sum(call.standing == "answered" for call in calls) + (total.answered if total else 0),
            missed=sum(call.standing == "missed" for call in calls) + (total.missed if total else 0),
            again=sum(after - before <= _AGAIN for before, after in pairwise(times)) + (total.again if total else 0),
            last_at=times[-1],
        )


@dataclass(frozen=True, slots=True)
class LaterCallers:
    """Everybody who has called since the totals' watermark `since`, by number. Never changed; `with_calls` copies."""

    since: datetime
    numbers: Mapping[str, LaterCaller]

    @classmethod
    def read(cls, session: Session) -> LaterCallers | None:
        """Count them; None while a total is stale, or if they are too many."""
        since = caller_totals.materialized(session)
        if since == NOTHING:
            return None
        calls = caller_totals.later_calls(session, since, MOST_LATER + 1)
        return cls(since, {}).with_calls(session, calls) if len(calls) <= MOST_LATER else None

    def updated(self, session: Session, changed: Iterable[FeedRow]) -> LaterCallers | None:
        """With these calls as they are now; None if the totals have changed."""
        rows = [row for row in changed if row.number.canonical and row.call.source != SIMULATED]
        if caller_totals.materialized(session) != self.since or any(r.call.started_at < self.since for r in rows):
            return None
        return self.with_calls(session, map(_later_call, rows))

    def with_calls(self, session: Session, calls: Iterable[LaterCall]) -> LaterCallers:
        """A copy with these calls added or replaced."""
        of_number: dict[str, dict[UUID, LaterCall]] = {}
        for call in calls:
            of_number.setdefault(call.number, {})[call.id] = call
        totals = caller_totals.totals_of(session, of_number.keys() - self.numbers.keys())
        numbers = dict(self.numbers)
        for number, new in of_number.items():
            known = numbers.get(number) or LaterCaller(totals.get(number), {})
            numbers[number] = replace(known, calls={**known.calls, **new})
        return replace(self, numbers=numbers)

    def sums(self, numbers: Iterable[str]) -> dict[str, CallerSum]:
        """The sums of all calls of those of these numbers that have called later."""
        return {number: self.numbers[number].sum(number) for number in numbers if number in self.numbers}

    def not_in(self, span: Range) -> Range:
        """The part of a range before the later calls."""
        return Range(span.since, min(max(self.since, span.since), span.until))

    def places(self, span: Range, own: str, own_digits: int) -> Iterator[PrefixSum]:
        """The calls of this range, as `callers.places`; whoever called before in it is no caller here."""
        sums: dict[tuple[str, int], PrefixSum] = {}
        for number, caller in self.numbers.items():
            if calls := caller.within(span):
                inside = not number.startswith("+")
                digits = len(own) + own_digits if number.startswith(own) else caller_totals.PREFIX
                key = ("", 0) if inside else (number[:digits], len(number))
                before = sums.get(key) or PrefixSum(number, inside, 0, 0, 0)
                sums[key] = replace(
                    before,
                    callers=before.callers + (not caller.called_since(span.since)),
                    calls=before.calls + len(calls),
                    missed=before.missed + sum(call.standing == "missed" for call in calls),
                )
        yield from sums.values()

    def newcomers(self, span: Range, begins: Sequence[datetime]) -> tuple[dict[int, list[int]], list[int]]:
        """How many numbers called, and how many for the first time ever: by the place of their period, and in all.

        Whoever had called before in the same period, or in the range, is no caller here. `begins` are of all periods.
        """
        of_periods: dict[int, list[int]] = {}
        whole = [0, 0]
        for caller in self.numbers.values():
            calls = caller.within(span)
            if not calls:
                continue
            if not caller.called_since(span.since):
                whole[0] += 1
            places = list(dict.fromkeys(bisect_right(begins, call.started_at) - 1 for call in calls))
            for place in places:
                if not caller.called_since(max(begins[place], span.since)):
                    of_periods.setdefault(place, [0, 0])[0] += 1
            if caller.total is None and caller.within(Range(NOTHING, span.since)) == []:
                whole[1] += 1
                of_periods[places[0]][1] += 1
        return of_periods, whole


def _later_call(row: FeedRow) -> LaterCall:
    call = row.call
    standing = call.outcome or Outcome.UNKNOWN if call.state is CallState.ENDED else call.state
    return LaterCall(call.id, row.number.canonical or "", call.started_at, standing.value)
