"""Groups of tests that run in one process, one after the other.

pytest-xdist's own groups (`--dist loadgroup`) silently have no effect with pytest 9.2 (pytest-xdist issue 1386).
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.asterisk.rig.drivers import EVERY, PJSIP_22

_TELEPHONES = ("tests/asterisk/", "tests/e2e/test_telephones.py")


def group_of(nodeid: str) -> str:
    """The group of a test: the same for tests of one module that share a switchboard, else a group of its own."""
    if not nodeid.startswith(_TELEPHONES):
        return nodeid
    module, _, test = nodeid.partition("::")
    return f"{module} {next((driver for driver in EVERY if str(driver) in test), PJSIP_22)}"


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Sends a group to one process as a whole; other tests go one by one to any free process."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
