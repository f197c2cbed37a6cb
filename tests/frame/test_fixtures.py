"""The fixtures keep their promises: empty databases on real engines, and watched pages in a real browser."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import duckdb
import psycopg
import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import Browsing
from tests.parts.emptied_schema import EmptiedSchema


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<link rel=icon href=data:><p>hello</p>" if found else b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.postgres
@pytest.mark.parametrize("_again", [1, 2])
def test_each_test_gets_an_empty_postgres_database(postgres_database: str, _again: int) -> None:
    with psycopg.connect(postgres_database) as connection:
        connection.execute("CREATE TABLE left_behind (n integer)")
        assert connection.execute("SELECT count(*) FROM left_behind").fetchone() == (0,)


@pytest.fixture
def leaked() -> Iterator[list[psycopg.Connection]]:
    """Connections that outlive the fixtures that are set up after this one."""
    connections: list[psycopg.Connection] = []
    yield connections
    for connection in connections:
        connection.close()


@pytest.mark.postgres
def test_a_connection_left_open_with_its_locks_does_not_block_the_next_test(
    leaked: list[psycopg.Connection], postgres_database: str
) -> None:
    leaked.append(psycopg.connect(postgres_database))
    leaked[0].execute("CREATE TABLE locked (n integer)")


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables except their creation times, and the next values of sequences."""
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema").fetchall()
        tables.remove(("schema_migrations",))
        sequences = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema ORDER BY 1"
        rows = {name: connection.execute(f"TABLE {name}".encode()).fetchall() for (name,) in sorted(tables)}
        found = {name: sorted(of_table, key=repr) for name, of_table in rows.items()}  # where they lie is all one
        return {**found, "numbered": connection.execute(sequences).fetchall()}


@pytest.mark.postgres
@pytest.mark.parametrize(
    "left_behind",
    [
        "INSERT INTO colors (position, title, hex) VALUES (1, 'Gold', '#d4a017'); DELETE FROM record_kinds",
        "INSERT INTO lines SELECT CAST(n AS TEXT), 'one of many' FROM generate_series(1, 30000) AS n",
        "ALTER TABLE colors ADD COLUMN taste TEXT; DROP TABLE call_views",
    ],
)
def test_what_one_test_leaves_in_the_migrated_schema_the_next_does_not_find(
    emptied_schema: EmptiedSchema, leaked: list[psycopg.Connection], left_behind: str
) -> None:
    with emptied_schema.lend() as first:
        as_new = contents(first)
        with psycopg.connect(first) as connection:
            connection.execute(left_behind.encode())
        leaked.append(psycopg.connect(first))
        leaked[0].execute("LOCK TABLE lines")
    with emptied_schema.lend() as second:
        assert second != first
        assert contents(second) == as_new


def test_a_store_url_names_an_engine_that_answers(store_url: str) -> None:
    connection = (
        duckdb.connect(store_url.removeprefix("duckdb:///"))
        if store_url.startswith("duckdb:")
        else psycopg.connect(store_url)
    )
    with connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_page_shows_what_a_server_sends(page: Page, address: str) -> None:
    page.goto(address)
    assert page.text_content("p") == "hello"


def test_pages_of_one_test_are_different_computers(browsing: Browsing, address: str) -> None:
    first, second = browsing.new_page(), browsing.new_page(viewport={"width": 390, "height": 800})
    first.goto(address)
    second.goto(address)
    first.evaluate("document.cookie = 'seen=1'")
    assert second.evaluate("document.cookie") == ""
    assert second.evaluate("innerWidth") == 390


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        ("console.error('broken chart')", "console: broken chart"),
        ("setTimeout(() => { throw new Error('oh no') })", "uncaught: .*oh no"),
        ("fetch('/missing')", "console: .*404"),
        ("fetch('http://192.0.2.1/font.css').catch(() => 0)", "request to elsewhere: .*font.css"),
    ],
)
def test_trouble_in_a_page_is_noticed(browser: Browser, address: str, script: str, trouble: str) -> None:
    browsing = Browsing(browser)
    page = browsing.new_page()
    page.route("**/font.css", lambda route: route.abort())
    page.goto(address)
    page.evaluate(f"{{{script}}}")
    while not browsing.trouble():  # pytest's timeout ends it
        page.wait_for_timeout(20)
    browsing.close()
    assert re.match(trouble, browsing.trouble()[0])


def test_expected_trouble_is_allowed(browsing: Browsing, address: str) -> None:
    page = browsing.new_page()
    browsing.allow("status of 404")
    page.goto(address)
    with page.expect_event("console"):
        page.evaluate("{fetch('/missing')}")
