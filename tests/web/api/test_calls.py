"""The call log over HTTP, and the API's answers to unknown addresses."""

from __future__ import annotations

import pytest

from callerid_dash.services.services import Services
from tests.scenes import answered_call, event
from tests.web.conftest import Program


@pytest.fixture(autouse=True)
def _calls(services: Services) -> None:
    services.calls.ingest.submit(
        [
            *answered_call("c1", line="02188881111"),
            event("ringing", 100, "c2", caller="02133334444", extension="102"),
            event("ended", 130, "c2", caller="02133334444"),
            event("ringing", 200, "c3", caller="anonymous"),
        ]
    )


def found(program: Program, **query: object) -> list[str]:
    answer = program.get("/calls", **query)
    assert answer.status_code == 200, answer.get_json()
    return [item["call_id"] for item in answer.get_json()["items"]]


def test_calls_come_newest_first(program: Program) -> None:
    assert found(program) == ["c3", "c2", "c1"]


CONDITIONS: list[tuple[dict[str, str], list[str]]] = [
    ({"state": "ringing"}, ["c3"]),
    ({"state": "ended"}, ["c2", "c1"]),
    ({"state": "missed"}, ["c2"]),
    ({"number": "+98 912 123 4567"}, ["c1"]),
    ({"extension": "102"}, ["c2"]),
    ({"line": "02188881111"}, ["c1"]),
    ({"ends_with": "4567"}, ["c1"]),
    ({"ends_with": "۴۴۴۴", "outcome": "missed"}, ["c2"]),
    ({"ends_with": "4444", "outcome": "answered"}, []),
    ({"known": "true"}, []),
    ({"profile": "1"}, []),
    ({"known_then": "false"}, ["c2", "c1"]),
    ({"weekday": "1", "hour": "12"}, ["c3", "c2", "c1"]),
    ({"weekday": "2"}, []),
    ({"wait_over": "29", "wait_up_to": "30"}, ["c2"]),
    ({"origin": "place:Tehran province"}, ["c2"]),
    ({"origin": "operator:IR-MCI", "simulated": "false"}, ["c1"]),
    ({"simulated": "true"}, []),
    ({"from": "2026-05-04T08:31:00Z"}, ["c3", "c2"]),
    ({"from": "2026-05-04T12:01:00+03:30", "to": "2026-05-04T08:33:00Z"}, ["c2"]),
    ({"from": "2026-05-04T12:01:00 03:30", "state": "missed"}, ["c2"]),
]


def test_conditions_narrow_the_list(program: Program) -> None:
    for query, expected in CONDITIONS:
        assert found(program, **query) == expected, query


def test_pages_follow_each_other(program: Program) -> None:
    first = program.get("/calls", limit=2).get_json()
    second = program.get("/calls", limit=2, cursor=first["next_cursor"]).get_json()
    assert [item["call_id"] for item in first["items"] + second["items"]] == ["c3", "c2", "c1"]
    assert second["next_cursor"] is None


WRONG = {
    "limit=501": "limit",
    "limit=0": "limit",
    "state=hungup": "state",
    "known=perhaps": "known",
    "from=2026-05-04T12:00:00": "from",
    "from=0001-01-01T00:00:00%2B03:30": "from",
    "to=tomorrow": "to",
    "since=2026-05-04T12:00:00Z": "since",
    "number=nonsense": "number",
    "weekday=8": "weekday",
    "hour=24": "hour",
    "wait_over=-1": "wait_over",
    "origin=moon": "origin",
    "profile=99999999999999999999": "profile",
    "line=%00": "line",
    "cursor=x": "cursor",
    "state=ended&state=ended": "state",
}


def test_a_wrong_condition_is_refused_with_its_name(program: Program) -> None:
    for query, field in WRONG.items():
        answer = program.send("GET", f"/api/v1/calls?{query}")
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field), query


def test_one_call_is_found_by_its_id(program: Program) -> None:
    call = program.get("/calls").get_json()["items"][0]
    assert program.get(f"/calls/{call['id']}").get_json() == call
    missing = program.get("/calls/00000000-0000-0000-0000-000000000000")
    assert (missing.status_code, missing.get_json()["error"]["code"]) == (404, "not_found")


NOWHERE = ("/api/", "/api/v1", "/api/v1/", "/api/v2/calls", "/api/v1/calls/7", "/api/v1/calls/", "/api/v1/profiles/x")


def test_what_is_not_there_is_not_found(program: Program) -> None:
    for path in NOWHERE:
        for method in ("GET", "POST", "DELETE"):
            answer = program.send(method, path)
            assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "not_found"), path


OTHER_METHODS = [
    ("GET", "/api/v1/call-events", {"POST", "OPTIONS"}),
    ("DELETE", "/api/v1/calls", {"GET", "HEAD", "OPTIONS"}),
    ("PUT", "/api/v1/profiles", {"GET", "HEAD", "POST", "OPTIONS"}),
    ("DELETE", "/api/v1/profiles/1", {"GET", "HEAD", "PATCH", "OPTIONS"}),
]


def test_another_method_is_refused_with_those_that_work(program: Program) -> None:
    for method, path, allowed in OTHER_METHODS:
        answer = program.send(method, path)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == allowed
