"""The visibility of calls for agents: immediately, on open pages and in other processes."""

from __future__ import annotations

import pytest

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput, Stale
from callerid_dash.domain.users import Role, User, Visibility
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.office.office import Office
from callerid_dash.services.services import Services
from callerid_dash.settings import Settings
from tests.scenes import event
from tests.services.office.scenes import ADMIN, shown, trail
from tests.serving import wait_for


def test_the_rule_holds_for_open_pages_at_once(services: Services, office: Office, sara: User) -> None:
    office.extensions.add("101", sara.id, ADMIN)
    sara = services.directory.snapshot.users[sara.id]
    services.calls.ingest.submit(
        [event("ringing", 0, "mine", extension="101"), event("ringing", 1, "other", extension="102")]
    )
    delta = services.feed.since(None, sara, 50)
    assert delta
    assert len(delta.order) == 2
    office.rules.set_visibility(Visibility.OWN_EXTENSION, ADMIN, seen="all")
    narrowed = services.feed.since(delta.cursor, sara, 50)
    assert narrowed
    assert [row.call.external_id for row in shown(services, sara)] == ["mine"]
    office.rules.set_visibility(Visibility.ALL, ADMIN)
    widened = services.feed.since(narrowed.cursor, sara, 50)
    assert widened
    assert {row.call.external_id for row in widened.changed} == {"mine", "other"}
    newest = trail(services, SubjectKind.SETTING)[0]
    assert [(c.field, c.before, c.after) for c in newest.changes] == [("visibility", "own_extension", "all")]


def test_the_slower_of_two_admins_is_told(office: Office) -> None:
    office.rules.set_visibility("own_profiles", ADMIN, seen="all")
    with pytest.raises(Stale):
        office.rules.set_visibility("own_extension", ADMIN, seen="all")
    with pytest.raises(InvalidInput):
        office.rules.set_visibility("nobody", ADMIN)


@pytest.mark.postgres
def test_open_pages_of_another_process_follow(postgres_database: str) -> None:
    here, there = (build_services(Settings(database_url=postgres_database)) for _ in range(2))
    try:
        sara = here.accounts.add("sara", "a long password", Role.AGENT, OPERATOR)
        here.calls.ingest.submit([event("ringing", extension="101")])
        wait_for(lambda: len(shown(there, sara)) == 1, 10)
        here.office.rules.set_visibility(Visibility.OWN_EXTENSION, ADMIN)
        wait_for(lambda: shown(there, sara) == [], 10)
        followed = there.feed.since(None, sara, 50)
        assert followed
        here.office.rules.set_visibility(Visibility.ALL, ADMIN)
        since = followed.cursor
        wait_for(lambda: (delta := there.feed.since(since, sara, 50)) and len(delta.changed) == 1, 10)
        with pytest.raises(Stale):
            there.office.rules.set_visibility(Visibility.ALL, ADMIN, seen=Visibility.OWN_EXTENSION)
    finally:
        for services in (here, there):
            services.calls.test_calls.stop()
            services.store.close()
