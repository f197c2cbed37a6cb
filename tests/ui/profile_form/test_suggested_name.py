"""The form for an unknown caller is prefilled with the network's name for the caller only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from callerid_dash.domain.profiles.profiles import PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.factory import build_services
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.ui.profile_form.new import open_new
from tests.scenes import API, SUPERVISOR, event
from tests.ui.office import context, walk

NAMES = ("first_name", "last_name", "name")


@pytest.fixture
def services(empty_duckdb: str) -> Iterator[Services]:
    built = build_services(Settings(database_url=empty_duckdb, secret_key="for tests"))
    yield built
    built.store.close()


def held(services: Services, **arguments: str) -> dict[str, object]:
    """The values of the name fields when the dialog opens."""
    dialog = open_new(services, context(SUPERVISOR), arguments)
    parts = [part for each in dialog.body for part in walk(each) if isinstance(getattr(part, "id", None), dict)]
    return {part.id["field"]: part.value for part in parts if part.id.get("field") in NAMES}


def rings(services: Services, caller_name: str, caller: str = "09121234567") -> str:
    """The id of a call with this network name."""
    [row] = services.calls.ingest.submit([event("ringing", caller=caller, caller_name=caller_name)]).calls
    return str(row.call.id)


def test_the_networks_name_of_an_unknown_caller_is_filled_in(services: Services) -> None:
    call = rings(services, "Sara Ahmadi")
    assert held(services, call=call) == {"first_name": "Sara", "last_name": "Ahmadi", "name": "Sara Ahmadi"}
    assert held(services, call=call, kind="organization")["name"] == "Sara Ahmadi"
    assert services.profiles.finder.search("").items == (), "nothing is saved by it"


@pytest.mark.parametrize("said", ["", "09121234567", "Unknown"])
def test_what_is_no_name_is_not(said: str, services: Services) -> None:
    assert not any(held(services, call=rings(services, said)).values())


def test_nor_that_of_somebody_who_has_a_name_here(services: Services) -> None:
    profile = ProfileDraft(ProfileKind.PERSON, "09121234567", phones=(PhoneDraft("09121234567"),))
    services.profiles.create(profile, API)
    assert not any(held(services, call=rings(services, "Sara Ahmadi")).values())


def test_a_number_alone_has_no_name(services: Services) -> None:
    rings(services, "Sara Ahmadi")
    assert not any(held(services, number="09121234567").values())
