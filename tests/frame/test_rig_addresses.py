"""Switchboards of two tests or two test runs never use the same addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.asterisk.rig.addresses import take_addresses

REPOSITORY = Path(__file__).parents[2]
TAKE = "from tests.asterisk.rig.addresses import take_addresses; print(take_addresses().switchboard)"


def test_two_rigs_of_a_process_have_four_addresses() -> None:
    first, second = take_addresses(), take_addresses()
    assert len({first.switchboard, first.phones, second.switchboard, second.phones}) == 4


def test_another_process_has_a_range_of_its_own() -> None:
    ours = take_addresses().switchboard
    theirs = subprocess.run([sys.executable, "-c", TAKE], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert theirs.stdout.strip().rpartition(".")[0] != ours.rpartition(".")[0]
    assert theirs.stdout.startswith("127.77.")
