"""Kept figures equal what a fresh query finds, and what the calls say without the later callers, after any change."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.reports.periods import Unit, instant_of
from callerid_dash.domain.reports.rollups import Dimension
from callerid_dash.services.core import Core
from callerid_dash.services.live.query_cache import Answers
from callerid_dash.services.reports.caller_reports import Callers, Order
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.later_callers import LaterCallers
from callerid_dash.services.reports.reports import Reports
from callerid_dash.services.services import Services
from tests.services.imports.calls.conftest import past
from tests.services.raw_calls import FIRST, KNOWN, LATER, TEHRAN, UNKNOWN, save, some_calls
from tests.services.reports.callers import first_admin, refreshed

DAY = timedelta(days=1)
NOW = FIRST + timedelta(days=4, hours=11)


def figures(services: Services, core: Core, ranges: list[ReportFilter]) -> list[object]:
    reports, callers = Reports(core, services.reports.outages), Callers(core)
    every: list[object] = [
        (callers.history(), *map(reports.values, (Dimension.LINE, Dimension.EXTENSION, Dimension.QUEUE)))
    ]
    for wanted in ranges:
        newcomers, (identified, by_whom) = callers.newcomers(wanted), callers.identified(wanted)
        frames = (
            *(callers.top(wanted, order, 3) for order in Order),
            callers.top(wanted, limit=2, shared=True),
            callers.top(replace(wanted, known=False), limit=2),
            callers.origins(wanted),
            by_whom,
            newcomers.frame,
            reports.heatmap(wanted),
        )
        every.append((newcomers.whole, identified, *(frame.to_csv() for frame in frames)))
    return every


class Office:
    """An office in which anything may happen."""

    def __init__(self, services: Services, randomness: random.Random, folder: Path) -> None:
        self.services, self.randomness, self.folder = services, randomness, folder
        self.admin = first_admin(services)
        self.events = some_calls(randomness, 60)
        self.holders: list[int] = []
        self.undos: list[int] = []
        self.calls = 0

    def late_events(self) -> None:
        self.services.calls.ingest.submit(self.events[:12])
        self.events = [*self.events[12:], *self.events[:2]]

    def new_call(self) -> None:
        self.calls += 1
        number = self.randomness.choice([KNOWN, UNKNOWN, LATER, "021887766", "0049301234", f"0935{self.calls:07d}"])
        at = NOW - timedelta(minutes=self.randomness.uniform(0, 600))
        for second, kind in enumerate(self.randomness.choice([["ringing"], ["ringing", "ended"]])):
            event = CallEvent("pbx", f"n{self.calls}", EventKind(kind), at + timedelta(seconds=second), caller=number)
            self.services.calls.ingest.submit([event])

    def refresh(self) -> None:
        zone = self.services.directory.snapshot.locality.timezone
        refreshed(self.services, FIRST + timedelta(hours=self.randomness.uniform(0, 107)), zone)

    def refresh_silently(self) -> None:
        for summary in ("caller_totals", "caller_days", "rollups"):
            self.services.calls.ingest.refresh_summary(summary, NOW)

    def save(self) -> None:
        number = self.randomness.choice([KNOWN, UNKNOWN, LATER])
        self.holders.append(save(self.services, f"Holder {len(self.holders)}", number))

    def delete(self) -> None:
        if self.holders:
            self.undos.append(self.services.profiles.deleting.delete(self.holders.pop(), self.admin))

    def undo(self) -> None:
        if self.undos:
            self.services.undo.undo(self.undos.pop(), self.admin)

    def merge(self) -> None:
        if len(self.holders) > 1:
            merged = [self.holders.pop(), self.holders.pop()]
            versions = {each: self.services.profiles.get(each).version for each in merged}
            self.undos.append(self.services.profiles.merging.merge(merged[0], merged, {}, versions, self.admin))

    def take_in(self) -> None:
        self.calls += 1
        at = FIRST + timedelta(hours=self.randomness.uniform(-40, 90))
        call = past(f"past{self.calls}", at, caller=self.randomness.choice([KNOWN, UNKNOWN, "09350000007"]))
        importing = self.services.imports.calls.importing
        importing.take(self.admin, [call], "box", "box.csv", self.folder / "rejected.csv")

    def move(self) -> None:
        zone = self.randomness.choice([TEHRAN, "Asia/Kathmandu"])
        self.services.office.rules.set_place("IR", self.randomness.choice(["21", "31"]), zone, self.admin)


def test_kept_figures_are_those_of_the_calls(
    services: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = Office(services, random.Random(random.getrandbits(32)), tmp_path)  # pytest-randomly says its seed
    core = replace(services.core, clock=lambda: NOW)
    midnight = instant_of(datetime(2022, 9, 22), services.directory.snapshot.locality.zone)
    ranges = [
        ReportFilter(),
        ReportFilter(from_=midnight - 2 * DAY, to=midnight + 3 * DAY, unit=Unit.WEEK, first_weekday=6),
        ReportFilter(from_=midnight + DAY, to=midnight + 2 * DAY, unit=Unit.HOUR),
        ReportFilter(from_=midnight - 3 * DAY, to=midnight + 2 * DAY, line="2001"),
    ]
    happen: list[Callable[[], None]] = [
        *(office.late_events, office.refresh, office.new_call, office.new_call, office.new_call, office.new_call),
        *(office.refresh_silently, office.save, office.delete, office.undo, office.merge, office.take_in, office.move),
    ]
    done: list[str] = []
    for step in [office.late_events, office.refresh, *office.randomness.choices(happen, k=10)]:
        step()
        done.append(step.__name__)
        kept = figures(services, core, ranges)
        assert kept == figures(services, replace(core, answers=Answers(core.feed)), ranges), done
        with monkeypatch.context() as without:
            without.setattr(LaterCallers, "read", lambda _session: None)
            assert kept == figures(services, replace(core, answers=Answers(core.feed)), ranges), done
