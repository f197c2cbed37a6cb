"""Reports on many calls: figures of a range, over time, by hour of the week, by extension.

Charts draw these numbers and programs get them. Percentiles are computed as in `domain/reports/figures.py`. Reports
about callers are in `services/reports/caller_reports.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from callerid_dash.domain.calls.sources import down
from callerid_dash.domain.reports.periods import (
    Range,
    Unit,
    extents,
    hour_of,
    hours_within,
    instant_of,
    offsets,
    starts,
    whole_hours,
)
from callerid_dash.domain.reports.rollups import BUCKET, Dimension
from callerid_dash.domain.users import User
from callerid_dash.services.calls.call_log import CallLog
from callerid_dash.services.calls.origins import Origins
from callerid_dash.services.calls.outages import Outages
from callerid_dash.services.core import Core
from callerid_dash.services.reports.filter import ReportFilter, ReportQuestion, question_of
from callerid_dash.services.reports.metrics import (
    CallCounts,
    ExtensionFigures,
    Hour,
    OwnerAnswerRate,
    Point,
    Volume,
    counts,
    extension_figures,
)
from callerid_dash.store.reports import callers
from callerid_dash.store.reports import reports as tables
from callerid_dash.store.reports.reports import Grouping, Percentiles, Sum
from callerid_dash.store.summaries import marks

Key = TypeVar("Key")
MOST_VALUES = 500
EXACT = 300_000
"""The most calls whose percentiles are computed from the calls themselves."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Reports:
    """Figures of many calls. A `viewer` sees what the log shows them; None is a program.

    Raises InvalidInput for a filter that makes no sense.
    """

    core: Core
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

        def read() -> Percentiles:
            with self.core.store.read() as session:
                return tables.percentiles(session, question.span, clauses)

        return self.core.answers.get(("percentiles", question.span, clauses), read)

    def volume(self, wanted: ReportFilter, viewer: User | None = None) -> Volume:
        """The counts over time."""
        question = self._question(wanted)
        unit, zone = question.unit, question.zone
        found = self._sums(question, Grouping(unit=unit, first_weekday=wanted.first_weekday, timed=False), viewer)

        by_start = _grouped(found, lambda each: period_start(each.start or _EPOCH, unit, zone))
        at = {start: counts(of_start) for start, of_start in by_start.items()}
        begins = starts(unit, zone, question.span, wanted.first_weekday)
        outages = self.outages.between(question.span)
        instants = [*(start.astimezone(UTC) for start in begins), question.span.until]
        points = tuple(
            Point(start, at.get(since, CallCounts()), down(outages, since, until) if outages else timedelta(0), extent)
            for start, since, until, extent in zip(
                begins,
                instants,
                instants[1:],
                extents(begins, unit, zone, question.span, self.core.clock()),
                strict=False,
            )
        )
        return Volume(unit, question.zone_name, points, outages)

    def heatmap(self, wanted: ReportFilter, viewer: User | None = None) -> tuple[Hour, ...]:
        """The counts of each hour of the week with calls, and how many such hours the range has."""
        question = self._question(wanted)
        whole = self._whole_hours(question, wanted)
        every = self._by_hour(question, viewer)
        days = _days_by_hour(question, whole)
        edges = Range(question.span.since, whole.since), Range(whole.until, question.span.until)
        beyond = Counter[tuple[int, int]]()
        for edge in edges if whole.length else ():
            if not edge.length > _NO_TIME:
                continue
            for hour, found in self._by_hour(replace(question, span=edge), viewer).items():
                beyond[hour] += found.total
        return tuple(
            Hour(*hour, found, days.get(hour, 0), found.total - beyond[hour] if whole.length else 0)
            for hour, found in sorted(every.items())
        )

    def days_by_hour(self, wanted: ReportFilter) -> dict[tuple[int, int], float]:
        """How many whole past hours the range has of each hour of the week, by (weekday, hour)."""
        question = self._question(wanted)
        return _days_by_hour(question, self._whole_hours(question, wanted))

    def extensions(self, wanted: ReportFilter, viewer: User | None = None) -> tuple[ExtensionFigures, ...]:
        """The figures of each extension, the busiest first."""
        users = {extension: user for user in self.core.snapshot.users.values() for extension in user.extensions}
        found = self._sums(self._question(wanted), Grouping(extensions=True), viewer)
        by_extension = _grouped(found, lambda each: each.value or "")
        every = [extension_figures(extension, users.get(extension), of) for extension, of in by_extension.items()]
        return tuple(sorted(every, key=lambda each: (-each.offered, each.extension)))

    def owner_answer_rates(self, wanted: ReportFilter, viewer: User | None = None) -> dict[int, OwnerAnswerRate]:
        """How often each owner, by id, answered their own customers."""
        question = self._question(wanted)
        clauses = question.visible_clauses(CallLog(self.core).visibility(viewer))

        def read() -> dict[int, tuple[int, int]]:
            with self.core.store.read() as session:
                return callers.owner_answer_rates(session, question.span, clauses)

        found = self.core.answers.get(("owner answer rates", question.span, clauses), read)
        return {owner: OwnerAnswerRate(*counted) for owner, counted in found.items()}

    def lines(self, wanted: ReportFilter, viewer: User | None = None) -> tuple[tuple[str, CallCounts], ...]:
        """The counts of each of our lines that was called, the busiest first."""
        found = self._sums(self._question(wanted), Grouping(lines=True), viewer)
        every = [(line, counts(of_line)) for line, of_line in _grouped(found, lambda each: each.value or "").items()]
        return tuple(sorted((each for each in every if each[0]), key=lambda each: (-each[1].total, each[0])))

    def history(self) -> Range:
        """The range from the first quarter of an hour with a call to the end of the last one."""

        def read() -> Range:
            with self.core.store.read() as session:
                return marks.history(session)

        return self.core.answers.get("history", read)

    def values(self, dimension: Dimension) -> list[str]:
        """The lines, extensions or queues that have had calls."""

        def read() -> list[str]:
            with self.core.store.read() as session:
                return tables.values(session, dimension, MOST_VALUES)

        return self.core.answers.get(dimension, read)

    def _whole_hours(self, question: ReportQuestion, wanted: ReportFilter) -> Range:
        """The whole hours of the range; if it is all of history, its first and last hour count as whole."""
        span, zone = question.span, question.zone
        if wanted.from_ is None and span.length:
            span = replace(span, since=hour_of(span.since, zone))
        if wanted.to is None and span.length:
            span = replace(span, until=hour_of(span.until - BUCKET, zone) + timedelta(hours=1))
        return whole_hours(zone, span, self.core.clock())

    def _by_hour(self, question: ReportQuestion, viewer: User | None) -> dict[tuple[int, int], CallCounts]:
        found = self._sums(question, Grouping(hours=True, timed=False), viewer)
        by_hour = _grouped(found, lambda each: (each.weekday or 0, each.hour or 0))
        return {hour: counts(of_hour) for hour, of_hour in by_hour.items()}

    def _question(self, wanted: ReportFilter) -> ReportQuestion:
        return question_of(wanted, self.core.snapshot, self.history(), Origins(self.core))

    def _sums(self, question: ReportQuestion, grouping: Grouping, viewer: User | None) -> list[Sum]:
        clauses = question.visible_clauses(CallLog(self.core).visibility(viewer))
        zone, span = question.zone, question.span

        def read() -> list[Sum]:
            with self.core.store.read() as session:
                return tables.sums(session, span, offsets(zone, span), clauses, grouping)

        return self.core.answers.get((span, question.zone_name, clauses, grouping), read)


def period_start(start: datetime, unit: Unit, zone: ZoneInfo) -> datetime:
    """The beginning, in UTC, of the period that the store names by this start.

    In UTC, because local times compare by what the clock shows, and it may show an hour twice.
    """
    return start.replace(tzinfo=UTC) if unit.exact else instant_of(start, zone).astimezone(UTC)


def _days_by_hour(question: ReportQuestion, whole: Range) -> dict[tuple[int, int], float]:
    hours = question.clauses.get("hours")
    return {
        hour: days for hour, days in hours_within(question.zone, whole).items() if hours is None or hours.has(*hour)
    }


def _grouped(sums: Iterable[Sum], key: Callable[[Sum], Key]) -> dict[Key, list[Sum]]:
    groups: dict[Key, list[Sum]] = {}
    for each in sums:
        groups.setdefault(key(each), []).append(each)
    return groups
