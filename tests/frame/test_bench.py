"""`make bench` works: every row measures the running product, at a scale too small for meaningful figures."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest

from bench import load, results, seeding
from bench.__main__ import ROWS, main
from bench.report import Cost, Line, Spread, interleaved, percentile, ratio, render
from bench.seeding import called_once, held_number
from bench.world import TINY, World, make_database
from callerid_dash.services.live.caller_lookup import Matcher
from callerid_dash.services.shared.directory import Directory
from callerid_dash.store.calls import calls
from callerid_dash.store.engine.database import open_store
from tests.parts.real_parts import chromium_path, missing

NEED_A_BROWSER = {"painting", "opening", "start"}


@pytest.mark.parametrize("row", ROWS)
def test_each_row_measures_something(row: str, tmp_path: Path) -> None:
    if row in NEED_A_BROWSER and chromium_path() is None:
        missing("a browser (Debian package chromium)")
    lines = ROWS[row](World(TINY, tmp_path))
    assert lines
    assert all(any(char.isdigit() for char in line.measured) for line in lines if "skipped" not in line.measured)
    assert any("skipped" not in line.measured for line in lines)


def test_the_table_names_every_line_with_its_verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "table.md"
    assert main(["--quick", "--only", "holders", "--output", str(file)]) == 0
    table = capsys.readouterr().out
    assert file.read_text() == table
    assert "who holds a number" in table
    assert "machine: a fixed loop" in table


def test_a_row_that_fails_is_named_and_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_world: World) -> list[Line]:
        raise RuntimeError("no dial tone")

    monkeypatch.setitem(ROWS, "holders", broken)
    assert main(["--quick", "--only", "holders"]) == 1
    heard = capsys.readouterr()
    assert "no dial tone" in heard.err
    assert "failed: RuntimeError" in heard.out


def test_figures_are_kept_and_compared_with_a_later_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept.json"
    assert main(["--quick", "--only", "holders", "--json", str(kept)]) == 0
    assert {unit for line in json.loads(kept.read_text())["rows"] for unit in line["figures"]} >= {"p50 ms", "p95 ms"}
    assert main(["--quick", "--only", "holders", "--compare", str(kept)]) == 0
    assert "now / then" in capsys.readouterr().out


def test_a_ratio_says_when_it_may_be_chance(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    results.write(kept, [Line("calls", "4", figures={"per s": Spread((2.0, 4.0, 6.0))})])
    fast, alike, another = (
        results.compared([Line(what, "", figures={"per s": Spread(values)})], kept).splitlines()[-1]
        for what, values in (("calls", (8.0, 8.0)), ("calls", (5.0, 7.0)), ("waits", (1.0, 1.0)))
    )
    assert [cell.strip() for cell in fast.split("|")[-3:-1]] == ["2.00", ""]
    assert [cell.strip() for cell in alike.split("|")[-3:-1]] == ["1.50", "rounds overlap"]
    assert [cell.strip() for cell in another.split("|")[-4:-1]] == ["-", "-", ""]


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '{"rows": [{"what": "calls"}]}', '{"rows": [{"what": "", "figures": {"s": ["x"]}}]}']
)
def test_what_is_not_a_file_of_results_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"kept\.json is not a file of results"):
        results.compared([], file)


def test_the_office_has_its_hours_and_its_tail_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    make_database(path, 20_000, 500, 500)
    with duckdb.connect(str(path), read_only=True) as connection:
        lines, extensions, queues, instants, calls, once = connection.execute(
            "SELECT count(DISTINCT line), count(DISTINCT nullif(extension, '')), count(DISTINCT queue), "
            "count(DISTINCT started_at), count(*), count(*) FILTER (number = ?) FROM calls",
            [called_once(20_000)],
        ).fetchall()[0]
        ((hours,),) = connection.execute(
            "SELECT count(*) FROM (SELECT hour(started_at) FROM calls GROUP BY 1 HAVING count(*) > 400)"
        ).fetchall()
        ((tail,),) = connection.execute(
            "SELECT count(*) FROM (SELECT number FROM calls GROUP BY 1 HAVING count(*) = 1)"
        ).fetchall()
    assert (lines, extensions, queues, once) == (8, 50, 3, 1)
    assert instants == calls == 20_000
    assert hours in {10, 11}  # ten hours, which need not begin with a full one
    assert tail > calls / 5


def test_columns_of_the_table_line_up() -> None:
    table = render([Line("a", "1"), Line("a longer one", "22", ">= 3", met=False)]).splitlines()
    assert len({len(line) for line in table}) == 1
    assert "NOT MET" in table[-1]


def test_measures_take_turns_and_ratios_are_taken_round_by_round() -> None:
    order: list[str] = []

    def measure(name: str, rates: list[float]) -> Callable[[], Cost]:
        def once() -> Cost:
            order.append(name)
            return Cost(rates.pop(0), 1.0)

        return once

    one, other = interleaved(2, measure("a", [10, 100]), measure("b", [20, 400]))
    assert order == ["a", "b", "a", "b"]
    assert ratio(one.rate, other.rate) == Spread((0.5, 0.25))


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.5, 2), (0.75, 3), (0.95, 4), (1.0, 4)])
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert percentile([4, 2, 3, 1], share) == expected


def test_the_made_up_history_is_one_that_the_product_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "AT_ONCE", 25)
    make_database(tmp_path / "made.duckdb", 60, 30, 100)
    store = open_store(f"duckdb:///{tmp_path / 'made.duckdb'}")
    try:
        with store.read() as session:
            newest = calls.newest(session, 60)
        matcher = Matcher(store, Directory(store))
        numbers = {stored.number.canonical or "" for stored in newest}
        assert len(newest) == 60
        assert {stored.number.canonical for stored in newest if stored.known_then} == matcher.holders(numbers).keys()
        assert len(matcher.holders([held_number(49)])[held_number(48)]) == 2
    finally:
        store.close()


class _Counter(BaseHTTPRequestHandler):
    """Returns the received number plus one; every tenth answer has no content."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["at"]
        body = b"" if sent % 10 == 9 else b'{"at":%d}' % (sent + 1)
        self.send_response(200 if body else 204)
        if body:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Keep quiet."""


@pytest.fixture
def port() -> object:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Counter)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_load_is_bounded_by_requests_and_follows_the_cursor(port: int) -> None:
    heard = load.run(load.Load(port, "/", {}, ('{"at":0}',), connections=2, requests=12, follow=r'"at":\d+'))
    assert heard.answers == 12
    assert heard.statuses == {"200": 12}
    assert json.loads(heard.last)["at"] > 1


def test_bodies_are_sent_once_each(port: int) -> None:
    bodies = tuple(f'{{"at":{i}}}' for i in range(20))
    heard = load.run(load.Load(port, "/", {}, bodies, connections=3, requests=20))
    assert heard.statuses == {"200": 18, "204": 2}


def test_an_answer_that_is_no_success_is_told(port: int) -> None:
    with pytest.raises(RuntimeError):
        load.run(load.Load(port, "/", {}, ('"no number"',), connections=1, requests=1))
