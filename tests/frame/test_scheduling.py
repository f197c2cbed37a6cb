"""Tests that share a switchboard stay together."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]

from tests.scheduling import GroupScheduling, group_of

SCENARIOS = "tests/asterisk/scenarios/test_calls.py"


@pytest.mark.parametrize(
    ("test", "driver"),
    [
        ("TestOnePhone::test_busy[pjsip-22]", "pjsip-22"),
        ("TestOnePhone::test_busy[pjsip-16]", "pjsip-16"),
        ("TestOnePhone::test_busy[sip-16]", "sip-16"),
        ("TestCallers::test_a_caller_who_wishes_to_be_private[anonymous-sip-16]", "sip-16"),
        ("TestOnePhone::test_nobody_answers", "pjsip-22"),
    ],
)
def test_a_module_has_a_group_for_each_switchboard(test: str, driver: str) -> None:
    assert group_of(f"{SCENARIOS}::{test}") == f"{SCENARIOS} {driver}"


def test_a_test_without_a_switchboard_is_its_own_group() -> None:
    nodeid = "tests/sources/asterisk/test_drivers.py::test_busy[pjsip-16]"
    assert group_of(nodeid) == nodeid


def test_a_run_in_several_processes_is_given_out_by_groups(pytestconfig: pytest.Config) -> None:
    two = SimpleNamespace(getvalue=lambda _: ["2*popen"])
    made = pytestconfig.hook.pytest_xdist_make_scheduler(config=two, log=Producer("test"))
    assert isinstance(made, GroupScheduling)
