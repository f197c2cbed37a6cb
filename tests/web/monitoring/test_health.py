"""The answers to monitoring describe the true state of the server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask.testing import FlaskClient

from callerid_dash.domain.calls.sources import SourceHealth
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.services.services import Services
from callerid_dash.store.engine.protocol import Session
from callerid_dash.web.monitoring.health import StoreProbe
from tests.clock import Clock
from tests.scenes import NOON, event
from tests.web.conftest import make_server


def test_the_process_lives(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_it_is_ready_while_the_store_answers(
    client: FlaskClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_how: bool) -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(services.store, "read", broken)
    answer = client.get("/ready")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "store_unavailable")
    monkeypatch.undo()
    StoreProbe(services.store, timeout=60).ask()


def why_not(probe: StoreProbe) -> str:
    try:
        probe.ask()
    except StoreUnavailable as error:
        return str(error)
    return ""


def test_a_store_that_hangs_is_not_ready_and_is_asked_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, asked, read = threading.Event(), [], services.store.read

    @contextmanager
    def hang(**how: bool) -> Iterator[object]:
        asked.append(1)
        go_on.wait()
        with read(**how) as session:
            yield session

    monkeypatch.setattr(services.store, "read", hang)
    probe = StoreProbe(services.store, timeout=0.01)
    assert [why_not(probe) for _ in range(3)] == ["The database does not answer."] * 3
    assert len(asked) == 1
    go_on.set()
    assert probe._probe
    assert probe._probe.exception(10) is None
    assert why_not(StoreProbe(services.store, timeout=60)) == ""


def full(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill the disk."""

    def commit() -> AbstractContextManager[Session]:
        raise StoreUnavailable("No space left on device")

    monkeypatch.setattr(services.store.engine, "write", commit)


def test_a_store_that_reads_but_does_not_write_is_not_ready_and_says_why(
    client: FlaskClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(services, monkeypatch)
    answer = client.get("/ready")
    assert (answer.status_code, answer.get_json()["error"]["message"]) == (503, "No space left on device")
    assert [task.name for task in services.calls.sources.unwell()] == ["store"]
    assert metrics(client)['callerid_background_up{task="store"}'] == 0
    monkeypatch.undo()
    services.store.probe().result()
    assert services.calls.sources.unwell() == ()


def test_asking_often_writes_seldom(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    written, now, probe = [], Clock(), services.store.probe
    monkeypatch.setattr(services.store, "probe", lambda: written.append(1) or probe())
    asked = StoreProbe(services.store, timeout=60, valid_for=2, clock=now)
    for _ in range(5):
        asked.ask()
    assert len(written) == 1
    now.now += 2
    asked.ask()
    assert len(written) == 2


def test_what_else_fails_is_told_but_calls_go_on(client: FlaskClient, services: Services) -> None:
    services.store.background.task("silent_calls").failed(OSError(5, "Input/output error"))
    answer = client.get("/ready")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "degraded", "unwell": ["silent_calls"]})
    seen = metrics(client)
    assert seen['callerid_background_up{task="silent_calls"}'] == 0
    assert seen['callerid_background_failures_total{task="silent_calls"}'] == 1
    assert seen['callerid_background_up{task="writer"}'] == 1


def metrics(client: FlaskClient) -> dict[str, float]:
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_the_numbers_are_those_of_this_app(client: FlaskClient, services: Services) -> None:
    services.calls.ingest.submit([event("ringing"), event("answered", 5), event("ringing")])
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

    services.calls.sources.start([Source()])
    seen = metrics(client)
    services.calls.sources.stop()
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
