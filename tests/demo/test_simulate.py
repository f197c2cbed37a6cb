"""`callerid-dash simulate` against a stand-in for the dashboard's server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callerid_dash.commands.simulate import simulate
from callerid_dash.domain.calls.calls import CallEvent, CallState, EventKind, fold
from callerid_dash.domain.errors import Forbidden, InvalidInput, StoreUnavailable


class Dashboard(ThreadingHTTPServer):
    """Keeps the received events; gives the prepared `answers` first, then accepts everything."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Reception)
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.tokens: set[str | None] = set()
        self.events: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Reception(BaseHTTPRequestHandler):
    server: Dashboard

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["events"]
        assert self.path == "/api/v1/call-events"
        self.server.tokens.add(self.headers["Authorization"])
        status, answer = self.server.answers.pop(0) if self.server.answers else (200, {"accepted": len(sent)})
        if status == 200:
            self.server.events += sent
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def dashboard() -> Iterator[Dashboard]:
    with Dashboard() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A simulation whose conversations end at once."""
    monkeypatch.delenv("CALLERID_API_TOKEN", raising=False)
    monkeypatch.setattr("callerid_dash.demo.switchboard.lognormal", lambda *_: 0.02)
    monkeypatch.setattr("random.Random.uniform", lambda *_: 0.01)


def ring(*arguments: str, token: str = "secret") -> Result:
    return CliRunner().invoke(simulate, ["--rate", "600", "--seed", "1", *arguments], env={"CALLERID_API_TOKEN": token})


def test_whole_calls_arrive_with_the_token(dashboard: Dashboard) -> None:
    result = ring("--url", dashboard.url, "--calls", "3")
    assert result.exit_code == 0
    by_call: dict[str, list[CallEvent]] = {}
    for sent in dashboard.events:
        assert sent["at"].endswith("+00:00")
        values: dict[str, Any] = {**sent, "at": datetime.fromisoformat(sent["at"]), "event": EventKind(sent["event"])}
        event = CallEvent(**values)
        by_call.setdefault(sent["call_id"], []).append(event)
    assert len(by_call) == 3
    assert {fold(of_call).state for of_call in by_call.values()} == {CallState.ENDED}
    assert dashboard.tokens == {"Bearer secret"}
    assert f"{len(dashboard.events)} events" in result.output


def test_one_certain_caller_calls_once(dashboard: Dashboard) -> None:
    assert ring("--url", dashboard.url, "--caller", "0932 000 0001", "--extension", "202").exit_code == 0
    assert {sent["caller"] for sent in dashboard.events} == {"0932 000 0001"}
    assert len({sent["call_id"] for sent in dashboard.events}) == 1
    assert "202" in {sent.get("extension") for sent in dashboard.events}


def test_a_busy_server_is_asked_again(dashboard: Dashboard) -> None:
    dashboard.answers = [(429, {"error": {"code": "busy", "message": "full"}})] * 2
    assert ring("--url", dashboard.url, "--caller", "0932 000 0001").exit_code == 0
    assert dashboard.events


@pytest.mark.parametrize(
    ("status", "error", "words"), [(401, Forbidden, "token"), (403, Forbidden, "token"), (422, InvalidInput, "no good")]
)
def test_what_the_server_refuses_is_told(dashboard: Dashboard, status: int, error: type[Exception], words: str) -> None:
    dashboard.answers = [(status, {"error": {"code": "x", "message": "no good"}})]
    result = ring("--url", dashboard.url)
    assert isinstance(result.exception, error)
    assert words in str(result.exception)
    assert "secret" not in str(result.exception)


@pytest.mark.parametrize("answer", [[], {}, {"accepted": None}])
def test_something_else_at_the_address_is_told(dashboard: Dashboard, answer: Any) -> None:
    dashboard.answers = [(200, answer)]
    assert isinstance(ring("--url", dashboard.url).exception, StoreUnavailable)


def test_nobody_at_the_address_is_told(dashboard: Dashboard) -> None:
    nobody = Dashboard()
    nobody.server_close()
    assert isinstance(ring("--url", nobody.url).exception, StoreUnavailable)


@pytest.mark.parametrize(
    "arguments", [("--url", "ftp://here"), ("--url", "nonsense"), ("--calls", "0"), ("--rate", "-1"), ("--what",)]
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    assert ring(*arguments).exit_code == 2


def test_without_a_token_is_wrong_usage() -> None:
    result = ring("--calls", "1", token="")
    assert result.exit_code == 2
    assert "CALLERID_API_TOKEN" in result.output
