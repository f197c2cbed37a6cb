"""Reports about callers: who calls most often, for the first time, from where, and who identified unknown callers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from callerid_dash.domain.profiles.numbering import OriginKind, origin, origin_code, origin_digits
from callerid_dash.domain.profiles.profiles import preferred_holder
from callerid_dash.domain.reports.periods import Range, Unit, starts
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.reports.figure_words import Figure
from callerid_dash.services.reports.filter import Asking, ReportFilter, ReportQuestion
from callerid_dash.services.reports.later_callers import LaterCallers
from callerid_dash.services.reports.metrics import OverTime, over_time, period_start, table_of
from callerid_dash.services.shared.paging import checked_limit
from callerid_dash.store.calls.filter import EVERY_CALL
from callerid_dash.store.reports import callers as tables
from callerid_dash.store.reports import newcomers
from callerid_dash.store.reports.callers import CallerSum, IdentifiedSum, PrefixSum
from callerid_dash.store.reports.newcomers import NewcomerSum
from callerid_dash.store.summaries.marks import ALWAYS, NOTHING

if TYPE_CHECKING:
    from pandas import DataFrame

T = TypeVar("T")
MOST = 500


class Order(StrEnum):
    """The order of callers; `AGAIN`: by calls within a day after the previous one."""

    CALLS = "calls"
    MISSED = "missed"
    AGAIN = "again"

    def of(self, sums: CallerSum) -> int:
        """The figure by which callers are ordered."""
        return int(getattr(sums, self.value))

    def place(self, sums: CallerSum) -> tuple[int, int, str]:
        """The place in the order, as in the store."""
        return -self.of(sums), -sums.calls, sums.number


@dataclass(frozen=True, slots=True, eq=False)
class NewcomersOverTime(OverTime):
    """Callers over time, first-time and returning ones, and the whole range, where a caller counts once.

    `since` is the oldest known call; earlier callers are unknown.
    """

    whole: NewcomerSum
    since: datetime | None


class OriginQuestion(StrEnum):
    """What a number says about its origin: its place, or, for mobiles of the own country, only its operator."""

    PLACE = "place"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Callers(Asking):
    """Reports about callers. The page and the token's scope decide who may see them. Raises InvalidInput."""

    def top(self, wanted: ReportFilter, by: Order = Order.CALLS, limit: int = 20, *, shared: bool = False) -> DataFrame:
        """The first `limit` callers of these calls in order; `shared`: only of numbers that several profiles hold.

        `profiles` hold the number; it is shown under the `holder`, if there is one.
        """
        from pandas import Series

        limit = checked_limit(limit, MOST)
        question = self._question(wanted)
        span, clauses = question.span, question.clauses
        found = self._cached(
            ("top", by, limit, shared, span, clauses),
            lambda session: tables.top(session, span, clauses, by.value, limit, shared=shared),
            span,
            lambda before, changed: self._recounted(before, changed, question, by, limit, shared=shared),
        )
        with self.core.store.read() as session:
            holders = self.core.matcher.holders_in(session, {each.number for each in found})
        held = [holders.get(each.number, ()) for each in found]
        return table_of(CallerSum, found).assign(
            holder=Series([preferred_holder(of_number) for of_number in held], dtype=object),
            profiles=[len(of_number) for of_number in held],
        )

    def _recounted(
        self,
        before: Sequence[CallerSum],
        changed: Sequence[FeedRow],
        question: ReportQuestion,
        by: Order,
        limit: int,
        *,
        shared: bool,
    ) -> list[CallerSum] | None:
        """The first callers after these calls have changed; None if one has fewer now, so that others may follow."""
        numbers = {row.number.canonical for row in changed if row.number.canonical}
        sums, later = {each.number: each for each in before}, self._later_callers()
        if later and len(before) == limit:
            # No caller has more of these calls than of all calls.
            behind = by.place(before[-1])
            whole = later.sums(numbers - sums.keys())
            numbers = {number for number in numbers if number not in whole or by.place(whole[number]) < behind}
        with self.core.store.read() as session:
            if shared:
                holders = self.core.matcher.holders_in(session, numbers)
                numbers = {number for number in numbers if len(holders.get(number, ())) > 1}
            found = later.sums(numbers) if later and self._is_everything(question) else {}
            found |= tables.sums_of(session, question.span, question.clauses, numbers - found.keys())
        fewer = (number not in found or by.of(found[number]) < by.of(sums[number]) for number in numbers & sums.keys())
        if any(fewer):
            return None
        return sorted({**sums, **found}.values(), key=by.place)[:limit]

    def ranked(self, figure: Figure, wanted: ReportFilter, limit: int) -> DataFrame:
        """The first `limit` callers of one of the page's lists."""
        match figure:
            case Figure.TOP_UNKNOWN:
                found = self.top(replace(wanted, known=False), Order.CALLS, limit)
                return found.head(0) if wanted.known else found
            case Figure.REPEAT_CALLERS:
                found = self.top(wanted, Order.AGAIN, limit)
                return found[found["again"] > 0]
            case _:
                return self.top(wanted, Order.CALLS, limit, shared=figure is Figure.SHARED_NUMBERS)

    def newcomers(self, wanted: ReportFilter) -> NewcomersOverTime:
        """First-time callers over time.

        The first call is the first of all calls, whatever the filter: a caller whose first call went to another line
        than the requested one is not a first-time caller.
        """
        question, first_weekday = self._question(wanted), wanted.first_weekday
        zone, span, unit = question.zone, question.span, question.unit
        history = self.history()
        ever = span.since <= history.since
        later = self._later_callers() if question.clauses == EVERY_CALL else None
        counted = later.not_in(span) if later else span
        found = self._cached(
            ("newcomers", counted, question.zone_name, unit, first_weekday, question.clauses),
            lambda session: newcomers.newcomers(
                session, counted, zone, question.clauses, unit, first_weekday, ever=ever
            ),
            Range(NOTHING, counted.until),  # earlier calls, too, say whose first call it is
        )
        if later:
            found = _with_later(found, later, question, first_weekday)
        whole = next((each for each in found if each.start is None), NewcomerSum(None, 0, 0))
        of_periods = table_of(NewcomerSum, [each for each in found if each.start]).set_index("start")
        frame = over_time(of_periods, question, first_weekday, self.core.clock())
        frame["returning"] = frame["callers"] - frame["newcomers"]
        return NewcomersOverTime(unit, frame, whole, history.since if history.length else None)

    def origins(self, wanted: ReportFilter, language: str = "en") -> DataFrame:
        """The origins of callers, most calls first; `code` names an origin in filters."""
        dialing = self.core.snapshot.locality.dialing
        question = self._question(wanted)
        own = origin_digits(dialing.region)
        later = self._later_callers() if question.clauses == EVERY_CALL else None
        counted = later.not_in(question.span) if later else question.span
        found = self._cached(
            ("origins", own, counted, question.clauses),
            lambda session: tables.places(session, counted, question.clauses, *own),
            counted,
        )
        prefixes = table_of(PrefixSum, [*found, *(later.places(question.span, *own) if later else ())])
        codes = [origin_code(number, dialing) for number in prefixes["example"]]
        sums = {"example": "first", "callers": "sum", "calls": "sum", "missed": "sum"}
        frame = prefixes.assign(code=codes).groupby("code", as_index=False, sort=False).agg(sums)
        origins = [origin(number, dialing, language) for number in frame.pop("example")]
        frame = frame.assign(
            kind=[each.kind.value for each in origins],
            name=[each.name for each in origins],
            region=[each.region for each in origins],
        )
        of_mobiles = frame["kind"] == OriginKind.OPERATOR.value
        frame["question"] = of_mobiles.map({True: OriginQuestion.OPERATOR.value, False: OriginQuestion.PLACE.value})
        return frame.sort_values(["calls", "kind", "name"], ascending=[False, True, True], ignore_index=True)

    def _is_everything(self, question: ReportQuestion) -> bool:
        return question.clauses == EVERY_CALL and question.span.holds(self.history())

    def _later_callers(self) -> LaterCallers | None:
        def updated(before: LaterCallers | None, changed: Sequence[FeedRow]) -> LaterCallers | None:
            with self.core.store.read() as session:
                return before.updated(session, changed) if before else None

        return self._cached("later callers", LaterCallers.read, ALWAYS, updated)

    def identified(self, wanted: ReportFilter) -> tuple[IdentifiedSum, DataFrame]:
        """The calls of callers who were unknown then and are known now: all of them, and by who identified them.

        Half of the `timed` ones were identified `half_within` so many seconds after the call, 90 % `most_within`.
        `user_id` is missing for a program.
        """
        question = self._question(wanted)
        found = self._cached(
            ("identified", question.span, question.clauses),
            lambda session: tables.identified(session, question.span, question.clauses),
            question.span,
        )
        whole = next((each for each in found if each.how is None), IdentifiedSum(None, None, 0, 0, None, None))
        every = table_of(IdentifiedSum, [each for each in found if each.how])
        every = every.rename(columns={"by": "user_id", "p50": "half_within", "p90": "most_within"})
        every = every.astype({"user_id": "Int64"})
        order = ["calls", "how", "user_id"]
        return whole, every.sort_values(order, ascending=[False, True, True], na_position="first", ignore_index=True)


def _with_later(
    found: Sequence[NewcomerSum], later: LaterCallers, question: ReportQuestion, first_weekday: int
) -> list[NewcomerSum]:
    """The sums with those of the later callers."""
    unit, zone = question.unit, question.zone
    local = starts(unit, zone, question.span, first_weekday)
    begins = [start.astimezone(UTC) for start in local]
    of_periods, whole = later.newcomers(question.span, begins)
    sums = {each.start and period_start(each.start, unit, zone): each for each in found}
    added = {begins[place]: NewcomerSum(_stored(local[place], unit), *counted) for place, counted in of_periods.items()}
    for start, more in [*added.items(), (None, NewcomerSum(None, *whole))]:
        before = sums.get(start) or NewcomerSum(more.start, 0, 0)
        callers, new = before.callers + more.callers, before.newcomers + more.newcomers
        sums[start] = NewcomerSum(before.start, callers, new)
    return list(sums.values())


def _stored(start: datetime, unit: Unit) -> datetime:
    """The beginning of a period as the store names it."""
    return (start.astimezone(UTC) if unit.exact else start).replace(tzinfo=None)
