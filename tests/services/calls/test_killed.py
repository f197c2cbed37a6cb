"""`kill -9` at random instants of ingest: no acknowledged event is lost, and none is stored twice.

`CALLERID_TEST_KILLS=100` sets the number of rounds.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.services.shared.verify import verify
from callerid_dash.store.engine.database import open_store

KILLS = int(os.environ.get("CALLERID_TEST_KILLS", "3"))
LONGEST = 0.4
"""Seconds after the first acknowledged event within which the process is killed."""
SENDER = """
import json, sys, threading
sys.path.insert(0, sys.argv[1])
from callerid_dash.services.calls.ingest import Ingest
from callerid_dash.services.core import core_over
from callerid_dash.store.engine.database import open_store
from tests.scenes import answered_call
ingest = Ingest(core_over(open_store(sys.argv[2])))
lock = threading.Lock()
def send(worker):
    for i in range(100_000):
        call_id = f"{sys.argv[3]}-{worker}-{i}"
        again = []
        for event in answered_call(call_id):
            ingest.submit([event, *again])  # a sender that is not sure sends the one before once more
            again = [event]
            with lock:
                print(json.dumps([call_id, event.key]), flush=True)
for worker in range(4):
    threading.Thread(target=send, args=(worker,)).start()
"""


@pytest.mark.timeout(120 + 30 * KILLS)
def test_kill_9_at_any_instant_loses_and_doubles_no_acknowledged_event(store_url: str) -> None:
    acknowledged: set[tuple[str, str]] = set()
    for run in range(KILLS):
        before = len(acknowledged)
        acknowledged |= acknowledged_before_a_kill(store_url, run)
        assert len(acknowledged) > before
        store = open_store(store_url)
        with store.read() as session:
            rows = session.rows("calls.events_between", first="0" * 32, last="f" * 32)
        store.close()
        stored = [(row["call_id"], row["key"]) for row in rows]
        assert acknowledged <= set(stored), f"lost in round {run}"
        assert len(stored) == len(set(stored)), f"twice in round {run}"
    store = open_store(store_url)
    assert verify(store, Dialing("IR", "21")).differences == ()
    store.close()


def acknowledged_before_a_kill(url: str, run: int) -> set[tuple[str, str]]:
    """Store events in another process until it is killed; returns those whose storing it has reported."""
    root = str(Path(__file__).parents[3])
    with subprocess.Popen([sys.executable, "-c", SENDER, root, url, str(run)], stdout=subprocess.PIPE, text=True) as it:
        assert it.stdout
        lines = [it.stdout.readline()]
        time.sleep(random.uniform(0, LONGEST))
        it.kill()
        lines += it.stdout.readlines()
    return {(call_id, key) for call_id, key in (json.loads(line) for line in lines if line.endswith("]\n"))}
