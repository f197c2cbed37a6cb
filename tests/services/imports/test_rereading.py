"""Numbers that an older version stored are found by the present rules, after they were read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.background import Background
from callerid_dash.domain.calls.calls import CallEvent, EventKind
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.numbers import phones, renumbering
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.rereading import READ_BY, Rereading
from callerid_dash.services.services import Services
from callerid_dash.services.shared.verify import verify
from callerid_dash.settings import Settings
from callerid_dash.store.shared.audit import AuditFilter
from tests.scenes import AGENT

BEGAN = datetime(2026, 5, 4, 9, tzinfo=UTC)
INVALID, MEXICAN, VIETNAMESE = "0989121234567", "+5215512345678", "+841201234567"


@pytest.fixture
def services(store_url: str) -> Iterator[Services]:
    services = build_services(Settings(database_url=store_url))
    yield services
    services.imports.rereading.stop()
    services.jobs.stop()
    services.store.close()


def save(services: Services, name: str, *numbers: str) -> int:
    draft = ProfileDraft(ProfileKind.PERSON, name, phones=tuple(map(PhoneDraft, numbers)))
    return services.profiles.create(draft, OPERATOR).profile.id


def calls_from(services: Services, *callers: str) -> None:
    events = []
    for i, caller in enumerate(callers):
        at = BEGAN + timedelta(minutes=i)
        events += [
            CallEvent("pbx", f"c{i}", EventKind.RINGING, at, caller=caller, line="2001"),
            CallEvent("pbx", f"c{i}", EventKind.ENDED, at + timedelta(seconds=20), caller=caller, line="2001"),
        ]
    services.calls.ingest.submit(events)


def stored_as_before(services: Services, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Profiles and calls as version 2026-1 stored them."""
    certain = tuple(row for row in renumbering.RENUMBERINGS if row.certain)
    with monkeypatch.context() as old:
        old.setattr(renumbering, "RENUMBERINGS", certain)
        old.setattr(phones, "_own_digits", lambda _number, _dialing: None)
        phones._parse_cached.cache_clear()
        saved = {
            "invalid": save(services, "Invalid", INVALID),
            "mexican": save(services, "Mexican", MEXICAN, "+525512345678"),
            "vietnamese": save(services, "Vietnamese", VIETNAMESE),
            "usual": save(services, "Usual", "09121234567", "88776655"),
        }
        calls_from(services, INVALID, MEXICAN, VIETNAMESE, "09121234567", "88776655", "anonymous", "266696687")
    phones._parse_cached.cache_clear()
    return saved


def profiles_of_calls(services: Services) -> dict[str, int | None]:
    rows = services.calls.log.page(AGENT, CallFilter(), limit=50).items
    return {row.number.raw: holder.id if (holder := row.shown_to(None)) else None for row in rows}


def test_who_was_saved_and_who_called_before_is_found(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = stored_as_before(services, monkeypatch)
    assert services.imports.rereading.due()
    assert verify(services.store, Dialing()).total > 0
    assert services.imports.rereading.read_all() == (2, 3)
    assert verify(services.store, Dialing()).differences == ()
    found = {
        number: [p.id for p in services.profiles.finder.by_number(number)] for number in (INVALID, MEXICAN, VIETNAMESE)
    }
    assert found == {
        INVALID: [saved["invalid"]],
        MEXICAN: [saved["mexican"]],
        VIETNAMESE: [saved["vietnamese"]],
    }
    assert profiles_of_calls(services) == {
        INVALID: saved["invalid"],
        MEXICAN: saved["mexican"],
        VIETNAMESE: saved["vietnamese"],
        "09121234567": saved["usual"],
        "88776655": saved["usual"],
        "anonymous": None,
        "266696687": None,
    }


def test_once_read_nothing_is_due_and_reading_again_changes_nothing(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_as_before(services, monkeypatch)
    services.imports.rereading.read_all()
    assert not services.imports.rereading.due()
    assert services.imports.rereading.read_all() == (0, 0)
    lines = services.audit.page(OPERATOR, AuditFilter(subject_id=READ_BY)).items
    assert [[change.after for change in line.changes] for line in lines] == [[renumbering.VERSION, "2", "3"]]


def test_a_new_office_has_nothing_to_read(services: Services) -> None:
    assert services.imports.rereading.read_all() == (0, 0)
    assert not services.imports.rereading.due()


def test_another_area_code_does_not_turn_the_numbers_of_profiles_into_others(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = stored_as_before(services, monkeypatch)
    services.office.rules.set_place("IR", "31", "Asia/Tehran", OPERATOR)
    services.imports.rereading.read_all()
    assert services.profiles.finder.by_number("+982188776655")[0].id == saved["usual"]
    assert verify(services.store, Dialing()).differences == ()


def test_it_runs_beside_the_server_and_ends_by_itself(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    stored_as_before(services, monkeypatch)
    background = Background()
    reading = Rereading(services.core, background)
    reading.start()
    reading._worker.join()
    assert not reading.due()
    assert background.unwell() == ()
