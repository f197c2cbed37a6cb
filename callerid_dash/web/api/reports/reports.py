"""`GET /api/v1/reports/…`: the figures that the charts draw, for other programs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.figures import Figures, Spread, classes
from callerid_dash.domain.reports.periods import Extent
from callerid_dash.domain.scopes import Scope
from callerid_dash.services.reports.caller_reports import CallerFigures, Order
from callerid_dash.services.reports.metrics import CallCounts, ExtensionFigures, Hour, Point, Volume
from callerid_dash.services.services import Services
from callerid_dash.store.reports.reports import Percentiles
from callerid_dash.web.api.answers import call_profile_out
from callerid_dash.web.api.operations import Operations, read_query
from callerid_dash.web.api.reports.caller_answers import (
    identified_out,
    newcomers_out,
    origin_out,
    owner_answer_rate_out,
)
from callerid_dash.web.api.reports.models import (
    AgentsOut,
    CallerFiguresOut,
    CallersOut,
    CountsOut,
    ExtensionOut,
    HeatmapOut,
    HourOut,
    NewcomersOut,
    OriginsOut,
    OutageOut,
    PercentilesOut,
    PointOut,
    QuietHourOut,
    SpreadOut,
    SummaryOut,
    UnknownOut,
    VolumeOut,
    WaitClassOut,
    WaitSecondsOut,
    WaitsOut,
)
from callerid_dash.web.api.reports.query import CallersQuery, ReportQuery

_WITHIN = (10, 20, 30)


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

    @operations.add("GET", "/reports/unknown", scope=Scope.REPORTS_READ, query=ReportQuery, answer=UnknownOut)
    def report_unknown() -> UnknownOut:
        """Unknown callers over time, and who identified them."""
        wanted = read_query(ReportQuery).to_filter()
        whole, every = services.reports.callers.identified(wanted)
        volume = _volume_out(reports.volume(wanted))
        return UnknownOut(**dict(volume), identified=identified_out(whole, every))

    @operations.add("GET", "/reports/heatmap", scope=Scope.REPORTS_READ, query=ReportQuery, answer=HeatmapOut)
    def report_heatmap() -> HeatmapOut:
        """Calls by weekday and hour."""
        wanted = read_query(ReportQuery).to_filter()
        found = reports.heatmap(wanted)
        busy = {(hour.weekday, hour.hour) for hour in found}
        quiet = sorted((hour, days) for hour, days in reports.days_by_hour(wanted).items() if hour not in busy)
        return HeatmapOut(
            items=[_hour_out(hour) for hour in found],
            without_calls=[QuietHourOut(weekday=day, hour=hour, days=days) for (day, hour), days in quiet],
        )

    @operations.add("GET", "/reports/agents", scope=Scope.REPORTS_READ, query=ReportQuery, answer=AgentsOut)
    def report_agents() -> AgentsOut:
        """What each extension did."""
        wanted = read_query(ReportQuery).to_filter()
        rates, users = reports.owner_answer_rates(wanted), services.directory.snapshot.users
        return AgentsOut(
            items=[_extension_out(each) for each in reports.extensions(wanted)],
            owners=[owner_answer_rate_out(users[key], rates[key]) for key in sorted(rates) if key in users],
        )

    @operations.add("GET", "/reports/callers", scope=Scope.REPORTS_READ, query=CallersQuery, answer=CallersOut)
    def report_callers() -> CallersOut:
        """Who calls most often."""
        query = read_query(CallersQuery)
        found = services.reports.callers.top(query.to_filter(), Order(query.by), query.limit, shared=query.shared)
        return CallersOut(items=[_caller_out(each) for each in found])

    @operations.add("GET", "/reports/newcomers", scope=Scope.REPORTS_READ, query=ReportQuery, answer=NewcomersOut)
    def report_newcomers() -> NewcomersOut:
        """Who called for the first time ever."""
        return newcomers_out(services.reports.callers.newcomers(read_query(ReportQuery).to_filter()))

    @operations.add("GET", "/reports/origins", scope=Scope.REPORTS_READ, query=ReportQuery, answer=OriginsOut)
    def report_origins() -> OriginsOut:
        """From where callers are."""
        found = services.reports.callers.origins(read_query(ReportQuery).to_filter())
        return OriginsOut(items=[origin_out(each) for each in found])

    @operations.add("GET", "/reports/waits", scope=Scope.REPORTS_READ, query=ReportQuery, answer=WaitsOut)
    def report_waits() -> WaitsOut:
        """How long callers waited."""
        wanted = read_query(ReportQuery).to_filter()
        counts = reports.summary(wanted)
        return _waits_out(counts, reports.percentiles(wanted, counts))


def _counts_out(counts: CallCounts) -> CountsOut:
    return CountsOut(
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


def _summary_out(counts: CallCounts, percentiles: Percentiles) -> SummaryOut:
    return SummaryOut(
        **dict(_counts_out(counts)),
        answered_share=counts.answered_share,
        wait_seconds=_wait_out(counts, percentiles),
        talk_seconds=_percentiles_out(counts.both.talks, percentiles.talk),
        answered_within=_within(counts.answered),
        answered_within_share=_within_share(counts),
    )


def _volume_out(volume: Volume) -> VolumeOut:
    zone = ZoneInfo(volume.zone)
    return VolumeOut(
        bucket=volume.unit.value,
        tz=volume.zone,
        items=[_point_out(point) for point in volume.points],
        outages=[
            OutageOut(
                source=each.source,
                since=each.since.astimezone(zone).isoformat(timespec="seconds"),
                until=(each.until or each.since).astimezone(zone).isoformat(timespec="seconds"),
            )
            for each in volume.outages
        ],
    )


def _point_out(point: Point) -> PointOut:
    return PointOut(
        start=point.start.isoformat(),
        **dict(_counts_out(point.counts)),
        source_down_seconds=round(point.down.total_seconds()),
        complete=point.extent is Extent.WHOLE,
        extent=point.extent.value,
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
        days=hour.days,
        per_day=_rounded(hour.per_day),
    )


def _extension_out(each: ExtensionFigures) -> ExtensionOut:
    return ExtensionOut(
        extension=each.extension,
        user=each.user.username if each.user else None,
        name=each.user.display_name if each.user else None,
        offered=each.offered,
        answered=each.answered.calls,
        missed=each.missed,
        elsewhere=each.elsewhere,
        wait_seconds=_spread_out(each.waits),
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


def _waits_out(counts: CallCounts, percentiles: Percentiles) -> WaitsOut:
    answered, missed = classes(counts.answered.waits), classes(counts.missed.waits)
    return WaitsOut(
        wait_seconds=_wait_out(counts, percentiles),
        answered_within=_within(counts.answered),
        answered_within_share=_within_share(counts),
        items=[
            WaitClassOut(over=over, up_to=up_to, answered=one, missed=other)
            for (over, up_to, one), (_, _, other) in zip(answered, missed, strict=True)
        ],
    )


def _within(answered: Figures) -> dict[str, int]:
    return {str(seconds): answered.waits.at_most(seconds) for seconds in _WITHIN}


def _within_share(counts: CallCounts) -> dict[str, float | None]:
    return {str(seconds): counts.within(seconds) for seconds in _WITHIN}


def _wait_out(counts: CallCounts, percentiles: Percentiles) -> WaitSecondsOut:
    figures = _percentiles_out(counts.waits, percentiles.wait)
    return WaitSecondsOut(**dict(figures), calls=counts.waits.measured)


def _spread_out(spread: Spread) -> SpreadOut:
    return SpreadOut(mean=_rounded(spread.mean), max=_rounded(spread.longest))


def _percentiles_out(spread: Spread, percentiles: tuple[float | None, float | None]) -> PercentilesOut:
    p50, p90 = map(_rounded, percentiles)
    return PercentilesOut(mean=_rounded(spread.mean), p50=p50, p90=p90, max=_rounded(spread.longest))


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
