"""The counts of calls in reports, and how the store's sums become counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from callerid_dash.domain.calls.sources import Outage
from callerid_dash.domain.reports.figures import NO_WAITS, NOTHING, Figures, Spread, share, total
from callerid_dash.domain.reports.periods import Extent, Unit
from callerid_dash.domain.reports.rollups import CallerClass, CallResult
from callerid_dash.domain.users import User
from callerid_dash.store.reports.reports import Sum

_ANSWERED = (CallResult.ANSWERED, CallResult.ELSEWHERE)
_WAITING = (CallResult.RINGING, CallResult.QUEUED)
_OPEN = (*_WAITING, CallResult.TALKING)
_UNKNOWN = (CallerClass.UNKNOWN, CallerClass.IDENTIFIED)


@dataclass(frozen=True, slots=True)
class CallCounts:
    """Counts of calls.

    `total` = answered + missed + open + end_unknown. `unknown`: the caller was unknown when the call came in;
    `identified` of these belong to a profile now. `withheld`: the network gave no number. `waiting` of the open ones
    are not answered yet.
    """

    answered: Figures = NOTHING
    missed: Figures = NOTHING
    open: int = 0
    waiting: int = 0
    end_unknown: int = 0
    unknown: int = 0
    identified: int = 0
    withheld: int = 0

    @property
    def total(self) -> int:
        """The number of all calls."""
        return self.answered.calls + self.missed.calls + self.open + self.end_unknown

    @property
    def both(self) -> Figures:
        """The answered and the missed calls, whose times are known."""
        return self.answered + self.missed

    @property
    def waits(self) -> Spread:
        """How long callers waited until they were answered or gave up; all figures of waits use these calls."""
        return self.both.waits

    def within(self, seconds: int) -> float | None:
        """The share of answered and missed calls that were answered within so many seconds, one of the bounds."""
        return share(self.answered.waits.at_most(seconds), self.waits.measured)

    @property
    def unknown_share(self) -> float | None:
        """The share of all calls whose caller was unknown; None if there are no calls."""
        return share(self.unknown, self.total)

    @property
    def answered_share(self) -> float | None:
        """The answered share of the answered and missed calls; None if there are none."""
        return share(self.answered.calls, self.answered.calls + self.missed.calls)


@dataclass(frozen=True, slots=True)
class Point:
    """The counts, without times, of a period that begins at `start`, an instant of the requested zone.

    `down`: how long a source was down in it. `extent`: how much of it is counted.
    """

    start: datetime
    counts: CallCounts
    down: timedelta = timedelta(0)
    extent: Extent = Extent.WHOLE


@dataclass(frozen=True, slots=True)
class Volume:
    """Every period of a range, also those without calls, and the outages of sources."""

    unit: Unit
    zone: str
    points: tuple[Point, ...]
    outages: tuple[Outage, ...] = ()


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the week; `weekday` is 1 for Monday to 7 for Sunday. The counts are without times.

    The range has `days` such hours that are whole and over, with `counted` calls.
    """

    weekday: int
    hour: int
    counts: CallCounts
    days: float = 0
    counted: int = 0

    @property
    def per_day(self) -> float | None:
        """The average number of calls in such an hour; None if the range has none."""
        return self.counted / self.days if self.days else None


@dataclass(frozen=True, slots=True)
class ExtensionFigures:
    """The figures of an extension. `offered`: it rang or answered; `elsewhere`: another one answered what rang here.

    `waits`: of all callers who rang here, until somebody answered or they gave up, as for all calls.
    """

    extension: str
    user: User | None
    answered: Figures
    missed: int
    elsewhere: int
    open: int
    end_unknown: int
    waits: Spread = NO_WAITS

    @property
    def offered(self) -> int:
        """All calls that rang here or were answered here."""
        return self.answered.calls + self.missed + self.elsewhere + self.open + self.end_unknown


@dataclass(frozen=True, slots=True)
class OwnerAnswerRate:
    """Of the answered calls of profiles that a user owns now, `by_owner` were answered on the user's phones."""

    answered: int
    by_owner: int

    @property
    def share(self) -> float | None:
        """The share that the owner answered."""
        return share(self.by_owner, self.answered)


def counts(sums: Iterable[Sum]) -> CallCounts:
    """The counts of all these sums."""
    listed = list(sums)

    def calls(
        *, standings: tuple[CallResult, ...] | None = None, callers: tuple[CallerClass, ...] | None = None
    ) -> int:
        return sum(
            each.figures.calls
            for each in listed
            if (standings is None or each.standing in standings) and (callers is None or each.caller in callers)
        )

    return CallCounts(
        answered=total(each.figures for each in listed if each.standing in _ANSWERED),
        missed=total(each.figures for each in listed if each.standing is CallResult.MISSED),
        open=calls(standings=_OPEN),
        waiting=calls(standings=_WAITING),
        end_unknown=calls(standings=(CallResult.UNKNOWN,)),
        unknown=calls(callers=_UNKNOWN),
        identified=calls(callers=(CallerClass.IDENTIFIED,)),
        withheld=calls(callers=(CallerClass.WITHHELD,)),
    )


def extension_figures(extension: str, user: User | None, sums: Iterable[Sum]) -> ExtensionFigures:
    """The figures of an extension from its sums."""
    listed = list(sums)

    def calls(*standings: CallResult) -> int:
        return sum(each.figures.calls for each in listed if each.standing in standings)

    return ExtensionFigures(
        extension,
        user,
        answered=total(each.figures for each in listed if each.standing is CallResult.ANSWERED),
        missed=calls(CallResult.MISSED),
        elsewhere=calls(CallResult.ELSEWHERE),
        open=calls(*_OPEN),
        end_unknown=calls(CallResult.UNKNOWN),
        waits=total(each.figures for each in listed if each.standing in (*_ANSWERED, CallResult.MISSED)).waits,
    )
