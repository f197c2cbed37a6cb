"""The switchboard that these tests share; each test places calls of its own and waits for them to be over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.asterisk.chroot import Missing
from tests.asterisk.rig import AsteriskRig
from tests.real_parts import missing


@pytest.fixture(scope="session")
def asterisk() -> Iterator[AsteriskRig]:
    """A running switchboard."""
    try:
        rig = AsteriskRig()
    except Missing as absent:
        missing(str(absent))
    with rig:
        yield rig
