"""The counts of a whole range, and frames of figures: one for each chart and table. Pure.

Charts, tables, the API and files read the same frames. Columns with a head in files are listed in
`figure_words.column_heads`. The others: `extent` (how much of a period is counted), `was_unknown` (the caller was
unknown when the call came in: still `unknown` or `identified` since), `withheld`, `counted` (calls in whole past
hours), `code` and `question` of an origin, `how` and `user_id` of who identified a caller, `holder` (the profile of a
number). Instants are in the zone of the report, those of the last call of a number in UTC; a share that would be
0 / 0 is missing.

pandas takes half a second and 35 MB to import, so functions import it when they are called.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.sources import Outage
from callerid_dash.domain.reports.figures import NOTHING, Figures, Spread, share, total
from callerid_dash.domain.reports.periods import Unit, extents, instant_of, starts
from callerid_dash.domain.reports.rollups import WAIT_BOUNDS, CallerClass, CallResult
from callerid_dash.services.reports.filter import ReportQuestion
from callerid_dash.store.reports.reports import Sum

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_WAITING = (CallResult.RINGING, CallResult.QUEUED)
_KINDS = {
    "answered": ("standing", (CallResult.ANSWERED, CallResult.ELSEWHERE)),
    "missed": ("standing", (CallResult.MISSED,)),
    "open": ("standing", (*_WAITING, CallResult.TALKING)),
    "waiting": ("standing", _WAITING),
    "end_unknown": ("standing", (CallResult.UNKNOWN,)),
    "unknown": ("caller_class", (CallerClass.UNKNOWN,)),
    "identified": ("caller_class", (CallerClass.IDENTIFIED,)),
    "withheld": ("caller_class", (CallerClass.WITHHELD,)),
}
"""The columns in which calls are counted: whose result, or whose caller, is one of these."""


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


class IdentifiedBy(StrEnum):
    """How an unknown caller was identified: by somebody, by the anonymous contacts, or not recorded."""

    NOTED = "noted"
    AUTOMATIC = "automatic"
    UNNOTED = "unnoted"


@dataclass(frozen=True, slots=True, eq=False)
class OverTime:
    """A frame with a row for every period of a range, also for those without calls."""

    unit: Unit
    frame: DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Volume(OverTime):
    """Calls over time, and the outages of sources."""

    outages: tuple[Outage, ...] = ()


def counts(sums: Sequence[Sum]) -> CallCounts:
    """The counts of all these sums."""
    of_kind = {
        kind: total(each.figures for each in sums if getattr(each, column) in chosen)
        for kind, (column, chosen) in _KINDS.items()
    }
    calls = {kind: figures.calls for kind, figures in of_kind.items()}
    return CallCounts(
        answered=of_kind["answered"],
        missed=of_kind["missed"],
        unknown=calls["unknown"] + calls["identified"],
        **{kind: calls[kind] for kind in ("open", "waiting", "end_unknown", "identified", "withheld")},
    )


EXTENSION = (
    *("extension", "offered", "answered", "answered_share", "missed", "elsewhere"),
    *("mean_wait", "longest_wait", "mean_talk", "longest_talk", "talk"),
)
"""The columns of `extension_row`; times are in seconds."""


def extension_row(extension: str, sums: Iterable[Sum]) -> dict[str, Any]:
    """The figures of an extension from its sums."""
    of_result = dict.fromkeys(CallResult, NOTHING)
    for each in sums:
        of_result[each.standing] += each.figures
    answered, missed, elsewhere = (
        of_result[result] for result in (CallResult.ANSWERED, CallResult.MISSED, CallResult.ELSEWHERE)
    )
    offered, waited = total(of_result.values()).calls, (answered + missed + elsewhere).waits
    talked = answered.talks
    row = (
        *(extension, offered, answered.calls, share(answered.calls, offered), missed.calls, elsewhere.calls),
        *(waited.mean, waited.longest, talked.mean, talked.longest, talked.sum),
    )
    return dict(zip(EXTENSION, row, strict=True))


def counted(rows: Sequence[dict[str, Any]], *keys: str) -> DataFrame:
    """The calls of each group of the store's rows, by kind; the index has the keys."""
    from pandas import DataFrame

    sums: dict[tuple[object, ...], dict[str, int]] = {}
    for row in rows:
        group = tuple(row[key] for key in keys)
        of_group = sums.setdefault(group, dict.fromkeys(("calls", *_KINDS), 0))
        for kind in _kinds_of(row["standing"], row["caller_class"]):
            of_group[kind] += row["calls"]
    table = DataFrame([sums[group] for group in sorted(sums)], columns=["calls", *_KINDS], dtype="int64")
    table[list(keys)] = DataFrame(sorted(sums), columns=list(keys))
    return table.set_index(list(keys))


