"""Which calls a report is about: what is asked, checked, and put into the words of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.locality import timezone_of
from callerid_dash.domain.numbers.phones import parse_number
from callerid_dash.domain.reports.periods import Range, Unit, WeekHours, unit_for
from callerid_dash.domain.reports.rollups import Caller, Standing
from callerid_dash.services.calls.filter_lookup import categories_of, extensions_of, there
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.services.shared.paging import storable
from callerid_dash.store.calls.call_log import Sight
from callerid_dash.store.reports.reports import Among

_ENDED = {
    Outcome.ANSWERED: (Standing.ANSWERED, Standing.ELSEWHERE),
    Outcome.MISSED: (Standing.MISSED,),
    Outcome.UNKNOWN: (Standing.UNKNOWN,),
}
_IN_STATE = {
    CallState.RINGING: (Standing.RINGING,),
    CallState.QUEUED: (Standing.QUEUED,),
    CallState.ANSWERED: (Standing.TALKING,),
    CallState.ENDED: tuple(standing for standings in _ENDED.values() for standing in standings),
}
_TIMED = (Standing.ANSWERED, Standing.ELSEWHERE, Standing.MISSED)
_KNOWN = {True: (Caller.KNOWN, Caller.IDENTIFIED), False: (Caller.UNKNOWN, Caller.FORGOTTEN)}
_KNOWN_THEN = {True: (Caller.KNOWN, Caller.FORGOTTEN), False: (Caller.UNKNOWN, Caller.IDENTIFIED)}


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Conditions, joined by 'and'; None does not ask.

    `from_` is included, `to` is not; both are aware; without them all of history is meant. `known` as in the log: the
    call belongs to a profile now; `known_then`: the caller was in the address book when the call came in. `user`: one
    of their extensions rang or answered. `category` counts with all below it. `weekday` (as below) and `hour` (0 to 23)
    are those of the asked zone's clock in which the call began. It waited more than `wait_over` seconds and at most
    `wait_up_to`, as far as that can be said of a call. `origin` is the code of where the number is from
    (`domain/profiles/numbering.py`). `simulated`: also calls that an admin has simulated. `unit` is chosen by the
    range's length unless given; `first_weekday` (1 Monday … 7 Sunday) begins a week.
    """

    from_: datetime | None = None
    to: datetime | None = None
    timezone: str | None = None
    unit: Unit | None = None
    first_weekday: int = 1
    state: CallState | None = None
    outcome: Outcome | None = None
    known: bool | None = None
    known_then: bool | None = None
    line: str | None = None
    queue: str | None = None
    extension: str | None = None
    user: int | None = None
    number: str | None = None
    profile: int | None = None
    category: int | None = None
    color: int | None = None
    weekday: int | None = None
    hour: int | None = None
    wait_over: int | None = None
    wait_up_to: int | None = None
    origin: str | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter that makes sense."""

    span: Range
    unit: Unit
    zone: ZoneInfo
    zone_name: str
    among: Among

    def among_of(self, sight: Sight | None) -> Among:
        """Those of the calls that are in sight (None: all are)."""
        return replace(self.among, sight=sight)


def asked(wanted: ReportFilter, snapshot: Snapshot, everything: Range, origins: Origins) -> Asked:
    """What is asked for; `everything` is all of history. Raises InvalidInput."""
    zone_name = timezone_of(wanted.timezone) if wanted.timezone is not None else snapshot.locality.timezone
    since = wanted.from_.astimezone(UTC) if wanted.from_ else everything.since
    until = wanted.to.astimezone(UTC) if wanted.to else max(everything.until, since)
    if until < since:
        raise InvalidInput("The range ends before it begins.", "to")
    span = Range(since, until)
    zone = ZoneInfo(zone_name)
    among = _among(wanted, snapshot, zone, origins)
    return Asked(span, wanted.unit or unit_for(span.length), zone, zone_name, among)


def _among(wanted: ReportFilter, snapshot: Snapshot, zone: ZoneInfo, origins: Origins) -> Among:
    any_hour = wanted.weekday is None and wanted.hour is None
    return Among(
        standings=_standings(wanted),
        callers=_callers(wanted),
        line=wanted.line,
        queue=wanted.queue,
        extensions=_extensions(wanted, snapshot),
        number=_number(wanted.number, snapshot),
        profile_id=there(wanted.profile, wanted.profile is not None and storable(wanted.profile), "profile"),
        category_ids=categories_of(wanted.category, snapshot),
        color_id=there(wanted.color, wanted.color in snapshot.colors, "color"),
        simulated=wanted.simulated,
        hours=None if any_hour else WeekHours(zone, wanted.weekday, wanted.hour),
        wait_over=wanted.wait_over,
        wait_up_to=wanted.wait_up_to,
        origin=None if wanted.origin is None else origins.beginnings(wanted.origin),
    )


def _callers(wanted: ReportFilter) -> tuple[Caller, ...] | None:
    if wanted.known_then is None:
        return None if wanted.known is None else _KNOWN[wanted.known]
    then = _KNOWN_THEN[wanted.known_then]
    return then if wanted.known is None else tuple(each for each in then if each in _KNOWN[wanted.known])


def _standings(wanted: ReportFilter) -> tuple[Standing, ...] | None:
    found = _of_outcome(wanted)
    if wanted.wait_over is None and wanted.wait_up_to is None:
        return found
    return tuple(each for each in _TIMED if found is None or each in found)


def _of_outcome(wanted: ReportFilter) -> tuple[Standing, ...] | None:
    if wanted.outcome is None:
        return None if wanted.state is None else _IN_STATE[wanted.state]
    ended = wanted.state in (None, CallState.ENDED)
    return _ENDED[wanted.outcome] if ended else ()


def _extensions(wanted: ReportFilter, snapshot: Snapshot) -> tuple[str, ...] | None:
    theirs = extensions_of(wanted.user, snapshot)
    if theirs is None:
        return None if wanted.extension is None else (wanted.extension,)
    return theirs if wanted.extension is None else tuple(each for each in theirs if each == wanted.extension)


def _number(written: str | None, snapshot: Snapshot) -> str | None:
    if written is None:
        return None
    canonical = parse_number(written, snapshot.locality.dialing).canonical
    if canonical is None:
        raise InvalidInput("This is no telephone number.", "number")
    return canonical
