"""A full disk, and a kill, under load: the product reports it, recovers, and keeps every acknowledged write."""

from __future__ import annotations

import json
import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.parts.small_disk import Ballast, small_disk
from tests.serving import RunningProduct, wait_for

MEGABYTES = 64
SENDERS = 3


@dataclass
class Senders:
    """Report calls one after the other, each once, and note which were acknowledged."""

    product: RunningProduct
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    prefix: str = ""
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for sender in range(SENDERS):
            self._threads.append(threading.Thread(target=self._send, args=(sender,)))
            self._threads[-1].start()

    def _send(self, sender: int) -> None:
        call = 0
        while not self._ended.is_set():
            call += 1
            name = f"{self.prefix}{sender}-{call}"
            try:
                self.product.ring(f"0912{sender}{call:06d}", name, caller_name="x" * 200)
            except (OSError, HTTPException):
                self.refused.append(name)
                self._ended.wait(0.05)
            else:
                self.acknowledged.append(name)

    def stop(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", MEGABYTES) as folder:
        yield folder


@pytest.fixture
def product(disk: Path) -> Iterator[RunningProduct]:
    product = RunningProduct(disk)
    product.start()
    yield product
    product.stop()


def ready(product: RunningProduct) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{product.url}/ready", timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def more_than(sent: Sequence[object], before: int, how_many: int) -> bool:
    return len(sent) > before + how_many


def test_a_full_disk_is_told_and_nothing_that_was_acknowledged_is_lost(product: RunningProduct, disk: Path) -> None:
    ballast, senders = Ballast(disk), Senders(product)
    senders.start()
    try:
        for _ in range(3):
            before = len(senders.acknowledged)
            wait_for(partial(more_than, senders.acknowledged, before, 20), 60, product.log)
            ballast.fill()
            refused = len(senders.refused)
            wait_for(partial(more_than, senders.refused, refused, 3), 60, product.log)
            wait_for(lambda: ready(product)[0] == 503, 30, product.log)
            assert "No space left" in ready(product)[1]["error"]["message"]
            ballast.clear()
            wait_for(lambda: ready(product)[0] == 200, 60, product.log)
        before = len(senders.acknowledged)
        wait_for(partial(more_than, senders.acknowledged, before, 20), 60, product.log)
    finally:
        senders.stop()
    assert product.process
    assert product.process.poll() is None  # nobody had to start it again
    product.stop()
    assert_kept(product, senders)


def test_a_process_that_is_killed_in_the_middle_of_everything_keeps_what_it_has_promised(tmp_path: Path) -> None:
    product = RunningProduct(tmp_path)
    acknowledged: list[str] = []
    for turn in range(2):
        product.start()
        senders = Senders(product, acknowledged, prefix=f"{turn}-")
        senders.start()
        try:
            before = len(acknowledged)
            wait_for(partial(more_than, acknowledged, before, 50), 60, product.log)
            product.stop(signal.SIGKILL)
        finally:
            senders.stop()
            product.stop()
    assert_kept(product, senders)


def assert_kept(product: RunningProduct, senders: Senders) -> None:
    """Every acknowledged call is stored, none twice, and `db verify` finds nothing."""
    verified = product.command("db", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    with duckdb.connect(str(product.folder / "callerid.duckdb"), read_only=True) as connection:
        stored = [name for (name,) in connection.execute("SELECT external_id FROM call_events").fetchall()]
    assert len(stored) == len(set(stored))
    assert set(senders.acknowledged) <= set(stored)