@cache
def _kinds_of(standing: str, caller_class: str) -> tuple[str, ...]:
    """The columns in which a call counts."""
    of_call = {"standing": standing, "caller_class": caller_class}
    return ("calls", *(kind for kind, (column, chosen) in _KINDS.items() if of_call[column] in chosen))


def over_time(found: DataFrame, question: ReportQuestion, first_weekday: int, now: datetime) -> DataFrame:
    """The figures of every period of the range. `found`: of those with calls, by the start as the store names it."""
    from pandas import to_datetime

    unit, zone, span = question.unit, question.zone, question.span
    begins = starts(unit, zone, span, first_weekday)
    every = to_datetime([start.astimezone(UTC) for start in begins], utc=True)
    with_calls = to_datetime([period_start(start, unit, zone) for start in found.index], utc=True)
    frame = found.set_axis(with_calls).reindex(every, fill_value=0).astype("int64")
    frame = frame.set_axis(every.tz_convert(zone)).rename_axis("start").reset_index()
    return frame.assign(extent=extents(begins, unit, zone, span, now))


def waits(counts: CallCounts) -> DataFrame:
    """Answered and missed calls by classes of waits; each call is in one class."""
    from pandas import DataFrame

    within = {"answered": counts.answered.waits, "missed": counts.missed.waits}
    reached = DataFrame({name: [0, *spread.within, spread.measured] for name, spread in within.items()})
    frame = reached.diff()[1:].astype("int64").reset_index(drop=True)
    frame.insert(0, "wait_over", [0, *WAIT_BOUNDS])
    frame.insert(1, "wait_up_to", [*WAIT_BOUNDS, None])
    return frame.astype({"wait_up_to": "Int64"})


def table_of(kind: type[Any], rows: Sequence[Any]) -> DataFrame:
    """Objects of a data class as a frame, with a column for each of its fields."""
    from pandas import DataFrame

    return DataFrame({each.name: [getattr(row, each.name) for row in rows] for each in fields(kind)})


def values(column: Series[Any]) -> list[Any]:
    """The values of a column as Python's own, None for those that are missing."""
    found: list[Any] = column.tolist()
    if column.hasnans:
        return [None if missing else value for value, missing in zip(found, column.isna().tolist(), strict=True)]
    return found


def records(frame: DataFrame) -> list[Any]:
    """The rows as named tuples of Python's own values, None for those that are missing."""
    columns = tuple(frame.columns)
    return list(map(_row_of(columns)._make, zip(*(values(frame[name]) for name in columns), strict=True)))


@cache
def _row_of(columns: tuple[str, ...]) -> Any:
    return namedtuple("_Row", columns)


def instants(column: Series[Any]) -> list[datetime]:
    """The instants of a column in its zone."""
    return list(column.dt.to_pydatetime())


def period_start(start: datetime, unit: Unit, zone: ZoneInfo) -> datetime:
    """The beginning, in UTC, of the period that the store names by this start."""
    start = datetime.combine(start.date(), start.time())
    return start.replace(tzinfo=UTC) if unit.exact else instant_of(start, zone).astimezone(UTC)
