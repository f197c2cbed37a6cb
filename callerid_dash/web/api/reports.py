"""`GET /api/v1/reports/…`: the figures that the charts draw, for other programs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from callerid_dash.domain.calls import CallState, Outcome
from callerid_dash.domain.figures import Figures, Spread, classes
from callerid_dash.domain.periods import Unit
from callerid_dash.services.callers import CallerFigures, Order
from callerid_dash.services.report_filter import ReportFilter
from callerid_dash.services.reports import Counts, ExtensionFigures, Hour, Point, Volume
from callerid_dash.services.suite import Services
from callerid_dash.services.tokens import Scope
from callerid_dash.store.reports import Percentiles
from callerid_dash.web.api.answers import CallProfileOut, call_profile_out
from callerid_dash.web.api.fields import Answer, Id, Instant, Key, QueryInstant, Sent
from callerid_dash.web.api.operations import Operations, read_query

_WITHIN = (10, 20, 30)


class ReportQuery(Sent):
    """Of which calls; conditions are joined by 'and'. Without `from` and `to` all of history is meant."""

    since: QueryInstant | None = Field(None, alias="from", description="Calls that began at this instant or later")
    until: QueryInstant | None = Field(None, alias="to", description="Calls that began before this instant")
    tz: Key | None = Field(None, description="A zone of the tz database; the office's when left out")
    bucket: Literal["15min", "hour", "day", "week", "month"] | None = Field(
        None, description="By the range's length when left out; weeks begin on Monday"
    )
    state: Literal["ringing", "queued", "answered", "ended", "missed"] | None = None
    outcome: Literal["answered", "missed", "unknown"] | None = None
    known: bool | None = Field(None, description="Whether the caller is in the address book")
    number: Key | None = Field(None, description="The caller, in any spelling")
    profile: Id | None = None
    extension: Key | None = None
    user: Id | None = Field(None, description="One of their extensions rang or answered")
    line: Key | None = None
    queue: Key | None = None
    category: Id | None = Field(None, description="Of the caller's profile, with all below it")
    color: Id | None = None

    def to_filter(self) -> ReportFilter:
        """The query in the product's words."""
        missed = self.state == "missed"
        outcome = Outcome(self.outcome) if self.outcome else Outcome.MISSED if missed else None
        return ReportFilter(
            from_=self.since,
            to=self.until,
            timezone=self.tz,
            unit=Unit(self.bucket) if self.bucket else None,
            state=CallState.ENDED if missed else CallState(self.state) if self.state else None,
            outcome=outcome,
            known=self.known,
            number=self.number,
            profile=self.profile,
            extension=self.extension,
            user=self.user,
            line=self.line,
            queue=self.queue,
            category=self.category,
            color=self.color,
        )


class CallersQuery(ReportQuery):
    """The same, and which callers come first."""

    by: Literal["calls", "missed", "again"] = "calls"
    limit: Annotated[int, Field(ge=1, le=500)] = 20


class SpreadOut(Answer):
    """How long something took, in seconds; null of nothing."""

    mean: float | None
    max: float | None


class PercentilesOut(SpreadOut):
    """The same, and in how many seconds half and 90 % were through: exact up to 300,000 calls, then nearly so."""

    p50: float | None
    p90: float | None


class SummaryOut(Answer):
    """All calls of a range. `unknown`: by callers who were unknown then; `identified` of them belong to a profile now.

    A wait runs from the first event to the answer, or to the end of a missed call; a talk from answer to end.
    `answered_within` counts answered calls by seconds waited at most.
    """

    total: int
    answered: int
    missed: int
    open: int
    end_unknown: int
    unknown: int
    identified: int
    withheld: int
    unknown_share: float | None
    answered_share: float | None
    wait_seconds: PercentilesOut
    talk_seconds: PercentilesOut
    answered_within: dict[str, int]


