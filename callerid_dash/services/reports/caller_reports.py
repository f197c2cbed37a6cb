"""Reports about callers: who calls most often, for the first time, from where, and who identified unknown callers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from callerid_dash.domain.profiles.numbering import Origin, OriginKind, origin, origin_code, origin_digits
from callerid_dash.domain.profiles.profiles import Holder, preferred_holder
from callerid_dash.domain.reports.periods import Extent, Range, Unit, extents, starts
from callerid_dash.domain.users import User
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.core import Core
from callerid_dash.services.reports.filter import ReportFilter, ReportQuestion, question_of
from callerid_dash.services.reports.reports import period_start
from callerid_dash.services.shared.paging import checked_limit
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.reports import callers as tables
from callerid_dash.store.reports import newcomers
from callerid_dash.store.reports.callers import CallerSum, IdentifiedSum, PrefixSum
from callerid_dash.store.reports.newcomers import NewcomerSum
from callerid_dash.store.summaries import marks

T = TypeVar("T")
MOST = 500


class Order(StrEnum):
    """The order of callers; `AGAIN`: by calls within a day after the previous one."""

    CALLS = "calls"
    MISSED = "missed"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class CallerFigures:
    """The figures of a number, and the profile under which it is shown; `shared` profiles hold it."""

    sums: CallerSum
    holder: Holder | None
    shared: int


@dataclass(frozen=True, slots=True)
class Newcomers:
    """How many numbers called, and how many of them for the first time ever; the others had called before."""

    callers: int = 0
    newcomers: int = 0

    @property
    def returning(self) -> int:
        """The numbers that had called before."""
        return self.callers - self.newcomers


@dataclass(frozen=True, slots=True)
class NewcomersOverTime:
    """Every period of a range, also those without calls, and the whole range, where a caller counts once.

    `since` is the oldest known call; earlier callers are unknown. `extents`: how much of each period is counted.
    """

    unit: Unit
    zone: str
    points: tuple[tuple[datetime, Newcomers], ...]
    whole: Newcomers
    extents: tuple[Extent, ...] = ()
    since: datetime | None = None


class OriginQuestion(StrEnum):
    """What a number says about its origin: its place, or, for mobiles of the own country, only its operator."""

    PLACE = "place"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class OriginFigures:
    """The calls of the numbers of one place, operator or country; `code` names it in filters."""

    code: str
    origin: Origin
    callers: int
    calls: int
    missed: int

    @property
    def question(self) -> OriginQuestion:
        """The question that this origin answers."""
        return OriginQuestion.OPERATOR if self.origin.kind is OriginKind.OPERATOR else OriginQuestion.PLACE


class IdentifiedBy(StrEnum):
    """How an unknown caller was identified: by somebody, by the anonymous contacts, or not recorded."""

    NOTED = "noted"
    AUTOMATIC = "automatic"
    UNNOTED = "unnoted"


@dataclass(frozen=True, slots=True)
class Identified:
    """Calls of unknown callers who are known by now.

    Half of the `timed` ones were identified within `p50` seconds after the call, 90 % within `p90`. `user` is None for
    a program.
    """

    calls: int = 0
    timed: int = 0
    p50: float | None = None
    p90: float | None = None
    how: IdentifiedBy = IdentifiedBy.UNNOTED
    user: User | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Callers:
    """Reports about callers. The page and the token's scope decide who may see them. Raises InvalidInput."""

    core: Core

    def top(
        self, wanted: ReportFilter, by: Order = Order.CALLS, limit: int = 20, *, shared: bool = False
    ) -> tuple[CallerFigures, ...]:
        """The first `limit` callers of these calls in order; `shared`: only of numbers that several profiles hold."""
        limit = checked_limit(limit, MOST)
        question = self._question(wanted)

        def read(session: Session) -> list[CallerSum]:
            return tables.top(session, question.span, question.clauses, by.value, limit, shared=shared)

        found = self._cached(("top", by, limit, shared, question.span, question.clauses), read)
        with self.core.store.read() as session:
            holders = self.core.matcher.holders_in(session, {each.number for each in found})
        held = {number: holders.get(number, ()) for number in (each.number for each in found)}
        return tuple(CallerFigures(each, preferred_holder(held[each.number]), len(held[each.number])) for each in found)

    def newcomers(self, wanted: ReportFilter) -> NewcomersOverTime:
        """First-time callers over time.

        The first call is the first of all calls, whatever the filter: a caller whose first call went to another line
        than the requested one is not a first-time caller.
        """
        question, first_weekday = self._question(wanted), wanted.first_weekday
        zone, span, unit = question.zone, question.span, question.unit
        history = self._history()
        ever = span.since <= history.since

        def read(session: Session) -> list[NewcomerSum]:
            return newcomers.newcomers(session, span, zone, question.clauses, unit, first_weekday, ever=ever)

        key = ("newcomers", span, question.zone_name, unit, first_weekday, question.clauses)
        found = self._cached(key, read)
        counted = {each.start: Newcomers(each.callers, each.newcomers) for each in found}
        whole = counted.pop(None, Newcomers())
        at = {period_start(start, question.unit, zone): each for start, each in counted.items() if start}
        begins = starts(question.unit, zone, span, wanted.first_weekday)
        points = tuple((start, at.get(start.astimezone(UTC), Newcomers())) for start in begins)
        covered = tuple(extents(begins, unit, zone, span, self.core.clock()))
        since = history.since if history.length else None
        return NewcomersOverTime(question.unit, question.zone_name, points, whole, covered, since)

    def origins(self, wanted: ReportFilter, language: str = "en") -> tuple[OriginFigures, ...]:
        """The origins of callers, most calls first."""
        dialing = self.core.snapshot.locality.dialing
        question = self._question(wanted)
        own = origin_digits(dialing.region)

        def read(session: Session) -> list[PrefixSum]:
            return tables.places(session, question.span, question.clauses, *own)

        found = self._cached(("origins", own, question.span, question.clauses), read)
        sums: dict[str, OriginFigures] = {}
        for each in found:
            code = origin_code(each.example, dialing)
            old = sums.get(code) or OriginFigures(code, origin(each.example, dialing, language), 0, 0, 0)
            sums[code] = replace(
                old,
                callers=old.callers + each.callers,
                calls=old.calls + each.calls,
                missed=old.missed + each.missed,
            )
        return tuple(sorted(sums.values(), key=lambda each: (-each.calls, each.origin.kind, each.origin.name)))

    def identified(self, wanted: ReportFilter) -> tuple[Identified, Sequence[Identified]]:
        """The calls of callers who were unknown then and are known now: all of them, and by who identified them."""
        question = self._question(wanted)

        def read(session: Session) -> list[IdentifiedSum]:
            return tables.identified(session, question.span, question.clauses)

        found = self._cached(("identified", question.span, question.clauses), read)
        users = self.core.snapshot.users
        every = [
            Identified(
                each.calls,
                each.timed,
                each.p50,
                each.p90,
                IdentifiedBy(each.how) if each.how else IdentifiedBy.UNNOTED,
                users.get(each.by) if each.by else None,
                each.by,
            )
            for each in found
            if each.how
        ]
        whole = next((Identified(e.calls, e.timed, e.p50, e.p90) for e in found if e.how is None), Identified())
        return whole, sorted(every, key=lambda each: (-each.calls, each.how, each.user_id or 0))

    def _question(self, wanted: ReportFilter) -> ReportQuestion:
        return question_of(wanted, self.core.snapshot, self._history(), Origins(self.core))

    def _history(self) -> Range:
        return self._cached("history", marks.history)

    def _cached(self, question: Hashable, read: Callable[[Session], T]) -> T:
        def in_session() -> T:
            with self.core.store.read() as session:
                return read(session)

        return self.core.answers.get(question, in_session)
