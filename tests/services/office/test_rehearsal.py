"""Simulated calls."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.calls.calls import CallState
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.services.calls.test_call import CallSimulation
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from tests.services.office.scenes import ADMIN, trail
from tests.serving import wait_for


def test_a_simulated_call_rings_is_answered_and_ends(services: Services) -> None:
    rehearsal = CallSimulation(services.core, services.calls.ingest, sleep=lambda _: False)
    call_id = rehearsal.ring("09121234567", "2001", "101", ADMIN)
    wait_for(lambda: services.calls.log.get(None, call_id).call.state is CallState.ENDED, 10)
    call = services.calls.log.get(None, call_id).call
    assert (call.source, call.line, call.extension, call.outcome) == ("simulated", "2001", "101", "answered")
    (line,) = trail(services, SubjectKind.CALL)
    assert (line.actor, line.title) == ("admin", "simulated")
    assert "1234567" not in str(line)
    assert verify(services.store, services.settings.dialing).total == 0


def test_closing_hangs_up_simulated_calls(services: Services) -> None:
    call_id = services.calls.test_calls.ring("", "", "", ADMIN)
    assert services.calls.log.get(None, call_id).call.state is CallState.RINGING
    services.calls.test_calls.stop()
    assert services.calls.log.get(None, call_id).call.state is CallState.ENDED


@pytest.mark.parametrize(
    ("field", "value"), [("caller", "0\x00"), ("caller", "9" * 65), ("line", "a b"), ("extension", "۱,۲")]
)
def test_a_simulated_call_has_a_number_that_calls_can_have(services: Services, field: str, value: str) -> None:
    given = {"caller": "0912", "line": "", "extension": "", field: value}
    with pytest.raises(InvalidInput) as wrong:
        services.calls.test_calls.ring(given["caller"], given["line"], given["extension"], ADMIN)
    assert wrong.value.field == field
