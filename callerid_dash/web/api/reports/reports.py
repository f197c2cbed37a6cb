"""`GET /api/v1/reports/…`: the figures that the charts draw, for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from callerid_dash.domain.reports.periods import Extent
from callerid_dash.domain.scopes import Scope
from callerid_dash.services.reports.caller_reports import Order
from callerid_dash.services.reports.metrics import CallCounts, Volume, records, values, waits
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

if TYPE_CHECKING:
    from pandas import DataFrame, Series

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
        whole, frame = reports.callers.identified(wanted)
        users = services.directory.snapshot.users
        by = [
            {
                "how": each.how,
                "user": users.get(each.user_id),
                "calls": each.calls,
                "seconds": {"p50": each.half_within, "p90": each.most_within},
            }
            for each in records(frame)
        ]
        identified = {"calls": whole.calls, "timed": whole.timed, "seconds": whole, "by": by}
        return {**_volume(reports.volume(wanted)), "identified": identified}

    @operations.add("GET", "/reports/heatmap", scope=Scope.REPORTS_READ, query=ReportQuery, answer=HeatmapOut)
    def report_heatmap() -> Fields:
        """Calls by weekday and hour."""
        hours = records(reports.heatmap(read_query(ReportQuery).to_filter()))
        return {
            "items": [hour for hour in hours if hour.calls],
            "without_calls": [hour for hour in hours if hour.days and not hour.calls],
        }

    @operations.add("GET", "/reports/agents", scope=Scope.REPORTS_READ, query=ReportQuery, answer=AgentsOut)
    def report_agents() -> Fields:
        """What each extension did."""
        frame = reports.extensions(read_query(ReportQuery).to_filter())
        frame = frame.assign(
            user=frame["user_id"].map(services.directory.snapshot.users),
            waits=_spreads(frame["mean_wait"], frame["longest_wait"]),
            talks=_spreads(frame["mean_talk"], frame["longest_talk"]),
        )
        owners = frame.dropna(subset=["user", "own"]).drop_duplicates("user_id").sort_values("user_id")
        return {
            "items": records(frame.dropna(subset="extension")),
            "owners": [
                {
                    "user": each.user.username,
                    "name": each.user.display_name,
                    "answered": each.own,
                    "by_owner": each.by_owner,
                    "share": each.own_share,
                }
                for each in records(owners)
            ],
        }

    @operations.add("GET", "/reports/callers", scope=Scope.REPORTS_READ, query=CallersQuery, answer=CallersOut)
    def report_callers() -> Fields:
        """Who calls most often."""
        query = read_query(CallersQuery)
        found = services.reports.callers.top(query.to_filter(), Order(query.by), query.limit, shared=query.shared)
        return {"items": records(found)}

    @operations.add("GET", "/reports/newcomers", scope=Scope.REPORTS_READ, query=ReportQuery, answer=NewcomersOut)
    def report_newcomers() -> Fields:
        """Who called for the first time ever."""
        found = services.reports.callers.newcomers(read_query(ReportQuery).to_filter())
        return {
            "bucket": found.unit,
            "tz": str(found.frame["start"].dt.tz),
            "callers": found.whole.callers,
            "first_time": found.whole.newcomers,
            "returning": found.whole.callers - found.whole.newcomers,
            "records_since": found.since,
            "items": _periods(found.frame),
        }

    @operations.add("GET", "/reports/origins", scope=Scope.REPORTS_READ, query=ReportQuery, answer=OriginsOut)
    def report_origins() -> Fields:
        """From where callers are."""
        return {"items": records(reports.callers.origins(read_query(ReportQuery).to_filter()))}

    @operations.add("GET", "/reports/waits", scope=Scope.REPORTS_READ, query=ReportQuery, answer=WaitsOut)
    def report_waits() -> Fields:
        """How long callers waited."""
        wanted = read_query(ReportQuery).to_filter()
        counts = reports.summary(wanted)
        return {**_waits(counts, reports.percentiles(wanted, counts)), "items": records(waits(counts))}


def _counts(counts: CallCounts) -> Fields:
    return dict(CountsOut.model_validate(counts))


def _volume(volume: Volume) -> Fields:
    zone = volume.frame["start"].dt.tz
    return {
        "bucket": volume.unit,
        "tz": str(zone),
        "items": _periods(volume.frame.assign(source_down_seconds=volume.frame["down"].round())),
        "outages": [
            {
                "source": each.source,
                "since": each.since.astimezone(zone).isoformat(timespec="seconds"),
                "until": (each.until or each.since).astimezone(zone).isoformat(timespec="seconds"),
            }
            for each in volume.outages
        ],
    }


def _periods(frame: DataFrame) -> list[Any]:
    starts = [start.isoformat() for start in frame["start"]]
    return records(frame.assign(start=starts, complete=frame["extent"] == Extent.WHOLE))


def _spreads(mean: Series[Any], longest: Series[Any]) -> Series[Any]:
    from pandas import Series

    spreads = [{"mean": each, "max": most} for each, most in zip(values(mean), values(longest), strict=True)]
    return Series(spreads, mean.index, dtype=object)


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
