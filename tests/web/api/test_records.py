"""Records over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from callerid_dash.domain.calls.calls import call_uuid
from callerid_dash.domain.scopes import Scope
from callerid_dash.domain.users import User
from callerid_dash.services.services import Services
from tests.scenes import answered_call
from tests.web.api.test_openapi import check
from tests.web.conftest import Program


@pytest.fixture
def path(program: Program) -> str:
    """The path of a profile's records."""
    made = program.post("/profiles", {"kind": "person", "name": "Ali", "phones": [{"number": "02188881111"}]})
    return f"/profiles/{made.get_json()['id']}/records"


def test_a_program_files_a_task(program: Program, path: str, sara: User) -> None:
    due = "2026-11-23T14:30:00+03:30"
    sent = {"kind": "task", "subject": "Send it", "text": "a\nb", "due_at": due, "assignee": "SARA", "at": due}
    answer = program.post(path, sent)
    made = answer.get_json()
    assert answer.status_code == 201
    assert (made["subject"], made["text"], made["version"]) == ("Send it", "a\nb", 1)
    assert made["kind"]["key"] == "task"
    assert (made["due_at"], made["at"], made["done_at"]) == ("2026-11-23T11:00:00Z", "2026-11-23T11:00:00Z", None)
    assert (made["assignee"], made["call_id"]) == (sara.username, None)
    assert made["author"]
    assert program.get(path).get_json() == {"items": [made], "next_cursor": None}


def test_a_phone_call_takes_what_its_call_knows(program: Program, services: Services, path: str) -> None:
    services.calls.ingest.submit(answered_call(caller="02188881111"))
    made = program.post(path, {"kind": "Phone call", "call_id": str(call_uuid("pbx", "c1"))}).get_json()
    assert (made["number"], made["duration_seconds"]) == ("+982188881111", 60)
    assert made["at"] == "2026-05-04T08:30:00Z"


def test_kinds_are_named_by_key_id_or_title(program: Program, path: str) -> None:
    for name in ("sales_quote", 11, "sales QUOTE"):
        made = program.post(path, {"kind": name, "subject": "Offer"}).get_json()
        assert made["kind"] == {"id": 11, "key": "sales_quote", "title": "Sales quote"}


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("kind", {"kind": "nothing", "subject": "x"}),
        ("kind", {"kind": 999, "subject": "x"}),
        ("kind", {"subject": "x"}),
        ("subject", {"kind": "note"}),
        ("subject", {"kind": "note", "subject": "x" * 201}),
        ("at", {"kind": "note", "subject": "x", "at": "2026-11-23T14:30:00"}),
        ("at", {"kind": "note", "subject": "x", "at": "1800-11-23T14:30:00Z"}),
        ("due_at", {"kind": "note", "subject": "x", "due_at": "2026-11-23T14:30:00Z"}),
        ("assignee", {"kind": "task", "subject": "x", "assignee": "nobody"}),
        ("call_id", {"kind": "note", "subject": "x", "call_id": "nonsense"}),
        ("call_id", {"kind": "note", "subject": "x", "call_id": str(call_uuid("pbx", "never"))}),
        ("author", {"kind": "note", "subject": "x", "author": "sara"}),
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_field(
    program: Program, path: str, field: str, sent: dict[str, object]
) -> None:
    answer = program.post(path, sent)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] == field
    assert program.get(path).get_json()["items"] == []


def test_a_profile_that_is_not_there_is_not_found(program: Program) -> None:
    assert program.post("/profiles/999/records", {"kind": "note", "subject": "x"}).status_code == 404
    assert program.get("/profiles/999/records").status_code == 404


def test_a_history_is_filtered_and_paged(program: Program, path: str, sara: User) -> None:
    for n in range(5):
        kind = "task" if n % 2 else "note"
        program.post(path, {"kind": kind, "subject": f"n{n}", "at": f"2026-05-0{n + 1}T00:00:00Z"})

    def listed(**query: object) -> list[str]:
        return [item["subject"] for item in program.get(path, **query).get_json()["items"]]

    first = program.get(path, limit=3).get_json()
    assert [item["subject"] for item in first["items"]] == ["n4", "n3", "n2"]
    assert listed(limit=3, cursor=first["next_cursor"]) == ["n1", "n0"]
    assert listed(kind="task") == listed(kind="3") == listed(open="true") == ["n3", "n1"]
    assert listed(q="N2") == ["n2"]
    assert listed(**{"from": "2026-05-02T00:00:00Z", "to": "2026-05-04T00:00:00Z"}) == ["n2", "n1"]
    assert listed(author=sara.username) == []
    assert program.get(path, author="nobody").status_code == 422
    assert program.get(path, kind="nothing").status_code == 422


def test_reading_and_writing_need_their_scopes(
    client: FlaskClient, path: str, bearer: Callable[..., dict[str, str]]
) -> None:
    reader, writer = bearer(Scope.PROFILES_READ), bearer(Scope.PROFILES_WRITE)
    whole, note = f"/api/v1{path}", {"kind": "note", "subject": "x"}
    assert client.get(whole, headers=reader).status_code == 200
    assert client.post(whole, headers=reader, json=note).status_code == 403
    assert client.get(whole, headers=writer).status_code == 403
    assert client.post(whole, headers=writer, json=note).status_code == 201


def test_answers_are_as_the_document_says(program: Program, path: str) -> None:
    document = program.get("/openapi.json").get_json()
    made = program.post(path, {"kind": "note", "subject": "x"})
    check(document, "/profiles/{profile_id}/records", "post", 201, made.get_json())
    check(document, "/profiles/{profile_id}/records", "get", 200, program.get(path).get_json())
