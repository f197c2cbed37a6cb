"""A clock for tests that stands still until a test moves it."""

from __future__ import annotations


class Clock:
    """A clock in seconds; a test sets `now`."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
