"""Test calls ring in the feeds of all processes, and are nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.calls.calls import SIMULATED, CallEvent, CallState, EventKind, call_uuid
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import PhoneDraft
from callerid_dash.domain.profiles.records import RecordDraft
from callerid_dash.factory import build_services
from callerid_dash.services.calls.test_call import CallSimulation
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.settings import Settings
from callerid_dash.store.calls import test_calls as tables
from tests.scenes import SUPERVISOR
from tests.services.office.scenes import ADMIN, file_profile, shown, trail
from tests.serving import wait_for

NUMBER = "09121234567"


def ring(services: Services, *, answered: bool = True) -> UUID:
    """A test call that ends at once."""
    call_id = CallSimulation(services.core, sleep=lambda _: False).ring(NUMBER, "2001", "101", ADMIN, answered=answered)
    wait_for(lambda: the_row(services, call_id).call.state is CallState.ENDED, 10)
    return call_id


def the_row(services: Services, call_id: UUID) -> FeedRow:
    """The row of the test call on open pages."""
    (row,) = (row for row in shown(services, SUPERVISOR) if row.call.id == call_id)
    return row


def test_a_simulated_call_rings_is_answered_and_ends(services: Services) -> None:
    call_id = ring(services)
    call = the_row(services, call_id).call
    assert (call.source, call.line, call.extension, call.outcome) == ("simulated", "2001", "101", "answered")
    row = services.calls.log.get(SUPERVISOR, call_id)
    assert [event.event for event in services.calls.log.events(row)] == ["ringing", "answered", "ended"]
    (line,) = trail(services, SubjectKind.CALL)
    assert (line.actor, line.title) == ("admin", "simulated")
    assert "1234567" not in str(line)


def test_no_list_and_no_figure_knows_a_simulated_call(services: Services) -> None:
    ring(services, answered=False)
    assert services.calls.log.page(None).items == ()
    assert services.reports.summary(ReportFilter()).total == 0
    assert services.calls.missed.waiting_count(SUPERVISOR) == 0
    assert services.office.lines.suggested(ADMIN) == {}
    assert verify(services.store, services.settings.dialing).total == 0


def test_who_is_saved_out_of_a_simulated_call_is_shown_in_its_row(services: Services) -> None:
    call_id = ring(services)
    assert the_row(services, call_id).shown_to(SUPERVISOR) is None
    first = file_profile(services, name="First", phones=(PhoneDraft(NUMBER),))
    second = file_profile(services, name="Second", phones=(PhoneDraft(NUMBER),))
    held = the_row(services, call_id).shown_to(SUPERVISOR)
    assert held
    assert held.id == first
    services.calls.attribution.choose(call_id, second, ADMIN)
    chosen = the_row(services, call_id).shown_to(SUPERVISOR)
    assert chosen
    assert chosen.id == second
    services.calls.ingest.load_feed()
    assert the_row(services, call_id).chosen_id == second


def test_a_record_about_a_simulated_call_is_kept_without_it(services: Services) -> None:
    call_id, profile = ring(services), file_profile(services, phones=(PhoneDraft(NUMBER),))
    kind = next(kind for kind in services.directory.snapshot.record_kinds.values() if kind.is_phone_call)
    record = services.records.create(RecordDraft(profile, kind.id, call_id=call_id), ADMIN)
    assert record.call_id is None
    assert record.number == "+989121234567"


def test_closing_hangs_up_simulated_calls(services: Services) -> None:
    call_id = services.calls.test_calls.ring("", "", "", ADMIN)
    assert the_row(services, call_id).call.state is CallState.RINGING
    services.calls.test_calls.stop()
    assert the_row(services, call_id).call.state is CallState.ENDED


def test_what_a_killed_process_has_left_ringing_has_ended(services: Services) -> None:
    rang = CallEvent(SIMULATED, "left", EventKind.RINGING, datetime.now(UTC) - timedelta(minutes=3), caller=NUMBER)
    services.store.write(lambda session: tables.add(session, call_uuid(SIMULATED, "left"), rang))
    services.calls.ingest.load_feed()
    assert the_row(services, call_uuid(SIMULATED, "left")).call.ended_at == rang.at


@pytest.mark.postgres
def test_a_simulated_call_rings_on_open_pages_of_another_process(postgres_database: str) -> None:
    here, there = (build_services(Settings(database_url=postgres_database)) for _ in range(2))
    try:
        call_id = here.calls.test_calls.ring(NUMBER, "", "101", ADMIN)
        wait_for(lambda: [row.call.id for row in shown(there, SUPERVISOR)] == [call_id], 10)
        here.calls.test_calls.stop()
        wait_for(lambda: the_row(there, call_id).call.state is CallState.ENDED, 10)
    finally:
        for services in (here, there):
            services.calls.test_calls.stop()
            services.store.close()


@pytest.mark.parametrize(
    ("field", "value"), [("caller", "0\x00"), ("caller", "9" * 65), ("line", "a b"), ("extension", "۱,۲")]
)
def test_a_simulated_call_has_a_number_that_calls_can_have(services: Services, field: str, value: str) -> None:
    given = {"caller": "0912", "line": "", "extension": "", field: value}
    with pytest.raises(InvalidInput) as wrong:
        services.calls.test_calls.ring(given["caller"], given["line"], given["extension"], ADMIN)
    assert wrong.value.field == field
