"""Reports with filters equal pandas' results, and the log lists the calls that they count."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta
from uuid import UUID

import pandas as pd
import pytest

from callerid_dash.domain.calls.calls import CallEvent, CallState, EventKind, Outcome
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import records
from callerid_dash.services.services import Services
from tests.scenes import API
from tests.services.raw_calls import FIRST, TEHRAN, UNKNOWN, raw
from tests.services.reports.comparing import the_same, with_calls

FILTERS = (
    ReportFilter(),
    ReportFilter(line="2001"),
    ReportFilter(queue="sales"),
    ReportFilter(extension="102"),
    ReportFilter(line="2001", extension="101"),
    ReportFilter(known=True),
    ReportFilter(known=False, line="2002"),
    ReportFilter(known_then=True),
    ReportFilter(known_then=False, line="2001"),
    ReportFilter(known_then=False, known=True),
    ReportFilter(outcome=Outcome.MISSED),
    ReportFilter(state=CallState.ENDED, known=False),
    ReportFilter(number=UNKNOWN),
    ReportFilter(weekday=3),
    ReportFilter(hour=9, queue="sales"),
    ReportFilter(weekday=3, hour=23),
    ReportFilter(weekday=3, known=False, line="2001", extension="101"),
    ReportFilter(wait_up_to=5),
    ReportFilter(wait_over=20),
    ReportFilter(wait_over=20, wait_up_to=25, line="2001"),
    ReportFilter(wait_over=20, outcome=Outcome.MISSED, weekday=2),
    ReportFilter(from_=FIRST + timedelta(hours=13, minutes=7), to=FIRST + timedelta(days=4, seconds=1), weekday=2),
    ReportFilter(from_=FIRST + timedelta(minutes=1), to=FIRST + timedelta(days=2, seconds=1)),
)


def wanted_of(frame: pd.DataFrame, wanted: ReportFilter) -> pd.DataFrame:
    """The calls that match a filter."""
    for column in ("line", "queue", "outcome"):
        if value := getattr(wanted, column):
            frame = frame[frame[column] == value]
    if wanted.extension:
        frame = frame[[wanted.extension in rang for rang in frame.rang]]
    if wanted.known is not None:
        frame = frame[frame.has_number & (frame.profile.notna() == wanted.known)]
    if wanted.known_then is not None:
        frame = frame[frame.has_number & (frame.known_then == wanted.known_then)]
    if wanted.state:
        frame = frame[frame.outcome != "open"]
    if wanted.number:
        frame = frame[frame.number == f"+98{wanted.number[1:]}"]
    if wanted.from_ and wanted.to:
        frame = frame[(frame.start >= wanted.from_) & (frame.start < wanted.to)]
    for value, is_met in (
        (wanted.weekday, frame.local.dt.day_of_week + 1 == wanted.weekday),
        (wanted.hour, frame.local.dt.hour == wanted.hour),
        (wanted.wait_over, frame.wait > (wanted.wait_over or 0)),
        (wanted.wait_up_to, frame.wait <= (wanted.wait_up_to or 0)),
    ):
        frame = frame if value is None else frame[is_met[frame.index]]
    return frame


def test_a_summary_with_any_filter_is_what_the_calls_add_up_to(furnished: Services) -> None:
    frame = raw(furnished, TEHRAN)
    for wanted in FILTERS:
        of_these = wanted_of(frame, wanted)
        assert len(of_these)
        counted = furnished.reports.summary(wanted)
        the_same(counted, of_these)
        exact = furnished.reports.percentiles(wanted, counted)
        for found, seconds in ((exact.wait, of_these.wait), (exact.talk, of_these.talk)):
            assert found == pytest.approx(tuple(seconds.quantile([0.5, 0.9]))) or seconds.isna().all()


def page_by_page(services: Services, wanted: CallFilter, oldest_first: bool) -> list[UUID]:
    found: list[UUID] = []
    cursor = None
    while True:
        page = services.calls.log.page(None, wanted, cursor, 40, oldest_first=oldest_first)
        found += [row.call.id for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


def test_the_log_lists_the_calls_that_a_report_counts(furnished: Services) -> None:
    frame = raw(furnished, TEHRAN)
    in_log = {each.name for each in fields(CallFilter)} - {"simulated"}
    by_origin = frame[frame.has_number & frame.number.str.startswith("+98935").fillna(False)]
    for wanted in (*FILTERS, ReportFilter(origin="operator:Irancell"), ReportFilter(origin="place:Fars")):
        of_these = wanted_of(by_origin if wanted.origin == "operator:Irancell" else frame, wanted)
        of_these = of_these[:0] if wanted.origin == "place:Fars" else of_these
        same = CallFilter(**{name: getattr(wanted, name) for name in in_log if hasattr(wanted, name)})
        for oldest_first in (False, True):
            listed = page_by_page(furnished, same, oldest_first)
            assert set(listed) == set(of_these.id)
            assert len(listed) == len(of_these) == furnished.reports.summary(wanted).total
            assert furnished.calls.log.count(None, same) == (len(listed), True)
        download = furnished.exports.files.calls(API, same, Format.CSV)
        assert b"".join(download).count(b"\r\n") - 1 == download.rows == len(of_these)


def test_no_call_is_listed_where_there_can_be_none(furnished: Services) -> None:
    for simulated, expected in ((None, 250), (False, 250), (True, 0)):
        assert len(furnished.calls.log.page(None, CallFilter(simulated=simulated), limit=500).items) == expected
    nowhere = CallFilter(weekday=1, from_=FIRST + timedelta(days=30))
    assert furnished.calls.log.page(None, nowhere).items == ()


def test_the_log_finds_the_calls_that_waited_long(services: Services) -> None:
    def waited(key: str, began: datetime, seconds: int) -> list[CallEvent]:
        rings = CallEvent("pbx", key, EventKind.RINGING, began, caller=UNKNOWN)
        return [rings, replace(rings, event=EventKind.ENDED, at=began + timedelta(seconds=seconds))]

    hour = timedelta(hours=1)
    services.calls.ingest.submit(
        [*waited("earlier", FIRST, 90), *waited("short", FIRST + hour, 5), *waited("later", FIRST + 2 * hour, 90)]
    )
    for oldest_first, expected in ((False, ["later", "earlier"]), (True, ["earlier", "later"])):
        rows = services.calls.log.page(None, CallFilter(wait_over=60), oldest_first=oldest_first).items
        assert [row.call.external_id for row in rows] == expected
    assert services.reports.summary(ReportFilter(wait_over=60)).total == 2


def test_an_hour_of_the_week_is_the_same_in_every_figure(furnished: Services) -> None:
    for zone in (TEHRAN, "Asia/Kathmandu", "America/Havana"):
        frame = raw(furnished, zone)
        [weekday, hour] = frame.local.iloc[0].isoweekday(), frame.local.iloc[0].hour
        wanted = ReportFilter(timezone=zone, weekday=weekday, hour=hour)
        of_these = wanted_of(frame, wanted)
        [cell] = with_calls(furnished.reports, wanted)
        assert (cell.weekday, cell.hour, cell.calls) == (weekday, hour, len(of_these))
        the_same(furnished.reports.summary(wanted), of_these)
        assert furnished.reports.volume(wanted).frame.calls.sum() == len(of_these)
        with_number = of_these[of_these.has_number]
        top = furnished.reports.callers.top(wanted, limit=500).set_index("number").calls
        assert top.to_dict() == with_number.groupby("number").size().to_dict()
        assert furnished.reports.callers.origins(wanted).calls.sum() == len(with_number)
        assert furnished.reports.callers.newcomers(wanted).whole.callers == with_number.number.nunique()


def test_a_class_of_waits_is_the_same_in_every_figure(furnished: Services) -> None:
    frame = raw(furnished, TEHRAN)
    wanted = ReportFilter(wait_over=5, wait_up_to=10)
    of_these = wanted_of(frame, wanted)
    assert furnished.reports.heatmap(wanted).calls.sum() == len(of_these)
    for each in records(furnished.reports.extensions(wanted)):
        assert each.offered == sum(each.extension in rang for rang in of_these.rang)
        assert each.offered == each.answered + each.missed + each.elsewhere
    with_number = of_these[of_these.has_number]
    assert furnished.reports.callers.newcomers(wanted).whole.callers == with_number.number.nunique()
    assert furnished.reports.callers.origins(wanted).calls.sum() == len(with_number)


SENSELESS = (
    (ReportFilter(from_=FIRST, to=FIRST - timedelta(seconds=1)), "to"),
    (ReportFilter(timezone="Asia/Nowhere"), "timezone"),
    (ReportFilter(category=12), "category"),
    (ReportFilter(color=12), "color"),
    (ReportFilter(user=12), "user"),
    (ReportFilter(number="!"), "number"),
    (ReportFilter(from_=FIRST - timedelta(days=9999), to=FIRST, unit=Unit.QUARTER), "bucket"),
)


def test_a_filter_that_makes_no_sense_is_refused(services: Services) -> None:
    for wanted, field in SENSELESS:
        with pytest.raises(InvalidInput) as refused:
            services.reports.volume(wanted)
        assert refused.value.field == field
