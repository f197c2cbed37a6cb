"""Outages of sources: recorded while the product runs and while it does not, and shown with the figures."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

from callerid_dash.domain.calls.sources import Outage, SourceHealth, down
from callerid_dash.domain.reports.periods import Range, Unit
from callerid_dash.factory import build_services
from callerid_dash.services.calls.outages import Outages
from callerid_dash.services.calls.sources import Sources
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services

DAWN = datetime(2026, 5, 4, tzinfo=UTC)
DAY = Range(DAWN, DAWN + timedelta(days=1))


class Watched:
    """An office whose one source can be disconnected, at a minute of the day."""

    def __init__(self, services: Services) -> None:
        self.at = DAWN
        self._services = services
        self.started()

    def started(self) -> None:
        self._outages = Outages(self._services.store, lambda: self.at)

    def look(self, minute: float, *, connected: bool = True, since: float | None = None, name: str = "pbx") -> None:
        self.at = DAWN + timedelta(minutes=minute)
        changed = DAWN + timedelta(minutes=minute if since is None else since)
        self._outages.check([SourceHealth(name, connected, changed)])

    def found(self, minute: float = 1000) -> list[tuple[str, float, float]]:
        self.at = DAWN + timedelta(minutes=minute)
        return [
            (each.source, (each.since - DAWN).total_seconds() / 60, ((each.until or DAWN) - DAWN).total_seconds() / 60)
            for each in self._outages.between(DAY)
        ]


def test_a_source_that_goes_away_and_comes_back_leaves_an_outage(services: Services) -> None:
    office = Watched(services)
    office.look(0, connected=False)
    office.look(0.1, since=0.05)
    assert office.found() == []  # it had only just started
    office.look(60, connected=False, since=59)
    assert office.found(61) == [("pbx", 59, 61)]
    office.look(90, connected=False, since=59)
    office.look(121, since=120)
    office.look(200)
    assert office.found() == [("pbx", 59, 120)]


def test_nobody_listens_while_the_product_does_not_run(services: Services) -> None:
    office = Watched(services)
    office.look(10)
    office.look(30)
    office.started()
    office.look(75, connected=False, since=74)
    office.look(76, since=75.5)
    assert office.found() == [("pbx", 30, 75.5)]
    office.started()
    office.look(76.1, since=76.05)
    assert office.found() == [("pbx", 30, 75.5)]  # a restart of seconds is none


def test_a_source_that_was_taken_out_is_not_missed(services: Services) -> None:
    office = Watched(services)
    office.look(10, connected=False)
    office.look(20, connected=False, since=10)
    office.started()
    office.look(50, name="other")
    assert office.found() == [("pbx", 10, 20)]


def test_the_volume_tells_how_long_sources_were_down(services: Services) -> None:
    office = Watched(services)
    office.look(0)
    office.look(50, connected=False)
    office.look(130, since=130)
    volume = services.reports.volume(ReportFilter(DAY.since, DAY.until, timezone="UTC", unit=Unit.HOUR))
    assert volume.frame.down[:4].tolist() == [60 * minutes for minutes in (10, 60, 10, 0)]
    assert [(each.source, each.until) for each in volume.outages] == [("pbx", DAWN + timedelta(minutes=130))]
    part = Range(DAWN + timedelta(minutes=60), DAWN + timedelta(minutes=75))
    (outage,) = services.reports.volume(ReportFilter(part.since, part.until, timezone="UTC")).outages
    assert (outage.since, outage.until) == (part.since, part.until)


def test_two_sources_that_are_down_at_once_are_down_once() -> None:
    hour = timedelta(hours=1)
    outages = [
        Outage("a", DAWN, DAWN + 3 * hour),
        Outage("b", DAWN + hour, DAWN + 2 * hour),
        Outage("c", DAWN + hour, None),
    ]
    assert down(outages, DAWN, DAWN + 4 * hour) == 4 * hour
    assert down(outages[:2], DAWN - hour, DAWN + 4 * hour) == 3 * hour


def test_outages_outlive_the_process(services: Services) -> None:
    office = Watched(services)
    office.look(10, connected=False)
    services.store.close()
    again = build_services(services.settings)
    try:
        assert [each.source for each in Outages(again.store, lambda: DAY.until).between(DAY)] == ["pbx"]
    finally:
        again.store.close()


def test_a_thread_keeps_what_it_sees_and_ends_with_the_sources(services: Services) -> None:
    class Unplugged:
        name = "pbx"

        def start(self) -> None: ...

        def stop(self) -> None: ...

        def health(self) -> SourceHealth:
            return SourceHealth("pbx", False, DAWN)

    sources = Sources(Outages(services.store), interval=0.01)
    sources.start([Unplugged()])
    deadline = time.monotonic() + 10
    while not Outages(services.store, lambda: DAY.until).between(DAY) and time.monotonic() < deadline:
        time.sleep(0.02)
    sources.stop()
    sources.stop()
    assert [each.since for each in Outages(services.store, lambda: DAY.until).between(DAY)] == [DAWN]
    assert "source-watch" not in {thread.name for thread in threading.enumerate()}
