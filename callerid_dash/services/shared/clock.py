"""The current time. Services take a clock, so that tests can set the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns an aware instant."""


def now() -> datetime:
    """The current instant in UTC."""
    return datetime.now(UTC)