class PointOut(Answer):
    """A stretch of time from `start` on."""

    start: str = Field(json_schema_extra={"format": "date-time"})
    total: int
    answered: int
    missed: int
    open: int
    end_unknown: int
    unknown: int
    identified: int
    withheld: int
    unknown_share: float | None


class VolumeOut(Answer):
    """Every stretch of the range, oldest first."""

    bucket: Literal["15min", "hour", "day", "week", "month"]
    tz: str
    items: list[PointOut]


class HourOut(Answer):
    """An hour of the week; `weekday` is 1 for Monday to 7 for Sunday."""

    weekday: int
    hour: int
    total: int
    answered: int
    missed: int
    unknown: int


class HeatmapOut(Answer):
    """The hours that have calls."""

    items: list[HourOut]


class ExtensionOut(Answer):
    """What an extension did. `offered` = answered + missed + elsewhere (another one answered) + what is open."""

    extension: str
    user: str | None
    offered: int
    answered: int
    missed: int
    elsewhere: int
    wait_seconds: SpreadOut
    talk_seconds: SpreadOut


class AgentsOut(Answer):
    """The busiest first."""

    items: list[ExtensionOut]


class CallerFiguresOut(Answer):
    """What a number did. `again`: calls within a day after its last one; `shared` profiles hold it."""

    number: str
    profile: CallProfileOut | None
    shared: int
    calls: int
    answered: int
    missed: int
    again: int
    last_at: Instant


class CallersOut(Answer):
    """The first ones of the asked order."""

    items: list[CallerFiguresOut]


class WaitClassOut(Answer):
    """Calls that waited longer than `over` and at most `up_to` seconds (null: longer)."""

    over: int
    up_to: int | None
    answered: int
    missed: int


class WaitsOut(Answer):
    """How long callers waited. `answered_within` counts answered calls by seconds waited at most."""

    wait_seconds: PercentilesOut
    answered_within: dict[str, int]
    items: list[WaitClassOut]


def add_reports(operations: Operations, services: Services) -> None:
    """The routes of the reports."""
    reports = services.reports

    @operations.add("GET", "/reports/summary", scope=Scope.REPORTS_READ, query=ReportQuery, answer=SummaryOut)
    def report_summary() -> SummaryOut:
        """All calls of a range in figures."""
        wanted = read_query(ReportQuery).to_filter()
        counts = reports.summary(wanted)
        return _summary_out(counts, reports.percentiles(wanted, counts))

    @operations.add("GET", "/reports/volume", scope=Scope.REPORTS_READ, query=ReportQuery, answer=VolumeOut)
    def report_volume() -> VolumeOut:
        """Calls over time."""
        return _volume_out(reports.volume(read_query(ReportQuery).to_filter()))

    @operations.add("GET", "/reports/unknown", scope=Scope.REPORTS_READ, query=ReportQuery, answer=VolumeOut)
    def report_unknown() -> VolumeOut:
        """Unknown callers over time."""
        return _volume_out(reports.volume(read_query(ReportQuery).to_filter()))

    @operations.add("GET", "/reports/heatmap", scope=Scope.REPORTS_READ, query=ReportQuery, answer=HeatmapOut)
    def report_heatmap() -> HeatmapOut:
        """Calls by weekday and hour."""
        return HeatmapOut(items=[_hour_out(hour) for hour in reports.heatmap(read_query(ReportQuery).to_filter())])

    @operations.add("GET", "/reports/agents", scope=Scope.REPORTS_READ, query=ReportQuery, answer=AgentsOut)
    def report_agents() -> AgentsOut:
        """What each extension did."""
        found = reports.extensions(read_query(ReportQuery).to_filter())
        return AgentsOut(items=[_extension_out(each) for each in found])

    @operations.add("GET", "/reports/callers", scope=Scope.REPORTS_READ, query=CallersQuery, answer=CallersOut)
    def report_callers() -> CallersOut:
        """Who calls most often."""
        query = read_query(CallersQuery)
        found = services.callers.top(query.to_filter(), Order(query.by), query.limit)
        return CallersOut(items=[_caller_out(each) for each in found])

    @operations.add("GET", "/reports/waits", scope=Scope.REPORTS_READ, query=ReportQuery, answer=WaitsOut)
    def report_waits() -> WaitsOut:
        """How long callers waited."""
        wanted = read_query(ReportQuery).to_filter()
        counts = reports.summary(wanted)
        return _waits_out(counts, reports.percentiles(wanted, counts))


