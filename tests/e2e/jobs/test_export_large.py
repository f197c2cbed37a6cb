"""An export of a million calls from the page: the server needs no more memory than for a tenth of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import duckdb
import pytest
from playwright.sync_api import Page

from bench.seeding import seed
from callerid_dash.domain.users import Role
from callerid_dash.factory import build_services
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.settings import read_settings
from tests.browsing import Browsing
from tests.serving import PASSWORD, RunningProduct

MANY = 1_000_000
FEW = 100_000
MB = 1 << 20
ROOM = 64 * MB
"""What memory may grow by for other reasons. Were the lines of all calls kept, they would take five times that."""


@dataclass(frozen=True, slots=True)
class History:
    """A million calls, written to the database before the server opens it; exports do not read summaries."""

    since: datetime
    """When the newest `FEW` of them begin."""
    newest: str
    last_of_few: str
    oldest: str
    """The ids of these calls at the switchboard."""
    blocks: int
    """Bytes of the file that hold calls: what was read of them, the database keeps as long as nobody needs the room."""


@pytest.fixture
def history(product: RunningProduct) -> History:
    services = build_services(read_settings(product.environment()))
    with services.store.engine.write() as session:
        for script in seed(MANY, profiles=1_000, phones=1_000):
            session.script(script)
        session.script(f"UPDATE summaries SET materialized_until = '{datetime.now(UTC):%F %T}'")  # nothing is to follow
    services.accounts.add("sima", PASSWORD, Role.SUPERVISOR, OPERATOR, "Sima")
    services.store.close()
    with duckdb.connect(str(product.folder / "callerid.duckdb")) as connection:
        (newest, _), (last_of_few, since), (oldest, _) = (
            connection.execute(
                "SELECT external_id, started_at FROM calls ORDER BY started_at DESC LIMIT 1 OFFSET ?", [before]
            ).fetchall()[0]
            for before in (0, FEW - 1, MANY - 1)
        )
        (blocks,) = connection.execute(
            "SELECT count(DISTINCT block_id) * any_value(block_size)"
            " FROM pragma_storage_info('calls'), pragma_database_size() WHERE block_id >= 0"
        ).fetchall()[0]
    return History(since.replace(tzinfo=UTC), newest, last_of_few, oldest, blocks)


def test_a_million_calls_leave_with_flat_memory(product: RunningProduct, history: History, browsing: Browsing) -> None:
    product.start()
    page = signed_in(product, browsing)
    few = exported(page, f"{product.url}/calls?{urlencode({'from': history.since.isoformat()})}")
    most = peak(product)
    many = exported(page, f"{product.url}/calls")
    grown = peak(product) - most - history.blocks
    assert grown < ROOM, f"{grown / MB:.0f} MB more than after {FEW:,} calls"
    assert outline(few) == (FEW, history.newest, history.last_of_few)
    assert outline(many) == (MANY, history.newest, history.oldest)


def signed_in(product: RunningProduct, browsing: Browsing) -> Page:
    """A page of Sima, a supervisor."""
    page = browsing.new_page()
    page.goto(f"{product.url}/login")
    page.fill("[name=username]", "sima")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#calls[data-empty]", state="attached")
    return page


def exported(page: Page, address: str) -> Path:
    """The file from the log's menu, when it is complete."""
    page.goto(address)
    page.locator("[data-popover-target=exports]").click()
    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("link", name="Calls: CSV").click()
    page.get_by_role("region", name="Export").get_by_role("button", name="Close").click()
    return download.value.path()


def peak(product: RunningProduct) -> int:
    """The peak memory of the server's process so far, in bytes."""
    assert product.process
    status = Path(f"/proc/{product.process.pid}/status").read_text()
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return int(fields["VmHWM"].split()[0]) * 1024


def outline(path: Path) -> tuple[int, str, str]:
    """The number of calls in the file, and the ids of the first and the last one."""
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfstarted_at,")
    lines = content.decode("utf-8-sig").splitlines()
    first, last = csv.DictReader([lines[0], lines[1], lines[-1]])
    assert datetime.fromisoformat(last["started_at"]) < datetime.fromisoformat(first["started_at"])
    return len(lines) - 1, first["call_id"], last["call_id"]
