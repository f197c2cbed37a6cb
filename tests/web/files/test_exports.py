"""Exports over HTTP: permissions, headers, and an answer that breaks off."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from waitress.server import create_server

from callerid_dash.domain.audit import AuditAction
from callerid_dash.domain.calls.filter import CallFilter
from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.users import OPERATOR, Role, User
from callerid_dash.services.services import Services
from callerid_dash.store.exports import exports
from callerid_dash.store.shared.audit import AuditFilter, page
from tests.scenes import answered_call
from tests.serving import wait_for
from tests.web.conftest import API_TOKEN, PASSWORD, Visitor, make_server

HEADERS = {"Authorization": f"Bearer {API_TOKEN}"}


@pytest.fixture(autouse=True)
def a_call(services: Services) -> None:
    services.calls.ingest.submit(answered_call(line="L1"))


def test_a_signed_in_user_downloads_a_file_with_its_name(visitor: Visitor) -> None:
    answer = visitor.client.get("/export/calls.csv?line=L1")
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="calls.csv"'
    assert (answer.headers["X-Rows"], answer.headers["Cache-Control"]) == ("1", "no-store")
    assert answer.data.decode("utf-8-sig").startswith("started_at,answered_at,")


@pytest.mark.parametrize(("kind", "magic"), [("xlsx", b"PK"), ("parquet", b"PAR1")])
def test_workbooks_and_parquet_files_are_what_they_are_called(visitor: Visitor, kind: str, magic: bytes) -> None:
    answer = visitor.client.get(f"/export/calls.{kind}")
    assert (answer.content_type, answer.data[: len(magic)]) == (Format(kind).media_type, magic)


def test_a_program_needs_the_scope(client: FlaskClient, bearer: Callable[..., dict[str, str]]) -> None:
    assert client.get("/export/calls.csv", headers=bearer("calls:read")).status_code == 200
    refused = client.get("/export/calls.csv", headers=bearer("reports:read"))
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (403, "forbidden")
    assert client.get("/export/calls.csv", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_nobody_else_gets_anything(client: FlaskClient) -> None:
    assert client.get("/export/calls.csv").status_code == 303
    assert client.get("/export/calls.csv", headers={"Authorization": "Basic eDp5"}).status_code == 303


@pytest.mark.parametrize(
    "query", ["from=yesterday", "nonsense=1", "line=a&line=b", "number=abc", "outcome=won", "from=2026-01-01T00:00:00"]
)
def test_filters_that_make_no_sense_are_refused_before_anything_is_sent(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/export/calls.csv?{query}", headers=HEADERS)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "invalid")


def test_a_person_reads_on_a_page_what_is_wrong(visitor: Visitor) -> None:
    late, early = "2026-05-02T00:00:00Z", "2026-05-01T00:00:00Z"
    answer = visitor.client.get(f"/export/calls.csv?from={late}&to={early}")
    assert answer.status_code == 422
    assert "The range ends before it begins." in answer.text


@pytest.fixture
def boss(client: FlaskClient, services: Services) -> User:
    """A supervisor, signed in."""
    user = services.accounts.add("boss", PASSWORD, Role.SUPERVISOR, OPERATOR)
    assert client.post("/login", data={"username": "boss", "password": PASSWORD}).status_code == 303
    return user


@pytest.mark.usefixtures("boss")
def test_figures_leave_in_the_language_of_who_asks(client: FlaskClient) -> None:
    answer = client.get("/export/figures/volume.csv?line=L1&bucket=day")
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="volume.csv"'
    about, _, table = answer.data.decode("utf-8-sig").partition("\r\n\r\n")
    assert '"line","L1"' in about
    assert table.startswith("Time,Calls,")
    client.set_cookie("language", "fa")
    assert "زمان,تماس‌ها," in client.get("/export/figures/volume.csv").text
    book = client.get("/export/figures.xlsx")
    assert (book.content_type, book.data[:2]) == (Format.XLSX.media_type, b"PK")


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("address", ["figures.csv", "figures/nothing.csv", "figures/waits.parquet"])
def test_there_are_no_other_figures(client: FlaskClient, address: str) -> None:
    assert "Content-Disposition" not in client.get(f"/export/{address}").headers


def test_figures_need_the_scope_or_the_role_of_the_page(
    client: FlaskClient, bearer: Callable[..., dict[str, str]]
) -> None:
    assert client.get("/export/figures/waits.csv", headers=bearer("reports:read")).status_code == 200
    assert client.get("/export/figures/waits.csv", headers=bearer("calls:read")).status_code == 403
    assert client.get("/export/figures.xlsx").status_code == 303


def test_an_agent_gets_no_figures(visitor: Visitor) -> None:
    assert visitor.client.get("/export/figures.xlsx").status_code == 403


def test_asking_for_the_head_reads_nothing(visitor: Visitor, services: Services) -> None:
    assert visitor.client.head("/export/calls.csv").status_code == 200
    with services.store.read() as session:
        assert page(session, AuditFilter(action=AuditAction.EXPORTED), 9) == []


@pytest.fixture
def address(services: Services) -> Iterator[tuple[str, int]]:
    """The address of waitress, as in production."""
    server: Any = create_server(make_server(services), host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield "127.0.0.1", server.effective_port
    with contextlib.suppress(OSError):  # the loop may have been awake, and closed all before it is woken
        server.trigger.pull_trigger(server.close)  # where it runs, lest a poll looks at what is closed
    thread.join(5)
    server.task_dispatcher.shutdown(timeout=20)  # reads end before the database is closed


def fetched(address: tuple[str, int]) -> bytes:
    with socket.create_connection(address, timeout=20) as connection:
        request = f"GET /export/calls.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {API_TOKEN}\r\n\r\n"
        connection.sendall(request.encode())
        answer = b""
        while not answer.endswith(b"\r\n0\r\n\r\n") and (piece := connection.recv(65_536)):
            answer += piece
    return answer


def test_a_whole_answer_says_that_it_is_whole(address: tuple[str, int]) -> None:
    assert b"Transfer-Encoding: chunked" in (answer := fetched(address))
    assert answer.endswith(b"0\r\n\r\n")


def test_an_answer_that_breaks_off_does_not_look_whole(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Iterator[list[str]]:
        yield ["half a file\r\n"]
        raise StoreUnavailable("The disk is gone.")

    monkeypatch.setattr(exports, "call_lines", broken)
    answer = fetched(address)
    assert b"half a file" in answer
    assert not answer.endswith(b"0\r\n\r\n")
    assert "The disk is gone." in caplog.text


def test_a_browser_that_goes_away_ends_the_read(
    address: tuple[str, int], services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def endless(*_: object) -> Iterator[list[str]]:
        try:
            while True:
                yield ["x" * 100_000 + "\r\n"]
        finally:
            ended.set()

    monkeypatch.setattr(exports, "call_lines", endless)
    with socket.create_connection(address, timeout=20) as connection:
        request = f"GET /export/calls.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {API_TOKEN}\r\n\r\n"
        connection.sendall(request.encode())
        assert connection.recv(65_536)
    assert ended.wait(20)


def test_profiles_and_records_leave_with_the_filters_of_their_lists(visitor: Visitor, client: FlaskClient) -> None:
    for address in ("/export/profiles.csv?q=ali&kind=person&owner=none&anonymous=0", "/export/records.csv?profile=1"):
        answer = visitor.client.get(address)
        assert (answer.status_code, answer.headers["X-Rows"]) == (200, "0")
        assert answer.data.decode("utf-8-sig").startswith("id,")
    assert visitor.client.get("/export/profiles.csv?owner=1").status_code == 200
    assert visitor.client.get("/export/profiles.csv?owner=everybody").status_code == 422


def test_what_was_made_in_the_background_is_for_whoever_asked(
    visitor: Visitor, client: FlaskClient, services: Services
) -> None:
    user = services.directory.snapshot.usernames["sara"]
    job = services.exports.jobs.start(
        user, "calls.csv", lambda told: services.exports.files.calls(user, CallFilter(), Format.CSV, told)
    )
    wait_for(lambda: not services.jobs.get(user, job.id).running, 20)
    answer = visitor.client.get(f"/export/jobs/{job.id}")
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    assert answer.headers["Content-Disposition"] == "attachment; filename=calls.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.data.splitlines()) == 2
    answer.close()
    stranger = client.application.test_client()
    assert stranger.get(f"/export/jobs/{job.id}", headers=HEADERS).status_code == 401
    assert visitor.client.get(f"/export/jobs/{uuid4()}").status_code == 404
