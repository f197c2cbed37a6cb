"""Refreshing totals by number: changes meanwhile, other processes, verification."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.engine.protocol import Session
from tests.services.raw_calls import FIRST, KNOWN
from tests.services.reports.caller_totals.conftest import DAY, check, refreshed, refreshed_and_checked, tell
from tests.services.reports.callers import IRAN


def test_numbers_are_stale_that_change_while_they_are_counted(
    office: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = CallEvent("pbx", "late", EventKind.ANSWERED, FIRST + DAY, caller=KNOWN, extension="101")
    read = office.store.read
    readings = 0

    @contextmanager
    def read_while_it_comes() -> Iterator[Session]:
        nonlocal readings
        readings += 1
        with read() as session:
            session.row("summaries.span")
            office.store.write(
                lambda there: office.calls.ingest.write(there, [replace(late, call_id=f"late{readings}")])
            )
            yield session

    monkeypatch.setattr(office.store, "read", read_while_it_comes)
    for days in (2, 3):
        while readings < 8 * days and office.calls.ingest.refresh_summary(
            "caller_totals", FIRST + timedelta(days=days)
        ):
            pass
    monkeypatch.undo()
    assert tell(office) == (False, True)
    check(office)
    refreshed_and_checked(office)


def test_another_process_may_refresh_at_the_same_time(office: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    refreshed(office)
    late = CallEvent("pbx", "late", EventKind.ANSWERED, FIRST + DAY, caller=KNOWN, extension="101")
    office.calls.ingest.submit([late])
    read = office.store.read

    @contextmanager
    def read_while_another_refreshes() -> Iterator[Session]:
        with read() as session:
            session.row("summaries.span")
            monkeypatch.undo()
            refreshed(office)
            office.calls.ingest.submit([replace(late, call_id="later")])
            refreshed(office)
            yield session

    monkeypatch.setattr(office.store, "read", read_while_another_refreshes)
    assert not office.calls.ingest.refresh_summary("caller_totals", FIRST + timedelta(days=3, hours=2))
    assert tell(office) == (True, True)
    check(office)


def test_verify_finds_totals_that_are_wrong(office: Services) -> None:
    refreshed(office)
    for statement, wrong in (
        ("UPDATE caller_totals SET again = 99 WHERE number = '+989121110001'", "the totals of +989121110001 are"),
        (
            "UPDATE prefix_totals SET callers = 99 WHERE prefix = '+493012345'",
            "the totals of numbers with '+493012345'",
        ),
        ("UPDATE answered_totals SET answered = answered + 1", "who answered +98"),
    ):
        office.store.write(lambda session, statement=statement: session.script(statement))  # type: ignore[misc]
        found = verify(office.store, IRAN).differences
        assert any(line.startswith(wrong) for line in found)
