"""Every write of the API takes an `Idempotency-Key`: a repeated request is stored once, on both engines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.services import Services
from tests.web.conftest import API_TOKEN

EVENT = {
    "source": "pbx",
    "call_id": "c1",
    "event": "ringing",
    "at": "2026-05-04T12:00:00+03:30",
    "caller": "09121234567",
}
WRITES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/api/v1/call-events"): EVENT,
    ("post", "/api/v1/profiles"): {"kind": "person", "name": "Omid"},
    ("patch", "/api/v1/profiles/{profile_id}"): {"version": 1, "note": "Prefers mornings"},
    ("post", "/api/v1/profiles/{profile_id}/phones"): {"number": "09127654321"},
    ("post", "/api/v1/profiles/{profile_id}/records"): {"kind": "note", "subject": "Asked for a price"},
}
"""What each of them may be sent, about the first profile."""


@pytest.fixture
def database(store_url: str) -> str:
    return store_url


class Sender:
    """A program that sends keys. `profile` is a profile that it has created."""

    def __init__(self, client: FlaskClient, token: str = API_TOKEN) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, sent: object, key: str | None = "k") -> TestResponse:
        headers = {**self._headers, **({} if key is None else {"Idempotency-Key": key})}
        body = json.dumps(sent).encode()
        return self._client.open(path, method=method, headers=headers, data=body, content_type="application/json")


@pytest.fixture
def sender(client: FlaskClient) -> Sender:
    return Sender(client)


@pytest.fixture
def profile(sender: Sender) -> int:
    """The id of a profile."""
    return int(sender.send("post", "/api/v1/profiles", {"kind": "person", "name": "Ali"}, None).get_json()["id"])


def test_every_write_is_tried_here(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json", headers={"Authorization": f"Bearer {API_TOKEN}"}).get_json()
    writes = {(m, path) for path, methods in described["paths"].items() for m in methods if m != "get"}
    assert writes == set(WRITES)
    for method, path in writes:
        [key] = [each for each in described["paths"][path][method]["parameters"] if each["in"] == "header"]
        assert (key["name"], key["required"]) == ("Idempotency-Key", False)


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_the_same_again_gets_the_first_answer_again(
    method: str, path: str, sender: Sender, services: Services, profile: int
) -> None:
    path, sent = path.replace("{profile_id}", str(profile)), WRITES[method, path]
    first = sender.send(method, path, sent)
    assert first.status_code < 300, first.get_json()
    assert "Idempotent-Replayed" not in first.headers
    lines = trail(services)
    again = sender.send(method, path, sent)
    assert (again.status_code, again.get_data()) == (first.status_code, first.get_data())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert trail(services) == lines
    other = sender.send(method, path, {**sent, "surprise": 1})
    assert (other.status_code, other.get_json()["error"]["code"]) == (422, "key_reused")
    assert trail(services) == lines


def trail(services: Services) -> list[object]:
    """All stored writes: each has its audit line; events are counted themselves."""
    calls = services.calls.ingest.accepted
    return [calls, *(line.id for line in services.audit.page(OPERATOR, limit=200).items)]


def test_the_first_answer_stays_when_what_it_tells_of_has_changed(sender: Sender, profile: int) -> None:
    path = f"/api/v1/profiles/{profile}"
    first = sender.send("patch", path, {"version": 1, "note": "a"}, "one").get_json()
    sender.send("patch", path, {"version": 2, "note": "b"}, "two")
    assert sender.send("patch", path, {"version": 1, "note": "a"}, "one").get_json() == first
    assert (first["version"], first["note"]) == (2, "a")


def test_what_was_refused_may_be_mended_and_sent_with_its_key(sender: Sender) -> None:
    assert sender.send("post", "/api/v1/profiles", {"kind": "person", "name": ""}).status_code == 422
    assert sender.send("post", "/api/v1/profiles", {"kind": "person", "name": "Omid"}).status_code == 201


def test_keys_are_a_tokens_own(client: FlaskClient, sender: Sender, services: Services) -> None:
    token = services.accounts.tokens.create("another", ["profiles:write"], OPERATOR)
    sent = {"kind": "person", "name": "Omid"}
    ids = {each.send("post", "/api/v1/profiles", sent).get_json()["id"] for each in (sender, Sender(client, token))}
    assert len(ids) == 2


def test_without_a_key_everything_is_stored_as_often_as_it_is_sent(sender: Sender) -> None:
    sent = {"kind": "person", "name": "Omid"}
    assert len({sender.send("post", "/api/v1/profiles", sent, None).get_json()["id"] for _ in range(2)}) == 2


@pytest.mark.parametrize("key", ["", " ", "ü", "x" * 201, "a b"])
def test_a_key_that_is_none_is_refused(key: str, sender: Sender) -> None:
    answer = sender.send("post", "/api/v1/profiles", {"kind": "person", "name": "Omid"}, key)
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "Idempotency-Key")
