"""The filter of a report: checked, and translated into the store's clauses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.calls import SIMULATED, CallState, Outcome
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.locality import timezone_of
from callerid_dash.domain.reports.periods import Range, Unit, unit_for
from callerid_dash.domain.reports.rollups import BUCKET, CallerClass, CallResult, bucket_of
from callerid_dash.services.calls.filter import Lookup, clauses_of, instant
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.store.calls.filter import CallVisibility, Clauses
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.summaries import marks

T = TypeVar("T")

_ENDED = {
    Outcome.ANSWERED: (CallResult.ANSWERED, CallResult.ELSEWHERE),
    Outcome.MISSED: (CallResult.MISSED,),
    Outcome.UNKNOWN: (CallResult.UNKNOWN,),
}
_IN_STATE = {
    CallState.RINGING: (CallResult.RINGING,),
    CallState.QUEUED: (CallResult.QUEUED,),
    CallState.ANSWERED: (CallResult.TALKING,),
    CallState.ENDED: tuple(standing for standings in _ENDED.values() for standing in standings),
}
_TIMED = (CallResult.ANSWERED, CallResult.ELSEWHERE, CallResult.MISSED)
_KNOWN = {True: (CallerClass.KNOWN, CallerClass.IDENTIFIED), False: (CallerClass.UNKNOWN, CallerClass.FORGOTTEN)}
_KNOWN_THEN = {True: (CallerClass.KNOWN, CallerClass.FORGOTTEN), False: (CallerClass.UNKNOWN, CallerClass.IDENTIFIED)}


@dataclass(frozen=True, slots=True)
class ReportFilter(CallFilter):
    """The calls of a report, and how they are counted; without `from_` and `to`, all of history.

    `unit` is chosen by the range's length unless given; a week begins on `first_weekday` (1 Monday … 7 Sunday).
    """

    timezone: str | None = None
    unit: Unit | None = None
    first_weekday: int = 1


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """A checked filter in the store's terms."""

    span: Range
    unit: Unit
    zone: ZoneInfo
    zone_name: str
    clauses: Clauses

    def visible_clauses(self, visibility: CallVisibility | None) -> Clauses:
        """The clauses, restricted to the calls that a viewer may see (None: all)."""
        return self.clauses.also(visibility=visibility)


@dataclass(frozen=True, slots=True)
class Asking:
    """The beginning of each service of reports: checks filters, and caches the store's answers."""

    core: Core

    def history(self) -> Range:
        """The range from the first quarter of an hour with a call to the end of the last one."""

        def longer(before: Range, changed: Sequence[FeedRow]) -> Range | None:
            buckets = [bucket_of(row.call.started_at) for row in changed if row.call.source != SIMULATED]
            if not before.length:
                return None
            return Range(min([before.since, *buckets]), max([before.until, *(each + BUCKET for each in buckets)]))

        return self._cached("history", marks.history, marks.ALWAYS, longer)

    def _question(self, wanted: ReportFilter) -> ReportQuestion:
        """Check a filter. Raises InvalidInput."""
        snapshot, everything = self.core.snapshot, self.history()
        zone_name = timezone_of(wanted.timezone) if wanted.timezone is not None else snapshot.locality.timezone
        since = instant(wanted.from_, "from") or everything.since
        until = instant(wanted.to, "to") or max(everything.until, since)
        if until < since:
            raise InvalidInput("The range ends before it begins.", "to")
        span, zone = Range(since, until), ZoneInfo(zone_name)
        clauses = _as_counted(wanted, clauses_of(wanted, Lookup(snapshot, Origins(self.core)), zone))
        return ReportQuestion(span, wanted.unit or unit_for(span.length), zone, zone_name, clauses)

    def _cached(
        self,
        question: Hashable,
        read: Callable[[Session], T],
        span: Range | None = None,
        update: Callable[[T, Sequence[FeedRow]], T | None] | None = None,
    ) -> T:
        """What the store answers; `span` and `update` as for `Answers.get`."""

        def in_session() -> T:
            with self.core.store.read() as session:
                return read(session)

        return self.core.answers.get(question, in_session, span, update)


def _as_counted(wanted: ReportFilter, clauses: Clauses) -> Clauses:
    """Replace conditions by those under which figures are stored."""
    as_kept = {
        "standings": _standings(wanted),
        "callers": _callers(wanted),
        "extensions": _extensions(clauses),
    }
    return clauses.without("state", "outcome", "known", "known_then", "extension", "simulated").also(**as_kept)


def _callers(wanted: ReportFilter) -> tuple[CallerClass, ...] | None:
    if wanted.known_then is None:
        return None if wanted.known is None else _KNOWN[wanted.known]
    then = _KNOWN_THEN[wanted.known_then]
    return then if wanted.known is None else tuple(each for each in then if each in _KNOWN[wanted.known])


def _standings(wanted: ReportFilter) -> tuple[CallResult, ...] | None:
    found = _of_outcome(wanted)
    if wanted.wait_over is None and wanted.wait_up_to is None:
        return found
    return tuple(each for each in _TIMED if found is None or each in found)


def _of_outcome(wanted: ReportFilter) -> tuple[CallResult, ...] | None:
    if wanted.outcome is None:
        return None if wanted.state is None else _IN_STATE[wanted.state]
    ended = wanted.state in (None, CallState.ENDED)
    return _ENDED[wanted.outcome] if ended else ()


def _extensions(clauses: Clauses) -> tuple[str, ...] | None:
    theirs: tuple[str, ...] | None = clauses.get("extensions")
    if (extension := clauses.get("extension")) is None:
        return theirs
    return (extension,) if theirs is None or extension in theirs else ()
