"""The minutely housekeeping runs every task, also when one of them fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from callerid_dash.background import Background
from callerid_dash.domain.calls.calls import CallState, Outcome
from callerid_dash.factory import build_product
from callerid_dash.services.housekeeping import Housekeeping
from callerid_dash.services.services import Services
from callerid_dash.services.shared.clock import now
from callerid_dash.settings import read_settings
from callerid_dash.store.calls import calls
from callerid_dash.store.summaries.catalogue import SUMMARIES
from tests.scenes import event
from tests.serving import wait_for

CHORES = {"new_day", "silent_calls", "adoption", *SUMMARIES, "undo", "job_files"}


@dataclass
class House:
    """A stand-in for every service: notes the calls, and fails where it is told to."""

    done: list[str] = field(default_factory=list)
    fails: dict[str, BaseException] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    background: Background = field(default_factory=Background)

    def _do(self, name: str) -> int:
        self.done.append(name)
        if name in self.fails:
            raise self.fails[name]
        self.left[name] = self.left.get(name, 0) - 1
        return max(self.left[name], 0)

    def refresh(self) -> None:
        self._do("new_day")

    def close_silent_calls(self) -> int:
        return self._do("silent_calls")

    def adopt_for_created(self) -> None:
        self._do("adoption")

    def refresh_summary(self, summary: str) -> bool:
        return self._do(summary) > 0

    def forget_old(self) -> None:
        self._do("undo")

    def tidy(self) -> None:
        self._do("job_files")

    def keeping(self, interval: float = 3600) -> Housekeeping:
        services: Any = self
        return Housekeeping(services, services, services, services, services, self.background, interval)


@pytest.fixture
def house() -> House:
    return House()


def test_every_chore_is_done(house: House) -> None:
    house.keeping().do_chores()
    assert sorted(house.done) == sorted(CHORES)


@pytest.mark.parametrize("failing", sorted(CHORES))
@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), MemoryError(), RuntimeError("odd")], ids=repr)
def test_one_that_fails_keeps_no_other_from_being_done(house: House, failing: str, error: BaseException) -> None:
    house.fails = {failing: error}
    keeping = house.keeping()
    keeping.do_chores()
    assert set(house.done) == CHORES
    assert [task.name for task in house.background.unwell()] == [failing]
    house.fails = {}
    keeping.do_chores()
    assert house.background.unwell() == ()


def test_what_was_left_for_later_is_done_until_nothing_is_left(house: House) -> None:
    house.left = dict.fromkeys(SUMMARIES, 3)
    house.keeping().do_chores()
    assert {summary: house.done.count(summary) for summary in SUMMARIES} == dict.fromkeys(SUMMARIES, 3)


def test_they_are_done_again_and_again_until_it_is_stopped(house: House) -> None:
    keeping = house.keeping(interval=0.01)
    keeping.start()
    wait_for(lambda: house.done.count("job_files") > 2, 10)
    keeping.stop()
    done = len(house.done)
    assert not keeping._worker.is_alive()
    keeping.do_chores()
    assert len(house.done) == done  # nothing more begins once the product stops


@pytest.fixture
def product_services(store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Services, Housekeeping]]:
    """A whole product, used only for its housekeeping."""
    product = build_product(read_settings({"CALLERID_DATABASE_URL": store_url, "CALLERID_SECRET_KEY": "for tests"}))
    yield product.services, product.housekeeping
    product.close()


def test_a_call_that_fell_silent_is_closed_though_tidying_fails(
    product_services: tuple[Services, Housekeeping], monkeypatch: pytest.MonkeyPatch
) -> None:
    services, keeping = product_services

    def broken() -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(services.jobs.files, "sweep", lambda *_: broken())
    services.calls.ingest.submit([event("ringing", 0, "silent")])
    keeping.do_chores()
    keeping.do_chores()
    with services.store.read() as session:
        [stored] = calls.newest(session, 1)
    assert stored.call.last_event_at < now()
    assert (stored.call.state, stored.call.outcome) == (CallState.ENDED, Outcome.UNKNOWN)
    assert "job_files" in {task.name for task in services.store.background.unwell()}
