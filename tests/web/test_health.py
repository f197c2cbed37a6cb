"""What watches over the server gets answers that mean something."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.domain.sources import SourceHealth
from callerid_dash.services.suite import Services
from callerid_dash.web.health import StoreProbe
from tests.scenes import NOON, event
from tests.web.conftest import make_server


def test_the_process_lives(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_it_is_ready_while_the_store_answers(
    client: FlaskClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/ready").status_code == 200

    def broken() -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(services.store, "read", broken)
    answer = client.get("/ready")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "store_unavailable")
    monkeypatch.undo()
    assert client.get("/ready").status_code == 200


def test_a_store_that_hangs_is_not_ready_and_is_asked_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, asked, read = threading.Event(), [], services.store.read

    @contextmanager
    def hang() -> Iterator[object]:
        asked.append(1)
        go_on.wait()
        with read() as session:
            yield session

    monkeypatch.setattr(services.store, "read", hang)
    probe = StoreProbe(services.store, patience=0.01)
    assert [probe.answers() for _ in range(3)] == [False, False, False]
    assert len(asked) == 1
    go_on.set()
    assert probe._question
    probe._question.join()
    assert StoreProbe(services.store, patience=60).answers()


def metrics(client: FlaskClient) -> dict[str, float]:
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_the_numbers_are_those_of_this_app(client: FlaskClient, services: Services) -> None:
    services.ingest.submit([event("ringing"), event("answered", 5), event("ringing")])
    make_server(services)  # another app in the same process
    client.get("/login")
    client.post("/_dash-update-component")
    seen = metrics(client)
    assert seen["callerid_events_accepted_total"] == 2
    assert seen["callerid_events_duplicate_total"] == 1
    assert seen["callerid_writer_queue"] == 0
    assert seen['callerid_http_requests_total{area="pages",status="2xx"}'] == 1
    assert seen['callerid_http_requests_total{area="callbacks",status="4xx"}'] == 1
    assert seen["process_resident_memory_bytes"] > 0


def test_every_source_tells_how_it_is(client: FlaskClient, services: Services) -> None:
    class Source:
        name = "pbx"

        def start(self) -> None: ...

        def stop(self) -> None: ...

        def health(self) -> SourceHealth:
            return SourceHealth("pbx", True, NOON, NOON, lost=3)

    services.sources.start([Source()])
    seen = metrics(client)
    services.sources.stop()
    assert seen['callerid_source_connected{source="pbx"}'] == 1
    assert seen['callerid_source_events_lost_total{source="pbx"}'] == 3
    assert seen['callerid_source_last_event_timestamp_seconds{source="pbx"}'] == NOON.timestamp()


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.1", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}),
        ("::1", {"Forwarded": "for=192.0.2.1"}),
        ("", {}),
    ],
)
def test_from_elsewhere_the_numbers_need_a_token(
    client: FlaskClient, bearer: Callable[..., dict[str, str]], address: str, headers: dict[str, str]
) -> None:
    def status(**more: str) -> int:
        answer = client.get("/metrics", headers={**headers, **more}, environ_base={"REMOTE_ADDR": address})
        return answer.status_code

    assert status() == 401
    assert status(**bearer("calls:read")) == 403
    assert status(**bearer("metrics:read")) == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_on_the_machine_itself_they_need_none(client: FlaskClient, address: str) -> None:
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 200
