"""The switchboard that these tests share; each test places calls of its own and waits for them to be over."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.asterisk.chroot import Missing
from tests.asterisk.rig import AsteriskRig


@pytest.fixture(scope="session")
def asterisk() -> Iterator[AsteriskRig]:
    """A running switchboard. Without the real parts the tests are skipped, or fail where all parts are required."""
    try:
        rig = AsteriskRig()
    except Missing as missing:
        if os.environ.get("CALLERID_TEST_REQUIRE_ALL") == "1":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    with rig:
        yield rig
