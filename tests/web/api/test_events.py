"""Call events over HTTP, on both engines."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callerid_dash.domain.errors import Busy, StoreUnavailable
from callerid_dash.services.services import Services
from tests.web.conftest import Program


@pytest.fixture
def database(store_url: str) -> str:
    return store_url


def event(kind: str = "ringing", at: object = "2026-05-04T12:00:00+03:30", **fields: object) -> dict[str, object]:
    return {"source": "pbx", "call_id": "c1", "event": kind, "at": at, "caller": "09121234567", **fields}


def stored_calls(program: Program) -> list[dict[str, object]]:
    items: list[dict[str, object]] = program.get("/calls").get_json()["items"]
    return items


def test_one_event_makes_a_call(program: Program) -> None:
    answer = program.post("/call-events", event(line="02188881111", extension="101", caller_name="Ali"))
    assert answer.status_code == 200
    receipt = answer.get_json()
    (call,) = receipt["calls"]
    assert (receipt["accepted"], receipt["duplicates"]) == (1, 0)
    assert UUID(call.pop("id"))
    assert call == {
        "source": "pbx",
        "call_id": "c1",
        "state": "ringing",
        "outcome": None,
        "caller": {"raw": "09121234567", "e164": "+989121234567", "kind": "external", "match": "exact"},
        "caller_name": "Ali",
        "profile": None,
        "shared": 0,
        "line": "02188881111",
        "queue": None,
        "extension": None,
        "rang": ["101"],
        "started_at": "2026-05-04T08:30:00Z",
        "answered_at": None,
        "ended_at": None,
        "wait_seconds": None,
        "talk_seconds": None,
        "cause": None,
    }


def test_several_events_are_answered_by_the_calls_that_they_touch(program: Program) -> None:
    events = [
        event("ended", "2026-05-04T12:01:05.500+03:30", cause="normal"),
        event("answered", "2026-05-04T08:30:05Z", extension="101"),
        event(),
        event(call_id="c2", caller=None),
        event(),
    ]
    receipt = program.post("/call-events", {"events": events}).get_json()
    assert (receipt["accepted"], receipt["duplicates"]) == (4, 1)
    first, second = receipt["calls"]
    assert (first["state"], first["outcome"], first["extension"]) == ("ended", "answered", "101")
    assert (first["wait_seconds"], first["talk_seconds"], first["cause"]) == (5, 60.5, "normal")
    assert (second["call_id"], second["caller"]["kind"], second["caller"]["e164"]) == ("c2", "withheld", None)


def test_the_same_event_again_is_a_duplicate(program: Program) -> None:
    program.post("/call-events", event())
    receipt = program.post("/call-events", event()).get_json()
    assert (receipt["accepted"], receipt["duplicates"], len(receipt["calls"])) == (0, 1, 1)


def test_null_is_as_good_as_absent(program: Program) -> None:
    sent = event(line=None, extension=None, queue=None, cause=None, caller_name=None, event_id=None)
    assert program.post("/call-events", sent).status_code == 200
    assert program.post("/call-events", event()).get_json()["duplicates"] == 1


def test_no_events_are_fine(program: Program) -> None:
    answer = program.post("/call-events", {"events": []})
    assert answer.get_json() == {"accepted": 0, "duplicates": 0, "calls": []}


def test_the_call_names_its_profile_and_how_many_share_the_number(program: Program) -> None:
    for name in ("Ali", "Sara"):
        program.post("/profiles", {"kind": "person", "name": name, "phones": [{"number": "0912 123 4567"}]})
    call = program.post("/call-events", event()).get_json()["calls"][0]
    assert (call["profile"]["name"], call["shared"]) == ("Ali", 2)


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in event().items() if key != name}


def in_hours(hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


WRONG = [
    *((without(name), name) for name in ("source", "call_id", "event", "at", "caller")),
    (event("hangup"), "event"),
    (event(source=""), "source"),
    (event(source=7), "source"),
    (event(call_id=True), "call_id"),
    (event(caller=9121234567), "caller"),
    (event(caller="x" * 201), "caller"),
    (event(line="a\x00b"), "line"),
    (event(cause="a\nb"), "cause"),
    (event(colour="red"), "colour"),
    (event(at="2026-05-04T12:00:00"), "at"),
    (event(at="2026-05-04"), "at"),
    (event(at="2026-13-04T12:00:00Z"), "at"),
    (event(at="2026-05-04T12:00:60Z"), "at"),
    (event(at="0001-01-01T00:00:00+03:30"), "at"),
    (event(at="9999-12-31T23:59:59-03:30"), "at"),
    (event(at="1989-12-31T23:59:59Z"), "at"),
    (event(at="٢٠٢٦-05-04T12:00:00Z"), "at"),
    (event(at=1_777_000_000), "at"),
    (event(at=None), "at"),
    (event(at=in_hours(25)), "at"),
]


def test_a_wrong_event_is_refused_with_its_field(program: Program, subtests: pytest.Subtests) -> None:
    for sent, field in WRONG:
        with subtests.test(field, sent=sent):
            answer = program.post("/call-events", sent)
            error = answer.get_json()["error"]
            assert (answer.status_code, error["code"], error["field"]) == (422, "invalid", field)
            assert "index" not in error
            assert len(error["message"]) > 10
    assert stored_calls(program) == []


def test_a_missing_offset_is_called_that(program: Program) -> None:
    error = program.post("/call-events", event(at="2026-05-04T12:00:00")).get_json()["error"]
    assert error["message"] == "The offset is missing: add Z or one such as +03:30."


@pytest.mark.parametrize(
    "at",
    ["1990-01-01T00:00:00Z", in_hours(23), "2026-05-04t08:30:00.123456789z"],
    ids=["long ago", "tomorrow", "to the nanosecond"],
)
def test_a_time_within_bounds_is_taken(program: Program, at: str) -> None:
    assert program.post("/call-events", event(at=at)).status_code == 200


def test_one_wrong_event_refuses_all_and_is_named(program: Program) -> None:
    events = [event(), event(call_id="c2"), event(call_id="c3", at="yesterday")]
    answer = program.post("/call-events", {"events": events})
    error = answer.get_json()["error"]
    assert (answer.status_code, error["index"], error["field"]) == (422, 2, "at")
    assert stored_calls(program) == []


def test_another_shape_is_refused(program: Program) -> None:
    refused: list[Any] = [[], [event()], "x", 7, None, {}, {"events": {}}, {"events": [7]}, {"events": None}]
    for sent in refused:
        assert program.post("/call-events", sent).status_code == 422, sent


def test_an_event_beside_events_is_refused(program: Program) -> None:
    answer = program.post("/call-events", {"events": [event()], **event()})
    assert answer.status_code == 422
    assert stored_calls(program) == []


def test_a_thousand_events_are_taken_and_one_more_is_not(program: Program) -> None:
    events = [event(call_id=f"c{number}") for number in range(1_001)]
    refused = program.post("/call-events", {"events": events})
    assert (refused.status_code, refused.get_json()["error"]["field"]) == (422, "events")
    assert stored_calls(program) == []
    assert program.post("/call-events", {"events": events[:1_000]}).get_json()["accepted"] == 1_000


def test_what_is_no_json_is_a_bad_request(program: Program) -> None:
    for body in (b"", b"{", b"\xff\xfe", b"[" * 10_000, b'{"source": "\\ud800"}', b"NaN", b"1" * 9_999):
        answer = program.send("POST", "/api/v1/call-events", body, "application/json")
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "bad_request"), body


def test_another_content_type_is_refused(program: Program) -> None:
    for content_type in (None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = program.send("POST", "/api/v1/call-events", json.dumps(event()).encode(), content_type)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (415, "unsupported_media_type")


def test_a_charset_beside_the_content_type_is_fine(program: Program) -> None:
    body = json.dumps(event()).encode()
    assert program.send("POST", "/api/v1/call-events", body, "application/json; charset=utf-8").status_code == 200


def test_a_huge_body_is_refused(program: Program) -> None:
    answer = program.send("POST", "/api/v1/call-events", b" " * (4 * 2**20 + 1), "application/json")
    assert answer.status_code == 413
    assert answer.get_json()["error"]["code"] in ("request_entity_too_large", "content_too_large")


def test_a_full_queue_asks_to_come_again(program: Program, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Busy("Too many events are waiting.", 3)

    monkeypatch.setattr(services.store.writer, "submit", full)
    answer = program.post("/call-events", event())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    assert answer.get_json()["error"]["code"] == "busy"


def test_a_failing_store_is_said(program: Program, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise StoreUnavailable("The database failed.")

    monkeypatch.setattr(services.store.writer, "submit", broken)
    answer = program.post("/call-events", event())
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "store_unavailable")


def test_an_unexpected_error_is_json_without_details(
    program: Program, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("the details")

    monkeypatch.setattr(services.store.writer, "submit", fail)
    answer = program.post("/call-events", event())
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (500, "internal_error")
    assert b"details" not in answer.data
    assert "ZeroDivisionError" in caplog.text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (*event(), "caller_name", "line", "extension", "queue", "cause", "event_id")
NEARLY_AN_EVENT = st.builds(
    lambda base, changes, gone: {k: v for k, v in {**base, **changes}.items() if k not in gone},
    st.just(event()),
    st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=3),
    st.sets(st.sampled_from(FIELDS), max_size=1),
)
BODIES = ANYTHING | NEARLY_AN_EVENT | st.builds(lambda each: {"events": each}, st.lists(NEARLY_AN_EVENT, max_size=3))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=BODIES)
def test_nothing_that_is_sent_breaks_the_server_and_what_is_refused_is_not_stored(
    program: Program, services: Services, sent: object
) -> None:
    before = services.calls.ingest.accepted, services.feed.cursor
    answer = program.post("/call-events", sent)
    assert answer.status_code in (200, 400, 422)
    if answer.status_code != 200:
        assert set(answer.get_json()) == {"error"}
        assert (services.calls.ingest.accepted, services.feed.cursor) == before


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_bytes_break_the_server(program: Program, body: bytes) -> None:
    assert program.send("POST", "/api/v1/call-events", body, "application/json").status_code in (400, 422)
