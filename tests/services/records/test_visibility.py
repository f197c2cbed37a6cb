"""An agent under a visibility rule sees the same calls everywhere: live, in the log, and one by one."""

from __future__ import annotations

from uuid import UUID

import pytest

from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import NotFound
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from callerid_dash.store.office import directory as tables
from tests.scenes import API, event

MINE, OTHERS = "09121111111", "09122222222"
CALLS = {
    "mine on my telephone": (MINE, "101"),
    "mine on another's": (MINE, "102"),
    "a stranger on my telephone": (OTHERS, "101"),
    "a stranger on another's": (OTHERS, "102"),
}
SEEN = {
    Visibility.ALL: set(CALLS),
    Visibility.OWN_EXTENSION: {"mine on my telephone", "a stranger on my telephone"},
    Visibility.OWN_PROFILES: {"mine on my telephone", "mine on another's"},
    Visibility.OWN_EXTENSION_OR_PROFILES: set(CALLS) - {"a stranger on another's"},
}


def furnished(services: Services, rule: Visibility) -> tuple[User, User]:
    """Sara with phone 101 and a customer, her supervisor, and four calls."""
    sara = services.accounts.add("sara", "correct horse", Role.AGENT, OPERATOR)
    reza = services.accounts.add("reza", "correct horse", Role.SUPERVISOR, OPERATOR)
    services.store.write(lambda session: tables.set_extension(session, "101", sara.id))
    services.store.write(lambda session: tables.set_setting(session, "visibility", rule.value))
    services.directory.reload()
    customer = ProfileDraft(ProfileKind.PERSON, "Maryam", phones=(PhoneDraft(MINE),), owners={OwnerRole.SALES: sara.id})
    services.profiles.create(customer, API)
    for name, (caller, extension) in CALLS.items():
        services.calls.ingest.submit([event("ringing", call_id=name, caller=caller, extension=extension)])
    return services.directory.snapshot.users[sara.id], reza


@pytest.mark.parametrize("rule", list(Visibility))
def test_the_rule_holds_live_in_the_log_and_for_single_calls(store_url: str, rule: Visibility) -> None:
    services = build_services(Settings(database_url=store_url))
    try:
        sara, reza = furnished(services, rule)
        for viewer, seen in ((sara, SEEN[rule]), (reza, set(CALLS))):
            live = services.feed.since(None, viewer, 50)
            assert live
            assert {row.call.external_id for row in live.changed} == seen
            assert set(live.order) == {row.call.id for row in live.changed}
            assert {row.call.external_id for row in services.calls.log.page(viewer).items} == seen
            numbers = {name for name in seen if CALLS[name][0] == OTHERS}
            asked = CallFilter(number=OTHERS)
            assert {row.call.external_id for row in services.calls.log.page(viewer, asked).items} == numbers
            assert single(services, viewer) == seen
    finally:
        services.store.close()


def single(services: Services, viewer: User) -> set[str]:
    """The calls that this viewer gets by asking for each id."""
    every: list[UUID] = [row.call.id for row in services.calls.log.page(None).items]
    assert len(every) == len(CALLS)
    found = set()
    for call_id in every:
        try:
            found.add(services.calls.log.get(viewer, call_id).call.external_id)
        except NotFound:
            continue
    return found
