"""Uploads in pieces, and downloads of rejected rows."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.jobs import JobKind
from callerid_dash.domain.users import Role, User
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.imports.calls.service import FileFormat
from callerid_dash.services.jobs.uploads import PIECE
from callerid_dash.services.services import Services
from callerid_dash.store.shared.audit import AuditFilter
from tests.parts.cdr import ROWS
from tests.serving import wait_for
from tests.web.conftest import PASSWORD, Visitor

DATA = ROWS.encode()
BEGIN = "/_upload/import_calls"


@pytest.fixture
def boss(services: Services) -> User:
    """An admin."""
    return services.accounts.add("boss", PASSWORD, Role.ADMIN, OPERATOR)


@pytest.fixture
def browser(client: FlaskClient, boss: User) -> FlaskClient:
    """The admin's browser, with a session."""
    assert client.post("/login", data={"username": boss.username, "password": PASSWORD}).status_code == 303
    return client


def begun(browser: FlaskClient, size: int = len(DATA)) -> str:
    answer = browser.post(BEGIN, json={"name": "Master.csv", "size": size})
    assert (answer.status_code, answer.get_json()["piece"]) == (201, PIECE)
    return f"/_upload/{answer.get_json()['id']}"


def test_a_file_arrives_in_pieces_and_lost_ones_are_asked_for_again(browser: FlaskClient, services: Services) -> None:
    place = begun(browser)
    half = len(DATA) // 2
    for offset, piece, received in ((0, DATA[:half], half), (half + 1, b"x", half), (half, DATA[half:], len(DATA))):
        answer = browser.put(f"{place}?offset={offset}", data=piece)
        assert (answer.status_code, answer.get_json()) == (200, {"received": received})
    [upload] = services.settings.folder.glob("jobs/*/upload/*")
    assert (upload.name, upload.read_bytes()) == ("Master.csv", DATA)
    assert browser.delete(place).status_code == 204
    assert not upload.exists()
    assert browser.put(f"{place}?offset=0", data=b"x").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [None, [], "x", {"name": "x"}, {"name": 1, "size": 1}, {"name": "x", "size": "1"}, {"name": "x", "size": True}],
)
def test_a_beginning_that_makes_no_sense_is_refused(browser: FlaskClient, sent: Any) -> None:
    assert browser.post(BEGIN, json=sent).status_code == 422


def test_what_is_wrong_is_said_in_the_language_of_the_page(browser: FlaskClient) -> None:
    browser.set_cookie("language", "fa")
    answer = browser.post(BEGIN, json={"name": "x", "size": 0})
    assert (answer.status_code, answer.get_json()["error"]["message"]) == (422, "فایل خالی است.")


@pytest.mark.parametrize("size", [0, PIECE + 1])
def test_a_piece_of_no_or_too_many_bytes_is_refused(browser: FlaskClient, size: int) -> None:
    place = begun(browser, 2 * PIECE)
    assert browser.put(f"{place}?offset=0", data=b"x" * size).status_code == 422


def test_an_agent_sends_no_file_and_it_is_in_the_audit_trail(visitor: Visitor, services: Services) -> None:
    assert visitor.client.post(BEGIN, json={"name": "x", "size": 1}).status_code == 403
    services.store.write(lambda _: None)  # the note is written by now
    assert len(services.audit.page(OPERATOR, AuditFilter(action=AuditAction.REFUSED)).items) == 1
    assert not (services.settings.folder / "jobs").exists()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_another_site_sends_nothing(browser: FlaskClient, method: str) -> None:
    address = BEGIN if method == "POST" else begun(browser)
    answer = browser.open(address, method=method, headers={"Sec-Fetch-Site": "cross-site"}, data=b"x")
    assert answer.status_code == 403


def test_there_are_files_for_known_kinds_of_work_only(browser: FlaskClient) -> None:
    assert browser.post("/_upload/nonsense", json={"name": "x", "size": 1}).status_code == 404


def test_the_rejected_rows_are_a_file_for_whoever_has_imported_and_for_nobody_else(
    browser: FlaskClient, boss: User, services: Services, visitor: Visitor
) -> None:
    upload = services.imports.uploads.begin(boss, JobKind.IMPORT_CALLS, "Master.csv", len(DATA))
    services.imports.uploads.add(boss, upload.id, 0, DATA)
    services.imports.calls.start(boss, upload.id, FileFormat("asterisk-cdr"))
    wait_for(lambda: not services.jobs.get(boss, upload.id).running, 20)
    place = f"/import/{upload.id}/rejected.csv"
    assert visitor.client.get(place).status_code == 404
    browser.post("/logout")
    browser.post("/login", data={"username": boss.username, "password": PASSWORD})
    with browser.get(place) as answer:  # which closes the file
        data = answer.data
    assert answer.headers["Content-Disposition"] == "attachment; filename=rejected.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["line", "2", "4"]
    gone = browser.get(f"/import/{uuid4()}/rejected.csv")
    assert gone.status_code == 404
