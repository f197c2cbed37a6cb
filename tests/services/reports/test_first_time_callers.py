"""First-time callers equal pandas' results, also after late events and imports."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, timedelta

import pandas as pd
import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.reports.periods import Unit
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.metrics import records
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.engine.protocol import Session
from tests.services.raw_calls import FIRST, LATER, TEHRAN, UNKNOWN, local, raw
from tests.services.reports.callers import IRAN, refreshed


def firsts(frame: pd.DataFrame) -> pd.Series:
    """Marks the first call of each number."""
    return frame.has_number & (frame.start == frame.groupby("number").start.transform("min"))


def check_newcomers(services: Services, zone: str) -> None:
    frame = raw(services, zone)
    frame["first"] = firsts(frame)
    days = [local(date(2022, 9, day), zone) for day in (20, 22, 24)]
    for since, until, line in (
        (days[0], days[2], None),
        (days[0], days[2], "2001"),
        (days[0], days[1], None),
        (days[0] + timedelta(hours=7), days[2], None),
        (days[0], days[2] - timedelta(hours=7), None),
        (None, None, None),
    ):
        everything = (since, until, line) == (days[0], days[2], None)
        for unit in Unit if everything else random.sample((Unit.DAY, Unit.WEEK, Unit.MONTH), 1):
            wanted = ReportFilter(since, until, timezone=zone, unit=unit, first_weekday=6, line=line)
            of_these = frame[frame.has_number & (frame.start >= (since or FIRST - timedelta(days=9)))]
            of_these = of_these[of_these.start < (until or FIRST + timedelta(days=9))]
            of_these = of_these if line is None else of_these[of_these.line == line]
            found = services.reports.callers.newcomers(wanted)
            assert found.whole.callers == of_these.number.nunique()
            assert found.whole.newcomers == of_these["first"].sum() > 0
            assert 0 < found.whole.callers - found.whole.newcomers < found.whole.callers or since is None
            points = records(found.frame)
            begins = [point.start.astimezone(UTC) for point in points]
            ends = [*begins[1:], (until or FIRST + timedelta(days=9)).astimezone(UTC)]
            for counted, start, end in zip(points, begins, ends, strict=True):
                within = of_these[(of_these.start >= start) & (of_these.start < end)]
                assert (counted.callers, counted.newcomers) == (within.number.nunique(), within["first"].sum())


@pytest.mark.parametrize(
    ("zone", "after"),
    [
        (TEHRAN, timedelta(days=3, hours=5)),
        ("Asia/Kathmandu", timedelta(days=3, hours=5)),
        ("America/Havana", timedelta(days=3, hours=5)),
        ("Asia/Kathmandu", timedelta(0)),
        ("America/Havana", timedelta(days=30)),
    ],
)
def test_newcomers_are_those_whose_first_call_ever_it_is(furnished: Services, zone: str, after: timedelta) -> None:
    refreshed(furnished, FIRST + after, zone)
    check_newcomers(furnished, zone)
    assert verify(furnished.store, IRAN).differences == ()


def test_first_calls_follow_late_events_and_calls_of_the_past(furnished: Services) -> None:
    refreshed(furnished, FIRST + timedelta(days=30))
    # An earlier call of somebody, a later one of a new number, and a caller that is told only afterwards.
    first = CallEvent("pbx", "early", EventKind.RINGING, FIRST - timedelta(days=1), caller=UNKNOWN)
    furnished.calls.ingest.submit(
        [first, replace(first, call_id="new", at=FIRST + timedelta(days=2), caller="02188776655")]
    )
    check_newcomers(furnished, TEHRAN)
    refreshed(furnished, FIRST + timedelta(days=30))
    check_newcomers(furnished, TEHRAN)
    furnished.calls.ingest.submit(
        [replace(first, call_id="early", at=first.at - timedelta(hours=1), caller=LATER, event_id="x")]
    )
    check_newcomers(furnished, TEHRAN)
    assert verify(furnished.store, IRAN).differences == ()
    refreshed(furnished, FIRST + timedelta(days=30))
    check_newcomers(furnished, TEHRAN)
    assert verify(furnished.store, IRAN).differences == ()
    furnished.store.write(lambda session: session.script("UPDATE caller_totals SET first_at = TIMESTAMP '2022-01-01'"))
    assert "the totals of" in verify(furnished.store, IRAN).differences[0]


def test_days_on_which_callers_had_called_last_are_found_where_they_are_wrong(furnished: Services) -> None:
    refreshed(furnished, FIRST + timedelta(days=30))
    assert verify(furnished.store, IRAN).differences == ()
    furnished.store.write(
        lambda session: session.script("UPDATE caller_days SET callers = 9 WHERE day = DATE '2022-09-21'")
    )
    wrong = "when the callers of 2022-09-21 had called last is not what the calls say"
    assert verify(furnished.store, IRAN).differences == (wrong,)
    # Another zone has other days, of which none is counted yet; then all of them are.
    check_newcomers(furnished, "Asia/Kathmandu")
    refreshed(furnished, FIRST + timedelta(days=30), "Asia/Kathmandu")
    assert verify(furnished.store, IRAN).differences == ()
    check_newcomers(furnished, "Asia/Kathmandu")
    check_newcomers(furnished, TEHRAN)


def test_days_are_counted_anew_that_a_call_changes_while_they_are_counted(
    furnished: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = CallEvent("pbx", "late", EventKind.RINGING, FIRST + timedelta(days=1), caller="02188776655")

    @contextmanager
    def read_while_it_comes() -> Iterator[Session]:
        monkeypatch.undo()
        with furnished.store.read() as session:
            session.row("summaries.span")
            furnished.calls.ingest.submit([late])
            yield session

    monkeypatch.setattr(furnished.store, "read", read_while_it_comes)
    assert furnished.calls.ingest.refresh_summary("caller_days")
    check_newcomers(furnished, TEHRAN)
    assert furnished.calls.ingest.refresh_summary("caller_days")
    check_newcomers(furnished, TEHRAN)
    assert verify(furnished.store, IRAN).differences == ()
