"""Every figure equals pandas' result from raw calls: at odd offsets, over clock changes, after late events."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.reports.periods import Extent, Unit
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.services.calls.outages import Outages
from callerid_dash.services.live.query_cache import Answers
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import CallCounts, records
from callerid_dash.services.reports.reports import Reports
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.office import directory as small_tables
from tests.services.raw_calls import FIRST, LATER, TEHRAN, UNKNOWN, local, raw, save, some_calls
from tests.services.reports.comparing import the_same, the_same_times, with_calls


def the_same_counts(row: Any, frame: pd.DataFrame) -> None:
    """This row of a report is what the frame says."""
    assert row.calls == len(frame)
    for outcome in ("answered", "missed", "open"):
        assert getattr(row, outcome) == (frame.outcome == outcome).sum()
    assert row.end_unknown == (frame.outcome == "unknown").sum()
    assert row.was_unknown == row.unknown + row.identified == frame.unknown.sum()
    assert row.identified == frame.identified.sum()
    assert row.withheld == frame.withheld.sum()


def test_the_volume_is_what_the_calls_add_up_to_by_the_local_clock(furnished: Services) -> None:
    for zone in (TEHRAN, "Asia/Kathmandu", "America/Havana"):
        span = (local(date(2022, 9, 19), zone), local(date(2022, 9, 25), zone))
        frame = raw(furnished, zone)
        frame = frame[(frame.start >= span[0]) & (frame.start < span[1])]
        for unit in Unit:
            volume = furnished.reports.volume(ReportFilter(*span, timezone=zone, unit=unit, first_weekday=6))
            points = records(volume.frame)
            ends = [point.start.astimezone(UTC) for point in points[1:]] + [span[1].astimezone(UTC)]
            assert points[0].start <= span[0]
            assert sum(point.calls for point in points) == len(frame)
            for point, end in zip(points, ends, strict=True):
                start = point.start.astimezone(UTC)
                within = frame[(frame.start >= start) & (frame.start < end)]
                if len(within) or point.calls:
                    the_same_counts(point, within)


def test_a_day_with_25_hours_is_one_day_and_its_doubled_hour_two(furnished: Services) -> None:
    span = (local(date(2022, 9, 21)), local(date(2022, 9, 22)))
    days = furnished.reports.volume(ReportFilter(*span, unit=Unit.DAY)).frame
    hours = furnished.reports.volume(ReportFilter(*span, unit=Unit.HOUR)).frame
    assert (len(days), len(hours)) == (1, 25)
    assert [start.hour for start in hours.start][-2:] == [23, 23]
    assert days.calls.tolist() == [hours.calls.sum()]


def test_the_hours_of_the_week_are_local_ones(furnished: Services) -> None:
    frame = raw(furnished, "Asia/Kathmandu")
    hours = furnished.reports.heatmap(ReportFilter(timezone="Asia/Kathmandu"))
    found = {(hour.weekday, hour.hour): hour for hour in records(hours) if hour.calls}
    groups = dict(list(frame.groupby([frame.local.dt.day_of_week + 1, frame.local.dt.hour])))
    assert found.keys() == groups.keys()
    for hour, row in found.items():
        the_same_counts(row, groups[hour])


def test_an_hour_of_the_week_is_told_by_how_many_such_days_the_range_has(furnished: Services) -> None:
    def hour_of(at: datetime) -> tuple[str, str]:
        """The local hour; an hour that the clock shows twice is two hours."""
        shown = at.astimezone(ZoneInfo(TEHRAN))
        return f"{shown:%d %H}", f"{shown:%z}"

    frame = raw(furnished, TEHRAN)
    for since, until, now in (
        (FIRST, FIRST + timedelta(days=5), FIRST + timedelta(days=99)),
        (FIRST + timedelta(hours=9, minutes=40), FIRST + timedelta(days=4, minutes=20), FIRST + timedelta(days=99)),
        (FIRST, FIRST + timedelta(days=9), FIRST + timedelta(days=2, hours=7, minutes=50)),
    ):
        reports, wanted = told_at(furnished, now), ReportFilter(from_=since, to=until)
        of_these = frame[(frame.start >= since) & (frame.start < until)]
        over = min(until, now)
        minutes = Counter(hour_of(since + timedelta(minutes=i)) for i in range((over - since) // timedelta(minutes=1)))
        whole = {hour for hour, count in minutes.items() if count == 60}
        found = records(reports.heatmap(wanted))
        assert len(found) == 7 * 24
        assert sum(each.days for each in found) == len(whole)
        assert sum(each.calls for each in found) == len(of_these)
        for each in found:
            in_hour = (of_these.local.dt.day_of_week + 1 == each.weekday) & (of_these.local.dt.hour == each.hour)
            assert each.calls == in_hour.sum()
            assert each.counted == sum(hour_of(at) in whole for at in of_these[in_hour].start)
            assert each.per_day == (each.counted / each.days if each.days else None)
        alone = reports.heatmap(replace(wanted, weekday=3, hour=23))
        assert [each.days for each in records(alone)] == [
            each.days if (each.weekday, each.hour) == (3, 23) else 0 for each in found
        ]


def test_calls_of_an_hour_that_runs_are_not_in_the_mean_of_such_hours(services: Services) -> None:
    noon = local(date(2026, 11, 24)) + timedelta(hours=12)  # a Tuesday
    instants = [noon - timedelta(days=7), noon - timedelta(days=6), noon + timedelta(minutes=5), noon - timedelta(1)]
    services.calls.ingest.submit([CallEvent("pbx", str(at), EventKind.RINGING, at, caller=UNKNOWN) for at in instants])
    wanted = ReportFilter(from_=noon - timedelta(days=7), to=noon + timedelta(days=1))
    running = told_at(services, noon + timedelta(minutes=20))
    found = {hour.weekday: (hour.calls, hour.days, hour.per_day) for hour in with_calls(running, wanted)}
    assert found == {1: (1, 1, 1.0), 2: (2, 1, 1.0), 3: (1, 1, 1.0)}
    over = told_at(services, noon + timedelta(hours=1))
    assert [hour.per_day for hour in with_calls(over, wanted)] == [1.0, 1.0, 1.0]
    assert [hour.days for hour in with_calls(over, wanted)] == [1, 2, 1]
    not_yet = told_at(services, noon - timedelta(days=7) + timedelta(minutes=50))
    assert {hour.per_day for hour in with_calls(not_yet, wanted)} == {None}


def told_at(services: Services, now: datetime) -> Reports:
    """The reports at another time."""
    return Reports(replace(services.core, answers=Answers(services.feed), clock=lambda: now), Outages(services.store))


def test_the_volume_says_which_stretches_are_not_whole(furnished: Services) -> None:
    wanted = ReportFilter(FIRST + timedelta(hours=3), FIRST + timedelta(days=4), unit=Unit.DAY)
    volume = told_at(furnished, FIRST + timedelta(days=2)).volume(wanted)
    assert [extent.value for extent in volume.frame.extent] == ["cut", "whole", "running", "ahead", "ahead"]
    assert set(furnished.reports.volume(wanted).frame.extent[1:-1]) == {Extent.WHOLE}


def test_every_figure_of_waits_is_of_answered_and_missed_calls(furnished: Services) -> None:
    frame = raw(furnished, TEHRAN)
    ended = frame[frame.outcome.isin(["answered", "missed"])]
    summary = furnished.reports.summary(ReportFilter())
    the_same_times(summary.waits, ended.wait)
    in_time = (ended.wait <= 20) & (ended.outcome == "answered")
    assert summary.within(20) == pytest.approx(in_time.mean())
    for each in records(furnished.reports.extensions(ReportFilter())):
        rang_here = ended[[each.extension in rang for rang in ended.rang]].wait
        assert (each.mean_wait, each.longest_wait) == pytest.approx((rang_here.mean(), rang_here.max()))
        alone = furnished.reports.summary(ReportFilter(extension=each.extension))
        assert (each.mean_wait, each.longest_wait) == (alone.waits.mean, alone.waits.longest)


def test_what_an_extension_did(furnished: Services) -> None:
    frame = raw(furnished, TEHRAN)
    for each in records(furnished.reports.extensions(ReportFilter())):
        offered = frame[[each.extension in rang for rang in frame.rang]]
        here = offered[(offered.outcome == "answered") & (offered.extension == each.extension)]
        assert each.offered == len(offered)
        assert each.missed == (offered.outcome == "missed").sum()
        assert each.elsewhere == ((offered.outcome == "answered") & (offered.extension != each.extension)).sum()
        assert each.answered == len(here)
        assert (each.mean_talk, each.longest_talk) == pytest.approx((here.talk.mean(), here.talk.max()))
        assert each.talk == pytest.approx(here.talk.sum())


def test_figures_follow_who_is_saved_merged_deleted_and_all_of_that_undone(services: Services) -> None:
    services.calls.ingest.submit(some_calls(random.Random(3), 60))

    def all_is_well() -> CallCounts:
        assert verify(services.store, Dialing("IR", "21")).differences == ()
        summary = services.reports.summary(ReportFilter())
        the_same(summary, raw(services, TEHRAN))
        return summary

    assert all_is_well().identified == 0
    first, second = save(services, "First", UNKNOWN), save(services, "Second", LATER)
    identified = all_is_well().identified
    assert identified > 0
    admin = services.accounts.ensure_first_admin(services.settings) and services.directory.snapshot.usernames["admin"]
    assert isinstance(admin, User)
    undo_id = services.profiles.deleting.delete(first, admin)
    assert all_is_well().identified < identified
    services.undo.undo(undo_id, admin)
    assert all_is_well().identified == identified
    for step in services.undo.recent(admin):
        services.undo.undo(step.id, admin)
    assert all_is_well().identified == 0
    assert second


def test_an_agent_under_a_rule_gets_the_figures_of_their_own_calls(furnished: Services) -> None:
    agent = User(77, "sara", "Sara", Role.AGENT, extensions=("103",))
    furnished.store.write(lambda s: small_tables.set_setting(s, "visibility", Visibility.OWN_EXTENSION))
    furnished.directory.reload()
    frame = raw(furnished, TEHRAN)
    mine = frame[["103" in rang for rang in frame.rang]]
    assert 0 < len(mine) < len(frame)
    the_same(furnished.reports.summary(ReportFilter(), agent), mine)


def test_an_office_without_calls_has_figures_too(services: Services) -> None:
    assert services.reports.summary(ReportFilter()) == CallCounts()
    assert services.reports.volume(ReportFilter()).frame.empty
    assert with_calls(services.reports, ReportFilter()) == []
    assert services.reports.extensions(ReportFilter()).empty
