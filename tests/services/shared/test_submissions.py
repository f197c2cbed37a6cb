"""A request that is sent twice under one idempotency key is stored once, for any sender and any request."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from callerid_dash.domain.errors import InvalidInput, KeyReused
from callerid_dash.domain.profiles.profiles import Profile, ProfileDraft, ProfileKind
from callerid_dash.services.services import Services
from callerid_dash.services.shared.submissions import Sendings
from callerid_dash.store.engine.submissions import KEPT, StoredBefore, any_old, forget_old
from tests.scenes import API, event

PERSON = ProfileDraft(ProfileKind.PERSON, "Ali")


@pytest.fixture
def sendings(services: Services) -> Sendings:
    """The store of keys."""
    return Sendings(services.store, b"a secret")


def names(services: Services) -> list[str]:
    return sorted(profile.name for profile in services.profiles.finder.search("").items)


def send(services: Services, sendings: Sendings, key: str, name: str = "Ali", sender: str = "sara") -> Profile:
    with sendings.under(sender, key, name):
        return services.profiles.create(ProfileDraft(ProfileKind.PERSON, name), API).profile


def test_the_same_again_is_stored_once(services: Services, sendings: Sendings) -> None:
    send(services, sendings, "k")
    with pytest.raises(StoredBefore):
        send(services, sendings, "k")
    assert names(services) == ["Ali"]


def test_something_else_under_the_key_is_refused(services: Services, sendings: Sendings) -> None:
    send(services, sendings, "k")
    with pytest.raises(KeyReused):
        send(services, sendings, "k", "Omid")
    assert names(services) == ["Ali"]


def test_another_senders_key_is_another_key(services: Services, sendings: Sendings) -> None:
    send(services, sendings, "k")
    send(services, sendings, "k", sender="reza")
    assert names(services) == ["Ali", "Ali"]


def test_what_failed_may_be_sent_again_with_its_key(services: Services, sendings: Sendings) -> None:
    with pytest.raises(InvalidInput):
        send(services, sendings, "k", "")
    send(services, sendings, "k", "Ali")
    assert names(services) == ["Ali"]


def test_the_first_answer_is_kept_with_what_was_stored(services: Services, sendings: Sendings) -> None:
    with sendings.under("sara", "k", "Ali", answer=lambda saved: f"made {saved.profile.name}"):
        services.profiles.create(PERSON, API)
    with pytest.raises(StoredBefore) as again, sendings.under("sara", "k", "Ali"):
        pytest.fail("nothing is done again")
    assert again.value.answer == "made Ali"


def test_an_answer_that_cannot_be_made_stores_nothing(services: Services, sendings: Sendings) -> None:
    def broken(_: object) -> str:
        raise ValueError("no words for it")

    with pytest.raises(ValueError, match="no words"), sendings.under("sara", "k", "Ali", answer=broken):
        services.profiles.create(PERSON, API)
    assert names(services) == []


def test_events_have_a_key_too(services: Services, sendings: Sendings) -> None:
    with sendings.under("pbx", "k", "x"):
        services.calls.ingest.submit([event("ringing")])
    with pytest.raises(StoredBefore), sendings.under("pbx", "k", "x"):
        services.calls.ingest.submit([event("ringing")])
    assert services.calls.ingest.accepted == 1


def test_only_one_of_many_at_the_same_time_is_stored(services: Services, sendings: Sendings) -> None:
    answers: list[str] = []
    line = threading.Barrier(8)

    def sender() -> None:
        line.wait()
        try:
            send(services, sendings, "k")
            answers.append("stored")
        except StoredBefore:
            answers.append("before")

    threads = [threading.Thread(target=sender) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["before"] * 7 + ["stored"]
    assert names(services) == ["Ali"]


def test_what_is_written_beside_a_sending_has_no_key(services: Services, sendings: Sendings) -> None:
    with sendings.under("sara", "k", "x"):
        services.profiles.create(PERSON, API)
        services.profiles.create(PERSON, API)
    services.profiles.create(PERSON, API)
    assert names(services) == ["Ali"] * 3


def test_a_key_is_forgotten_when_its_time_is_over(services: Services, sendings: Sendings) -> None:
    send(services, sendings, "k")
    now = datetime.now(UTC)
    with services.store.read() as session:
        assert [any_old(session, at) for at in (now, now + KEPT + timedelta(minutes=1))] == [False, True]
    services.store.write(lambda session: forget_old(session, now))
    with pytest.raises(StoredBefore):
        send(services, sendings, "k")
    services.store.write(lambda session: forget_old(session, now + KEPT + timedelta(minutes=1)))
    send(services, sendings, "k")
    assert names(services) == ["Ali", "Ali"]
