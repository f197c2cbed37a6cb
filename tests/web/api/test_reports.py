"""Figures over HTTP: the contract's fields and refused requests.

The sums are tested in tests/services/reports/test_reports.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from callerid_dash.services.services import Services
from tests.scenes import answered_call, event
from tests.web.conftest import Program


@pytest.fixture
def database(store_url: str) -> str:
    """On both engines."""
    return store_url


@pytest.fixture(autouse=True)
def _calls(services: Services) -> None:
    """Three calls at noon on a Monday in Tehran: answered after 5 s, missed after 30 s, withheld and still ringing."""
    services.calls.ingest.submit(
        [
            *answered_call("c1", line="2001"),
            event("ringing", 100, "c2", caller="02133334444", extension="102"),
            event("ended", 130, "c2", caller="02133334444"),
            event("ringing", 200, "c3", caller="anonymous"),
        ]
    )


def report(program: Program, name: str, **query: object) -> Any:
    answer = program.get(f"/reports/{name}", **query)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def test_the_summary(program: Program) -> None:
    summary = report(program, "summary")
    counted = ("total", "answered", "missed", "open", "unknown", "withheld", "unknown_share")
    assert [summary[name] for name in counted] == [3, 1, 1, 1, 2, 1, pytest.approx(2 / 3)]
    assert summary["wait_seconds"]["mean"] == 17.5
    assert summary["wait_seconds"]["max"] == 30
    assert summary["wait_seconds"]["calls"] == 2  # the withheld one still rings
    assert summary["talk_seconds"] == {"mean": 60, "p50": 60, "p90": 60, "max": 60}
    assert summary["answered_within"] == {"10": 1, "20": 1, "30": 1}
    assert summary["answered_within_share"] == {"10": 0.5, "20": 0.5, "30": 0.5}


def test_the_volume_has_every_part_of_the_range(program: Program) -> None:
    day = {"from": "2026-05-04T00:00:00+03:30", "to": "2026-05-05T00:00:00+03:30"}
    volume = report(program, "volume", bucket="hour", **day)
    assert (volume["bucket"], volume["tz"], len(volume["items"])) == ("hour", "Asia/Tehran", 24)
    assert volume["items"][12]["start"] == "2026-05-04T12:00:00+03:30"
    assert [item["total"] for item in volume["items"]] == [3 * (hour == 12) for hour in range(24)]
    assert report(program, "unknown", tz="Asia/Kathmandu", bucket="day", **day)["items"][0] == {
        "start": "2026-05-04T00:00:00+05:45",
        "total": 3,
        "answered": 1,
        "missed": 1,
        "open": 1,
        "end_unknown": 0,
        "unknown": 2,
        "identified": 0,
        "withheld": 1,
        "unknown_share": pytest.approx(2 / 3),
        "source_down_seconds": 0,
        "complete": False,
        "extent": "cut",
    }


def test_the_heatmap_the_agents_and_the_waits(program: Program) -> None:
    assert report(program, "heatmap")["items"] == [
        {"weekday": 1, "hour": 12, "total": 3, "answered": 1, "missed": 1, "unknown": 2, "days": 1, "per_day": 3}
    ]
    two_weeks = {"from": "2026-05-04T00:00:00+03:30", "to": "2026-05-18T00:00:00+03:30"}
    heatmap = report(program, "heatmap", **two_weeks)
    assert [(hour["days"], hour["per_day"]) for hour in heatmap["items"]] == [(2, 1.5)]
    assert len(heatmap["without_calls"]) == 7 * 24 - 1
    assert {hour["days"] for hour in heatmap["without_calls"]} == {2}
    in_part = {**two_weeks, "from": "2026-05-04T12:00:30+03:30", "hour": 12}
    assert [
        (hour["total"], hour["days"], hour["per_day"]) for hour in report(program, "heatmap", **in_part)["items"]
    ] == [(2, 1, 0)]
    agents = report(program, "agents")["items"]
    assert [(a["extension"], a["offered"], a["answered"], a["missed"]) for a in agents] == [
        ("101", 1, 1, 0),
        ("102", 1, 0, 1),
    ]
    waits = report(program, "waits")["items"]
    assert [(w["over"], w["up_to"], w["answered"], w["missed"]) for w in waits if w["answered"] or w["missed"]] == [
        (0, 5, 1, 0),
        (25, 30, 0, 1),
    ]


def test_the_callers_with_the_profiles_that_hold_their_numbers(program: Program, services: Services) -> None:
    program.post("/profiles", {"kind": "person", "name": "Sara", "phones": [{"number": "09121234567"}]})
    services.calls.ingest.submit(answered_call("again", 3600))
    callers = report(program, "callers")["items"]
    assert [(c["number"], c["calls"], c["missed"], c["again"]) for c in callers] == [
        ("+989121234567", 2, 0, 1),
        ("+982133334444", 1, 1, 0),
    ]
    assert (callers[0]["profile"]["name"], callers[0]["shared"], callers[1]["profile"]) == ("Sara", 1, None)
    assert [c["number"] for c in report(program, "callers", by="missed", limit=1)["items"]] == ["+982133334444"]
    assert [c["number"] for c in report(program, "callers", known="false")["items"]] == ["+982133334444"]


def test_filters_narrow_every_report(program: Program) -> None:
    for query in (
        *({"line": "2001"}, {"extension": "101"}, {"number": "0912 123 4567"}, {"outcome": "answered"}),
        {"wait_up_to": 5, "weekday": 1, "hour": 12},
    ):
        summary = report(program, "summary", **query)
        assert (summary["total"], summary["answered"]) == (1, 1), query
    assert report(program, "summary", state="missed")["total"] == 1
    assert report(program, "summary", state="ringing")["total"] == 1
    assert report(program, "summary", state="queued")["total"] == 0
    assert report(program, "summary", wait_over=5)["missed"] == 1
    assert report(program, "volume", hour=13)["items"][0]["total"] == 0


def refused(answer: TestResponse) -> tuple[int, str | None]:
    return answer.status_code, answer.get_json()["error"].get("field")


def test_what_makes_no_sense_is_refused_with_the_field(program: Program) -> None:
    backwards = {"from": "2026-05-05T00:00:00Z", "to": "2026-05-04T00:00:00Z"}
    assert refused(program.get("/reports/volume", **backwards)) == (422, "to")
    assert refused(program.get("/reports/volume", tz="Mars/Olympus")) == (422, "timezone")
    assert refused(program.get("/reports/summary", category=99)) == (422, "category")
    assert refused(program.get("/reports/summary", bucket="minute")) == (422, "bucket")
    assert refused(program.get("/reports/summary", weekday=8)) == (422, "weekday")
    assert refused(program.get("/reports/summary", hour=24)) == (422, "hour")
    assert refused(program.get("/reports/summary", origin="the moon")) == (422, "origin")
    assert refused(program.get("/reports/summary", **{"from": "yesterday"})) == (422, "from")
    assert refused(program.get("/reports/callers", limit=0)) == (422, "limit")


def test_a_token_without_the_scope_is_refused(client: Any, bearer: Any) -> None:
    assert client.get("/api/v1/reports/summary", headers=bearer("calls:read")).status_code == 403
    assert client.get("/api/v1/reports/summary", headers=bearer("reports:read")).status_code == 200


def test_newcomers_origins_shared_numbers_and_who_was_identified(services: Services, program: Program) -> None:
    newcomers = report(program, "newcomers", bucket="day")
    assert [newcomers[name] for name in ("callers", "first_time", "returning")] == [2, 2, 0]
    assert newcomers["records_since"] == "2026-05-04T08:30:00Z"
    assert [item["complete"] for item in newcomers["items"]] == [False]  # without `from`, history begins at noon
    origins = report(program, "origins")["items"]
    assert sorted((each["kind"], each["question"], each["calls"], each["missed"]) for each in origins) == [
        ("operator", "operator", 1, 0),
        ("place", "place", 1, 1),
    ]
    for each in origins:
        assert report(program, "summary", origin=each["code"])["total"] == each["calls"] == 1
    assert report(program, "unknown")["identified"]["calls"] == 0
    for name in ("Maryam", "Mina"):
        body = {"kind": "person", "name": name, "phones": [{"number": "02133334444"}]}
        assert program.post("/profiles", body).status_code == 201
    assert [each["number"] for each in report(program, "callers", shared="true")["items"]] == ["+982133334444"]
    identified = report(program, "unknown")["identified"]
    assert (identified["calls"], identified["timed"]) == (1, 1)
    assert [(by["how"], by["user"], by["calls"]) for by in identified["by"]] == [("noted", None, 1)]
    assert report(program, "agents")["owners"] == []
