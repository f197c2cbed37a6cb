"""Reports on many calls: figures of a range, over time, by hour of the week, by extension.

Charts draw these numbers and programs get them. Percentiles are computed as in `domain/reports/figures.py`. Reports
about callers are in `services/reports/caller_reports.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.sources import down
from callerid_dash.domain.reports.figures import share
from callerid_dash.domain.reports.periods import Range, hour_of, hours_within, offsets, whole_hours
from callerid_dash.domain.reports.rollups import BUCKET, Dimension, bucket_of
from callerid_dash.domain.users import User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.outages import Outages
from callerid_dash.services.reports.filter import Asking, ReportFilter, ReportQuestion
from callerid_dash.services.reports.metrics import (
    EXTENSION,
    CallCounts,
    Volume,
    counted,
    counts,
    extension_row,
    instants,
    over_time,
)
from callerid_dash.store.reports import callers
from callerid_dash.store.reports import reports as tables
from callerid_dash.store.reports.reports import Grouping, Percentiles, Sum
from callerid_dash.store.summaries.marks import ALWAYS

if TYPE_CHECKING:
    from pandas import DataFrame

T = TypeVar("T")
_Rows = list[dict[str, Any]]
MOST_VALUES = 500
EXACT = 300_000
"""The most calls whose percentiles are computed from the calls themselves."""


@dataclass(frozen=True, slots=True)
class Reports(Asking):
    """Figures of many calls. A `viewer` sees what the log shows them; None is a program.

    Raises InvalidInput for a filter that makes no sense.
    """

    outages: Outages

    def summary(self, wanted: ReportFilter, viewer: User | None = None) -> CallCounts:
        """The counts of a whole range."""
        return counts(self._sums(self._question(wanted), Grouping(), viewer))

    def percentiles(self, wanted: ReportFilter, counted: CallCounts, viewer: User | None = None) -> Percentiles:
        """The 50th and 90th percentiles, in seconds, of the waits and of the talks of the `counted` calls.

        Exact for up to `EXACT` calls; above that only as exact as the classes in `domain/reports/figures.py`.
        """
        both = counted.both
        if both.calls > EXACT:
            waits, talks = both.waits.percentile, both.talks.percentile
            return Percentiles((waits(0.5), waits(0.9)), (talks(0.5), talks(0.9)))
        question = self._question(wanted)
        clauses = question.visible_clauses(CallLog(self.core).visibility(viewer))
        return self._cached(
            ("percentiles", question.span, clauses),
            lambda session: tables.percentiles(session, question.span, clauses),
            question.span,
        )

    def volume(self, wanted: ReportFilter, viewer: User | None = None) -> Volume:
        """Calls over time."""
        question = self._question(wanted)
        grouping = Grouping(unit=question.unit, first_weekday=wanted.first_weekday, timed=False)
        found = self._counted(question, grouping, viewer, "start")
        frame = over_time(found, question, wanted.first_weekday, self.core.clock())
        outages = self.outages.between(question.span)
        edges = [*instants(frame["start"]), question.span.until]
        was_unknown = frame["unknown"] + frame["identified"]
        frame = frame.assign(
            was_unknown=was_unknown,
            rest=frame["calls"] - was_unknown,
            unknown_share=was_unknown / frame["calls"],
            missed_share=frame["missed"] / (frame["answered"] + frame["missed"]),
            down=[down(outages, since, until).total_seconds() for since, until in pairwise(edges)] if outages else 0.0,
        )
        return Volume(question.unit, frame, outages)

    def heatmap(self, wanted: ReportFilter, viewer: User | None = None) -> DataFrame:
        """Calls by hour of the week, a row for each of them; the range has `days` such hours that are whole and over.

        These hours have `counted` calls, the mean of which is `per_day`.
        """
        question = self._question(wanted)
        whole = self._whole_hours(question, wanted)
        frame = self._by_hour(replace(question, span=whole) if whole.length else question, viewer)
        days, hours = hours_within(question.zone, whole), question.clauses.get("hours")
        kinds = list(frame.columns)
        frame["days"] = [days.get(at, 0.0) if hours is None or hours.has(*at) else 0.0 for at in frame.index]
        frame["counted"] = frame["calls"] if whole.length else 0
        edges = Range(question.span.since, whole.since), Range(whole.until, question.span.until)
        for edge in edges if whole.length else ():
            if edge.length > timedelta(0):
                frame[kinds] += self._by_hour(replace(question, span=edge), viewer)
        frame["was_unknown"] = frame["unknown"] + frame["identified"]
        frame["per_day"] = (frame["counted"] / frame["days"]).where(frame["days"] > 0)
        return frame.reset_index()

    def extensions(self, wanted: ReportFilter, viewer: User | None = None) -> DataFrame:
        """The figures of each extension, the busiest first, and of owners whose extensions did not ring.

        `offered`: it rang or answered; `elsewhere`: another one answered what rang here. `mean_wait`: of all callers
        who rang here, until somebody answered or they gave up. `own`: the answered calls of profiles that the user
        owns now; `by_owner` of these were answered on the user's phones.
        """
        from pandas import DataFrame

        users, rates = self.core.snapshot.users, self.owner_answer_rates(wanted, viewer)
        user_of = {extension: key for key, user in users.items() for extension in user.extensions}
        found = self._sums(self._question(wanted), Grouping(extensions=True), viewer)
        phones = [extension_row(name, of) for name, of in _grouped(found).items()]
        phones.sort(key=lambda row: (-row["offered"], row["extension"]))
        rang = [{**row, "user_id": user_of.get(row["extension"])} for row in phones]
        there = {row["user_id"] for row in rang}
        rows = [*rang, *({"user_id": key} for key in rates if key in users and key not in there)]
        for row in rows:
            key = row["user_id"]
            row["user"] = users[key].label if key in users else None
            row["own"], row["by_owner"] = rates.get(key, (None, None))
            row["own_share"] = share(row["by_owner"], row["own"]) if key in rates else None
        return DataFrame(rows, columns=["user_id", "user", *EXTENSION, "own", "by_owner", "own_share"]).astype(
            dict.fromkeys(("user_id", "own", "by_owner"), "Int64")
        )

    def owner_answer_rates(self, wanted: ReportFilter, viewer: User | None = None) -> dict[int, tuple[int, int]]:
        """By owner's id: the answered calls of their customers, and how many of these the owner answered."""
        question = self._question(wanted)
        clauses = question.visible_clauses(CallLog(self.core).visibility(viewer))
        return self._cached(
            ("owner answer rates", question.span, clauses),
            lambda session: callers.owner_answer_rates(session, question.span, clauses),
            question.span,
        )

    def lines(self, wanted: ReportFilter, viewer: User | None = None) -> tuple[tuple[str, CallCounts], ...]:
        """The counts of each of our lines that was called, the busiest first."""
        found = self._sums(self._question(wanted), Grouping(lines=True), viewer)
        every = [(line, counts(of_line)) for line, of_line in _grouped(found).items()]
        return tuple(sorted((each for each in every if each[0]), key=lambda each: (-each[1].total, each[0])))

    def values(self, dimension: Dimension) -> list[str]:
        """The lines, extensions or queues that have had calls."""
        today = self._today(self.core.snapshot.locality.zone)
        found = set[tuple[Dimension, str]]()
        for span in (Range(ALWAYS.since, today), Range(today, ALWAYS.until)):
            found |= self._cached(("values", span), partial(tables.values, span=span), span)
        return sorted(value for of, value in found if of is dimension)[:MOST_VALUES]

    def _whole_hours(self, question: ReportQuestion, wanted: ReportFilter) -> Range:
        """The whole hours of the range; if it is all of history, its first and last hour count as whole."""
        span, zone = question.span, question.zone
        if wanted.from_ is None and span.length:
            span = replace(span, since=hour_of(span.since, zone))
        if wanted.to is None and span.length:
            span = replace(span, until=hour_of(span.until - BUCKET, zone) + timedelta(hours=1))
        return whole_hours(zone, span, self.core.clock())

    def _by_hour(self, question: ReportQuestion, viewer: User | None) -> DataFrame:
        from pandas import MultiIndex

        week = MultiIndex.from_product([range(1, 8), range(24)], names=["weekday", "hour"])
        found = self._counted(question, Grouping(hours=True, timed=False), viewer, "weekday", "hour")
        return found.reindex(week, fill_value=0)

    def _sums(self, question: ReportQuestion, grouping: Grouping, viewer: User | None) -> list[Sum]:
        return self._asked(question, grouping, viewer, lambda rows: list(map(tables.sum_of, rows)))

    def _counted(self, question: ReportQuestion, grouping: Grouping, viewer: User | None, *keys: str) -> DataFrame:
        return self._asked(question, grouping, viewer, lambda rows: counted(rows, *keys))

    def _asked(
        self,
        question: ReportQuestion,
        grouping: Grouping,
        viewer: User | None,
        made: Callable[[_Rows], T],
    ) -> T:
        clauses = question.visible_clauses(CallLog(self.core).visibility(viewer))
        zone, key = question.zone, (question.zone_name, clauses, grouping)

        def rows_of(span: Range) -> _Rows:
            return self._cached(
                ("rows", span, *key),
                lambda session: tables.sums(session, span, offsets(zone, span), clauses, grouping),
                span,
            )

        def rows() -> T:
            return made([row for span in self._before_and_today(question) for row in rows_of(span)])

        return self.core.answers.get((question.span, *key), rows)

    def _before_and_today(self, question: ReportQuestion) -> Sequence[Range]:
        """The range, cut where today begins: a new call makes only the answer about today old."""
        span, today = question.span, self._today(question.zone)
        if span.since < today < span.until:
            return Range(span.since, today), Range(today, span.until)
        return (span,)

    def _today(self, zone: ZoneInfo) -> datetime:
        now = self.core.clock().astimezone(zone)
        return bucket_of(now.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC))


def _grouped(sums: Iterable[Sum]) -> dict[str, list[Sum]]:
    """The sums by extension or line."""
    groups: dict[str, list[Sum]] = {}
    for each in sums:
        groups.setdefault(each.value or "", []).append(each)
    return groups
