"""The OpenAPI document matches the API."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
from flask import Flask

from callerid_dash.domain.users import User
from callerid_dash.services.services import Services
from tests.scenes import answered_call
from tests.web.conftest import Program


@pytest.fixture
def document(program: Program) -> dict[str, Any]:
    answer = program.get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def check(document: dict[str, Any], path: str, method: str, status: int, content: object) -> None:
    """Compare this answer with the document."""
    response = document["paths"]["/api/v1" + path][method]["responses"][str(status)]
    schema = {**response["content"]["application/json"]["schema"], "components": document["components"]}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(content)


def test_it_names_every_route_and_nothing_else(document: dict[str, Any], server: Flask) -> None:
    routes = {
        (re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in server.url_map.iter_rules()
        if rule.endpoint.startswith("api.v1.") and not rule.endpoint.endswith(".openapi")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, methods in document["paths"].items() for method in methods} == routes


def test_every_reference_leads_somewhere_and_every_schema_is_one(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/(\w+)", str(document))) == set(schemas)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_real_answers_are_as_described(
    document: dict[str, Any], program: Program, services: Services, sara: User
) -> None:
    made = program.post("/profiles", {"kind": "person", "name": "Ali", "owners": {"sales": sara.username}})
    check(document, "/profiles", "post", 201, made.get_json())
    key = made.get_json()["id"]
    phone = program.post(f"/profiles/{key}/phones", {"number": "09121234567"})
    check(document, "/profiles/{profile_id}/phones", "post", 201, phone.get_json())
    changed = program.patch(f"/profiles/{key}", {"version": phone.get_json()["version"], "note": "x"})
    check(document, "/profiles/{profile_id}", "patch", 200, changed.get_json())
    check(document, "/profiles", "get", 200, program.get("/profiles").get_json())
    sent = {"source": "pbx", "call_id": "c9", "event": "ringing", "at": "2026-05-04T08:30:00Z", "caller": "09121234567"}
    receipt = program.post("/call-events", sent)
    assert receipt.get_json()["calls"][0]["profile"]["id"] == key
    check(document, "/call-events", "post", 200, receipt.get_json())
    services.calls.ingest.submit(answered_call())
    calls = program.get("/calls").get_json()
    check(document, "/calls", "get", 200, calls)
    for report in ("summary", "volume", "unknown", "heatmap", "agents", "callers", "waits"):
        check(document, f"/reports/{report}", "get", 200, program.get(f"/reports/{report}").get_json())
    check(document, "/calls/{call_id}", "get", 200, program.get(f"/calls/{calls['items'][0]['id']}").get_json())


def test_errors_are_as_described(document: dict[str, Any], program: Program) -> None:
    check(document, "/call-events", "post", 422, program.post("/call-events", {"events": [{}]}).get_json())
    check(document, "/profiles", "get", 422, program.get("/profiles", limit=0).get_json())
    check(document, "/profiles/{profile_id}", "get", 404, program.get("/profiles/9").get_json())


def test_a_wrong_answer_would_be_noticed(document: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(document, "/calls", "get", 200, {"items": [{"id": "x"}], "next_cursor": None})


def test_what_the_document_calls_a_good_event_is_taken(document: dict[str, Any], program: Program) -> None:
    schema = {**document["components"]["schemas"]["EventIn"], "components": document["components"]}
    good = {"source": "pbx", "call_id": "c1", "event": "ringing", "at": "2026-05-04T08:30:00Z", "caller": None}
    jsonschema.Draft202012Validator(schema).validate(good)
    assert program.post("/call-events", good).status_code == 200
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**good, "colour": "red"})
