"""Events for a database that is busy, down or refuses some of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.calls.calls import END_UNKNOWN, Call, CallEvent, EventKind, fold
from callerid_dash.domain.errors import Busy, InvalidInput, StoreUnavailable
from callerid_dash.sources.asterisk.outbox import Outbox, Present

START = datetime(2026, 1, 1, tzinfo=UTC)


def event(number: int) -> CallEvent:
    at = START + timedelta(seconds=number)
    return CallEvent("pbx", f"call-{number}", EventKind.RINGING, at, caller="02188881111", event_id="start")


class Intake:
    """Fails as told, then records; blocks the hand-over while `gate` is cleared."""

    def __init__(self) -> None:
        self.recorded: list[CallEvent] = []
        self.failures: list[Exception] = []
        self.rejects: set[str] = set()
        self.open: list[Call] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    def record(self, events: Sequence[CallEvent]) -> None:
        self.entered.set()
        self.gate.wait(20)
        if self.failures:
            raise self.failures.pop(0)
        if self.rejects & {event.call_id for event in events}:
            raise InvalidInput("caller 02188881111 is too long")
        self.recorded.extend(events)

    def open_calls(self, source: str) -> list[Call]:
        assert source == "pbx"
        return self.open


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def outbox(intake: Intake) -> Iterator[Outbox]:
    outbox = Outbox("pbx", intake, bound=5)
    outbox.start()
    yield outbox
    intake.gate.set()
    outbox.stop()


def test_events_arrive_in_order_and_stopping_leaves_none_behind(intake: Intake, outbox: Outbox) -> None:
    for number in range(5):
        outbox.put([event(number)])
    outbox.stop()
    assert intake.recorded == [event(number) for number in range(5)]
    assert outbox.last_event_at == event(4).at


@pytest.mark.parametrize("failure", [Busy("full", retry_after=0), StoreUnavailable("down")])
def test_what_a_busy_or_absent_database_refused_is_handed_over_again(
    intake: Intake, outbox: Outbox, failure: Exception
) -> None:
    intake.failures = [failure]
    outbox.put([event(0), event(1)])
    intake.entered.wait(20)
    outbox.put([event(2)])
    outbox.stop()
    assert intake.recorded == [event(0), event(1), event(2)]
    assert (outbox.lost, outbox.backlog) == (0, 0)


def test_past_the_bound_the_oldest_go_and_are_counted(intake: Intake, outbox: Outbox) -> None:
    intake.gate.clear()
    outbox.put([event(0)])
    intake.entered.wait(20)
    outbox.put(event(number) for number in range(1, 9))
    assert (outbox.lost, outbox.backlog) == (3, 5)
    intake.gate.set()
    outbox.stop()
    assert [item.call_id for item in intake.recorded] == ["call-0", "call-4", "call-5", "call-6", "call-7", "call-8"]


def test_a_flood_that_loses_events_is_said_once_and_then_counted(
    intake: Intake, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    intake.gate.clear()
    outbox.put([event(0)])
    intake.entered.wait(20)
    assert not outbox.lost_at
    for number in range(1, 100):
        outbox.put([event(number)])
    assert [record.getMessage() for record in caplog.records] == [
        "pbx: events are lost: too many wait for the database"
    ]
    assert outbox.lost_at
    intake.gate.set()
    outbox.stop()
    assert (outbox.lost, caplog.records[-1].getMessage()) == (94, "pbx: events lost: 94")
    assert len(caplog.records) == 2


def test_one_rejected_event_does_not_take_the_others_with_it(
    intake: Intake, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    intake.rejects = {"call-1"}
    outbox.put(event(number) for number in range(4))
    outbox.stop()
    assert [item.call_id for item in intake.recorded] == ["call-0", "call-2", "call-3"]
    assert outbox.lost == 1
    assert "rejected" in caplog.text
    assert "02188881111" not in caplog.text


def test_a_database_that_stays_away_does_not_keep_the_program_from_ending(
    intake: Intake, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    intake.failures = [StoreUnavailable("down") for _ in range(9)]
    outbox.put([event(0)])
    outbox.stop()
    assert (intake.recorded, outbox.lost) == ([], 1)
    assert caplog.text.count("not available") == 1, "said once, not at every try"


def test_calls_that_are_gone_end_unknown_after_what_was_said_before(intake: Intake, outbox: Outbox) -> None:
    intake.open = [fold([event(0)]), fold([event(1)])]
    outbox.put([event(2), Present(frozenset({"call-1"}), START + timedelta(minutes=1))])
    outbox.stop()
    first, gone = intake.recorded
    assert first == event(2)
    assert (gone.call_id, gone.event, gone.cause) == ("call-0", EventKind.ENDED, END_UNKNOWN)
    assert gone.at == START + timedelta(minutes=1)
