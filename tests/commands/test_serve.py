"""`callerid-dash serve`: the files that it creates, and one clear line when it cannot start."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import RunningProduct, free_port


@pytest.fixture
def product(tmp_path: Path) -> Iterator[RunningProduct]:
    """A product for this test, not started yet."""
    product = RunningProduct(tmp_path)
    yield product
    product.stop()


def test_what_it_stores_is_its_users_alone(product: RunningProduct) -> None:
    product.start()
    product.ring("09121234567", "c1")
    modes = {file.name: oct(file.stat().st_mode & 0o077) for file in product.folder.glob("*.duckdb*")}
    assert modes
    assert set(modes.values()) == {"0o0"}


def test_a_second_one_on_the_same_database_says_who_has_it(product: RunningProduct) -> None:
    product.start()
    assert product.process
    product.port = free_port()
    second = product.command("serve")
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert f"in use by process {product.process.pid}" in second.stderr


def test_a_port_that_is_taken_is_named(product: RunningProduct) -> None:
    with socket.create_server(("127.0.0.1", product.port)):
        failed = product.command("serve")
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert f"Cannot listen on 127.0.0.1:{product.port}" in failed.stderr


def test_a_bad_setting_names_the_variable_and_what_it_takes(product: RunningProduct) -> None:
    product.environ["CALLERID_TIMEZONE"] = "Mars/Olympus"
    failed = product.command("serve")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "CALLERID_TIMEZONE" in failed.stderr


def test_it_stops_when_it_is_asked_to_and_starts_where_it_was(product: RunningProduct) -> None:
    product.start()
    product.ring("09121234567", "c1")
    product.stop()
    assert product.command("db", "verify").stdout == "Calls compared with their events: 1\n"
    product.start()
    assert [call["call_id"] for call in product.api("GET", "/api/v1/calls")["items"]] == ["c1"]


def test_nobody_is_shown_a_password_of_a_server_that_does_not_run(product: RunningProduct) -> None:
    product.environ["CALLERID_ADMIN_PASSWORD"] = ""
    with socket.create_server(("127.0.0.1", product.port)):
        failed = product.command("serve")
    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (1, "", 1)
    product.start()
    assert "First sign-in: user admin, password " in product.log()


def test_its_end_is_quiet(product: RunningProduct) -> None:
    product.start()
    product.ring("09121234567", "c1")
    product.stop()
    assert "nanobind" not in product.log()
    assert "Traceback" not in product.log()
