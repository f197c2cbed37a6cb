"""`GET /api/v1/reports/…`: the figures that the charts draw, for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from callerid_dash.domain.reports.figures import classes
from callerid_dash.domain.reports.periods import Extent
from callerid_dash.domain.scopes import Scope
from callerid_dash.services.reports.caller_reports import Order
from callerid_dash.services.reports.metrics import CallCounts, Volume
from callerid_dash.services.services import Services
from callerid_dash.store.reports.reports import Percentiles
from callerid_dash.web.api.operations import Operations, read_query
from callerid_dash.web.api.reports.models import (
    AgentsOut,
    CallersOut,
    CountsOut,
    HeatmapOut,
    NewcomersOut,
    OriginsOut,
    SpreadOut,
    SummaryOut,
    UnknownOut,
    VolumeOut,
    WaitsOut,
)
from callerid_dash.web.api.reports.query import CallersQuery, ReportQuery

_WITHIN = (10, 20, 30)
Fields = Mapping[str, object]
"""The fields of an answer by name, or the objects from which they are read."""


def add_reports(operations: Operations, services: Services) -> None:
    """The routes of the reports."""
    reports = services.reports

    @operations.add("GET", "/reports/summary", scope=Scope.REPORTS_READ, query=ReportQuery, answer=SummaryOut)
    def report_summary() -> Fields:
        """All calls of a range in figures."""
        wanted = read_query(ReportQuery).to_filter()
        counts = reports.summary(wanted)
        percentiles = reports.percentiles(wanted, counts)
        return {
            **_counts(counts),
            **_waits(counts, percentiles),
            "answered_share": counts.answered_share,
            "talk_seconds": {**dict(SpreadOut.model_validate(counts.both.talks)), **_percentiles(percentiles.talk)},
        }

    @operations.add("GET", "/reports/volume", scope=Scope.REPORTS_READ, query=ReportQuery, answer=VolumeOut)
    def report_volume() -> Fields:
        """Calls over time."""
        return _volume(reports.volume(read_query(ReportQuery).to_filter()))

    @operations.add("GET", "/reports/unknown", scope=Scope.REPORTS_READ, query=ReportQuery, answer=UnknownOut)
    def report_unknown() -> Fields:
        """Unknown callers over time, and who identified them."""
        wanted = read_query(ReportQuery).to_filter()
        whole, every = services.reports.callers.identified(wanted)
        by = [{"how": each.how, "user": each.user, "calls": each.calls, "seconds": each} for each in every]
        identified = {"calls": whole.calls, "timed": whole.timed, "seconds": whole, "by": by}
        return {**_volume(reports.volume(wanted)), "identified": identified}

    @operations.add("GET", "/reports/heatmap", scope=Scope.REPORTS_READ, query=ReportQuery, answer=HeatmapOut)
    def report_heatmap() -> Fields:
        """Calls by weekday and hour."""
        wanted = read_query(ReportQuery).to_filter()
        found = reports.heatmap(wanted)
        busy = {(hour.weekday, hour.hour) for hour in found}
        quiet = sorted((hour, days) for hour, days in reports.days_by_hour(wanted).items() if hour not in busy)
        return {
            "items": found,
            "without_calls": [{"weekday": day, "hour": hour, "days": days} for (day, hour), days in quiet],
        }

    @operations.add("GET", "/reports/agents", scope=Scope.REPORTS_READ, query=ReportQuery, answer=AgentsOut)
    def report_agents() -> Fields:
        """What each extension did."""
        wanted = read_query(ReportQuery).to_filter()
        rates, users = reports.owner_answer_rates(wanted), services.directory.snapshot.users
        owners = [
            {
                "user": users[key].username,
                "name": users[key].display_name,
                "answered": rates[key].answered,
                "by_owner": rates[key].by_owner,
                "share": rates[key].share,
            }
            for key in sorted(rates)
            if key in users
        ]
        return {"items": reports.extensions(wanted), "owners": owners}

    @operations.add("GET", "/reports/callers", scope=Scope.REPORTS_READ, query=CallersQuery, answer=CallersOut)
    def report_callers() -> Fields:
        """Who calls most often."""
        query = read_query(CallersQuery)
        found = services.reports.callers.top(query.to_filter(), Order(query.by), query.limit, shared=query.shared)
        return {"items": found}

    @operations.add("GET", "/reports/newcomers", scope=Scope.REPORTS_READ, query=ReportQuery, answer=NewcomersOut)
    def report_newcomers() -> Fields:
        """Who called for the first time ever."""
        found = services.reports.callers.newcomers(read_query(ReportQuery).to_filter())
        return {
            "bucket": found.unit,
            "tz": found.zone,
            "callers": found.whole.callers,
            "first_time": found.whole.newcomers,
            "returning": found.whole.returning,
            "records_since": found.since,
            "items": [
                {
                    **_period(start, extent),
                    "callers": each.callers,
                    "first_time": each.newcomers,
                    "returning": each.returning,
                }
                for (start, each), extent in zip(found.points, found.extents, strict=True)
            ],
        }

    @operations.add("GET", "/reports/origins", scope=Scope.REPORTS_READ, query=ReportQuery, answer=OriginsOut)
    def report_origins() -> Fields:
        """From where callers are."""
        return {"items": services.reports.callers.origins(read_query(ReportQuery).to_filter())}

    @operations.add("GET", "/reports/waits", scope=Scope.REPORTS_READ, query=ReportQuery, answer=WaitsOut)
    def report_waits() -> Fields:
        """How long callers waited."""
        wanted = read_query(ReportQuery).to_filter()
        counts = reports.summary(wanted)
        answered, missed = classes(counts.answered.waits), classes(counts.missed.waits)
        items = [
            {"over": over, "up_to": up_to, "answered": one, "missed": other}
            for (over, up_to, one), (_, _, other) in zip(answered, missed, strict=True)
        ]
        return {**_waits(counts, reports.percentiles(wanted, counts)), "items": items}


def _counts(counts: CallCounts) -> Fields:
    return dict(CountsOut.model_validate(counts))


def _volume(volume: Volume) -> Fields:
    zone = ZoneInfo(volume.zone)
    return {
        "bucket": volume.unit,
        "tz": volume.zone,
        "items": [
            {
                **_period(point.start, point.extent),
                **_counts(point.counts),
                "source_down_seconds": round(point.down.total_seconds()),
            }
            for point in volume.points
        ],
        "outages": [
            {
                "source": each.source,
                "since": each.since.astimezone(zone).isoformat(timespec="seconds"),
                "until": (each.until or each.since).astimezone(zone).isoformat(timespec="seconds"),
            }
            for each in volume.outages
        ],
    }


def _period(start: datetime, extent: Extent) -> Fields:
    return {"start": start.isoformat(), "complete": extent is Extent.WHOLE, "extent": extent}


def _waits(counts: CallCounts, percentiles: Percentiles) -> Fields:
    """How long callers waited, and how many of the answered and missed ones were answered in time."""
    spread = dict(SpreadOut.model_validate(counts.waits))
    return {
        "wait_seconds": {**spread, **_percentiles(percentiles.wait), "calls": counts.waits.measured},
        "answered_within": {str(seconds): counts.answered.waits.at_most(seconds) for seconds in _WITHIN},
        "answered_within_share": {str(seconds): counts.within(seconds) for seconds in _WITHIN},
    }


def _percentiles(percentiles: tuple[float | None, float | None]) -> Fields:
    return dict(zip(("p50", "p90"), percentiles, strict=True))