def _summary_out(counts: Counts, percentiles: Percentiles) -> SummaryOut:
    both = counts.both
    return SummaryOut(
        total=counts.total,
        answered=counts.answered.calls,
        missed=counts.missed.calls,
        open=counts.open,
        end_unknown=counts.end_unknown,
        unknown=counts.unknown,
        identified=counts.identified,
        withheld=counts.withheld,
        unknown_share=counts.unknown_share,
        answered_share=counts.answered_share,
        wait_seconds=_percentiles_out(both.waits, percentiles.wait),
        talk_seconds=_percentiles_out(both.talks, percentiles.talk),
        answered_within=_within(counts.answered),
    )


def _volume_out(volume: Volume) -> VolumeOut:
    return VolumeOut(bucket=volume.unit.value, tz=volume.zone, items=[_point_out(point) for point in volume.points])


def _point_out(point: Point) -> PointOut:
    counts = point.counts
    return PointOut(
        start=point.start.isoformat(),
        total=counts.total,
        answered=counts.answered.calls,
        missed=counts.missed.calls,
        open=counts.open,
        end_unknown=counts.end_unknown,
        unknown=counts.unknown,
        identified=counts.identified,
        withheld=counts.withheld,
        unknown_share=counts.unknown_share,
    )


def _hour_out(hour: Hour) -> HourOut:
    counts = hour.counts
    return HourOut(
        weekday=hour.weekday,
        hour=hour.hour,
        total=counts.total,
        answered=counts.answered.calls,
        missed=counts.missed.calls,
        unknown=counts.unknown,
    )


def _extension_out(each: ExtensionFigures) -> ExtensionOut:
    return ExtensionOut(
        extension=each.extension,
        user=each.user.username if each.user else None,
        offered=each.offered,
        answered=each.answered.calls,
        missed=each.missed,
        elsewhere=each.elsewhere,
        wait_seconds=_spread_out(each.answered.waits),
        talk_seconds=_spread_out(each.answered.talks),
    )


def _caller_out(each: CallerFigures) -> CallerFiguresOut:
    sums = each.sums
    return CallerFiguresOut(
        number=sums.number,
        profile=call_profile_out(each.holder),
        shared=each.shared,
        calls=sums.calls,
        answered=sums.answered,
        missed=sums.missed,
        again=sums.again,
        last_at=sums.last_at,
    )


def _waits_out(counts: Counts, percentiles: Percentiles) -> WaitsOut:
    answered, missed = classes(counts.answered.waits), classes(counts.missed.waits)
    return WaitsOut(
        wait_seconds=_percentiles_out(counts.both.waits, percentiles.wait),
        answered_within=_within(counts.answered),
        items=[
            WaitClassOut(over=over, up_to=up_to, answered=one, missed=other)
            for (over, up_to, one), (_, _, other) in zip(answered, missed, strict=True)
        ],
    )


def _within(answered: Figures) -> dict[str, int]:
    return {str(seconds): answered.waits.at_most(seconds) for seconds in _WITHIN}


def _spread_out(spread: Spread) -> SpreadOut:
    return SpreadOut(mean=_rounded(spread.mean), max=_rounded(spread.longest))


def _percentiles_out(spread: Spread, percentiles: tuple[float | None, float | None]) -> PercentilesOut:
    p50, p90 = map(_rounded, percentiles)
    return PercentilesOut(mean=_rounded(spread.mean), p50=p50, p90=p90, max=_rounded(spread.longest))


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
