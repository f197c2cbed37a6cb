"""The present instant. Services are given a clock, so that tests can say what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers an aware instant."""


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
